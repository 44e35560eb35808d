"""Which source reads the XML documents of a folder, where nobody has named one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files import trees
from crm_metrics.warehouse.files.documents import documents
from crm_metrics.warehouse.mapping.language import open_source, source_names
from crm_metrics.warehouse.mapping.source import DOCUMENT_ENDINGS, Source

_XML = (".xml", ".xsig")
LOOKED_AT = 200  # files; a folder holds documents of one country


def source_of(folder: Path) -> str | None:
    """The name of the source that reads the documents of a folder or ZIP; None where it holds none that one does.

    Raises DataError where several do, naming them: one import has one source; and where it holds nothing but XML of
    which none can be read, saying why the first can't.
    """
    if not folder.is_dir() and not folder.name.casefold().endswith(DOCUMENT_ENDINGS):
        return None
    known = [source for source in map(open_source, source_names()) if source.documents is not None]
    seen: Counter[str] = Counter()
    refused: list[tuple[str, trees.UnreadableError]] = []
    for raw in islice(documents(folder), LOOKED_AT):
        try:
            seen.update(_fitting(trees.tree_of(raw.data), known))
        except trees.UnreadableError as error:
            refused.append((raw.name, error))
    if refused and not seen and all(name.casefold().endswith(_XML) for name in _names(folder)):
        raise _refusal(*refused[0])
    if len(seen) > 1:
        raise DataError(
            "{folder} holds documents of several kinds: {kinds}. Import one after the other, each with --source.",
            folder=folder.name,
            kinds=", ".join(f"{name} ({count})" for name, count in seen.most_common()),
        )
    return next(iter(seen), None)


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else [folder.name]


def _refusal(file: str, error: trees.UnreadableError) -> DataError:
    if error.rule == "doctype":
        return DataError(
            "{file} has a DOCTYPE, by which it could read other files; no invoice has one. It was not opened.",
            file=file,
        )
    return DataError(
        "{file} can't be read: {detail}. Get it again from whoever issued it.", file=file, detail=error.detail
    )


def _fitting(root: trees.Element, sources: Sequence[Source]) -> list[str]:
    """The first source that takes a document of the file, by its name."""
    for source in sources:
        rule = source.documents
        if rule is None:
            continue
        with suppress(trees.UnreadableError):
            for document in trees.documents_of(root, rule):
                if trees.texts_at(document, (rule.only or "true()",)) not in (["false"], [""]):
                    return [source.name]
    return []

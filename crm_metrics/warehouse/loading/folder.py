"""The folder of an import: which of its files the source knows, and what is said of the others."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files import averages, workbooks
from crm_metrics.warehouse.files.containers import HIDDEN, unzipped
from crm_metrics.warehouse.files.documents import holds_documents
from crm_metrics.warehouse.files.landing import objects
from crm_metrics.warehouse.mapping.language import offered_sources, open_source
from crm_metrics.warehouse.mapping.source import DOCUMENT_ENDINGS, JSON_ENDINGS, Source, ending
from crm_metrics.warehouse.notes import Note, note


def known_files(
    folder: Path, source: Source, named: bool, scratch: Path
) -> tuple[list[tuple[str, Path]], bool, list[Note]]:
    """The files that the source knows, each with its kind; whether it reads documents there; a note for each other.

    named: somebody said the source, so that no other one is proposed.
    scratch: where ZIP files are unpacked; the folder may be one itself.

    Raises DataError when it knows none, or when a file that it can't do without is not there.
    """
    if not folder.is_dir():
        if source.documents is not None and folder.is_file() and source.may_read(folder.name):
            return [], True, []
        if folder.is_file() and folder.suffix.casefold() != ".zip":
            raise DataError(
                "{file} is a file: name the folder that holds it. All files in it that the source knows are imported.",
                file=folder,
            )
        if not folder.is_file():
            raise DataError("There is no folder {folder}.", folder=folder)
    paths = [one for at, path in enumerate(_paths(folder, source)) for one in _inside(path, source, scratch / str(at))]
    kinds = [(_kind(path, source), path) for path in paths]
    files = [(one, path) for kind, path in kinds if kind is not None for one in _kinds(kind, path, source)]
    gathered = source.documents is not None and holds_documents(folder)
    if not files and not gathered:
        raise _no_file(folder, source, paths, named)
    _check_required(folder, source, {source.relation(kind) for kind, _ in files})
    return files, gathered, list(_aside([path for kind, path in kinds if kind is None], source))


def _inside(path: Path, source: Source, scratch: Path) -> list[Path]:
    """The files of a ZIP that the source knows, where it knows any; any other file is its own."""
    if path.suffix.casefold() != ".zip":
        return [path]
    return [one for one in unzipped(path, scratch) if _kind(one, source)] or [path]


def _aside(paths: Sequence[Path], source: Source) -> Iterator[Note]:
    """What is told of files that the source doesn't know; of many XML documents once."""
    loose = [path for path in paths if path.suffix.casefold() == ".xml"]
    others = paths if len(loose) < 2 else [path for path in paths if path.suffix.casefold() != ".xml"]
    for path in others:
        yield note("{file} is not known to source {source} and was left aside.", file=path.name, source=source.name)
    if len(loose) > 1:
        yield note(
            "{count} XML documents, such as {file}, were left aside. Import them from a folder of their own.",
            count=len(loose),
            file=loose[0].name,
        )


def _paths(folder: Path, source: Source) -> list[Path]:
    """The files of a folder, but for those that may hold documents of the source, of which there may be thousands."""
    if folder.is_file():
        return [folder]
    passed = DOCUMENT_ENDINGS if source.documents is not None else ()
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if not entry.name.casefold().endswith(passed) and entry.is_file()]
    return [folder / name for name in sorted(names) if not name.startswith(HIDDEN)]


def _check_required(folder: Path, source: Source, there: set[str]) -> None:
    for kind, rule in source.files.items():
        if rule.required and kind not in there:
            raise DataError(
                "Source {source} needs a file named like {names}, and {folder} has none.",
                source=source.name,
                names=", ".join(rule.names),
                folder=folder,
            )


def _no_file(folder: Path, source: Source, paths: Sequence[Path], named: bool) -> DataError:
    for path in paths:
        if ending(path.name) in (".csv", ".tsv", ".txt", *averages.WORKBOOKS):
            averages.refuse(path)
    expected = ", ".join(name for rule in source.files.values() for name in rule.names)
    others = [] if named else [open_source(name) for name in offered_sources() if name != "plain"]
    fitting = next((source.name for source in others if any(_named(path, source) for path in paths)), None)
    if fitting:
        return DataError(
            "No file in {folder} is named like an input table; they look like source {source}: import with"
            " --source {source}.",
            folder=folder,
            source=fitting,
        )
    return DataError(
        "No file in {folder} is known to source {source}. It reads files named {expected} (.csv, .csv.gz, .xlsx,"
        " .parquet).",
        folder=folder,
        source=source.name,
        expected=expected,
    )


def _named(path: Path, source: Source) -> bool:
    """Whether the name of a file is one of a source that does not take any."""
    kind = _kind(path, source)
    return kind is not None and "*" not in source.files[kind].names


def _kinds(first: str, path: Path, source: Source) -> list[str]:
    """The kinds of a file: of a workbook, all those of whose sheets it has any; else the first, which says so.

    Of JSON those after which its lists are called.
    """
    listed = _kinds_of_lists(path, source)
    if listed:
        return listed
    kinds = source.kinds_for(path.name)
    if len(kinds) < 2:
        return [first]
    names = objects.names_in(path) if ending(path.name) in JSON_ENDINGS else workbooks.sheet_names(path)
    return [kind for kind in kinds if any(source.files[kind].has_sheet(name) for name in names)] or [first]


def _kinds_of_lists(path: Path, source: Source) -> list[str]:
    """The kinds after which the lists in a JSON file are called, as {"tickets": [...]} is."""
    if ending(path.name) not in JSON_ENDINGS:
        return []
    names = objects.names_in(path)
    return [kind for kind, rule in source.files.items() if any(objects.is_of(name, rule) for name in names)]


def _kind(path: Path, source: Source) -> str | None:
    """The kind of a file that has the ending of a table, or may have none."""
    kind = source.file_for(path.name) or next(iter(_kinds_of_lists(path, source)), None)
    return kind if kind and (ending(path.name) or source.files[kind].bare) else None

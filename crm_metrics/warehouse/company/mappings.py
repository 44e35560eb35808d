"""The mappings that a company keeps of its own files: in `mappings/` of its folder, one TOML for each kind of them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from crm_metrics.errors import CrmError
from crm_metrics.warehouse.files.recognising import source_of
from crm_metrics.warehouse.mapping.language import open_source
from crm_metrics.warehouse.mapping.source import Source

FOLDER = "mappings"
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def kept(company: Path) -> Iterator[tuple[Path, Source]]:
    """Each mapping in the company's folder that can be read, by name; one that can't is told when it is named."""
    for path in sorted((company / FOLDER).glob("*.toml")):
        with suppress(CrmError, OSError):
            yield path, open_source(str(path))


def path_of(company: Path, name: str) -> Path | None:
    """The file of the mapping of this name, where the company keeps one."""
    path = company / FOLDER / f"{name}.toml"
    return path if _NAME.fullmatch(name) and path.is_file() else None


def fitting(company: Path, files: Iterable[str]) -> Path | None:
    """The mapping that knows files of all these names; the last kept of several, None without one."""
    names = tuple(files)
    found = [path for path, source in kept(company) if names and all(source.may_read(name) for name in names)]
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def chosen(company: Path, folder: Path, name: str | None) -> str | None:
    """What reads a folder: the source named, of the company's own mappings first; without a name what is found there.

    That is the source of its invoices, else a mapping kept of files of all these names; None for input tables.

    Raises DataError for a folder with documents of several kinds.
    """
    if name:
        return str(path_of(company, name) or name)
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    if any(map(open_source().file_for, names)):
        return None
    return source_of(folder) or next((str(path) for path in [fitting(company, names)] if path), None)


def keep(company: Path, name: str, text: str) -> Path:
    """Keep a mapping under its name, whole or not at all."""
    folder = company / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    written = folder / f".{name}.{os.getpid()}"
    written.write_text(text, encoding="utf-8")
    written.replace(path)
    return path

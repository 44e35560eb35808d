"""The seven processes, always in this order, and what a company calls them.

    [collections]              # processes.toml in the company's folder
    es = "Cartera"
    en = "Receivables"

Ids and order stay; a process that is not named keeps Pulso's name, and so does a language that is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from crm_metrics import settings
from crm_metrics.declared import Problem, Stamp, read, stamp
from crm_metrics.errors import DefinitionError
from crm_metrics.languages import LANGUAGES

FILE = "processes.toml"
PROCESSES = ("presales", "sales", "service", "collections", "telemarketing", "loyalty", "retention")
LONGEST = 24  # letters; a longer name does not fit a chip or a row

Names = Mapping[str, Mapping[str, str]]  # process → language → name


def own_names(folder: Path | None = None) -> Names:
    """What the company calls its processes; nothing where the file is missing or can't be used."""
    return _names(stamp((folder or settings.company_folder()) / FILE))[0]


def problem(folder: Path | None = None) -> Problem | None:
    """Why the company's names can't be used, or None."""
    return _names(stamp((folder or settings.company_folder()) / FILE))[1]


@lru_cache(maxsize=8)
def _names(file: Stamp | None) -> tuple[Names, Problem | None]:
    if file is None:
        return {}, None
    try:
        return _read(Path(file[0])), None
    except DefinitionError as error:
        return {}, Problem(Path(file[0]).as_posix(), error)


def _read(path: Path) -> Names:
    file = read(path)
    file.only(PROCESSES)
    names: dict[str, dict[str, str]] = {}
    for process, section in file.sections():
        section.only(LANGUAGES)
        names[process] = {language: section.text(language, example="Cartera") for language in section.values}
        for language, name in names[process].items():
            if len(name) > LONGEST or not name.isprintable():
                raise DefinitionError(
                    "{file}, {key}: '{name}' is too long for the boards: up to {most} letters.",
                    file=file.file,
                    key=section.key(language),
                    name=name[:60],
                    most=LONGEST,
                )
    for language in LANGUAGES:
        spoken = [each[language].casefold() for each in names.values() if language in each]
        for name in spoken:
            if spoken.count(name) > 1:
                raise DefinitionError("{file}: two processes are called '{name}'.", file=file.file, name=name)
    return names

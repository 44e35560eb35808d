"""Who answers for each source, process and team: read from the company's own file, before what a mapping says.

plain = "Ana Ruiz, finance"      the source's name in the warehouse, as the command doctor lists it, and who answers
crm = "Luis Mora, sales"         for it: a person, a role, an area

[process]                        who answers for what a process reaches
service = "Ana Ruiz"

[team]                           and who for a team, by its name in the list of agents
"Voz Norte" = "Luis Mora"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crm_metrics import declared
from crm_metrics.declared import Section
from crm_metrics.processes import PROCESSES

FILE = "owners.toml"
PARTS = ("process", "team")  # tables of the file; every other key is a source
EXAMPLE = "Ana Ruiz, finance"


@dataclass(frozen=True)
class Responsible:
    """Who answers for each process, by id, and for each team, by name."""

    process: Mapping[str, str] = field(default_factory=dict)
    team: Mapping[str, str] = field(default_factory=dict)


def read(folder: Path) -> Mapping[str, str]:
    """Source → owner, of the file `owners.toml` in the company's folder; nothing where there is no such file.

    Raises DefinitionError, with the key and what to do, when the file can't be read as such a list.
    """
    whole = _file(folder)
    if whole is None:
        return {}
    _parts(whole)
    return {source: whole.text(source, example=EXAMPLE) for source in whole.values if not _is_part(whole, source)}


def responsible(folder: Path) -> Responsible:
    """Who answers for processes and teams, of the same file; nobody where there is none.

    Raises DefinitionError as `read` does.
    """
    whole = _file(folder)
    return Responsible() if whole is None else _parts(whole)


def _file(folder: Path) -> Section | None:
    path = folder / FILE
    return None if declared.stamp(path) is None else declared.read(path)


def _is_part(whole: Section, key: str) -> bool:
    """Whether a key is a table of processes or teams; a source may have the same name."""
    return key in PARTS and isinstance(whole.values.get(key), Mapping)


def _parts(whole: Section) -> Responsible:
    held = [whole.section(key) if _is_part(whole, key) else Section(whole.file, key, {}) for key in PARTS]
    held[0].only(PROCESSES)
    processes, teams = ({name: part.text(name, example=EXAMPLE) for name in part.values} for part in held)
    return Responsible(processes, teams)

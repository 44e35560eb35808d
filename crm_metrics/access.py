"""Who is reading and what they may see: one level, one scope, from one access file.

    [[reader]]
    name = "Ana Díaz"
    level = "supervisor"          # supervisor, manager or executive
    processes = ["service"]       # leave a list out for all of it
    teams = ["Voz Norte"]
    loads = true                  # may bring files; left out: may not
    founds = true                 # may name the company and build the demo company
    personal = true               # sees names, e-mails, telephones and tax ids of customers; left out: masked
    boards = ["daily", "weekly"]  # left out: the board of the level and the finer ones

Lists of one reader hold together: Ana sees what is of the process and of the team.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_metrics.errors import CrmError, DataError, unknown
from crm_metrics.processes import PROCESSES as PROCESSES

if TYPE_CHECKING:
    from pydantic import BaseModel

LEVELS = ("supervisor", "manager", "executive")
LISTS = ("processes", "areas", "teams", "agents")
RIGHTS = ("loads", "founds", "personal")
BOARDS = {"daily": "supervisor", "weekly": "manager", "monthly": "executive"}  # each with the level whose own it is
KEYS = ("name", "level", *LISTS, *RIGHTS, "boards")


@dataclass(frozen=True)
class Scope:
    """What a reader may see: sorted tuples of ids as the warehouse stores them; None in a field means all of it.

    Hashable: it is part of every cache key.
    """

    processes: tuple[str, ...] | None = None
    areas: tuple[str, ...] | None = None
    teams: tuple[str, ...] | None = None
    agents: tuple[str, ...] | None = None


EVERYTHING = Scope()


@dataclass(frozen=True)
class Reader:
    """One person at a level of management, with a scope and rights."""

    name: str
    """What the access file calls the person; no two readers share it."""
    level: str
    """supervisor, manager or executive: whose board is the reader's own."""
    scope: Scope = EVERYTHING
    """What the reader may see of the rows."""
    rights: tuple[str, ...] = ()
    """What the reader may do: some of RIGHTS."""
    boards: tuple[str, ...] | None = None
    """The boards that the reader may open; None for those of the level and of the levels below it."""

    @property
    def loads(self) -> bool:
        """Whether the reader may bring files."""
        return "loads" in self.rights

    @property
    def founds(self) -> bool:
        """Whether the reader may name the company and build the demo company."""
        return "founds" in self.rights

    @property
    def personal(self) -> bool:
        """Whether the reader sees who the customers are: their names, e-mails, telephones and tax ids."""
        return "personal" in self.rights

    def opens(self, board: str) -> bool:
        """Whether the reader may open a board; any other page is for everybody."""
        if board not in BOARDS:
            return True
        if self.boards is not None:
            return board in self.boards
        return LEVELS.index(BOARDS[board]) <= LEVELS.index(self.level)


# Local mode, without an access file: a visible switch chooses the level, and every level sees and may do everything.
LOCAL = tuple(Reader(level, level, rights=RIGHTS, boards=tuple(BOARDS)) for level in LEVELS)


def readers(path: Path | None) -> tuple[Reader, ...]:
    """The readers of an access file, in its order; without a file the three of local mode.

    Raises DataError, naming file, reader and key, when the file is missing or anything in it is not as it must be: a
    mistake never opens a door.
    """
    if path is None:
        return LOCAL
    try:
        text = path.read_text(encoding="utf-8")
        tables = tomllib.loads(text)
    except FileNotFoundError:
        raise DataError("There is no access file {file}; CRM_ACCESS names it.", file=path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise DataError("The access file {file} can't be read: {problem}.", file=path, problem=error) from None
    except tomllib.TOMLDecodeError as error:
        raise DataError("The access file {file} is not valid TOML: {problem}.", file=path, problem=error) from None
    _only(tables, ("reader",), file=path.name, reader="")
    listed = tables.get("reader", [])
    if not isinstance(listed, list) or not listed:
        raise DataError("The access file {file} has no [[reader]]; write one for each person.", file=path.name)
    people = tuple(_reader(reader, place, path.name) for place, reader in enumerate(listed, start=1))
    for place, reader in enumerate(people):
        if any(reader.name == other.name for other in people[:place]):
            raise DataError(
                "{file}: two readers are called '{name}'; names must differ.", file=path.name, name=reader.name
            )
    return people


def named(known: Sequence[Reader], name: str) -> Reader | None:
    """The reader of this name; None where the access file does not hold it, or holds it no more.

    Without a name it is the only reader there is, and in local mode the first of the switch.
    """
    if not name:
        return known[0] if len(known) == 1 or tuple(known) == LOCAL else None
    return next((reader for reader in known if reader.name == name), None)


@cache
def _model() -> type[BaseModel]:
    """How a reader is written; pydantic is loaded by the first access file, not by the first import."""
    from pydantic import ConfigDict, Field, create_model  # slow to load

    words = (list[str] | None, Field(default=None, min_length=1))
    lists = dict.fromkeys((*LISTS, "boards"), words)
    rights = dict.fromkeys(RIGHTS, (bool, False))
    fields: dict[str, Any] = {"name": (str, Field(min_length=1)), "level": (str, ...), **lists, **rights}
    return create_model("Entry", __config__=ConfigDict(strict=True, str_strip_whitespace=True), **fields)


def _reader(given: object, place: int, file: str) -> Reader:
    """One reader from its table; `place` stands for its name until it is known to have one."""
    from pydantic import ValidationError  # likewise

    reader = str(given.get("name", place)) if isinstance(given, dict) else str(place)
    if isinstance(given, dict):
        _only(given, KEYS, file=file, reader=reader)
    try:
        entry = _model().model_validate(given).model_dump()
    except ValidationError as error:
        raise _explained(error.errors()[0], file, reader) from None
    _known([entry["level"]], LEVELS, "level", file, reader)
    _known(entry["processes"] or (), PROCESSES, "process", file, reader)
    _known(entry["boards"] or (), BOARDS, "board", file, reader)
    scope = Scope(**{key: tuple(sorted(set(entry[key]))) for key in LISTS if entry[key]})
    boards = tuple(board for board in BOARDS if board in entry["boards"]) if entry["boards"] else None
    rights = tuple(key for key in RIGHTS if entry[key])
    return Reader(entry["name"], entry["level"], scope, rights, boards)


def _only(given: dict[str, Any], known: Iterable[str], *, file: str, reader: str) -> None:
    for key in given:
        if key not in known:
            template = "{file}, reader {reader}: no key '{word}'." if reader else "{file}: no key '{word}'."
            raise unknown(DataError, template, key, known, file=file, reader=reader)


def _known(words: Iterable[str], known: Iterable[str], field: str, file: str, reader: str) -> None:
    for word in words:
        if word not in known:
            template = "{file}, reader {reader}: no {field} '{word}'."
            raise unknown(DataError, template, word, known, file=file, reader=reader, field=field)


def _explained(problem: Any, file: str, reader: str) -> CrmError:
    """The first mistake that pydantic found, in our words."""
    key = str(problem["loc"][0]) if problem["loc"] else ""
    if problem["type"] == "missing":
        return DataError("{file}, reader {reader}: '{key}' is missing.", file=file, reader=reader, key=key)
    if problem["type"] in ("too_short", "string_too_short"):
        if key in (*LISTS, "boards"):
            text = "{file}, reader {reader}: '{key}' is an empty list; leave it out to show all of it."
            return DataError(text, file=file, reader=reader, key=key)
        return DataError("{file}, reader {reader}: '{key}' is empty.", file=file, reader=reader, key=key)
    if key in RIGHTS:
        return DataError("{file}, reader {reader}: '{key}' must be true or false.", file=file, reader=reader, key=key)
    if key in (*LISTS, "boards"):
        text = '{file}, reader {reader}: \'{key}\' must be a list of texts, as ["one", "two"].'
        return DataError(text, file=file, reader=reader, key=key)
    return DataError("{file}, reader {reader}: '{key}' must be a text.", file=file, reader=reader, key=key)

"""A company's business hours and holidays in a file, beside `business_hours.csv` and `holiday.csv`.

    [company]                          # the calendar's id; "company" is the one of everything that names no other
    monday = "08:00-12:30, 13:30-18:00"
    saturday = "09:00-13:00"           # a weekday that is not named is closed; its name in any of our languages
    holidays = [2026-12-08, 2026-12-25]

A calendar in the file comes before imported rows of the same id, its holidays too where it names any; the imported rows
stay as they are, and hold again when the file is gone. It is read when a version is made: by an import, or by the
command rebuild. The demo company keeps its own calendar.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from pathlib import Path

import duckdb

from crm_metrics import declared as files
from crm_metrics.declared import Section, Stamp, stamp
from crm_metrics.errors import DefinitionError
from crm_metrics.words import weekday_names

FILE = "calendars.toml"
KEY = "calendars"  # what a version keeps the digest under
TABLES = ("declared_calendar", "declared_hours", "declared_holiday")
BUILT_IN = "always"
MIDNIGHT = "24:00"
EXAMPLE = "08:00-12:30, 13:30-18:00"


@dataclass(frozen=True)
class Opening:
    """One opening of a weekday (Monday = 1). closes: as the engine reads it, 24:00 for midnight."""

    calendar: str
    weekday: int
    opens: time
    closes: str


@dataclass(frozen=True)
class Calendars:
    """What the file declares. ids: its calendars. closed: those whose holidays it names, and the days of each."""

    ids: tuple[str, ...] = ()
    openings: tuple[Opening, ...] = ()
    closed: tuple[str, ...] = ()
    holidays: tuple[tuple[str, date, str], ...] = ()

    @property
    def digest(self) -> str:
        """Another one for other calendars; "" without any."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16] if self.ids else ""


def read(folder: Path) -> Calendars:
    """The calendars of the file in the company's folder; none without it.

    Raises DefinitionError, with the key and what to do, when the file can't be used.
    """
    return _calendars(stamp(folder / FILE))


def write(connection: duckdb.DuckDBPyConnection, declared: Calendars) -> None:
    """Write the file's calendars into a version being built, in place of those that were there.

    A demo keeps its own.
    """
    origin = connection.execute("select value from main.warehouse_info where key = 'origin'").fetchone()
    kept = Calendars() if origin and origin[0] == "demo" else declared
    for table in TABLES:
        connection.execute(f"delete from main.{table}")
    rows: dict[str, list[tuple[object, ...]]] = {
        "declared_calendar values (?, ?)": [(name, name in kept.closed) for name in kept.ids],
        "declared_hours values (?, ?, ?, cast(? as time))": [
            (opening.calendar, opening.weekday, opening.opens, opening.closes) for opening in kept.openings
        ],
        "declared_holiday values (?, ?, ?)": list(kept.holidays),
    }
    for into, each in rows.items():
        if each:
            connection.executemany(f"insert into main.{into}", each)
    connection.execute("insert or replace into main.warehouse_info values (?, ?)", [KEY, kept.digest])


@lru_cache(maxsize=8)
def _calendars(file: Stamp | None) -> Calendars:
    if file is None:
        return Calendars()
    openings: list[Opening] = []
    holidays: list[tuple[str, date, str]] = []
    closed: list[str] = []
    whole = files.read(Path(file[0]))
    for name, section in whole.sections():
        if name == BUILT_IN:
            raise DefinitionError(
                "{file}: the calendar '{name}' is built in, round the clock; give yours another name.",
                file=whole.file,
                name=name,
            )
        weekdays = weekday_names()
        section.only((*weekdays, "holidays"))
        named: dict[int, str] = {}
        for key in section.values:
            if key in weekdays:
                if (first := named.setdefault(weekdays[key], key)) != key:
                    raise DefinitionError(
                        "{file}, {key}: '{first}' is the same day. Write both openings on one line, as"
                        ' {first} = "{example}".',
                        file=whole.file,
                        key=section.key(key),
                        first=first,
                        example=EXAMPLE,
                    )
                openings += openings_of(section, name, key)
        if "holidays" in section.values:
            closed.append(name)
            holidays += [(name, day, said) for day, said in _holidays(section).items()]
        if not any(opening.calendar == name for opening in openings):
            raise DefinitionError(
                '{file}, {key}: name at least one weekday, as monday = "{example}".',
                file=whole.file,
                key=name,
                example=EXAMPLE,
            )
    return Calendars(tuple(whole.values), tuple(openings), tuple(closed), tuple(holidays))


def openings_of(section: Section, calendar: str, key: str) -> list[Opening]:
    """The openings of a weekday, in order and apart; a text, or a list of texts."""
    given = section.values[key]
    parts = section.texts(key) if isinstance(given, list) else tuple(section.text(key, example=EXAMPLE).split(","))
    openings: list[Opening] = []
    for part in parts:
        opens, _, closes = (piece.strip() for piece in part.partition("-"))
        try:
            start = time.fromisoformat(opens)
            end = time.max if closes == MIDNIGHT else time.fromisoformat(closes)
        except ValueError:
            raise section.wrong(key, f'"{EXAMPLE}"') from None
        if start.tzinfo or end.tzinfo or not start < end or (openings and start < _end(openings[-1])):
            raise DefinitionError(
                "{file}, {key}: '{part}' must close after it opens, and open after the one before it has closed.",
                file=section.file,
                key=section.key(key),
                part=part.strip(),
            )
        openings.append(Opening(calendar, weekday_names()[key], start, closes))
    return openings


def _end(opening: Opening) -> time:
    return time.max if opening.closes == MIDNIGHT else time.fromisoformat(opening.closes)


def _holidays(section: Section) -> dict[date, str]:
    """The closed days with their names: a list of days, or a table of day = "name"."""
    given = section.values["holidays"]
    if isinstance(given, list) and all(type(day) is date for day in given):
        return dict.fromkeys(given, "")
    if not isinstance(given, dict):
        raise section.wrong("holidays", "[2026-12-08, 2026-12-25]")
    inner = section.section("holidays")
    days: dict[date, str] = {}
    for key in given:
        try:
            days[date.fromisoformat(key)] = inner.text(key, example="Navidad")
        except ValueError:
            raise inner.wrong(key, '"Navidad"') from None
    return days

"""The public holidays on which a country's companies rest, from the library `holidays`, mended where the law says else.

A day is closed when the law gives it to everybody; days that an employer may give, or that a region alone rests, stay
open, and the founding of a company says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

import duckdb

from crm_metrics.warehouse.notes import Note, note

SOURCE = "init"  # in `_source` of the rows that a founding writes
CALENDAR = "company"
COUNTRY = "country"  # what a version keeps the country under
MONDAY_TO_FRIDAY = (1, 2, 3, 4, 5)
FURTHEST_BACK = 30  # years: one date that was mistyped brings no century of holidays
_NEAR = timedelta(days=4)  # a moved day lies within them of its own

Days = dict[date, str]


def weekdays(country: str) -> tuple[int, ...]:
    """The working days of a country (ISO 3166, two letters), Monday = 1; Monday to Friday where none are known."""
    import holidays  # slow to start, and every reading command comes by this module

    if country not in holidays.list_supported_countries():
        return MONDAY_TO_FRIDAY
    weekend = holidays.country_holidays(country).weekend
    return tuple(day + 1 for day in range(7) if day not in weekend)


def days(country: str, language: str, years: Iterable[int]) -> Days:
    """The closed days of a country in some years with their names, in a language where the library speaks it.

    Empty for a country that the library does not know.
    """
    import holidays  # slow to start, and every reading command comes by this module

    if country not in holidays.list_supported_countries():
        return {}
    spoken = holidays.country_holidays(country).supported_languages
    named = next((name for name in spoken if name.split("_")[0] == language), None)
    asked = sorted(years)
    listed = {day: str(name) for day, name in holidays.country_holidays(country, years=asked, language=named).items()}
    if country in _MENDED:
        english = next((name for name in spoken if name.startswith("en")), None)
        told = holidays.country_holidays(country, years=asked, language=english)
        listed = _MENDED[country](listed, {day: str(name) for day, name in told.items()})
    return {day: name for day, name in listed.items() if day.year in asked}


def notes(country: str, year: int) -> list[Note]:
    """What the founder of a company should look at: days that only some companies of the country rest in a year."""
    import holidays  # slow to start, and every reading command comes by this module

    if country not in holidays.list_supported_countries():
        return []
    told = []
    nation = holidays.country_holidays(country, years=year)
    if country in _CHOSEN or "optional" in nation.supported_categories:
        told.append(
            note(
                "{country}: days on which the employer decides, or that need not be paid, are open. Name those that"
                " yours rests in calendars.toml.",
                country=country,
            )
        )
    regions = (holidays.country_holidays(country, subdiv=region, years=year) for region in nation.subdivisions)
    if any(set(region) - set(nation) for region in regions):
        told.append(
            note(
                "{country}: days that a region alone rests are open. Name those that yours rests in calendars.toml.",
                country=country,
            )
        )
    return told


def keep_country(connection: duckdb.DuckDBPyConnection, country: str) -> None:
    """Remember whose holidays a version being founded has."""
    connection.execute("insert or replace into main.warehouse_info values (?, ?)", [COUNTRY, country])


def complete(connection: duckdb.DuckDBPyConnection) -> int:
    """Add the holidays of the years before those that the founding wrote, from the first year of the data on; how many.

    Nothing is added to a company whose country nobody said, nor beside holidays of its own for such a year.
    """
    found = connection.execute(
        "select i.value, coalesce(c.locale, 'es'), year(min(h.day)),"
        " (select year(min(loaded_from)) from main.load_log where loaded_from is not null)"
        " from main.warehouse_info i cross join main.company c"
        f" join main.holiday h on h._source = '{SOURCE}' and h.calendar_id = '{CALENDAR}'"
        f" where i.key = '{COUNTRY}' group by all"
    ).fetchone()
    if found is None or found[3] is None or found[3] >= found[2]:
        return 0
    country, locale, written, first = found
    first = max(first, written - FURTHEST_BACK)
    own = {year for (year,) in connection.execute("select distinct year(day) from main.holiday").fetchall()}
    lacking = days(country, locale.split("-")[0], [year for year in range(first, written) if year not in own])
    write(connection, lacking)
    return len(lacking)


def write(connection: duckdb.DuckDBPyConnection, closed: Mapping[date, str]) -> None:
    """Write days as the company's holidays; those that it has stay."""
    if closed:
        connection.executemany(
            "insert or ignore into main.holiday (calendar_id, day, name, _source) values (?, ?, ?, ?)",
            [[CALENDAR, day, name, SOURCE] for day, name in sorted(closed.items())],
        )


def _moved(listed: Days, english: Mapping[date, str]) -> Days:
    """Ecuador, Código del Trabajo art. 65: who rests on the day to which a holiday is moved works on its own."""
    moved = {day: name.removesuffix(" (observed)") for day, name in english.items() if name.endswith(" (observed)")}

    def worked(day: date) -> bool:
        names = english[day].split("; ")
        gone = {name for at, name in moved.items() if abs(at - day) <= _NEAR}
        return day not in moved and all(name in gone for name in names)

    return {day: name for day, name in listed.items() if not worked(day)}


def _obligatory(listed: Days, english: Mapping[date, str]) -> Days:
    """Argentina, ley 27.399: non-working days (Maundy Thursday, bridges for tourism) are the employer's choice.

    12 October 2025, a Sunday, was rested on Friday the 10th (decreto 614/2025, resolución JGM 139/2025).
    """
    optional = ("Maundy Thursday", "Bridge Public Holiday")
    kept = {
        day: name
        for day, name in listed.items()
        if not all(part.startswith(optional) for part in english[day].split("; "))
    }
    diversity, moved = date(2025, 10, 12), date(2025, 10, 10)
    if diversity in kept:
        kept[moved] = kept.pop(diversity)
    return kept


def _without_easter(listed: Days, english: Mapping[date, str]) -> Days:
    """Peru, decreto legislativo 713: Easter Sunday is no public holiday."""
    return {day: name for day, name in listed.items() if not english[day].startswith("Easter Sunday")}


_CHOSEN = ("AR",)  # whose days by the employer's choice stand among the public ones of the library
_MENDED: Mapping[str, Callable[[Days, Mapping[date, str]], Days]] = {
    "AR": _obligatory,
    "EC": _moved,
    "PE": _without_easter,
}

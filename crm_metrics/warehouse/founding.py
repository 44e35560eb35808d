"""A company's own warehouse, empty: its row, ordinary business hours, and its country's holidays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import duckdb
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.languages import get_official_languages
from babel.numbers import get_territory_currencies, list_currencies

from crm_metrics import settings as environment
from crm_metrics.errors import DataError, QuestionError, unknown
from crm_metrics.languages import DEFAULT, LANGUAGES
from crm_metrics.settings import DEFAULT_WAREHOUSE, Settings
from crm_metrics.warehouse import versions
from crm_metrics.warehouse.company import public_days
from crm_metrics.warehouse.company.public_days import CALENDAR, SOURCE
from crm_metrics.warehouse.finishing import Finish
from crm_metrics.warehouse.mapping import tax_ids
from crm_metrics.warehouse.notes import Note, note
from crm_metrics.warehouse.publish import Say, publish, silent
from crm_metrics.warehouse.store import TAKEN, TAX_ID, ZONE_FROM, Company, Warehouse, open_warehouse

OPENS, CLOSES = time(8), time(18)
LONGEST_NAME, LONGEST_TAX_ID = 200, 40  # characters
YEARS_BACK, YEARS_AHEAD = 2, 2


@dataclass(frozen=True, kw_only=True)
class Founded:
    """A company's first version."""

    version: int
    """The number under which it was published."""
    company: Company
    """Its name, time zone, currency and locale, as they were written."""
    weekdays: tuple[int, ...]
    """The working days, Monday = 1."""
    opens: time
    """When each working day begins, by the company's clock."""
    closes: time
    """When each working day ends, by the company's clock."""
    holidays: int
    """How many public holidays were written; 0 without a country or where none are known."""
    notes: tuple[Note, ...]
    """What is to be told: a demo company left behind, holidays that are lacking."""


def found(
    folder: Path,
    *,
    finish: Finish | None,
    name: str | None = None,
    country: str | None = None,
    currency: str | None = None,
    time_zone: str | None = None,
    locale: str | None = None,
    tax_id: str | None = None,
    today: date | None = None,
) -> Founded:
    """Publish a warehouse that holds the company and its calendar alone; over a demo company it starts from empty.

    What is not given follows from the country: its currency, its time zone where it has one, its language,
    its weekend and holidays. Without a country: UTC, USD, Spanish, Monday to Friday, no holidays; the notes say so.
    tax_id: the company's own, several with commas between; invoices are known by it.

    Raises QuestionError for an unknown country, currency, zone or locale, or when the country has several
    zones; DataError when the folder already holds a company.
    """
    over_demo = _refuse_known_company(folder)
    code = _country(country)
    company = Company(
        name=_name(name),
        time_zone=_zone(time_zone, code),
        currency=_currency(currency, code),
        locale=_locale(locale, code),
    )
    year = (today or datetime.now(UTC).date()).year
    days = public_days.days(code, company.locale.split("-")[0], range(year - YEARS_BACK, year + YEARS_AHEAD + 1))
    weekdays = public_days.weekdays(code)
    own, fill = _tax_ids(tax_id), _filled(company, code, weekdays, days)
    version = publish(folder, lambda to: fill(to) and _write_tax_ids(to, own), fresh=over_demo, finish=finish)
    if version is None:
        raise AssertionError("a company was written, so there is a new version")
    return Founded(
        version=version,
        company=company,
        weekdays=weekdays,
        opens=OPENS,
        closes=CLOSES,
        holidays=len(days),
        notes=(*_notes(over_demo, code, days), *public_days.notes(code, year), *_doubts(own, code)),
    )


def is_founded(folder: Path) -> bool:
    """Whether a folder holds a company of its own, not the demo one."""
    if not versions.exists(folder):
        return False
    with closing(open_warehouse(folder)) as warehouse:
        return warehouse.origin != "demo" and warehouse.founded


def say_tax_id(folder: Path, tax_id: str, *, finish: Finish | None) -> int | None:
    """Publish a version in which the company has this tax id, in place of the one it had; several with commas between.

    Raises QuestionError for an empty one.
    """
    own = _tax_ids(tax_id)
    return publish(folder, lambda to: _write_tax_ids(to, own), finish=finish)


def _tax_ids(given: str | None) -> tuple[str, ...]:
    if given is None:
        return ()
    own = tuple(dict.fromkeys(one.strip() for one in given.split(",") if one.strip()))
    if not own or not all(one.isprintable() and len(one) <= LONGEST_TAX_ID for one in own):
        raise QuestionError("No tax id '{word}'. Write it as it stands on your invoices.", word=given)
    return own


def _write_tax_ids(connection: duckdb.DuckDBPyConnection, own: tuple[str, ...]) -> bool:
    if own:
        connection.execute("insert or replace into main.warehouse_info values (?, ?)", [TAX_ID, ",".join(own)])
    return True


def _doubts(own: tuple[str, ...], country: str) -> list[Note]:
    """A word on each tax id that its country's check digit does not bear out."""
    return [
        note("The tax id {tax_id} does not look right for {country}: check it.", tax_id=one, country=country)
        for one in own
        if tax_ids.doubted(one, country)
    ]


def first_use(
    folder: Path | None,
    settings: Settings | None = None,
    *,
    finish: Finish | None,
    progress: Say = silent,
) -> Warehouse:
    """The warehouse of a folder; the default one gets the demo company when nobody has put anything there.

    `progress` hears what is being built, sentence by sentence.
    """
    chosen = settings or environment.load()
    place = folder or chosen.warehouse
    if place == DEFAULT_WAREHOUSE and not versions.exists(place):
        from crm_metrics.warehouse.demo.build import build_demo  # holidays is slow to start

        build_demo(place, progress=progress, finish=finish)
    return open_warehouse(place, chosen)


def zones(country: str) -> tuple[str, ...]:
    """The time zones of a country ("CO"), by CLDR; only the best known one where all of them keep the same clock."""
    known = [zone for zone in get_global("territory_zones").get(country, ()) if zone in available_timezones()]
    if len({_clock(zone) for zone in known}) > 1:
        return tuple(sorted(known))
    principal = set(get_global("windows_zone_mapping").values())
    return tuple(sorted(known, key=lambda zone: zone not in principal)[:1])


@cache
def _clock(zone: str) -> tuple[timedelta | None, ...]:
    """How a zone's clock stands at noon of every fifth day from 2021 to 2030: a reader can't tell twins apart."""
    first = datetime(2021, 1, 1, 12, tzinfo=UTC)
    return tuple((first + timedelta(days=5 * n)).astimezone(ZoneInfo(zone)).utcoffset() for n in range(730))


def _refuse_known_company(folder: Path) -> bool:
    """Whether the folder holds the demo company; raises DataError when it holds another one."""
    if not versions.exists(folder):
        return False
    with closing(open_warehouse(folder)) as warehouse:
        if warehouse.origin == "demo":
            return True
        if warehouse.founded:
            raise DataError(
                "The warehouse in {folder} already holds the company {name}."
                " Change it by importing company.csv, business_hours.csv or holiday.csv, or name another folder.",
                folder=folder,
                name=warehouse.company.name,
            )
    return False


def _filled(
    company: Company, country: str, weekdays: tuple[int, ...], days: Mapping[date, str]
) -> Callable[[duckdb.DuckDBPyConnection], bool]:
    """What writes the rows into a new version. Nothing has happened on a day yet, so no watermark is written."""

    def fill(connection: duckdb.DuckDBPyConnection) -> bool:
        connection.execute("delete from main.company where _source = ?", [TAKEN])
        connection.execute("delete from main.warehouse_info where key = ?", [ZONE_FROM])
        connection.execute(
            "insert into main.company (name, time_zone, currency, fiscal_year_start_month, locale, _source)"
            " values (?, ?, ?, ?, ?, ?)",
            [
                company.name,
                company.time_zone,
                company.currency,
                company.fiscal_year_start_month,
                company.locale,
                SOURCE,
            ],
        )
        hours = [[CALENDAR, weekday, OPENS, CLOSES, SOURCE] for weekday in weekdays]
        connection.executemany("insert or ignore into main.business_hours values (?, ?, ?, ?, ?)", hours)
        public_days.write(connection, days)
        if days:
            public_days.keep_country(connection, country)
        for table, rows in (("company", 1), ("business_hours", len(hours)), ("holiday", len(days))):
            connection.execute(
                "insert into main.load_log"
                " select (select coalesce(max(load_id), 0) from main.load_log where source <> ?) + 1,"
                " ?, ?, null, null, ?, 0, ?, true",
                [SOURCE, SOURCE, table, rows, datetime.now(UTC)],
            )
        connection.execute("insert or replace into main.warehouse_info values ('origin', 'company')")
        return True

    return fill


def _notes(over_demo: bool, country: str, days: Mapping[date, str]) -> list[Note]:
    notes = []
    if over_demo:
        notes.append(note("The folder held the demo company; this version starts from empty."))
    if not country:
        notes.append(note("No country was given, so there are no holidays: import holiday.csv."))
    elif not days:
        notes.append(note("No holidays are known for {country}: import holiday.csv.", country=country))
    return notes


def _country(given: str | None) -> str:
    if given is None:
        return ""
    code = given.strip().upper()
    if len(code) != 2 or code == "ZZ" or code not in get_global("territory_zones"):  # ZZ: CLDR's word for nowhere
        raise QuestionError(
            "No country '{word}'. Write it as two letters, as CO, EC, ES, MX or PE (ISO 3166).", word=given
        )
    return code


def _name(given: str | None) -> str:
    """The company's name; QuestionError for one that no screen can show, as a terminal of another encoding sends it."""
    name = (given or "").strip() or "Mi empresa"
    if not name.isprintable() or len(name) > LONGEST_NAME:
        raise QuestionError(
            "The name {name} can't be shown: give up to {longest} characters, none of them unreadable.",
            name=ascii(name[:40]),
            longest=LONGEST_NAME,
        )
    return name


def _zone(given: str | None, country: str) -> str:
    if given is not None:
        if given not in available_timezones():
            raise unknown(QuestionError, "No time zone '{word}'.", given, zones(country) or ("America/Bogota", "UTC"))
        return given
    if not country:
        return "UTC"
    candidates = zones(country)
    if len(candidates) != 1:
        raise QuestionError(
            "{country} has several time zones. Say which one with --time-zone: {zones}.",
            country=country,
            zones=", ".join(candidates),
        )
    return candidates[0]


def _currency(given: str | None, country: str) -> str:
    if given is not None:
        code = given.strip().upper()
        if code not in list_currencies():
            raise QuestionError(
                "No currency '{word}'. Write it as three letters, as COP or USD (ISO 4217).", word=given
            )
        return code
    used = get_territory_currencies(country) if country else []
    return str(used[0]) if used else "USD"


def _locale(given: str | None, country: str) -> str:
    """`given` when Babel knows it; else the country's language where Pulso speaks it, else the default one."""
    if given is not None:
        try:
            Locale.parse(given.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            raise QuestionError("No locale '{word}'. Write it as es-CO, es-PE or en.", word=given) from None
        return given.replace("_", "-")
    official = get_official_languages(country, de_facto=True) if country else ()
    language = next((spoken for spoken in official if spoken in LANGUAGES), DEFAULT)
    try:
        Locale.parse(f"{language}_{country}")
    except (UnknownLocaleError, ValueError):
        return language
    return f"{language}-{country}"

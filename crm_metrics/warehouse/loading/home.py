"""Where a company lives that nobody has founded: in the one time zone, and with the one currency, of its sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import duckdb

from crm_metrics.errors import DataError
from crm_metrics.languages import DEFAULT
from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.loading.offering.offer import CURRENCY, Offer
from crm_metrics.warehouse.mapping.numbers import may_be, meant
from crm_metrics.warehouse.mapping.plain import is_money
from crm_metrics.warehouse.mapping.source import Source
from crm_metrics.warehouse.mapping.tax_ids import normal
from crm_metrics.warehouse.notes import Note, note
from crm_metrics.warehouse.store import NO_CURRENCY, TAKEN, TAX_ID, ZONE_FROM

_NOBODYS = ("UTC", "UCT", "GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich", "Universal", "Zulu")  # names of it, Etc/ or not
NOWHERE = "UTC"  # of exports that a system writes in no zone: it tells nothing of where the company lives


def own_tax_ids(connection: duckdb.DuckDBPyConnection, source: Source) -> tuple[str, ...]:
    """The company's own tax ids as it said them, in the form in which those of a source's documents are compared."""
    row = connection.execute("select value from main.warehouse_info where key = ?", [TAX_ID]).fetchone()
    country = source.documents.country if source.documents else None
    return tuple(dict.fromkeys(normal(one, country or "") for one in (row[0].split(",") if row else ())))


def declared_zones(source: Source) -> set[str]:
    """The time zones that a source names for its instants; UTC is nobody's home."""
    named = {rule.time_zone or source.time_zone for rule in source.files.values()} | {source.time_zone}
    return {zone for zone in named if zone and zone.removeprefix("Etc/") not in _NOBODYS}


def check_agreement(sources: Iterable[Source]) -> str | None:
    """The one time zone that sources declare, None where none does; DataError when two of them differ."""
    found = {zone: source.name for source in sources for zone in sorted(declared_zones(source))}
    if len(found) > 1:
        raise DataError(
            "The sources declare different time zones ({zones}), and no company says which one is its own. Say it with"
            " init --time-zone, or in company.csv, and load them again.",
            zones=", ".join(f"{name}: {zone}" for zone, name in sorted(found.items())),
        )
    return next(iter(found), None)


def take_zone(connection: duckdb.DuckDBPyConnection, source: Source) -> tuple[Note, ...]:
    """Let a company that nobody has founded live in the zone that the source declares; what is to be told of it.

    Raises DataError when the source declares another zone than those before it.
    """
    row = connection.execute("select time_zone, coalesce(_source, '') from main.company").fetchone()
    if row is not None and row[1] != TAKEN:
        return ()
    lives = str(row[0]) if row is not None else NOWHERE
    zone = check_agreement([source])
    if zone is None:
        if lives != NOWHERE:
            return ()
        return (
            note("There is no company yet: instants without offset are taken as UTC. Say the time zone with init."),
        )
    if zone == lives:
        return ()
    if lives != NOWHERE:
        raise DataError(
            "Source {source} declares the time zone {zone}, and the company, which nobody has founded, lives in {lives}"
            " by the sources before it. Say which one is its own with init --time-zone, or in company.csv, and import"
            " again.",
            source=source.name,
            zone=zone,
            lives=lives,
        )
    _write(connection, time_zone=zone)
    connection.execute("insert or replace into main.warehouse_info values (?, ?)", [ZONE_FROM, source.name])
    return tuple(_told(connection, source.name, zone))


def take_currency(connection: duckdb.DuckDBPyConnection, offers: Iterable[Offer], signs: Collection[str] = ()) -> None:
    """Let a company without a currency have the one of the amounts offered; DataError when there are several.

    signs: those beside amounts whose currency no column tells.
    """
    row = connection.execute("select currency, coalesce(_source, '') from main.company").fetchone()
    if row is not None and (row[1] != TAKEN or row[0] != NO_CURRENCY):
        return
    told = {code for offer in offers for code in _currencies(connection, offer)}
    seen = sorted(told | {code for code in map(meant, signs) if code})
    if len(seen) == 1:
        seen += sorted(sign for sign in signs if not may_be(sign, seen[0]))
    if len(seen) > 1:
        raise DataError(
            "There are amounts in {seen}, and no company that says its own currency. Say it with init.",
            seen=", ".join(seen),
        )
    if seen and len(seen[0]) == len(NO_CURRENCY):
        _write(connection, currency=seen[0])


def _currencies(connection: duckdb.DuckDBPyConnection, offer: Offer) -> Sequence[str]:
    money = [quoted(name) for name in offer.given if is_money(offer.table, name)]
    if not offer.currency or not money:
        return ()
    filled = " or ".join(f"{name} <> 0" for name in money)
    rows = connection.execute(
        f"select distinct {CURRENCY} from {offer.name} where {CURRENCY} is not null and ({filled})"
        f" and rowid not in ({offer.rejected})"
    ).fetchall()
    return [str(code) for (code,) in rows]


def _write(connection: duckdb.DuckDBPyConnection, **known: str) -> None:
    """Write what is known of a company that nobody has founded."""
    connection.execute(
        "insert or ignore into main.company (name, time_zone, currency, locale, _source) values ('', ?, ?, ?, ?)",
        [NOWHERE, NO_CURRENCY, DEFAULT, TAKEN],
    )
    for column, value in known.items():
        connection.execute(f"update main.company set {quoted(column)} = ?", [value])


def _told(connection: duckdb.DuckDBPyConnection, source: str, zone: str) -> Iterable[Note]:
    yield note(
        "There is no company yet: it takes the time zone {zone}, which source {source} declares. Say another one with"
        " init.",
        zone=zone,
        source=source,
    )
    earlier = connection.execute(
        "select string_agg(distinct source, ', ' order by source) from main.load_log"
    ).fetchone()
    if earlier and earlier[0]:
        yield note(
            "What {sources} brought before was read in UTC where it told no offset: import it again.",
            sources=earlier[0],
        )

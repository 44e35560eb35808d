"""The register of sources: who answers for each, how far it reaches, what it brought and how full its records are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from crm_metrics import settings
from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.boards.core import Card, Cell, Chip, Grid, GridColumn, Row
from crm_metrics.boards.governance import shares
from crm_metrics.boards.received import source_label
from crm_metrics.errors import DefinitionError
from crm_metrics.metrics.readings import Reading
from crm_metrics.names import TABLES
from crm_metrics.warehouse import doctor
from crm_metrics.warehouse.company import owners
from crm_metrics.warehouse.store import SourceState, Warehouse
from crm_metrics.words import Words


def owners_of(warehouse: Warehouse) -> Mapping[str, str]:
    """Source → who answers for it: as the company's file says, else as the source itself said; absent if nobody did.

    A file that can't be used says nothing here: it is told with the other files of the company.
    """
    try:
        declared = owners.read(settings.company_folder())
    except DefinitionError:
        declared = {}
    return {**warehouse.owners, **declared}


def filled_by(warehouse: Warehouse, scope: Scope) -> Mapping[str, Reading]:
    """Source → the share of critical fields filled in the records of its active customers."""
    return {str(reading.groups[0]): reading for reading in shares.filled(warehouse, "source", scope)}


def card(warehouse: Warehouse, scope: Scope, words: Words) -> Card:
    """A row per source; the title says which are late, or that nobody answers for some."""
    late = {source.name for source, _ in doctor.late(warehouse)}
    named, filled = owners_of(warehouse), filled_by(warehouse, scope)
    outdated = shares.lacks(warehouse, "source")
    rows = tuple(
        Row(
            source.name,
            (
                Cell(text=source_label(source.name, words)),
                Cell(text=named.get(source.name, words("nobody named")), muted=source.name not in named),
                Cell(text=words.day(source.through) if source.through else "–"),
                Cell(text=when(warehouse, source.loaded_at, words)),
                Cell(text=", ".join(words(TABLES[one]) for one in source.tables if one in TABLES)),
                completeness(source, filled.get(source.name), words, scope, outdated=outdated),
                Cell(chip=_state(source.name in late, source.ended, words)),
            ),
        )
        for source in warehouse.sources
    )
    columns = (
        GridColumn("source", words("Source")),
        GridColumn("owner", words("Who answers for it")),
        GridColumn("through", words("Data up to"), "number"),
        GridColumn("loaded", words("Loaded"), "number"),
        GridColumn("tables", words("What it brings")),
        GridColumn("filled", words("Critical fields filled"), "number"),
        GridColumn("state", words("State"), "chip"),
    )
    return Card(
        key="sources",
        title=_title(warehouse, sorted(late), words),
        subtitle=words(
            "Last day with data of each source, date · a source is late when others reach further · critical fields"
            " filled, %, in the records of the active customers that it brought"
        ),
        body=Grid(columns, rows, words("Sources and how far they reach")),
        footer=footer(warehouse, words),
        alt=words("A row per source"),
    )


def _title(warehouse: Warehouse, late: list[str], words: Words) -> str:
    names = [source_label(name, words) for name in late if name]
    if names:
        return words.many(len(names), "The source {names} is late", "{n} sources are late: {names}", names=names)
    if warehouse.sources and all(source.ended for source in warehouse.sources):
        return words("Every source has ended")
    return words("Every source is up to date")


def completeness(
    source: SourceState, reading: Reading | None, words: Words, scope: Scope = EVERYTHING, *, outdated: bool = False
) -> Cell:
    """The share, or why there is none. outdated: another release made this version, and no rebuild has followed."""
    if reading is not None:
        return shares.share(reading, words)
    if "customer" not in source.tables:
        return Cell(text=words("brings no customers"), muted=True)
    if outdated:
        return Cell(text=words("needs the command rebuild: another release made this version"), muted=True)
    seen = words("no active customers") if scope == EVERYTHING else words("no customers you may see")
    return Cell(text=seen, muted=True)


def _state(late: bool, ended: bool, words: Words) -> Chip:
    if ended:
        return Chip("closed", words("ended"))
    return Chip("stale", words("late")) if late else Chip("routine", words("up to date"))


def footer(warehouse: Warehouse, words: Words) -> str:
    """Which version a card tells of, and when something was last loaded into it."""
    at = max((source.loaded_at for source in warehouse.sources), default=None)
    number = str(warehouse.version)
    said = when(warehouse, at, words) if at else "–"
    return words("Source: the warehouse, version {number} · Updated: {at}", number=number, at=said)


def when(warehouse: Warehouse, at: datetime, words: Words) -> str:
    """When a load was made; of the demo the day, for its loads are made up and the last may stand later today."""
    there = at.astimezone(ZoneInfo(warehouse.company.time_zone))
    return words.day(there) if warehouse.origin == "demo" else words.moment(there)

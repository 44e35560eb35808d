"""The tiers of customers side by side: how many, what they bring, who stays in a month and in a year, how served."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crm_metrics.boards.behind.provenance import ABSENT, of_days, provenance
from crm_metrics.boards.cells import incomplete_notes, reading_cell
from crm_metrics.boards.committee.asked import by_tier, since_of
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import tier_place
from crm_metrics.boards.process.cuts import Compared, compared
from crm_metrics.boards.series import Indicator
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.readings import Reading, value_of
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

COUNT, SALES, STAYED = "active_customers", "customer_revenue", "customer_retention_rate"
COLUMNS = (
    (Indicator(COUNT),),
    (Indicator(SALES),),
    (Indicator(STAYED),),
    (Indicator("sla_compliance"), Indicator("first_response_sla")),
    (Indicator("csat"), Indicator("csat_mean")),
)
HEADS = {
    COUNT: mark("Customers at the close"),
    SALES: mark("Sales of the month"),
    STAYED: mark("Monthly retention"),
    "sla_compliance": mark("SLA of the month"),
    "first_response_sla": mark("First-response SLA of the month"),
    "csat": mark("CSAT of the month"),
    "csat_mean": mark("Mean CSAT of the month"),
}


@dataclass(frozen=True)
class Tiers:
    """The month by tier, and the share of each that stayed over the year. days: the first and the last of the year."""

    month: Compared
    year: tuple[Reading | None, ...]
    days: tuple[date, date]


def gather(warehouse: Warehouse, facts: MonthlyFacts) -> Tiers | None:
    """The tiers that have customers, and last those without one; None with fewer than two tiers."""
    found = compared(warehouse, facts, COLUMNS, "tier", nameless=True)
    if found is None or COUNT not in found.metrics or sum(map(bool, found.ids)) < 2:
        return None
    places = sorted(range(len(found.ids)), key=lambda place: _order(found.ids[place]))
    year = by_tier(warehouse, facts, STAYED) if STAYED in found.metrics else None
    stayed = {one.groups[0] or "": one for one in year.readings} if year is not None else {}
    return Tiers(
        Compared(
            process="",
            month=found.month,
            metrics=found.metrics,
            ids=tuple(found.ids[place] for place in places),
            names=tuple(found.names[place] for place in places),
            readings=tuple(found.readings[place] for place in places),
            dimension="tier",
        ),
        tuple(stayed.get(found.ids[place]) for place in places),
        (since_of(facts), facts.last),
    )


def _order(tier: str) -> tuple[int, str]:
    return (tier_place(tier), tier) if tier else (sys.maxsize, tier)


def card(tiers: Tiers, frame: Frame, words: Words) -> Card:
    """A row for each tier, titled by what the first of them weighs."""
    found, title = tiers.month, _title(tiers, words)
    yearly = STAYED in found.metrics
    heads = [GridColumn(name, words(HEADS[name]), "number") for name in found.metrics]
    if yearly:
        heads.insert(found.metrics.index(STAYED) + 1, GridColumn("year", words("Retention of 12 months"), "number"))
    rows = tuple(_row(tiers, place, frame, words) for place in range(len(found.ids)))
    subtitle = words("{month} · grey: too few rows to compare", month=words.month(found.month))
    if yearly:
        subtitle += " · " + words("of 12 months: of those there at its start, who are still there at its end")
    return Card(
        key="tiers",
        title=title,
        subtitle=subtitle,
        body=Grid((GridColumn("tier", words("Tier")), *heads), rows, title),
        footer=frame.footer(words, found.metrics, None, *incomplete_notes(found.all_readings, words)),
        alt=title + ": " + "; ".join(" ".join(cell.text for cell in row.cells[:2]) for row in rows),
        definitions=tuple(definition(metric_of(name), words) for name in found.metrics),
    )


def _title(tiers: Tiers, words: Words) -> str:
    """The share of customers and of sales that the first tier is."""
    found = tiers.month
    people, money = (_shares(found, name) for name in (COUNT, SALES))
    tier = words.name(found.ids[0]).lower()
    if people is None:
        return words("Customers by tier")
    if money is None:
        return words("The {tier} tier is {people} of the customers", tier=tier, people=words.percent(people, 0))
    return words("The {tier} tier is {people} of the customers and {money} of the sales",
                 tier=tier, people=words.percent(people, 0), money=words.percent(money, 0))  # fmt: skip


def _shares(found: Compared, name: str) -> float | None:
    """What the first row is of all of them; None where one lacks its value or the whole is nothing."""
    if name not in found.metrics:
        return None
    place = found.metrics.index(name)
    values: Sequence[float | None] = [value_of(row[place]) for row in found.readings]
    known = [value for value in values if value is not None]
    first = values[0]
    return first / sum(known) if first is not None and min(known) >= 0 and sum(known) > 0 else None


def _row(tiers: Tiers, place: int, frame: Frame, words: Words) -> Row:
    found, name = tiers.month, tiers.month.ids[place]
    cells = [
        reading_cell(one, metric_of(metric), provenance(metric_of(metric), "month", one, by=("tier",)), words,
                     frame.currency)
        for metric, one in zip(found.metrics, found.readings[place], strict=True)
    ]  # fmt: skip
    if STAYED in found.metrics:
        year, metric = tiers.year[place], metric_of(STAYED)
        led = None if year is None else of_days(metric, *tiers.days, value_of(year), where=[("tier", name or ABSENT)])
        cells.insert(found.metrics.index(STAYED) + 1, reading_cell(year, metric, led, words, frame.currency))
    return Row(name or "unknown", (Cell(text=words.name(name) if name else words("not told")), *cells))

"""Service in time, what serving costs, and who leaves: which of them go together from month to month.

Three short series of one company describe; they prove nothing, and no sentence here says that one makes another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_metrics.analysis.relating.together import Direction, Together, together
from crm_metrics.boards.core import Card, Cell, Chip, Grid, GridColumn, Row
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import Place
from crm_metrics.boards.series import Indicator, Series, arranged, asked_of, collect
from crm_metrics.boards.telling.sentences import inside
from crm_metrics.boards.tiles import behind, definition
from crm_metrics.periods import months_later
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

MONTHS = 24
CHURN = Indicator("customer_churn_rate")
PLACES: tuple[Place, ...] = (
    (Indicator("sla_compliance"), Indicator("first_response_sla")),
    (Indicator("cost_per_resolution"), Indicator("cost_per_contact")),
    (CHURN,),
)
ASSOCIATION = mark(
    "{month} and the months before, trends taken off · an association, no proof of an effect · grey: not conclusive"
)
FINDINGS: Mapping[Direction, str] = {  # of what is not certain there is none
    "together": mark("Months with more of one tend to have more of the other"),
    "apart": mark("Months with more of one tend to have less of the other"),
}
CHIPS: Mapping[Direction, str] = {
    "few": mark("short history"),
    "inconclusive": mark("inconclusive"),
    "together": mark("associated"),
    "apart": mark("associated"),
}


@dataclass(frozen=True)
class TradeOff:
    """The series that the data tell, each two of them, and the last month read."""

    series: tuple[Series, ...]
    pairs: tuple[Together, ...]
    month: date


def gather(warehouse: Warehouse, facts: MonthlyFacts) -> TradeOff | None:
    """The series through the month shown; None with fewer than two of them."""
    view, first = facts.view, facts.first
    asked = [one for place in PLACES for one in place if one != CHURN or not facts.young]
    since = months_later(first, 1 - MONTHS)
    results = collect(
        warehouse, asked, every="month", since=since, until=facts.last, where=asked_of(view), scope=view.scope
    )
    known = {
        one: series
        for one, result in results.items()
        for series in arranged(one, result, "month", first).values()
        if series.tells
    }
    told = (next((known[one] for one in place if one in known), None) for place in PLACES)
    series = tuple(one for one in told if one is not None)
    return TradeOff(series, together([_months(one) for one in series]), first) if len(series) > 1 else None


def _months(series: Series) -> dict[date, float]:
    return {one.period: float(one.value) for one in series.readings if one.complete and one.value is not None}


def card(facts: TradeOff, frame: Frame, words: Words) -> Card:
    """A row for each two of the series, grey where nothing is certain; their values stand in the subtitle."""
    title, months = _title(facts, words), {pair.months for pair in facts.pairs}
    columns = (
        GridColumn("pair", words("Two by two")),
        GridColumn("first", words("First"), "number"),
        GridColumn("second", words("Second"), "number"),
        GridColumn("finding", words("Finding")),
        GridColumn("coefficient", words("Coefficient (95%)"), "number"),
        GridColumn("verdict", words("Verdict"), "chip"),
    )
    rows = tuple(_row(pair, facts, frame, words) for pair in facts.pairs)
    return Card(
        key="trade_off",
        title=title,
        subtitle=words(ASSOCIATION, month=words.month(facts.month)),
        body=Grid(columns, rows, title),
        footer=frame.footer(
            words, [one.indicator.metric for one in facts.series], None,
            words("months of both: {n}", n=words.listed([words.number(n) for n in sorted(months)])),
            words("coefficient: Spearman's, from −1 to 1; all pairs are counted together"),
        ),
        alt=title + ": " + "; ".join(f"{row.cells[0].text}: {row.cells[3].text}" for row in rows),
        definitions=tuple(definition(one.definition, words, behind(one, "month")) for one in facts.series),
    )  # fmt: skip


def _title(facts: TradeOff, words: Words) -> str:
    """How many of the pairs go together for certain."""
    n, sure = len(facts.pairs), sum(pair.direction in ("together", "apart") for pair in facts.pairs)
    if all(pair.direction == "few" for pair in facts.pairs):
        return words("SLA, cost and churn: too few months to tell whether they go together")
    if not sure:
        return words("SLA, cost and churn: nothing conclusive says that they go together")
    if n == 1:
        return words("SLA, cost and churn: the only pair goes together")
    return words("SLA, cost and churn: {sure} of {n} pairs go together", sure=sure, n=n)


def _row(pair: Together, facts: TradeOff, frame: Frame, words: Words) -> Row:
    first, second = facts.series[pair.first], facts.series[pair.second]
    names = [words(one.definition.label) for one in (first, second)]
    found, sure = pair.found, pair.direction in ("together", "apart")
    value, low, high = (
        ("–", "–", "–")
        if found is None
        else tuple(words.number(one, 2) for one in (found.value, found.low, found.high))
    )
    certain = words("{value} ({low} to {high})", value=value, low=low, high=high) if found is not None else "–"
    cells = (
        Cell(text=words("{first} and {second}", first=names[0], second=inside(names[1]))),
        *(
            Cell(text=words.value(one.value, one.definition.unit, frame.currency), behind=behind(one, "month"))
            for one in (first, second)
        ),
        Cell(text=words(FINDINGS[pair.direction]) if sure else "–", muted=not sure),
        Cell(text=certain, muted=not sure),
        Cell(chip=Chip("closed" if sure else "empty", words(CHIPS[pair.direction]))),
    )
    return Row(f"{first.indicator.metric}:{second.indicator.metric}", cells)

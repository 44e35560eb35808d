"""The segmentation matrix: how many customers each cell has, their part of the revenue, and whether it is at risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crm_metrics.boards.behind.provenance import ABSENT, Provenance, last_of, provenance
from crm_metrics.boards.cells import incomplete_notes
from crm_metrics.boards.core import Card, Heat, View
from crm_metrics.boards.customers.actions import AT_RISK, action
from crm_metrics.boards.customers.selection import AXES, RFM, Axes, CustomersAsked, list_of
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.journey.stages import STAGES
from crm_metrics.boards.layout import TIERS
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Groups, Reading, Reason, value_of
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import Period
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

COUNT, INCOME, RANKS = "active_customers", "customer_revenue", "rfm_score"
RANK = ("5", "4", "3", "2", "1")  # the best first
IN_ORDER: Mapping[str, tuple[str, ...]] = {
    "tier": TIERS, "lifecycle_stage": STAGES, "recency": RANK, "frequency": RANK, "reputation": ("high", "normal"),
}  # fmt: skip
COLUMNS_MOST = 12
Place = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class CellOfMatrix:
    """The customers of a cell."""

    customers: float
    """How many they are at the close of the month."""
    counted: Provenance | None
    """What leads to them as rows."""
    share: float | None
    """Their part of the revenue of the month, from 0 to 1; None where it is not told by these axes."""
    income: float | None
    """That revenue."""
    earned: Provenance | None
    """What leads to its rows."""
    at_risk: float | None
    """The part of them who are leaving, from 0 to 1; None where nobody tells."""


@dataclass(frozen=True, kw_only=True)
class SegmentMatrix:
    """The matrix of a month."""

    axes: Axes
    """What it is by."""
    view: View
    """What the reader asks, for the links of its cells."""
    period: Period
    """The month."""
    rows: tuple[str, ...]
    """The values of the rows that have customers; ABSENT for none."""
    columns: tuple[str, ...]
    """The same of the columns."""
    cells: Mapping[Place, CellOfMatrix]
    """Every cell that has customers or revenue."""
    customers: float
    """All active customers of the month."""
    counted: Provenance | None
    """What leads to them as rows."""
    income: float | None
    """All revenue of the month; None where nobody tells it by these axes."""
    earned: Provenance | None
    """What leads to its rows."""
    wholes: tuple[Reading | None, ...] = ()
    """What all customers of the month come to."""

    @property
    def tells_risk(self) -> bool:
        """Whether the data say of any customer how it stands."""
        return any(cell.at_risk is not None for cell in self.cells.values())


def gather(warehouse: Warehouse, view: View, asked: CustomersAsked, month: Period) -> SegmentMatrix | Reason:
    """The matrix, or why there is none."""
    if asked.axes.key == RFM:
        return _of_ranks(warehouse, view, asked.axes, month)
    by = (asked.axes.rows, asked.axes.columns)
    named = [metric_of(name) for name in (COUNT, INCOME)]
    question: dict[str, Any] = {"since": month.first, "until": month.last, "scope": view.scope}
    results = ask(warehouse, named, by=by, **question)
    whole = ask(warehouse, named, **question)
    reason = results[COUNT].reason
    if reason is not None:
        return reason
    counts, incomes = ({one.groups: one for one in results[name].readings} for name in (COUNT, INCOME))
    all_of = {name: next(iter(whole[name].readings), None) for name in (COUNT, INCOME)}
    income = value_of(all_of[INCOME])
    risk = _risk(warehouse, by, question)
    cells = {
        _place(groups): _cell(counts.get(groups), incomes.get(groups), risk.get(_place(groups)), by, income)
        for groups in {**counts, **incomes}
    }
    cells = {place: cell for place, cell in cells.items() if cell.customers or cell.income}
    return SegmentMatrix(
        axes=asked.axes,
        view=view,
        period=month,
        rows=_values(by[0], [place[0] for place in cells], cells, 0),
        columns=_values(by[1], [place[1] for place in cells], cells, 1),
        cells=cells,
        customers=value_of(all_of[COUNT]) or 0.0,
        counted=provenance(metric_of(COUNT), "month", all_of[COUNT]),
        income=income,
        earned=provenance(metric_of(INCOME), "month", all_of[INCOME]),
        wholes=tuple(all_of.values()),
    )


def _risk(warehouse: Warehouse, by: tuple[str, str], question: Mapping[str, Any]) -> Mapping[Place, float]:
    """The part of the customers of each cell who are leaving, of those whose stage is told; no cell without any."""
    dims = tuple(dict.fromkeys((*by, "lifecycle_stage")))
    known: dict[Place, float] = {}
    leaving: dict[Place, float] = {}
    for one in ask(warehouse, [metric_of(COUNT)], by=dims, **question)[COUNT].readings:
        stage, place = one.groups[dims.index("lifecycle_stage")], _place(one.groups[:2])
        if stage and one.value:
            known[place] = known.get(place, 0.0) + float(one.value)
            leaving[place] = leaving.get(place, 0.0) + (float(one.value) if stage == AT_RISK else 0.0)
    return {place: leaving[place] / count for place, count in known.items()}


def _of_ranks(warehouse: Warehouse, view: View, axes: Axes, month: Period) -> SegmentMatrix | Reason:
    """The matrix by ranks of recency and frequency; the money of a cell is no part of what is counted here."""
    metric = metric_of(RANKS)
    question: dict[str, Any] = {"since": month.first, "until": month.last, "scope": view.scope}
    result = ask(warehouse, [metric], by=("rfm_cell",), **question)[RANKS]
    if result.reason is not None:
        return result.reason
    held: dict[Place, list[Reading]] = {}
    for one in result.readings:
        ranks = str(one.groups[0]).split("-")
        if one.value and len(ranks) == 3:
            held.setdefault((ranks[0], ranks[1]), []).append(one)
    whole = next(iter(ask(warehouse, [metric], **question)[RANKS].readings), None)
    cells = {
        place: CellOfMatrix(
            customers=sum(float(one.value or 0) for one in ones),
            counted=_of_cells([str(one.groups[0]) for one in ones], sum(float(one.value or 0) for one in ones), month),
            share=None,
            income=None,
            earned=None,
            at_risk=1.0 if place[0] in ("1", "2") else 0.0,
        )
        for place, ones in held.items()
    }
    return SegmentMatrix(
        axes=axes,
        view=view,
        period=month,
        rows=_values(axes.rows, [place[0] for place in cells], cells, 0),
        columns=_values(axes.columns, [place[1] for place in cells], cells, 1),
        cells=cells,
        customers=value_of(whole) or 0.0,
        counted=provenance(metric, "month", whole),
        income=None,
        earned=None,
    )


def _of_cells(names: Iterable[str], value: float, month: Period) -> Provenance:
    """What leads to the customers of several cells of ranks together."""
    where = tuple(("rfm_cell", name) for name in names)
    return Provenance(metric=RANKS, every="month", until=last_of("month", month.first), where=where, value=value)


def _cell(
    count: Reading | None, income: Reading | None, risk: float | None, by: tuple[str, str], total: float | None
) -> CellOfMatrix:
    amount = value_of(income)
    return CellOfMatrix(
        customers=value_of(count) or 0.0,
        counted=provenance(metric_of(COUNT), "month", count, by=by),
        share=(amount or 0.0) / total if total and total > 0 else None,
        income=amount,
        earned=provenance(metric_of(INCOME), "month", income, by=by),
        at_risk=risk,
    )


def _place(groups: Groups) -> Place:
    first, second = (ABSENT if one is None or one == "" else str(one) for one in groups)
    return first, second


def _values(dimension: str, found: Iterable[str], cells: Mapping[Place, CellOfMatrix], side: int) -> tuple[str, ...]:
    """The values of an axis in their order; without one, those of most customers first, who tells none last."""
    known = set(found)
    listed = [one for one in IN_ORDER.get(dimension, ()) if one in known]
    sizes = {one: sum(cell.customers for place, cell in cells.items() if place[side] == one) for one in known}
    rest = sorted((one for one in known if one not in listed and one != ABSENT), key=lambda one: (-sizes[one], one))
    return (*listed, *rest, *([ABSENT] if ABSENT in known else []))


def named(axes: Axes, side: str, value: str, words: Words) -> str:
    """What a value of an axis is called."""
    if value == ABSENT:
        return words("not told")
    if side in ("recency", "frequency"):
        ends = {"5": words("5 · best"), "1": words("1 · least")}
        return ends.get(value, value)
    return words.name(value)


def axis(side: str, words: Words) -> str:
    """What an axis is called."""
    own = {"recency": words("Bought lately"), "frequency": words("Buys often"), "lifecycle_stage": words("Stage")}
    return own.get(side) or words.name(side)


def card(matrix: SegmentMatrix, frame: Frame, words: Words) -> Card:
    """The matrix in the reader's language."""
    title = _title(matrix, words)
    axes, columns = matrix.axes, matrix.columns[:COLUMNS_MOST]
    table = [[matrix.cells.get((row, column)) for column in columns] for row in matrix.rows]
    metrics = (COUNT, INCOME) if matrix.axes.key != RFM else (RANKS,)
    body = Heat(
        rows=tuple(named(axes, axes.rows, row, words) for row in matrix.rows),
        columns=tuple(named(axes, axes.columns, column, words) for column in columns),
        values=tuple(tuple(_colour(cell, matrix) for cell in line) for line in table),
        texts=tuple(tuple(words.number(cell.customers) if cell else "" for cell in line) for line in table),
        hovers=tuple(tuple(_hover(matrix, row, column, words) for column in columns) for row in matrix.rows),
        diverging=matrix.tells_risk,
        middle=0.0 if matrix.tells_risk else None,
        column_title=f"{axis(axes.rows, words)} × {axis(axes.columns, words).lower()}",
        behind=tuple(tuple(cell.earned if cell else None for cell in line) for line in table),
        leads=tuple(
            tuple(
                list_of(matrix.view, axes, row, column) if (row, column) in matrix.cells else "" for column in columns
            )
            for row in matrix.rows
        ),
        beside=tuple(tuple(_share(cell, words) for cell in line) for line in table),
    )
    led = {COUNT: matrix.counted, RANKS: matrix.counted, INCOME: matrix.earned}
    subtitle = _subtitle(matrix, words)
    return Card(
        key="matrix",
        title=title,
        subtitle=" · ".join((subtitle, _hint(matrix, words))),
        on_paper=subtitle,
        body=body,
        footer=frame.footer(words, metrics, round(matrix.customers), *_notes(matrix, words)),
        alt=f"{title}. " + "; ".join(filter(None, (hover for line in body.hovers for hover in line))),
        definitions=tuple(definition(metric_of(name), words, led.get(name)) for name in metrics),
    )


def _notes(matrix: SegmentMatrix, words: Words) -> list[str]:
    """Which columns do not stand here, and what of the month is not told to its end."""
    of = len(matrix.columns)
    cut = [words("the {n} largest of {of} columns", n=COLUMNS_MOST, of=of)] if of > COLUMNS_MOST else []
    return [*cut, *incomplete_notes(matrix.wholes, words)]


def _colour(cell: CellOfMatrix | None, matrix: SegmentMatrix) -> float | None:
    """Above zero what is safe, below it what is at risk, by its weight in the income, or in customers without one.

    Of whom nobody says how they stand it is zero; where that is everybody, the weight alone.
    """
    if cell is None:
        return None
    weight = max(cell.share if cell.share is not None else cell.customers / (matrix.customers or 1.0), 0.0)
    if not matrix.tells_risk:
        return weight
    return 0.0 if cell.at_risk is None else weight * (1 - 2 * cell.at_risk)


def _share(cell: CellOfMatrix | None, words: Words) -> str:
    return words.percent(cell.share, 0) if cell is not None and cell.share is not None else ""


def _hover(matrix: SegmentMatrix, row: str, column: str, words: Words) -> str:
    """The cell in a sentence, and what to do."""
    cell = matrix.cells.get((row, column))
    if cell is None:
        return ""
    axes = matrix.axes
    name = f"{named(axes, axes.rows, row, words)} · {named(axes, axes.columns, column, words)}"
    many = words.many(round(cell.customers), "one customer", "{n} customers")
    earned = words("{share} of the revenue", share=words.percent(cell.share, 1)) if cell.share is not None else ""
    said = ", ".join(filter(None, (many, earned)))
    return f"{name}: {said}. {words(action(axes, row, column))}"


def _title(matrix: SegmentMatrix, words: Words) -> str:
    """How much of the revenue, or how many of the customers, are at risk."""
    if matrix.axes.key == RFM:
        gone = sum(cell.customers * (cell.at_risk or 0.0) for cell in matrix.cells.values())
        return words(
            "{share} of the customers with a rank have not bought for long: {n}",
            share=words.percent(gone / matrix.customers if matrix.customers else 0.0, 0),
            n=round(gone),
        )
    told = [cell for cell in matrix.cells.values() if cell.share is not None and cell.at_risk is not None]
    if matrix.axes.columns != AXES["relation"].columns or not told:
        return words.many(round(matrix.customers), "one active customer", "{n} active customers")
    share = sum((cell.share or 0.0) * (cell.at_risk or 0.0) for cell in told)
    return words("{share} of the revenue is of customers who are leaving", share=words.percent(share, 0))


def _subtitle(matrix: SegmentMatrix, words: Words) -> str:
    month = words.month(matrix.period.first)
    if matrix.axes.key == RFM:
        return words(
            "{month} · customers by rank, 5 the best fifth; the ranks of money stand in the list · orange: have not"
            " bought for long",
            month=month,
        )
    said = [month]
    if matrix.income is None:
        said.append(words("customers at its close; their revenue is not told"))
    else:
        said.append(words("customers at its close and % of its revenue (by what they were when it opened)"))
    if matrix.tells_risk:
        said.append(words("orange: at risk, of customers in dissolution; green: safe"))
    else:
        said.append(words("nobody says who is leaving: the colour is the weight alone"))
    return " · ".join(said)


def _hint(matrix: SegmentMatrix, words: Words) -> str:
    """What a press on a cell does."""
    if matrix.axes.key == RFM:
        return words("the number opens the list")
    return words("the number opens the list, the % its rows")

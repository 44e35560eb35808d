"""What the month sold in all, how much of it recurs, and what of it was left, beside the year that ends with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from crm_metrics.boards.behind.provenance import Provenance, of_days, provenance
from crm_metrics.boards.cells import meaning, reading_cell
from crm_metrics.boards.committee.asked import Figure, figures, since_of
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.telling.sentences import TITLE
from crm_metrics.boards.tiles import definition, moved
from crm_metrics.metrics.lacks import lacks
from crm_metrics.metrics.readings import Reading, value_of
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

TOTAL, RECURRING, ORDERS, PROFIT, MARGIN, LEVEL = ASKED = (
    "customer_revenue", "recurring_revenue", "revenue", "customer_profitability", "value_received", "closing_mrr",
)  # fmt: skip
CENT = 0.005  # amounts that differ by less are the same
NAMES = {
    TOTAL: mark("Total sales"),
    RECURRING: mark("Of it, recurring"),
    ORDERS: mark("Of it, from orders"),
    PROFIT: mark("Profit: margin less the cost of serving"),
    MARGIN: mark("Margin"),
    LEVEL: mark("Recurring revenue at the close, a month"),
}


@dataclass(frozen=True, kw_only=True)
class Sold:
    """The amounts of a month; a part that nobody can tell is None."""

    total: Figure
    """All that customers brought."""
    recurring: Figure | None
    """What contracts brought of it; None where no contract is known."""
    orders: Figure | None
    """The rest of it; None where no contract is known, or nobody brought the orders."""
    left: Figure | None
    """The profit, or the margin where the cost of serving is not known."""
    level: Figure | None
    """The recurring revenue at the close."""
    days: tuple[date, date]
    """The first and the last day of the twelve months."""

    @property
    def rows(self) -> tuple[Figure, ...]:
        """Those that have a row."""
        every = (self.total, self.recurring, self.orders, self.left, self.level)
        return tuple(figure for figure in every if figure is not None)


def gather(warehouse: Warehouse, facts: MonthlyFacts) -> Sold | None:
    """The amounts of the month shown; None where no sale of it is told."""
    known = figures(warehouse, facts, ASKED)
    total = known.get(TOTAL)
    if total is None or total.value is None or not (total.value or value_of(total.twelve)):
        return None
    recurring = _told(known.get(RECURRING))
    untold = bool(lacks(warehouse, metric_of(ORDERS)))
    return Sold(
        total=total,
        recurring=recurring,
        orders=_rest(total, recurring, known.get(ORDERS)) if recurring and not untold else None,
        left=_told(known.get(PROFIT)) or _told(known.get(MARGIN)) or known.get(PROFIT),
        level=_told(known.get(LEVEL)),
        days=(since_of(facts), facts.last),
    )


def _told(figure: Figure | None) -> Figure | None:
    """A figure that has a value, and is not 0 in every period: then it is of what this company does not do."""
    if figure is None or figure.value is None:
        return None
    every = (figure.month, figure.before, figure.year_ago, figure.twelve)
    return figure if any(value_of(one) for one in every) else None


def _rest(total: Figure, recurring: Figure, orders: Figure | None) -> Figure:
    """What is left of the total without its recurring part: the orders, under the same filter as both."""
    own = orders or Figure(metric=ORDERS, month=None, before=None, year_ago=None, twelve=None)

    def rest(whole: Reading | None, part: Reading | None) -> Reading | None:
        if whole is None or whole.value is None or part is None or part.value is None:
            return None
        return replace(whole, metric=ORDERS, value=float(whole.value) - float(part.value))

    return replace(
        own,
        month=rest(total.month, recurring.month),
        before=rest(total.before, recurring.before),
        year_ago=rest(total.year_ago, recurring.year_ago),
        twelve=rest(total.twelve, recurring.twelve),
    )


def card(sold: Sold, frame: Frame, words: Words) -> Card:
    """The table of the amounts, titled by how sales and recurring revenue go together."""
    title = _title(sold, frame, words)
    month = sold.total.month
    if month is not None and not month.complete:
        qualified = words("{said}; this is not final", said=title)
        title = qualified if len(qualified) <= TITLE else title
    columns = (
        GridColumn("figure", words("Amount")),
        GridColumn("month", words("In the month"), "number"),
        GridColumn("share", words("Of the sales"), "number"),
        GridColumn("change", words("Δ month"), "number"),
        GridColumn("year_ago", words("A year before"), "number"),
        GridColumn("twelve", words("In 12 months"), "number"),
    )
    rows = tuple(_row(figure, sold, frame, words) for figure in sold.rows)
    subtitle = words("{month} · the month beside the month before, the same month a year before and 12 months as a sum",
                     month=words.month(sold.days[1]))  # fmt: skip
    return Card(
        key="sales",
        title=title,
        subtitle=subtitle,
        body=Grid(columns, rows, title),
        footer=frame.footer(words, [TOTAL], month.n if month else None, *_notes(sold, words)),
        alt=title + ": " + "; ".join(f"{row.cells[0].text} {row.cells[1].text}" for row in rows),
        definitions=tuple(definition(metric_of(one.metric), words, _led(one, sold)) for one in sold.rows),
    )


def _title(sold: Sold, frame: Frame, words: Words) -> str:
    """How much of the sales recurs; that none or all of it does; that nobody can tell."""
    total = sold.total.value or 0.0
    whole = words.value(total, "money", frame.currency)
    part = sold.recurring.value if sold.recurring else None
    if part is None:
        return words("Total sales: {total}; no recurring revenue is known", total=whole)
    if total <= 0 or not 0 <= part <= total:
        recurring = words.value(part, "money", frame.currency)
        return words("Total sales: {total}; recurring revenue: {recurring}", total=whole, recurring=recurring)
    if sold.orders is None:
        return words("Contracts brought {total}; what orders brought is not known", total=whole)
    if total - part < CENT:
        return words("All that was sold is recurring: {total}", total=whole)
    share = words.percent(part / total, 0)
    said = words("Of total sales of {total}, {share} is recurring and the rest are orders", total=whole, share=share)
    return said if len(said) <= TITLE else words("{share} of total sales is recurring", share=share)


def _notes(sold: Sold, words: Words) -> list[str]:
    """What the amounts do not tell, and why."""
    notes = (
        [words("The recurring revenue at the close is what a whole month brings from there on")] if sold.level else []
    )
    for figure in sold.rows:
        reason = figure.month.reason if figure.month is not None and not figure.month.complete else None
        if reason is not None:
            notes.append(f"{words(NAMES[figure.metric])}: {words.error(reason)}")
    whole = sold.total.twelve
    if whole is not None and not whole.complete and whole.reason is not None:
        notes.append(words("12 months: {reason}", reason=words.error(whole.reason)))
    return list(dict.fromkeys(notes))


def _led(figure: Figure, sold: Sold) -> Provenance | None:
    """What leads to the rows of the month; of orders that were not counted as such, nothing."""
    return None if figure.metric == ORDERS else provenance(metric_of(figure.metric), "month", figure.month)


def _row(figure: Figure, sold: Sold, frame: Frame, words: Words) -> Row:
    metric, month, total = metric_of(figure.metric), figure.month, sold.total.value or 0.0
    since, until = sold.days
    level, counted = figure.metric == LEVEL, figure.metric != ORDERS
    share = "–" if level or figure.value is None or total <= 0 else words.percent(figure.value / total, 0)
    yearly = of_days(metric, since, until, value_of(figure.twelve)) if counted and figure.twelve is not None else None
    ago = provenance(metric, "month", figure.year_ago) if counted else None
    cells = (
        Cell(text=words(NAMES[figure.metric])),
        reading_cell(month, metric, _led(figure, sold), words, frame.currency),
        Cell(text=share),
        Cell(text=moved(month, figure.before, metric.unit, words, frame.currency)),
        reading_cell(figure.year_ago, metric, ago, words, frame.currency),
        Cell(text="–", muted=True) if level else reading_cell(figure.twelve, metric, yearly, words, frame.currency),
    )
    return Row(figure.metric, cells, detail=meaning(metric, words))

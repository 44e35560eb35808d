"""Whether a customer is at risk, and by which signs: each is a number with its rows, judged by one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from crm_metrics.access import EVERYTHING
from crm_metrics.boards.core import Card, Cell, Chip, Grid, GridColumn, Row
from crm_metrics.boards.customer.facts import CustomerFacts
from crm_metrics.boards.customer.measures import CustomerNumbers, Measure, MeasuredValue, absent, over
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import TIERS
from crm_metrics.boards.series import Indicator, collect
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.dossier import prospects
from crm_metrics.warehouse.dossier.prospects import Rhythm, TierChange
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

MODELS = ("projected_retention", "p_alive")  # judged against the mean of the book: their upper end lies below it
YEAR = timedelta(days=365)  # a tier lost longer ago is no sign any more
SIGNS: Mapping[Measure, Callable[[float], bool]] = {
    ("at_risk_customers", "now"): lambda value: value > 0,
    ("cancellation_requests", "quarter"): lambda value: value > 0,
    ("complaints", "quarter"): lambda value: value > 0,
    ("sla_breaches", "quarter"): lambda value: value > 0,
    ("csat", "quarter"): lambda value: value < 1,
    ("overdue_receivables", "now"): lambda value: value > 0,
    ("projected_retention", "now"): lambda value: False,
    ("p_alive", "now"): lambda value: False,
}
MEASURES: tuple[Measure, ...] = tuple(SIGNS)


@dataclass(frozen=True, kw_only=True)
class Risk:
    """The signs of one customer."""

    measured: CustomerNumbers
    """Every number of the customer."""
    book: Mapping[str, float] = field(default_factory=dict)
    """Of each model what it expects of the whole book."""
    rhythm: Rhythm | None = None
    """How often it buys; None where nobody may know."""
    tier: TierChange | None = None
    """The last change of its tier."""
    day: date
    """The last day with data."""


def gather(warehouse: Warehouse, facts: CustomerFacts) -> Risk | None:
    """The signs; None before there are data."""
    known = facts.measured
    if known is None:
        return None
    customer, day, scope = facts.known.id, known.windows.day, facts.view.scope
    first, last = known.windows.month
    asked = [Indicator(name) for name in MODELS]
    results = collect(warehouse, asked, every="month", since=first, until=last, scope=scope)
    book = {
        one.metric: float(result.readings[-1].value)
        for one, result in results.items()
        if result.readings and result.readings[-1].value is not None
    }
    if scope != EVERYTHING:  # these rows carry nothing that a scope could limit
        return Risk(measured=known, book=book, day=day)
    rhythm, tier = prospects.rhythm(warehouse, customer, day), prospects.tier_change(warehouse, customer)
    return Risk(measured=known, book=book, rhythm=rhythm, tier=tier, day=day)


def card(shown: Risk, frame: Frame, words: Words) -> Card:
    """The list of signs, those that speak for a risk first."""
    told, silent = shown.measured.told(MEASURES), shown.measured.silent(MEASURES)
    rows = [_sign(one, shown, frame, words) for one in told] + _recorded(shown, words)
    raised = [row for row in rows if _raised(row)]
    rows = raised + [row for row in rows if not _raised(row)] + [_unknown(one, words) for one in silent]
    judged = len(raised) + sum(not _raised(row) for row in rows) - len(silent)
    title = words.many(
        len(raised), "One sign of risk, of {of} looked at", "{n} signs of risk, of {of} looked at", of=judged
    )
    if not raised:
        title = words.many(judged, "No sign of risk in the one that could be looked at",
                           "No sign of risk in the {n} that could be looked at")  # fmt: skip
    if not judged:
        title = words("Whether it is at risk is not known")
    names = dict.fromkeys(one.measure[0] for one in (*told, *silent))
    columns = (
        GridColumn("sign", words("Sign")),
        GridColumn("value", words("What is told"), "number"),
        GridColumn("over", words("Of")),
        GridColumn("state", words("State"), "chip"),
        GridColumn("note", words("What to know")),
    )
    return Card(
        key="risk",
        title=title,
        subtitle=words("A model speaks for a risk where even its upper end lies below the mean of the book"),
        body=Grid(columns, tuple(rows), title),
        footer=frame.footer(words, names, None),
        alt=title,
        width=6,
        definitions=tuple(definition(metric_of(name), words) for name in names),
    )


def _raised(row: Row) -> bool:
    chip = row.cells[3].chip
    return chip is not None and chip.kind == "watch"


def _state(raised: bool, words: Words) -> Cell:
    chip = Chip("watch", words("sign of risk")) if raised else Chip("routine", words("no sign"))
    return Cell(text=chip.text, chip=chip)


def _sign(one: MeasuredValue, shown: Risk, frame: Frame, words: Words) -> Row:
    metric, value = metric_of(one.measure[0]), one.value or 0.0
    raised, note = SIGNS[one.measure](value), ""
    if metric.name in MODELS:
        raised, note = _model(one, shown.book.get(metric.name), words)
    elif one.measure == ("csat", "quarter"):
        note = words.many(one.n, "of one answer; one that is not satisfied is a sign",
                          "of {n} answers; one that is not satisfied is a sign")  # fmt: skip
    said = words.value(one.value, metric.unit, frame.currency)
    cells = (Cell(text=words(metric.label)), Cell(text=said, behind=one.behind), Cell(text=over(one, words)),
             _state(raised, words), Cell(text=note, muted=True))  # fmt: skip
    return Row("-".join(one.measure), cells)


def _model(one: MeasuredValue, book: float | None, words: Words) -> tuple[bool, str]:
    """Whether a model speaks for a risk, and what it is held against."""
    reading = one.reading
    if reading is None or reading.low is None or reading.high is None or book is None:
        return False, words("nothing to hold it against")
    ends = {"low": words.percent(reading.low, 0), "high": words.percent(reading.high, 0)}
    note = words("from {low} to {high}; the book: {book}", **ends, book=words.percent(book, 0))
    return reading.high < book, note


def _recorded(shown: Risk, words: Words) -> list[Row]:
    """The signs that no metric tells: a silence longer than usual, and a tier that was lost."""
    found, rhythm, tier = [], shown.rhythm, shown.tier
    if rhythm is not None and rhythm.silent_on is not None:
        quiet = (shown.day - rhythm.last_on).days
        gap = words.number(rhythm.usual_days or 0, 0)
        usual = words("usual gap in days: {days}, by {n} days with a purchase", days=gap, n=rhythm.purchases)
        since = words("since {day}", day=words.day(rhythm.last_on))
        found.append(Row("silence", (
            Cell(text=words("Days without a purchase")), Cell(text=words.number(quiet)), Cell(text=since),
            _state(shown.day >= rhythm.silent_on, words), Cell(text=usual, muted=True))))  # fmt: skip
    if tier is not None and {tier.before, tier.after} <= set(TIERS):
        lost = TIERS.index(tier.after) > TIERS.index(tier.before) and shown.day - tier.day <= YEAR
        change = words("from {before} to {after}", before=words.name(tier.before), after=words.name(tier.after))
        note = words("a tier lost in the last 365 days is a sign")
        found.append(Row("tier", (
            Cell(text=words("Last change of tier")), Cell(text=change), Cell(text=words("on {day}", day=tier.day)),
            _state(lost, words), Cell(text=note, muted=True))))  # fmt: skip
    return found


def _unknown(one: MeasuredValue, words: Words) -> Row:
    chip = Chip("empty", words("not known"))
    name = Cell(text=words(metric_of(one.measure[0]).label))
    cells = (name, Cell(text="–", muted=True), Cell(text=over(one, words)), Cell(text=chip.text, chip=chip),
             Cell(text=absent(one, words), muted=True))  # fmt: skip
    return Row("-".join(one.measure), cells)

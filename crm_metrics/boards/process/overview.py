"""All processes on one screen, each with its satisfaction, objective, productivity and business; then the company."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from crm_metrics.access import EVERYTHING
from crm_metrics.analysis import baselines
from crm_metrics.boards import freshness
from crm_metrics.boards.cells import name_cell
from crm_metrics.boards.core import Board, Card, Cell, Chip, Empty, Grid, GridColumn, Row, View
from crm_metrics.boards.empty import empty_card, nothing_loaded, nothing_within, without_rows
from crm_metrics.boards.facts import BoardCard, placed, with_cards, written
from crm_metrics.boards.filters import months_and_tiers
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import Place
from crm_metrics.boards.process import shares, untold
from crm_metrics.boards.process.indicators import ORDER, ProcessFacts, aimed, read, whole_of
from crm_metrics.boards.process.measures import NAMES, Measures
from crm_metrics.boards.process.months import month_of, period_text, state_of
from crm_metrics.boards.process.page import summary
from crm_metrics.boards.series import Indicator, Series, asked_of, collect, enough
from crm_metrics.boards.tiles import behind, chip, definition
from crm_metrics.metrics.readings import Reading, value_of
from crm_metrics.periods import Period
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

SATISFACTION = ("csat", "csat_mean", "nps", "ces")
# Of each process: the candidates of its objective, its productivity, its business; the first that is told stands there.
LEADING: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "presales": (
        ("lead_response_sla", "lead_contact_rate"),
        ("leads_worked_per_hour", "leads_worked_per_agent_day", "leads_worked"),
        ("lead_conversion_rate", "leads_created"),
    ),
    "sales": (
        ("quota_attainment", "on_time_delivery_rate", "sales_cycle_length"),
        ("revenue_per_selling_hour", "revenue_per_agent_day", "proposals_sent"),
        ("bookings", "win_rate", "new_customers"),
    ),
    "service": (
        ("first_response_sla", "sla_compliance", "service_level", "first_contact_resolution"),
        ("cases_resolved_per_hour", "cases_resolved_per_agent_day", "average_handle_time"),
        ("cases_resolved", "cases_opened", "contacts_offered"),
    ),
    "collections": (
        ("cei", "promise_kept_rate", "recovery_rate"),
        ("collected_per_hour", "collected_per_agent_day", "cost_to_collect"),
        ("cash_collected", "overdue_rate", "receivables"),
    ),
    "telemarketing": (
        ("outbound_abandonment_rate",),
        ("contacts_per_hour", "contacts_per_agent_day", "dials"),
        ("sales_conversion_rate", "list_conversion_rate", "list_sales"),
    ),
    "loyalty": (
        ("redemption_rate", "active_member_rate", "loyalty_index"),
        ("enrolments_per_hour", "enrolments_per_agent_day"),
        ("repeat_purchase_rate", "enrolments", "purchase_frequency"),
    ),
    "retention": (
        ("save_rate", "renewal_rate", "at_risk_customers"),
        ("saves_per_hour", "saves_per_agent_day", "save_rate_initial"),
        ("customer_retention_rate", "customer_churn_rate", "nrr"),
    ),
}


@dataclass(frozen=True)
class Leading:
    """A process with the leading metric of each kind, in the order of the page; None where none is told."""

    process: str
    series: tuple[Series | None, ...]
    until: date | None = None
    """The day that the view asks for, which its page is asked for too."""
    month: date | None = None
    """The first day of the month shown."""

    @property
    def told(self) -> tuple[Series, ...]:
        """What it has of the four."""
        return tuple(one for one in self.series if one is not None)


@dataclass(frozen=True, kw_only=True)
class OverviewFacts(ProcessFacts):
    """What the overview knows: the company as a whole, and of each process what leads."""

    leading: tuple[Leading, ...] = field(default=())
    """The processes that the reader may see, in their fixed order."""


class Matrix:
    """The card of the processes."""

    def gather(self, warehouse: Warehouse, facts: OverviewFacts, /) -> tuple[Leading, ...] | None:
        """The processes; None where nothing is told of any."""
        return facts.leading if any(line.told for line in facts.leading) else None

    def card(self, shown: tuple[Leading, ...], frame: Frame, words: Words, /) -> Card:
        """The table: a row for each process, a column for each kind of metric."""
        title = _title(shown, words)
        kinds = tuple(GridColumn(kind, words(NAMES[kind])) for kind in ORDER)
        rows = tuple(_row(line, frame, words) for line in shown)
        told = {one.indicator.metric: one.definition for line in shown for one in line.told}
        return Card(
            key="processes",
            title=title,
            subtitle=words("A mark stands where something really changed or is to be watched"),
            body=Grid((GridColumn("process", words("Process")), *kinds), rows, title),
            footer=frame.footer(words, told, None),
            alt=title + ": " + "; ".join(f"{row.cells[0].text}: {row.cells[1].text}" for row in rows),
            definitions=tuple(definition(metric, words) for metric in told.values()),
        )


CARDS: tuple[BoardCard[OverviewFacts], ...] = (  # in reading order
    Matrix(),
    *(Measures(kind) for kind in ORDER),
    shares,
    untold,
)


def gather(warehouse: Warehouse, view: View) -> OverviewFacts:
    """The facts of the last closed month through the day that the view asks for."""
    around = freshness.around(warehouse, view)
    if around.whole is None:
        return OverviewFacts(view=view, frame=around)
    month, passed = month_of(warehouse, view, around.whole)
    since, baseline = baselines.window("month", month.last)
    told, silent = read(warehouse, view, "", (since, month.last), baseline, passed=passed)
    facts = OverviewFacts(
        view=view,
        frame=around,
        period=month,
        told=told,
        untold=silent,
        leading=_leading(warehouse, view, around.processes, replace(month, first=since), passed),
        passed=passed,
    )
    return with_cards(warehouse, facts, CARDS if told or any(line.told for line in facts.leading) else (untold,))


def _places(process: str) -> tuple[Place, ...]:
    return tuple(tuple(Indicator(name, process) for name in names) for names in (SATISFACTION, *LEADING[process]))


def _leading(
    warehouse: Warehouse, view: View, processes: tuple[str, ...], days: Period, passed: float
) -> tuple[Leading, ...]:
    """What leads each process, with its goal.

    days: from the first month read to the end of the one shown, of which the share `passed` had gone by.
    """
    asked = [one for process in processes for place in _places(process) for one in place]
    baseline = baselines.window("month", days.last)[1]
    results = collect(
        warehouse,
        asked,
        every="month",
        since=days.first,
        until=days.last,
        where=asked_of(view),
        scope=view.scope,
        baseline=baseline,
    )

    def first(place: Place) -> Series | None:
        for indicator in place:
            series = whole_of(indicator, results, baseline, passed)
            if series is not None and series.tells:
                return aimed(warehouse, series, view)
        return None

    return tuple(
        Leading(process, tuple(first(place) for place in _places(process)), view.until, days.start)
        for process in processes
    )


def board(facts: OverviewFacts, words: Words) -> Board:
    """The page in the reader's language."""
    around, blocked = facts.frame, _blocked(facts, words)
    every = {one.indicator: one for line in facts.leading for one in line.told}
    every |= {one.indicator: one for one in facts.told}
    said = summary(tuple(every.values()), len(facts.untold), words)
    return Board(
        key="overview",
        title=words("Overview"),
        period=period_text(facts.period, facts.passed, around, words) if facts.period else "",
        state=state_of(facts.passed, words) if facts.period else Chip("empty", words("no data")),
        summary=() if blocked else (placed(said, facts.place, words),),
        tiles=(),
        cards=blocked or written(facts, words),
        freshness=around.freshness(words),
        notices=around.notices(words),
        filters=months_and_tiers(around, facts.view, facts.period, words),
        omits=bool(around.left_out),
    )


def _row(line: Leading, frame: Frame, words: Words) -> Row:
    asked = {"process": line.process} | ({"until": line.until.isoformat()} if line.until else {})
    name = Cell(text=words.name(line.process), leads="process?" + urlencode(asked))
    cells = (name, *(_cell(one, line.month, frame, words) for one in line.series))
    return Row(line.process, cells)


def _title(shown: Sequence[Leading], words: Words) -> str:
    """Of how many processes nobody tells the satisfaction; where all do, which has least of those with enough answers.

    Only one measure is compared, that of most processes, and only in the month shown.
    """
    n, silent = len(shown), sum(line.series[0] is None for line in shown)
    if silent:
        return words.many(silent, "No satisfaction of one process is told here",
                          "No satisfaction of {n} of {of} processes is told here", of=n)  # fmt: skip
    compared = ((line.process, value_of(_compared(line))) for line in shown)
    told = {process: value for process, value in compared if value is not None}
    least = sorted(told, key=lambda one: told[one])[:2]
    if len(least) == 2 and told[least[0]] < told[least[1]]:
        return words("Least satisfied, of {n} processes that can be compared: {process}, {share}", n=len(told),
                     process=words.name(least[0]), share=words.percent(told[least[0]]))  # fmt: skip
    return words.many(n, "One process beside its satisfaction", "{n} processes, each beside its satisfaction")


def _compared(line: Leading) -> Reading | None:
    """The satisfaction of a process that may be held against that of another: of the month shown, with enough answers.

    None where there is none.
    """
    series = line.series[0]
    if series is None or series.indicator.metric != SATISFACTION[0]:
        return None
    shown = series.shown
    fits = shown is not None and shown.complete and shown.period == line.month
    return shown if shown is not None and fits and enough(series.definition, shown.n) else None


def _cell(series: Series | None, month: date | None, frame: Frame, words: Words) -> Cell:
    """The value beside its objective, and its name; with the mark of its signal where it really changed."""
    if series is None:
        return Cell(text=words("no data"), muted=True)
    unit = series.definition.unit
    value = words.value(series.value, unit, frame.currency)
    if series.goal is not None:
        goal = words.value(series.goal.goal, unit, frame.currency)
        goal = f"≤ {goal}" if series.definition.better == "down" else goal
        value = words("{value} (objective {goal})", value=value, goal=goal)
    said = f"{value} · {name_cell(series, words, 'month', month).text if month else words(series.definition.label)}"
    if series.signal.kind in ("worse", "better", "watch"):
        marked = replace(chip(series.signal, words), text=said)
        return Cell(text=said, chip=marked, behind=behind(series, "month"))
    return Cell(text=said, muted=series.signal.kind == "small", behind=behind(series, "month"))


def _blocked(facts: OverviewFacts, words: Words) -> tuple[Card, ...]:
    """The cards in place of the page when there is nothing to show."""
    view = facts.view
    if facts.period is None:
        return (nothing_loaded(words),)
    if facts.told or any(line.told for line in facts.leading):
        return ()
    if view.where:
        return (without_rows(view, words),)
    if view.scope != EVERYTHING:
        return (nothing_within(view, words),)
    fact = words("Nothing of a whole month can be told yet")
    reason = words("The list below says why each metric has no value, and which file would tell it.")
    return (empty_card("no_data", Empty(fact, reason)), *written(facts, words))

"""The executive's board: are we on plan, what eats the base, what must be decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics.access import EVERYTHING
from crm_metrics.analysis import signals
from crm_metrics.boards import freshness
from crm_metrics.boards.cards import cohorts, forecast, objectives, own, revenue
from crm_metrics.boards.cards.cohorts import Cohorts
from crm_metrics.boards.cards.forecast import Approach
from crm_metrics.boards.cards.revenue import CHANGES, Changes, Year
from crm_metrics.boards.cards.unlock import Unlock, unlock_card, unlocks
from crm_metrics.boards.core import Board, Card, Chip, Choice, Empty, Filter, Tile, View
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import MONTHLY_OTHERS, MONTHLY_TILES, OBJECTIVES, PLAN, Place
from crm_metrics.boards.series import Indicator, Series, arranged, asked_of, collect, scoped, with_goal
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.telling.sentences import Amount
from crm_metrics.boards.tiles import tile
from crm_metrics.metrics.goals.targets import goal_for
from crm_metrics.metrics.readings import Result
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import between
from crm_metrics.warehouse.shape import ShapeRules
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

CHOICES = 12
TIERS = ("strategic", "high", "medium", "low")
BOOK_DAYS = ShapeRules().active_book_days
CHURN = Indicator("customer_churn_rate")
PAYMENTS = Indicator("involuntary_churn_share")


@dataclass(frozen=True)
class MonthlyFacts:
    """What the board shows, in no language. month: the first day of the closed month asked; None without one.

    landings: where the running month will end. own: the company's own metrics.
    later: whether the month shown is not the last closed one, for that one holds no row of the leading metrics.
    tier: the one whose churn really rose and took most customers, with its series. churn, payments: of the whole book.
    """

    view: View
    frame: Frame
    month: date | None = None
    tiles: tuple[Series, ...] = ()
    churn: Series | None = None
    tier: tuple[str, Series] | None = None
    payments: Series | None = None
    changes: Changes | None = None
    year: Year | None = None
    cohorts: Cohorts | None = None
    objectives: tuple[Series, ...] = ()
    lacking: tuple[Unlock, ...] = ()
    later: bool = False
    landings: tuple[Approach, ...] = ()
    own: tuple[Series, ...] = ()


def gather(warehouse: Warehouse, view: View) -> MonthlyFacts:
    """The facts of the last closed month through the day that the view asks for."""
    around = freshness.around(warehouse, view)
    if around.latest is None:
        return MonthlyFacts(view, around)
    newest = closed(min(view.until or around.latest, around.latest))
    month = newest if view.until else _told(warehouse, view, newest)
    last = _end(month)
    since, baseline = signals.window("month", last)
    asked = [one for place in (*MONTHLY_TILES, MONTHLY_OTHERS) for one in place]
    asked += [*OBJECTIVES, *PLAN, CHURN, PAYMENTS, *(Indicator(name) for name in CHANGES)]
    asked = [one for one in dict.fromkeys(asked) if freshness.permitted(view.scope, one.process)]
    early = min(since, _year_before(month.replace(day=1)))
    found = collect(warehouse, asked, every="month", since=early, until=last, where=asked_of(view), scope=view.scope)
    young = _young(warehouse, early, last)
    held = {one: made for one, result in found.items() if (made := _series(one, result, baseline, young))}
    tiles = [_first(place, held) for place in MONTHLY_TILES]
    return MonthlyFacts(
        view,
        around,
        month,
        tuple(with_goal(warehouse, one, "month", **scoped(view)) for one in _filled(tiles, held)),
        held.get(CHURN),
        None if view.where or young else _tier(warehouse, view, since, last, baseline),
        held.get(PAYMENTS),
        _changes(held, month),
        _year(warehouse, held, month, scoped(view)),
        None if young else cohorts.gather(warehouse, view, month),
        tuple(with_goal(warehouse, held[one], "month", **scoped(view)) for one in OBJECTIVES if one in held),
        unlocks(warehouse, [place for place, one in zip(MONTHLY_TILES, tiles, strict=True) if one is None]),
        month < newest,
        () if view.until else forecast.gather(warehouse, view, around.latest),
        own.gather(warehouse, view, "month", last),
    )


def _told(warehouse: Warehouse, view: View, month: date) -> date:
    """The last month through `month` that is no thin end of the data: one with rows of a leading metric.

    `month` itself where it is not complete, or where none of the twelve before has such rows either.
    """
    since = _back(month, 11)
    found = collect(warehouse, PLAN, every="month", since=since, until=_end(month), scope=view.scope)
    readings = [one for result in found.values() for one in result.readings if one.value is not None]
    if not all(one.complete for one in readings if one.period == month):
        return month
    return max((one.period for one in readings if one.complete and one.n), default=month)


def closed(day: date) -> date:
    """The first day of the last month that has ended by `day`."""
    if (day + timedelta(days=1)).day == 1:
        return day.replace(day=1)
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _end(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _year_before(month: date) -> date:
    """The same month two years before: twelve months back, and last year's beside each."""
    return date(month.year - 2, month.month, 1)


def _young(warehouse: Warehouse, since: date, last: date) -> frozenset[date]:
    """The months in which nobody could leave yet: without contracts the book keeps a buyer for a year."""
    orders = warehouse.loaded("order_line")
    if warehouse.loaded("subscription") is not None or orders is None or orders.first is None:
        return frozenset()
    first = orders.first
    return frozenset(
        one.start for one in between("month", since, last) if one.first < first + timedelta(days=BOOK_DAYS)
    )


def _series(indicator: Indicator, result: Result, baseline: date, young: frozenset[date]) -> Series | None:
    holes = young if metric_of(indicator.metric).shape == "customer_period" else frozenset()
    made = next(iter(arranged(indicator, result, "month", baseline, holes).values()), None)
    return made if made and made.tells else None


def _first(place: Place, held: Mapping[Indicator, Series]) -> Series | None:
    return next((held[one] for one in place if one in held), None)


def _tier(warehouse: Warehouse, view: View, since: date, last: date, baseline: date) -> tuple[str, Series] | None:
    """The tier whose churn really rose; of several the one that lost most customers more than usual."""
    found = collect(warehouse, [CHURN], every="month", since=since, until=last, by=("tier",), scope=view.scope)
    if CHURN not in found:
        return None
    groups = arranged(CHURN, found[CHURN], "month", baseline)
    rose = [(str(group[0]), one) for group, one in groups.items() if group[0] and one.signal.kind == "worse"]

    def excess(one: tuple[str, Series]) -> float:
        signal, reading = one[1].signal, one[1].last
        if signal.recent is None or signal.limits is None or reading is None:
            return 0.0
        return (signal.recent - signal.limits.centre) * (reading.n or 0)

    return max(rose, key=excess, default=None)


def _filled(tiles: Sequence[Series | None], held: Mapping[Indicator, Series]) -> list[Series]:
    """The tiles that have a value, and in place of those that have none what else the data can tell."""
    told = [one for one in tiles if one]
    others = [held[one] for one in MONTHLY_OTHERS if one in held and held[one] not in told]
    return [*told, *others][: len(tiles)]


def _changes(held: Mapping[Indicator, Series], month: date) -> Changes | None:
    parts = {}
    n = None
    for name in CHANGES:
        series = held.get(Indicator(name))
        reading = next((one for one in series.readings if one.period == month), None) if series else None
        if reading is None or reading.value is None:
            return None
        parts[name] = float(reading.value)
        n = reading.n if name == "opening_mrr" else n
    return Changes(month, tuple(parts.items()), n) if any(parts.values()) else None


def _year(warehouse: Warehouse, held: Mapping[Indicator, Series], month: date, whose: Mapping[str, str]) -> Year | None:
    """Twelve months of the first metric of the plan that has a goal, else of the first that has values."""
    made = [one for place in PLAN if (one := _twelve(warehouse, held, place, month, whose))]
    planned = [one for one in made if any(plan is not None for _, _, plan, _ in one.months)]
    return next(iter([*planned, *made]), None)


def _twelve(
    warehouse: Warehouse, held: Mapping[Indicator, Series], indicator: Indicator, month: date, whose: Mapping[str, str]
) -> Year | None:
    if indicator not in held:
        return None
    series = held[indicator]
    told = {one.period: one for one in series.readings if one.complete and one.value is not None}
    months = [_back(month, back) for back in range(11, -1, -1)]
    goals = [
        goal_for(warehouse, series.definition, "month", one, process=series.definition.process, **whose)
        for one in months
    ]

    def value(one: date) -> float | None:
        return float(told[one].value or 0) if one in told else None

    def before(one: date) -> float | None:  # without a single row the data had not begun
        return value(one) if one in told and told[one].n != 0 else None

    rows = tuple(
        (one, value(one), goal.goal if goal else None, before(_back(one, 12)))
        for one, goal in zip(months, goals, strict=True)
    )
    n = sum(told[one].n or 0 for one in months if one in told)
    return Year(indicator, rows, n or None)


def _back(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)


def board(facts: MonthlyFacts, words: Words) -> Board:
    """The board in the reader's language."""
    around, month = facts.frame, facts.month
    return Board(
        "monthly",
        words("Results of the month"),
        words.month(month) if month else "",
        Chip("closed", words("month closed")) if month else Chip("empty", words("no data")),
        _summary(facts, words),
        tuple(_tile(one, facts, words) for one in facts.tiles) if month else (),
        _blocked(facts, words) or _cards(facts, words),
        around.freshness(words),
        _notices(facts, words),
        _filters(facts, words),
    )


def _notices(facts: MonthlyFacts, words: Words) -> tuple[str, ...]:
    late = facts.frame.late_texts(words)
    if facts.month is None or not facts.later:
        return late
    shown = words("{month} is shown: later months hold no row of the leading results.", month=words.month(facts.month))
    return (shown, *late)


def _summary(facts: MonthlyFacts, words: Words) -> tuple[str, ...]:
    """Three sentences: the result, the base, the decision asked."""
    if not facts.tiles:
        return ()
    first, rest = facts.tiles[0], facts.tiles[1:]
    if facts.year is not None:
        held = next((one for one in facts.objectives if one.indicator == facts.year.indicator), None)
        first = held or first
    unit, label = first.definition.unit, first.definition.label
    before = first.before.value if first.before else None
    goal = first.goal.goal if first.goal else None
    tier = (facts.tier[0], facts.tier[1].signal) if facts.tier else None
    payments = facts.payments.signal if facts.payments else None
    others = [(one.definition.label, one.definition.unit, one.signal) for one in rest]
    worse = next((name for name, _, signal in others if signal.kind == "worse"), None)
    short = first.value is not None and goal is not None and first.value < goal
    apart = "pp" if unit == "percent" else unit
    missing = Amount(goal - first.value, apart) if short and goal is not None and first.value is not None else None
    said = (
        claims.result(label, unit, first.value, before, goal),
        claims.base(tier, facts.churn.signal if facts.churn else None, payments, others),
        claims.decision(tier, payments, worse, missing, any(signal.kind != "small" for _, _, signal in others)),
    )
    return tuple(sentences.say(one, words, facts.frame.currency) for one in said)


def _tile(series: Series, facts: MonthlyFacts, words: Words) -> Tile:
    """A tile, with the one fact that changes its reading."""
    around, name, month = facts.frame, series.indicator.metric, facts.month
    fact = ""
    if name == "customer_retention_rate" and facts.tier and facts.tier[1].signal.recent is not None:
        share = words.percent(facts.tier[1].signal.recent)
        fact = words("churn of the {tier} tier: {share} a month", tier=words.name(facts.tier[0]).lower(), share=share)
    payments = facts.payments
    if name == "nrr" and payments and payments.signal.kind == "worse" and payments.signal.recent is not None:
        fact = words("failed payments: {share} of departures", share=words.percent(payments.signal.recent, 0))
    last = series.last
    if series.definition.unit == "points" and last and last.low is not None and last.high is not None:
        low, high = words.number(last.low, 0), words.number(last.high, 0)
        fact = words("95% interval: {low} to {high}", low=low, high=high)
    aim = words("Objective")
    return tile(series, words, around.currency, every="month", period=month or date.min, aim=aim, fact=fact)


def _filters(facts: MonthlyFacts, words: Words) -> tuple[Filter, ...]:
    around, view = facts.frame, facts.view
    if facts.month is None or around.latest is None:
        return ()
    last = closed(around.latest)
    months = [_back(last, back) for back in range(CHOICES)]
    choices = tuple(Choice(_end(one).isoformat(), words.month(one)) for one in months)
    chosen = (_end(facts.month).isoformat(),) if view.until else ()
    return (
        Filter("until", words("Month"), words("Last closed month"), choices, chosen),
        freshness.dimension_filter("tier", words("Tier"), words("All tiers"), TIERS, view, words),
    )


def _blocked(facts: MonthlyFacts, words: Words) -> tuple[Card, ...]:
    """The cards in place of the board when there is nothing to show."""
    if facts.month is None:
        return (freshness.nothing_loaded(words),)
    if facts.tiles:
        return ()
    if facts.view.where:
        return (freshness.without_rows(facts.view, words),)
    if facts.view.scope != EVERYTHING:
        return (freshness.nothing_within(facts.view, words),)
    fact = words("No result of {month} can be told", month=words.month(facts.month))
    reason = words("The data do not reach a whole month, or lack what these results are made from.")
    rest = unlock_card(facts.lacking, words)
    first = freshness.empty_card("no_data", Empty(fact, reason))
    return (first, rest) if rest else (first,)


def _cards(facts: MonthlyFacts, words: Words) -> tuple[Card, ...]:
    """The cards in reading order."""
    around, month = facts.frame, facts.month
    made = [
        revenue.bridge_card(facts.changes, around, words) if facts.changes else None,
        revenue.plan_card(facts.year, around, words) if facts.year else None,
        cohorts.card(facts.cohorts, around, words) if facts.cohorts else None,
        objectives.card(facts.objectives, month, around, words) if facts.objectives and month else None,
        forecast.card(facts.landings, around, words),
        own.card(facts.own, "month", around, words),
        unlock_card(facts.lacking, words),
    ]
    return tuple(one for one in made if one is not None)

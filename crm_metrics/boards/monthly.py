"""The executive's board: are we on plan, what eats the base, what must be decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from crm_metrics.access import EVERYTHING
from crm_metrics.analysis import baselines
from crm_metrics.analysis.yearly import MONTHS, MOST
from crm_metrics.boards import freshness
from crm_metrics.boards.cards import bridge, cohorts, forecast, objectives, own, plan, unlock
from crm_metrics.boards.cited import lines
from crm_metrics.boards.committee import (
    ahead,
    benefit,
    buyers,
    course,
    customers,
    priorities,
    sales,
    tiers,
    top_tier,
    trade_off,
)
from crm_metrics.boards.core import Board, Card, Chip, Empty, Tile, View
from crm_metrics.boards.empty import empty_card, nothing_loaded, nothing_within, without_rows
from crm_metrics.boards.facts import BoardCard, MonthlyFacts, placed, with_cards, written
from crm_metrics.boards.filters import months_and_tiers, permitted
from crm_metrics.boards.layout import MONTHLY_OF_ORDERS, MONTHLY_OTHERS, MONTHLY_TILES, OBJECTIVES, PLAN
from crm_metrics.boards.noting.kept import notes_of
from crm_metrics.boards.series import (
    Indicator,
    Series,
    arranged,
    asked_of,
    collect,
    enough,
    judgeable,
    scoped,
    with_goal,
)
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.telling.naming import of_month
from crm_metrics.boards.telling.sentences import Amount, Claim
from crm_metrics.boards.tiles import tile
from crm_metrics.metrics.readings import Result
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import Period, between, last_month, months_later
from crm_metrics.warehouse.shape import ShapeRules
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

BOOK_DAYS = ShapeRules().active_book_days
CHURN = Indicator("customer_churn_rate")
PAYMENTS = Indicator("involuntary_churn_share")
# The numbers of the customer base: who stays, who leaves, who comes back.
BOOK = (
    "customer_churn_rate",
    "customer_retention_rate",
    "nrr",
    "active_customers",
    "repeat_purchase_rate",
    "involuntary_churn_share",
)
CARDS: tuple[BoardCard[MonthlyFacts], ...] = (  # in reading order
    bridge,
    buyers,
    plan,
    priorities,
    sales,
    tiers,
    forecast,
    trade_off,
    customers,
    top_tier,
    objectives,
    benefit,
    lines,
    cohorts,
    ahead,
    course,
    own,
    unlock,
)


def gather(warehouse: Warehouse, view: View) -> MonthlyFacts:
    """The facts of the last closed month through the day that the view asks for."""
    around = freshness.around(warehouse, view)
    if around.whole is None:
        return MonthlyFacts(view=view, frame=around)
    newest = last_month(min(view.until or around.whole, around.whole)).first
    month = newest if view.until else _month_told(warehouse, view, newest)
    since, baseline = baselines.window("month", _end(month))
    early = min(since, months_later(month, -24))  # twelve months back, and last year's beside each
    entering = _entering(warehouse, early, _end(month))
    young = frozenset() if warehouse.loaded("subscription") is not None else entering
    begun = _entering(warehouse, months_later(early, -MONTHS * MOST), _end(month))  # no month of it tells a season
    holes = {"customer_period": begun if warehouse.loaded("subscription") is None else young, "book_span": begun}
    series = _series(warehouse, view, (early, _end(month)), baseline, holes)
    places = [next((series[candidate] for candidate in place if candidate in series), None) for place in MONTHLY_TILES]

    def aimed(known: Sequence[Series]) -> tuple[Series, ...]:
        return tuple(with_goal(warehouse, series, "month", **scoped(view)) for series in known)

    facts = MonthlyFacts(
        view=view,
        frame=around,
        period=Period(month, month, _end(month)),
        empty=tuple(place for place, filled in zip(MONTHLY_TILES, places, strict=True) if filled is None),
        later=month < newest,
        young=bool(young),
        series=series,
        tiles=aimed(_filled(places, series)),
        churn=series.get(CHURN),
        payments=series.get(PAYMENTS),
        tier=None if view.where or young else _tier(warehouse, view, since, _end(month), baseline),
        year=plan.year(warehouse, series, month, scoped(view)),
        objectives=aimed([series[indicator] for indicator in OBJECTIVES if indicator in series]),
        notes=notes_of(warehouse, view.scope),
    )
    return with_cards(warehouse, facts, CARDS if facts.tiles else (unlock,))


def _month_told(warehouse: Warehouse, view: View, month: date) -> date:
    """The last month through `month` that is no thin end of the data: one with rows of a leading metric.

    `month` itself where it is not complete, or where none of the twelve before has such rows either.
    """
    results = collect(
        warehouse, PLAN, every="month", since=months_later(month, -11), until=_end(month), scope=view.scope
    )
    readings = [reading for result in results.values() for reading in result.readings if reading.value is not None]
    if not all(reading.complete for reading in readings if reading.period == month):
        return month
    return max((reading.period for reading in readings if reading.complete and reading.n), default=month)


def _end(month: date) -> date:
    return months_later(month, 1) - timedelta(days=1)


def _entering(warehouse: Warehouse, since: date, last: date) -> frozenset[date]:
    """The months in which no buyer could leave yet, so that the file alone makes the book grow: it keeps one a year."""
    orders = warehouse.loaded("order_line")
    if orders is None or orders.first is None:
        return frozenset()
    first = orders.first
    return frozenset(
        period.start for period in between("month", since, last) if period.first < first + timedelta(days=BOOK_DAYS)
    )


def _series(
    warehouse: Warehouse, view: View, days: tuple[date, date], baseline: date, holes: Mapping[str, frozenset[date]]
) -> dict[Indicator, Series]:
    """Whatever the data can tell of the metrics of the board, from the first of the days to the last.

    holes: by shape, the months that are no routine.
    """
    asked = [candidate for place in (*MONTHLY_TILES, MONTHLY_OTHERS, MONTHLY_OF_ORDERS) for candidate in place]
    asked += [*OBJECTIVES, *PLAN, CHURN, PAYMENTS]
    seen = [indicator for indicator in dict.fromkeys(asked) if permitted(view.scope, indicator.process)]
    since, until = days
    results = collect(
        warehouse,
        seen,
        every="month",
        since=since,
        until=until,
        where=asked_of(view),
        scope=view.scope,
        baseline=baseline,
    )
    known = {indicator: _whole(indicator, result, baseline, holes) for indicator, result in results.items()}
    return {indicator: series for indicator, series in known.items() if series and series.tells}


def _whole(indicator: Indicator, result: Result, baseline: date, holes: Mapping[str, frozenset[date]]) -> Series | None:
    """The series of a result that is asked by no dimension."""
    unjudged = holes.get(metric_of(indicator.metric).shape, frozenset())
    return next(iter(arranged(indicator, result, "month", baseline, unjudged).values()), None)


def _tier(warehouse: Warehouse, view: View, since: date, last: date, baseline: date) -> tuple[str, Series] | None:
    """The tier whose churn really rose; of several the one that lost most customers more than usual."""
    results = collect(
        warehouse,
        [CHURN],
        every="month",
        since=since,
        until=last,
        by=("tier",),
        scope=view.scope,
        baseline=baseline,
    )
    if CHURN not in results:
        return None
    groups = arranged(CHURN, results[CHURN], "month", baseline)
    rose = [(str(tier), series) for (tier,), series in groups.items() if tier and series.signal.kind == "worse"]

    def excess(risen: tuple[str, Series]) -> float:
        signal, reading = risen[1].signal, risen[1].last
        if signal.recent is None or signal.limits is None or reading is None:
            return 0.0
        return (signal.recent - signal.limits.centre) * (reading.n or 0)

    return max(rose, key=excess, default=None)


def _filled(places: Sequence[Series | None], known: Mapping[Indicator, Series]) -> list[Series]:
    """The tiles that have a value, and in place of those that have none what else the data can tell."""
    filled = [series for series in places if series]
    if filled and filled[0].indicator.metric == "revenue":
        return filled + [known[place] for place in MONTHLY_OF_ORDERS if place in known]
    others = [known[place] for place in MONTHLY_OTHERS if place in known and known[place] not in filled]
    return [*filled, *others][: len(places)]


def board(facts: MonthlyFacts, words: Words) -> Board:
    """The board in the reader's language."""
    around = facts.frame
    return Board(
        key="monthly",
        title=words("Results of the month"),
        period=words.month(facts.first) if facts.period else "",
        state=Chip("closed", words("month closed")) if facts.period else Chip("empty", words("no data")),
        summary=_summary(facts, words),
        tiles=tuple(_tile(series, facts, words) for series in facts.tiles if facts.period),
        cards=_blocked(facts, words) or written(facts, words),
        freshness=around.freshness(words),
        notices=_notices(facts, words),
        omits=bool(around.left_out),
        filters=months_and_tiers(around, facts.view, facts.period, words),
    )


def _notices(facts: MonthlyFacts, words: Words) -> tuple[str, ...]:
    late = facts.frame.notices(words)
    if not facts.later:
        return late
    month = words.month(facts.first)
    return (words("{month} is shown: later months hold no row of the leading results.", month=month), *late)


def _summary(facts: MonthlyFacts, words: Words) -> tuple[str, ...]:
    """Three sentences: the result, the base, the decision asked; each of what was judged, and of whose it is."""
    if not facts.tiles:
        return ()
    first = facts.leading
    tier = (facts.tier[0], facts.tier[1].signal) if facts.tier else None
    payments = facts.payments.signal if facts.payments else None
    book = [_told(series) for series in facts.measured if series.indicator.metric in BOOK]
    others = [_told(series) for series in facts.measured if series.indicator.metric not in BOOK]
    worse = next((name for name, _, signal in (*book, *others) if signal.kind == "worse"), None)
    measured = [(name, signal) for name, _, signal in (*book, *others)]
    said = (
        _result(first, facts.first),
        claims.base(tier, facts.churn.signal if facts.churn else None, payments, book, others),
        claims.decision(tier, payments, worse, _missing(first, facts.first), measured),
    )
    headline, *rest = (sentences.say(claim, words, facts.frame.currency) for claim in said)
    return (placed(headline, facts.place, words), *rest)


def _told(series: Series) -> claims.Told:
    return series.definition.label, series.definition.unit, series.signal


def _result(series: Series, month: date) -> Claim:
    """What the month shown earned, against its plan or the month just before it."""
    name, unit, last, before = series.definition.label, series.definition.unit, series.last, series.before
    value = last.value if last and last.period == month else None
    earlier = before.value if before and before.period == months_later(month, -1) else None
    goal = series.goal.goal if series.goal else None
    if last is not None and value is not None and series.incomplete is None and not enough(series.definition, last.n):
        return claims.few(name, unit, value, last.n or 0)
    return claims.result(name, unit, value, earlier, goal, incomplete=series.incomplete is not None)


def _missing(series: Series, month: date) -> tuple[str, Amount] | None:
    """The result that is below its plan in the month shown, and by how much."""
    last, goal = series.last, series.goal
    if goal is None or last is None or last.value is None or not judgeable(series, month):
        return None
    unit = "pp" if series.definition.unit == "percent" else series.definition.unit
    return (series.definition.label, Amount(goal.goal - last.value, unit)) if last.value < goal.goal else None


def _tile(series: Series, facts: MonthlyFacts, words: Words) -> Tile:
    """A tile, with the one fact that changes its reading."""
    name = series.indicator.metric
    fact = ""
    if name == "customer_retention_rate" and facts.tier and facts.tier[1].signal.now is not None:
        share = words.percent(facts.tier[1].signal.now)
        fact = words(
            "churn of the {tier} tier: {share} a month", tier=sentences.named_inside(facts.tier[0], words), share=share
        )
    payments = facts.payments
    if name == "nrr" and payments and payments.signal.kind == "worse" and payments.signal.now is not None:
        fact = words("failed payments: {share} of departures", share=words.percent(payments.signal.now, 0))
    last = series.last
    if series.definition.unit == "points" and last and last.low is not None and last.high is not None:
        low, high = words.number(last.low, 0), words.number(last.high, 0)
        fact = words("95% interval: {low} to {high}", low=low, high=high)
    aim = words("Objective")
    named, currency = of_month(series.definition, words), facts.frame.currency
    return tile(series, words, currency, every="month", period=facts.first, aim=aim, fact=fact, name=named)


def _blocked(facts: MonthlyFacts, words: Words) -> tuple[Card, ...]:
    """The cards in place of the board when there is nothing to show."""
    if facts.period is None:
        return (nothing_loaded(words),)
    if facts.tiles:
        return ()
    if facts.view.where:
        return (without_rows(facts.view, words),)
    if facts.view.scope != EVERYTHING:
        return (nothing_within(facts.view, words),)
    fact = words("No result of {month} can be told", month=words.month(facts.first))
    reason = words("The data do not reach a whole month, or lack what these results are made from.")
    return (empty_card("no_data", Empty(fact, reason)), *written(facts, words))

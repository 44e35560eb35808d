"""The page of a process: what it reaches, how, where, with whom, and how satisfied its customers are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crm_metrics.access import EVERYTHING
from crm_metrics.analysis import baselines
from crm_metrics.boards import freshness
from crm_metrics.boards.core import Board, Card, Chip, Empty, Filter, View
from crm_metrics.boards.empty import empty_card, not_permitted, nothing_loaded, nothing_within, without_rows
from crm_metrics.boards.facts import BoardCard, placed, with_cards, written
from crm_metrics.boards.filters import months_and_tiers, permitted, process_tabs
from crm_metrics.boards.layout import SCORECARD
from crm_metrics.boards.process import shares, untold
from crm_metrics.boards.process.cuts import Cut
from crm_metrics.boards.process.indicators import ORDER, ProcessFacts, read
from crm_metrics.boards.process.measures import Measures
from crm_metrics.boards.process.months import month_of, period_text, state_of
from crm_metrics.boards.series import Series, arranged, asked_of, collect
from crm_metrics.periods import Period
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

CARDS: tuple[BoardCard[ProcessFacts], ...] = (  # in reading order
    *(Measures(kind) for kind in ORDER),
    Cut("touchpoints"),
    Cut("teams"),
    Cut("support"),
    shares,
    untold,
)


def gather(warehouse: Warehouse, view: View) -> ProcessFacts:
    """The facts of one process in the last closed month through the day that the view asks for.

    Without a process asked for, the first one, in their fixed order, of which the data tell anything.
    """
    around = freshness.around(warehouse, view)
    if around.whole is None or not around.processes or not permitted(view.scope, view.process):
        return ProcessFacts(view=view, frame=around, process=view.process or "")
    month, passed = month_of(warehouse, view, around.whole)
    since, baseline = baselines.window("month", month.last)
    process = view.process or _first_told(warehouse, view, around.processes, replace(month, first=since), passed)
    told, silent = read(warehouse, view, process, (since, month.last), baseline, passed=passed)
    facts = ProcessFacts(
        view=view, frame=around, period=month, process=process, told=told, untold=silent, passed=passed
    )
    return with_cards(warehouse, facts, CARDS if told else (untold,))


def _first_told(warehouse: Warehouse, view: View, processes: tuple[str, ...], days: Period, passed: float) -> str:
    """The first process whose leading result or satisfaction is told; the first of all where none is."""
    rows = [row for row in SCORECARD if row.process in processes]
    asked = [one for row in rows for place in (row.result, row.satisfaction) for one in place if one.process]
    where = asked_of(view)
    results = collect(warehouse, asked, every="month", since=days.first, until=days.last, where=where, scope=view.scope)
    told = {
        indicator.process
        for indicator, result in results.items()
        if any(replace(one, passed=passed).tells for one in arranged(indicator, result, "month", days.last).values())
    }
    return next((row.process for row in rows if row.process in told), processes[0])


def board(facts: ProcessFacts, words: Words) -> Board:
    """The page in the reader's language."""
    around, blocked = facts.frame, _blocked(facts, words)
    return Board(
        key="process",
        title=words.name(facts.process) if facts.process else words("Processes"),
        period=period_text(facts.period, facts.passed, around, words) if facts.period else "",
        state=state_of(facts.passed, words) if facts.period else Chip("empty", words("no data")),
        summary=() if blocked else (placed(summary(facts.told, len(facts.untold), words), facts.place, words),),
        tiles=(),
        cards=blocked or written(facts, words),
        freshness=around.freshness(words),
        notices=around.notices(words),
        filters=_filters(facts, words),
        takes=("process",),
        omits=bool(around.left_out),
    )


def summary(told: Sequence[Series], silent: int, words: Words) -> str:
    """How many metrics could be judged and how many of them changed; how many could not be, or have no value."""
    kinds = [series.signal.kind for series in told]
    worse, better, judged = kinds.count("worse"), kinds.count("better"), sum(kind != "small" for kind in kinds)
    changed = [words.many(worse, "one really got worse", "{n} really got worse")] if worse else []
    changed += [words.many(better, "one really got better", "{n} really got better")] if better else []
    watch = kinds.count("watch")
    changed += [words.many(watch, "one is to be watched", "{n} are to be watched")] if watch else []
    said = words.many(judged, "Of one metric that can be judged {changed}.",
                      "Of {n} metrics that can be judged {changed}.",
                      changed=words.listed(changed or [words("none really changed")]))  # fmt: skip
    few = len(kinds) - judged
    more = [words.many(few, "One has a value, and too little behind it to be judged.",
                       "{n} have a value, and too little behind it to be judged.")] if few else []  # fmt: skip
    more += [words.many(silent, "One has no value here.", "{n} have no value here.")] if silent else []
    return " ".join([said if judged else words("No metric can be judged yet."), *more])


def _filters(facts: ProcessFacts, words: Words) -> tuple[Filter, ...]:
    around = facts.frame
    if facts.period is None:
        return ()
    tabs = process_tabs(around.processes, facts.process, words)
    return (tabs, *months_and_tiers(around, facts.view, facts.period, words))


def _blocked(facts: ProcessFacts, words: Words) -> tuple[Card, ...]:
    """The cards in place of the page when there is nothing to show, or nothing that may be shown."""
    view = facts.view
    if view.process and not permitted(view.scope, view.process):
        return (not_permitted(view.process, words),)
    if facts.period is None:
        return (nothing_loaded(words),)
    if facts.told:
        return ()
    if view.where:
        return (without_rows(view, words),)
    if view.scope != EVERYTHING:
        return (nothing_within(view, words),)
    fact = words("Nothing of a whole month can be told of {process} yet", process=words.name(facts.process))
    reason = words("The list below says why each metric has no value, and which file would tell it.")
    return (empty_card("no_data", Empty(fact, reason)), *written(facts, words))

"""The page of objectives in the month that runs: all metrics, one of them down to its teams and days, its history."""

from __future__ import annotations

from dataclasses import replace

from crm_metrics.access import EVERYTHING
from crm_metrics.boards import freshness
from crm_metrics.boards.core import Board, Card, Chip, Empty, Filter, View
from crm_metrics.boards.empty import empty_card, not_permitted, nothing_loaded
from crm_metrics.boards.facts import BoardCard, place_of, placed, with_cards, written
from crm_metrics.boards.filters import one_of, permitted, process_filter
from crm_metrics.boards.objectives import branching, daily_share, history, listing
from crm_metrics.boards.objectives.facts import CHOSEN, AimedPart, ObjectivesFacts, day_by_day, read, tops, tree
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.cascade import divided
from crm_metrics.metrics.goals.kept import history_of, kept
from crm_metrics.office.objectives import ObjectiveChange, sees
from crm_metrics.periods import Period
from crm_metrics.warehouse.roster import areas
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

CARDS: tuple[BoardCard[ObjectivesFacts], ...] = (listing, branching, daily_share, history)  # in reading order
OWN = (CHOSEN,)


def gather(warehouse: Warehouse, view: View) -> ObjectivesFacts:
    """The objectives of the month that holds the last day with data."""
    around = freshness.around(warehouse, view)
    facts = ObjectivesFacts(view=view, frame=around, untold=kept(warehouse) is None)
    if around.latest is None or not permitted(view.scope, view.process):
        return facts
    day = around.latest
    parts = read(warehouse, view, tops(warehouse, view, day), day)
    metric = _chosen(view, parts)
    shown = tree(warehouse, view, metric, day) if metric else ()
    basis, days = day_by_day(warehouse, view, shown[0]) if shown and divided(shown[0].metric) else ("", ())
    month = day.replace(day=1)
    facts = replace(
        facts,
        period=Period(month, month, day),
        place=place_of(warehouse, view),
        parts=parts,
        metric=metric,
        tree=shown,
        basis=basis,
        days=days,
        changes=_changes(warehouse, view),
    )
    return with_cards(warehouse, facts, CARDS)


def _chosen(view: View, parts: tuple[AimedPart, ...]) -> Metric | None:
    """The metric asked for; else a sum of money, else a sum, else any that has an objective."""
    metrics = {one.metric.name: one.metric for one in parts}
    asked = next((value for name, value in view.where if name == CHOSEN), "")
    if asked in metrics:
        return metrics[asked]
    ranked = sorted(metrics.values(), key=lambda one: (not divided(one), one.unit != "money"))
    return next(iter(ranked), None)


def _changes(warehouse: Warehouse, view: View) -> tuple[ObjectiveChange, ...]:
    """The changes of parts that the reader sees as a whole."""
    area_of = areas(warehouse) if view.scope != EVERYTHING else {}
    return tuple(
        one
        for one in history_of(warehouse)
        if sees(view.scope, one.aim.process, one.aim.team, area_of.get(one.aim.team, ""))
    )


def board(facts: ObjectivesFacts, words: Words) -> Board:
    """The page in the reader's language."""
    around, found = facts.frame, bool(facts.parts)
    return Board(
        key="objectives",
        title=words("Objectives"),
        period=words("{month}, through {day}", month=words.month(facts.first), day=facts.last) if found else "",
        state=Chip("partial", words("month that runs")) if found else Chip("empty", words("no data")),
        summary=_summary(facts, words) if found else (),
        tiles=(),
        cards=_blocked(facts, words) or written(facts, words),
        freshness=around.freshness(words),
        notices=around.notices(words),
        filters=_filters(facts, words),
        omits=bool(around.left_out),
        own=OWN,
    )


def _summary(facts: ObjectivesFacts, words: Words) -> tuple[str, ...]:
    amiss = [one for one in facts.parts if one.amiss]
    said = words.many(
        len(facts.parts), "One objective holds this month; not where they should be by now: {amiss}.",
        "{n} objectives hold this month; not where they should be by now: {amiss}.", amiss=len(amiss),
    )  # fmt: skip
    open_yet = sum(not one.judged for one in facts.parts)
    untold = words.many(open_yet, "One can't be judged yet.", "{n} can't be judged yet.")
    return (placed(said, facts.place, words), *([untold] if open_yet else []))


def _blocked(facts: ObjectivesFacts, words: Words) -> tuple[Card, ...]:
    around = facts.frame
    if around.latest is None:
        return (nothing_loaded(words),)
    if not permitted(facts.view.scope, facts.view.process):
        return (not_permitted(str(facts.view.process), words),)
    if facts.untold:
        empty = Empty(
            words("Objectives can't be read now"),
            words("What people set can't be read, and what files brought may not hold any more. Look at the log."),
        )
        return (empty_card("untold", empty),)
    if not facts.parts:
        empty = Empty(
            words("There is no objective for this month"),
            words("Set one here, bring a targets file, or ask for another process."),
        )
        return (empty_card("without", empty),)
    return ()


def _filters(facts: ObjectivesFacts, words: Words) -> tuple[Filter, ...]:
    metrics = {one.metric.name: words(one.metric.label) for one in facts.parts}
    if not metrics or facts.metric is None:
        return (process_filter(facts.frame.processes, facts.view, words),)
    named = sorted(metrics.items(), key=lambda one: one[1].casefold())
    return (
        process_filter(facts.frame.processes, facts.view, words),
        one_of(CHOSEN, words("Metric"), named, facts.metric.name),
    )

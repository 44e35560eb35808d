"""The page of plans: all of a reader's part, one of them, or the gap that a new one is to close."""

from __future__ import annotations

from dataclasses import replace

from crm_metrics.access import EVERYTHING
from crm_metrics.boards import freshness
from crm_metrics.boards.core import Board, Card, Chip, Empty, View
from crm_metrics.boards.empty import empty_card, nothing_loaded
from crm_metrics.boards.noting.kept import notes_of
from crm_metrics.boards.plans import dossier, register
from crm_metrics.boards.plans.facts import PlansFacts
from crm_metrics.boards.plans.judging import judged
from crm_metrics.boards.plans.kept import history_of, plans_of
from crm_metrics.boards.plans.now import PlanNow, of_plan, openings
from crm_metrics.boards.plans.opening import METRIC, PART, PLAN, WEEK, asked_of, gap_of
from crm_metrics.boards.plans.telling import PlanWords, names_of
from crm_metrics.boards.plans.worth import of_expectation
from crm_metrics.errors import CrmError
from crm_metrics.office.planning import AGREED, DRAFT, RUNNING, VERIFYING, PlanGap, WorkPlan
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

OWN = (PLAN, METRIC, PART)
WAITING = (DRAFT, AGREED)


def gather(warehouse: Warehouse, view: View) -> PlansFacts:
    """The plans of the reader's part, and the one or the gap that the address asks for."""
    around = freshness.around(warehouse, view)
    facts = PlansFacts(view=view, frame=around)
    if around.latest is None:
        return facts
    try:
        facts = replace(facts, plans=plans_of(warehouse, view.scope))
        facts = _asked(warehouse, facts)
    except CrmError as error:  # the page says it and shows what else there is
        facts = replace(facts, error=error)
    run = [plan for plan in facts.plans if plan.state in (RUNNING, VERIFYING) or plan is facts.chosen]
    last, chosen = facts.today, facts.chosen
    told = {plan.id: judged(warehouse, plan, last) for plan in run}
    waits = chosen is not None and chosen.open and told[chosen.id].money is None
    return replace(
        facts,
        notes=notes_of(warehouse, view.scope) if chosen is not None else (),
        judged=told,
        now=of_plan(warehouse, chosen, told[chosen.id]) if chosen is not None else PlanNow(),
        openings=openings(warehouse, [plan for plan in facts.plans if plan.state in WAITING and chosen is None]),
        expected=of_expectation(warehouse, chosen) if chosen is not None and waits else None,
        history=history_of(warehouse, facts.chosen) if facts.chosen else (),
        names=names_of(warehouse, view.scope, [plan.gap for plan in facts.plans] + ([facts.gap] if facts.gap else [])),
    )


def _asked(warehouse: Warehouse, facts: PlansFacts) -> PlansFacts:
    """With the plan, or the gap, that the address asks for; a gap that has an open plan shows that one."""
    view = facts.view
    wanted = next((value for key, value in view.where if key == PLAN), "")
    if wanted:
        return replace(facts, chosen=next((plan for plan in facts.plans if plan.id == wanted), None))
    asked = asked_of(view, facts.today)
    if asked is None:
        return facts
    key = PlanGap(metric=asked.metric, parts=asked.parts, trigger=asked.week, better="up").key
    taken = next((plan for plan in facts.plans if plan.open and plan.gap.key == key), None)
    if taken is not None:
        return replace(facts, chosen=taken)
    return replace(facts, gap=gap_of(warehouse, asked, view.scope, facts.frame.fiscal_month))


def board(facts: PlansFacts, words: Words) -> Board:
    """The page in the reader's language."""
    around, plan = facts.frame, facts.chosen
    said = PlanWords(words, around.currency, facts.names)
    return Board(
        key="plans",
        title=said.name(plan) if plan else words("Plan for a gap") if facts.gap else words("Plans"),
        period=words("data through {day}", day=around.latest) if around.latest else "",
        state=said.chip(plan) if plan else _state(facts, words),
        summary=_summary(facts, plan, said, words),
        tiles=(),
        cards=_cards(facts, words),
        freshness=around.freshness(words),
        notices=(*_notices(facts, words), *around.notices(words)),
        omits=bool(around.left_out),
        takes=tuple(dict.fromkeys((*OWN, WEEK, "process", *(name for name, _ in facts.view.where)))),
        own=tuple(dict.fromkeys((*OWN, "process", *(name for name, _ in facts.view.where)))),  # a plan is of its parts
    )


def _state(facts: PlansFacts, words: Words) -> Chip:
    if facts.gap is not None:
        return Chip("empty", words("without a plan"))
    if not facts.plans:
        whole = facts.view.scope == EVERYTHING
        return Chip("empty", words("no plans") if whole else words("no plans of your part"))
    n = sum(plan.open for plan in facts.plans)
    return Chip("closed", words.many(n, "one open plan", "{n} open plans"))


def _summary(facts: PlansFacts, plan: WorkPlan | None, said: PlanWords, words: Words) -> tuple[str, ...]:
    if plan is not None:
        sentence = said.sentence(plan, facts.judged.get(plan.id))
        return (sentence,) if sentence else ()
    return () if facts.gap else register.summary(facts, words)


def _notices(facts: PlansFacts, words: Words) -> tuple[str, ...]:
    """What the address asks in vain, and that a reader of a part sees the plans of that part."""
    wanted = next((value for key, value in facts.view.where if key == PLAN), "")
    lost = wanted and facts.chosen is None and facts.error is None
    said = [words("The link asks for a plan that does not exist, or is not yours to see.")] if lost else []
    if facts.view.scope != EVERYTHING and facts.plans:
        said.append(words("You see the plans of your part of the company."))
    return tuple(said)


def _cards(facts: PlansFacts, words: Words) -> tuple[Card, ...]:
    if facts.frame.latest is None:
        return (nothing_loaded(words),)
    if facts.error is not None:
        why = empty_card("no_plan", Empty(words("This can't be shown"), words.error(facts.error)))
        return (why, *(register.cards(facts, words) if facts.plans else ()))
    if facts.chosen is not None:
        return dossier.cards(facts, facts.chosen, words)
    if facts.gap is not None:
        return (dossier.gap_card(facts, facts.gap, words),)
    return register.cards(facts, words)

"""What a reader does with a plan: the forms that draft, change, agree, begin and cancel it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from crm_metrics.access import Reader
from crm_metrics.boards import weekly
from crm_metrics.boards.core import View
from crm_metrics.boards.number import NumberFacts
from crm_metrics.boards.plans.facts import PlansFacts
from crm_metrics.boards.plans.judging import locked
from crm_metrics.boards.plans.kept import data_day, place_of, shelf_of
from crm_metrics.boards.plans.lasting import drafts
from crm_metrics.boards.plans.opening import METRIC, PART, PLAN, WEEK, guardable, others
from crm_metrics.boards.plans.settling import settle
from crm_metrics.boards.plans.states import STATES
from crm_metrics.boards.plans.telling import PlanWords
from crm_metrics.errors import CrmError, QuestionError
from crm_metrics.figures.markup import text
from crm_metrics.metrics.registry import known
from crm_metrics.office.planning import (
    AGREED,
    CANCELLED,
    DRAFT,
    LONGEST,
    MOST_WEEKS,
    PLANNED,
    RUNNING,
    PlanAction,
    PlanGap,
    PlanTakenError,
    PlanTerms,
    WorkPlan,
    compared_by,
    compared_parts,
    first_start,
    moves,
    sees,
)
from crm_metrics.words import Words
from pages.parts import session
from pages.parts.asked import day
from pages.parts.cards import linked
from pages.parts.forms.owning import owner, yours
from pages.parts.forms.saying import note, say, under_name
from pages.parts.sheet import Sheet

DONE, WRONG = "tk-plans-done", "tk-plans-wrong"  # what is said once
FIELDS = "tk-plan"  # the widgets of a form begin so
SCALES: Mapping[str, tuple[float, str]] = {"percent": (100.0, "pp"), "permille": (1000.0, "‰")}
BETWEEN = ";"  # of an action: what, who, until when
UNSEEN = object()  # what a field says that is not there
USUAL = timedelta(days=84)  # from the week of the gap to the day by which the effect is to be seen


def steps(sheet: Sheet) -> None:
    """What was said, the way back to all plans, and what may be done with the one that is shown."""
    facts: PlansFacts = sheet.facts
    if _settled(anew=facts.gap is None):
        st.rerun()
    say(DONE)
    if facts.gap is None and facts.chosen is None:
        yours(sheet)
    else:
        st.button(sheet.words("See all plans"), key="tk-plans-all", type="tertiary", on_click=_everything,
                  icon=":material/arrow_back:")  # fmt: skip
    if facts.chosen is not None:
        with st.container(key="tk-plan-forms"):
            _plan_forms(facts.chosen, facts, sheet.words)


def drafting(sheet: Sheet) -> None:
    """The form of a new plan, below the gap that it is to close."""
    facts: PlansFacts = sheet.facts
    if facts.gap is not None:
        with st.container(key="tk-plan-draft"):
            _draft_form(facts.gap, facts, sheet.words)


def from_number(sheet: Sheet) -> None:
    """The link from a number to the plan of its gap."""
    facts: NumberFacts = sheet.facts
    plan, words = facts.plan, sheet.words
    if plan is None:
        return
    said = words("Its gap has a plan: {state}", state=words(STATES[plan.state])) if plan.state else words("Open a plan")
    linked(f'<p><a class="tk-go" href="{text(plan.leads)}">{text(said)}</a></p>', sheet)


def _settled(*, anew: bool = False) -> bool:
    """Draft plans of gaps that last and write what new weeks say into those that run; once for each version and change.

    anew: also where nobody kept anything yet; who comes to open the first plan is not overtaken.
    """
    place = place_of(session.warehouse())
    begun = place.begun
    if not place.writable or not (begun or anew):  # what may only be read would be gathered for nothing at each run
        return False
    folder, version, before = str(session.folder()), session.version(), session.own_files("plans")
    try:
        _drafts(folder, version)
        if begun:
            _settle(folder, version, before)
    except CrmError:  # what can't be read or written there is said by the page itself
        return False
    return session.own_files("plans") != before  # what is kept from an earlier run has written nothing now


@st.cache_resource(max_entries=4, show_spinner=False)
def _settle(folder: str, version: int, files: session.Files) -> int:
    warehouse = session.warehouse()
    return settle(warehouse, shelf_of(warehouse, Reader("", "executive")), _today())


@st.cache_resource(max_entries=4, show_spinner=False)
def _drafts(folder: str, version: int) -> int:
    """Draft the plans of gaps that last, once for each version: how many."""
    warehouse = session.warehouse()
    facts = weekly.gather(warehouse, View())
    if facts.period is None:
        return 0
    return len(drafts(warehouse, facts.told, facts.first, shelf_of(warehouse, Reader("", "executive"))))


# The forms -----------------------------------------------------------------------------------------------------------


def _draft_form(gap: PlanGap, facts: PlansFacts, words: Words) -> None:
    place = f"{FIELDS}-new"
    with st.form(f"{place}-form"):
        st.html(f'<p class="tk-lead">{text(words("Draft a plan for this gap"))}</p>')
        _fields(place, gap, _proposed(gap), facts, words)
        _notes(words)
        say(WRONG)
        st.form_submit_button(words("Save the draft"), key=f"{place}-do", type="primary", on_click=_drafted,
                              args=(place, gap, words))  # fmt: skip


def _plan_forms(plan: WorkPlan, facts: PlansFacts, words: Words) -> None:
    """What may be done with a plan as it is now."""
    offered = moves(session.reader(), plan)
    with st.container(horizontal=True, gap="small", key="tk-plan-moves"):
        if AGREED in offered:
            st.button(words("Agree to it"), key=f"{FIELDS}-agree", type="primary", on_click=_agreed, args=(plan, words))
    say(WRONG)
    if plan.state == DRAFT and AGREED not in offered:
        said = words("It is agreed at the level {level} or above.", level=words.name(plan.gap.level))
        note(said)
    if RUNNING in offered:
        _begin_form(plan, words)
    if plan.open:
        _change_form(plan, facts, words)
    if CANCELLED in offered:
        _cancel_form(plan, words)


def _begin_form(plan: WorkPlan, words: Words) -> None:
    place = _key(plan, "begin")
    with st.form(f"{place}-form"):
        first = first_start(plan, _today())
        st.date_input(words("First day of the actions"), value=max(first, _today()), min_value=first, key=place,
                      format="DD/MM/YYYY")  # fmt: skip
        note(words("Judged are the complete weeks from the Monday after it on."))
        st.form_submit_button(
            words("It begins"), key=f"{place}-do", type="primary", on_click=_begun, args=(plan, words)
        )


def _change_form(plan: WorkPlan, facts: PlansFacts, words: Words) -> None:
    box = st.expander(words("Change the plan"), key=_key(plan, "change"), on_change="rerun", icon=":material/edit:")
    if not box.open:
        return
    place = _key(plan, "fields")
    with box, st.form(f"{place}-form", border=False):
        free = plan.state == DRAFT and plan.gap.metric in known()
        _fields(place, plan.gap, plan.terms, facts, words, free=free)
        if plan.terms.actions:
            names = [one.what for one in plan.terms.actions]
            done = [place_ for place_, one in enumerate(plan.terms.actions) if one.done]
            st.multiselect(words("Actions that are done"), list(range(len(names))), default=done,
                           format_func=lambda one: names[one], placeholder=words("Choose"),
                           key=f"{place}-ended")  # fmt: skip
        _notes(words)
        st.form_submit_button(words("Save the change"), key=f"{place}-do", type="primary", on_click=_changed,
                              args=(place, plan, words))  # fmt: skip


def _cancel_form(plan: WorkPlan, words: Words) -> None:
    box = st.expander(words("Cancel the plan"), key=_key(plan, "cancel"), on_change="rerun", icon=":material/cancel:")
    if not box.open:
        return
    place = _key(plan, "why")
    with box, st.form(f"{place}-form", border=False):
        st.text_area(words("Why"), key=place, max_chars=LONGEST)
        st.form_submit_button(words("Cancel it"), key=f"{place}-do", on_click=_cancelled, args=(plan, words))


def _fields(
    place: str, gap: PlanGap, terms: PlanTerms, facts: PlansFacts, words: Words, *, free: bool = True
) -> None:  # fmt: skip
    """The fields of a plan: lists and numbers before texts. free: whether what it is held against may change."""
    left, right = st.columns(2)
    with left:
        owner(f"{place}-owner", terms.owner, words)
    due = words("Due: its effect is to be seen by")
    right.date_input(due, value=terms.due, key=f"{place}-due", format="DD/MM/YYYY")
    if free:
        _commitment(place, gap, terms, facts, words)
    left, right = st.columns(2)
    left.text_area(words("Root cause"), value=terms.cause, key=f"{place}-cause", max_chars=LONGEST, height=90)
    right.text_area(words("What changes"), value=terms.fix, key=f"{place}-fix", max_chars=LONGEST, height=90)
    written = "\n".join(_line(one) for one in terms.actions)
    st.text_area(words("Actions, one on each line: what; who; until when as 2026-12-31"), value=written,
                 key=f"{place}-actions", max_chars=LONGEST, height=120)  # fmt: skip


def _commitment(place: str, gap: PlanGap, terms: PlanTerms, facts: PlansFacts, words: Words) -> None:
    """What the verdict is held against: locked once the plan is agreed."""
    warehouse, said = session.warehouse(), PlanWords(words, facts.frame.currency, facts.names)
    scale, unit = _scale(gap)
    label = words("Effect expected, in {unit}", unit=unit) if unit else words("Effect expected, in the metric's unit")
    expected = None if terms.expected is None else round(terms.expected * scale, 4)
    left, right = st.columns(2)
    left.number_input(label, value=expected, min_value=0.0, key=f"{place}-expected", format="%.4g")
    right.number_input(words("Weeks to the last look"), value=terms.planned, min_value=4, max_value=MOST_WEEKS,
                    key=f"{place}-planned")  # fmt: skip
    watched = guardable(warehouse, gap)
    usual = list(terms.guardrails) or [name for name, one in watched.items() if one]
    left, right = st.columns(2)
    left.multiselect(words("Must not get worse"), list(watched), default=[one for one in usual if one in watched],
                   format_func=said.metric, placeholder=words("Choose"), key=f"{place}-guardrails")  # fmt: skip
    units = others(warehouse, gap, session.reader().scope)
    if units or terms.comparison:
        without = words("without comparison")
        names = ["", *dict.fromkeys([*units, *filter(None, [terms.comparison])])]
        told = dict.fromkeys(names, words("another unit")) | {"": without}  # what was chosen may not be the reader's
        told |= {one: said.value(compared_by(gap.parts), one) for one in names if one and _mine(gap, one)}
        right.selectbox(words("Comparison unit, that the plan does not touch"), names,
                     index=names.index(terms.comparison), key=f"{place}-comparison",
                     format_func=lambda one: told[one])  # fmt: skip


def _mine(gap: PlanGap, other: str) -> bool:
    """Whether the reader sees a unit that a plan is compared with."""
    return sees(session.reader().scope, compared_parts(gap.parts, other))


def _scale(gap: PlanGap) -> tuple[float, str]:
    """By how much an effect is written larger than it is kept, and in what; as it is where the metric is gone."""
    found = known().get(gap.metric)
    return SCALES.get(found.unit if found else "", (1.0, ""))


def _proposed(gap: PlanGap) -> PlanTerms:
    """What a draft begins with: the gap as the effect expected, a due date that leaves room for the looks."""
    away = 0.0 if gap.value is None or gap.goal is None else gap.goal - gap.value
    lacking = away if gap.better == "up" else -away
    return PlanTerms(due=gap.trigger + USUAL, expected=lacking if lacking > 0 else None, planned=PLANNED)


def _terms(place: str, before: PlanTerms, gap: PlanGap) -> PlanTerms:
    """What a form says; what it does not show stays."""
    given = session.widget
    scale, _ = _scale(gap)
    written = given(f"{place}-expected", UNSEEN)
    expected = before.expected if written is UNSEEN else float(written) / scale if written else None
    return PlanTerms(
        cause=given(f"{place}-cause", before.cause),
        fix=given(f"{place}-fix", before.fix),
        actions=_actions(given(f"{place}-actions", ""), before.actions, given(f"{place}-ended", [])),
        owner=given(f"{place}-owner", before.owner),
        due=given(f"{place}-due", before.due),
        expected=expected,
        guardrails=tuple(given(f"{place}-guardrails", before.guardrails)),
        comparison=given(f"{place}-comparison", before.comparison),
        planned=int(given(f"{place}-planned", before.planned)),
    )


def _actions(written: str, before: Sequence[PlanAction], ended: Sequence[int]) -> tuple[PlanAction, ...]:
    """The actions of a text, one on each line. Raises QuestionError where a day is none."""
    done, found = {before[place].what for place in ended if place < len(before)}, []
    for line in filter(str.strip, written.splitlines()):
        what, who, until = (part.strip() for part in (*line.split(BETWEEN), "", "")[:3])
        due = day(until) if until else None
        if until and due is None:
            raise QuestionError("{day} is no day: write it as 2026-11-21.", day=until)
        found.append(PlanAction(what, who, due, what in done))
    return tuple(found)


def _line(action: PlanAction) -> str:
    parts = [action.what, action.who, action.due.isoformat() if action.due else ""]
    while parts and not parts[-1]:
        parts.pop()
    return f"{BETWEEN} ".join(parts)


def _today() -> date:
    return data_day(session.warehouse())


def _key(plan: WorkPlan, part: str) -> str:
    """The widget of a part of a plan as it was read: a newer version has its own."""
    return f"{FIELDS}-{part}-{plan.id}-{plan.version}"


def _notes(words: Words) -> None:
    note(under_name(words), words("Write no customer's name into a plan."))


# What the buttons do; each knows the plan as its reader saw it ------------------------------------------------------


def _done(act: Callable[[], WorkPlan], said: str, words: Words) -> None:
    """Do it and show the plan; a plan that is there already is shown, too."""
    try:
        plan = act()
    except PlanTakenError as error:
        plan, said = error.plan, words.error(error)
    except CrmError as error:
        session.hold(WRONG, words.error(error))
        return
    session.hold(DONE, said)
    _settled()  # before the page is drawn: drawn twice, its files would be gone when they are looked for
    session.go({PLAN: plan.id, METRIC: "", PART: [], WEEK: ""}, "plans")


def _shelf() -> Any:
    return shelf_of(session.warehouse(), session.reader())


def _drafted(place: str, gap: PlanGap, words: Words) -> None:
    _done(lambda: _shelf().draft(gap, _terms(place, _proposed(gap), gap)), words("The draft is saved."), words)


def _changed(place: str, plan: WorkPlan, words: Words) -> None:
    _done(lambda: _shelf().change(plan, _terms(place, plan.terms, plan.gap)), words("The change is saved."), words)


def _agreed(plan: WorkPlan, words: Words) -> None:
    said = words("It is agreed, and its baseline is locked.")
    _done(lambda: _shelf().agree(plan, locked(session.warehouse(), plan)), said, words)


def _begun(plan: WorkPlan, words: Words) -> None:
    began: Any = session.widget(_key(plan, "begin"), None)
    _done(lambda: _shelf().start(plan, began, session.warehouse()), words("It runs."), words)


def _cancelled(plan: WorkPlan, words: Words) -> None:
    why = session.widget(_key(plan, "why")) or ""
    _done(lambda: _shelf().cancel(plan, why), words("It is cancelled."), words)


def _everything() -> None:
    session.go({PLAN: "", METRIC: "", PART: [], WEEK: ""}, "plans")

"""A number's baseline started anew: what was started before, and the forms that start one and withdraw it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import streamlit as st

from crm_metrics.boards.answering.starting import RestartableNumber, restartable
from crm_metrics.boards.behind.provenance import ABSENT
from crm_metrics.boards.core import View
from crm_metrics.boards.noting.kept import notes_of
from crm_metrics.boards.noting.marking import concerns, parts_of
from crm_metrics.boards.noting.telling import when
from crm_metrics.boards.number import OWN, NumberFacts
from crm_metrics.boards.restarts.kept import forget
from crm_metrics.errors import CrmError, QuestionError
from crm_metrics.figures.markup import text
from crm_metrics.office.baselines.restarting import (
    LONGEST,
    BaselineRestart,
    RestartChangedError,
    RestartContent,
    may_restart,
)
from crm_metrics.office.place import office_place
from crm_metrics.words import Words
from pages.parts import session
from pages.parts.forms.saying import note, say, under_name
from pages.parts.sheet import Sheet

if TYPE_CHECKING:
    from crm_metrics.office.baselines.register import BaselineRegister

NEW, END = "tk-baseline-new", "tk-baseline-end"  # the two forms
DONE = "tk-baseline-done"  # what is said once
LETTERS = 60  # of a note in the list


def of_number(sheet: Sheet) -> None:
    """What was started anew of a number, and the forms of who may; of a number of several parts nothing."""
    facts: NumberFacts = sheet.facts
    if facts.behind is None or facts.until is None:
        return
    asked = dict(facts.view.where)
    if asked.get("weekday") or asked.get("took"):
        return
    words, view, metric = sheet.words, facts.view, facts.behind.metric
    where = [(name, None if value == ABSENT else value) for name, value in view.where if name not in OWN]
    number = restartable(session.warehouse(), metric, where, view)
    if number is None:
        return
    with st.container(key="tk-baseline-forms"):
        if number.known:
            _history(number, sheet)
        if may_restart(session.reader(), number.parts, number.named):
            _new_form(number, view, facts.since or facts.until, words)
            _end_form(number, words)
        elif number.known:
            note(words("It is started anew and withdrawn by who answers for the metric, the team or the process, or by"
                       " who may found the company."))  # fmt: skip
        say(DONE)


def _history(number: RestartableNumber, sheet: Sheet) -> None:
    """Each with who, when, from which day and why; also those withdrawn."""
    words, zone = sheet.words, ZoneInfo(sheet.facts.frame.time_zone)
    title = words.many(len(number.known), "The baseline of this number was started anew once",
                       "The baseline of this number was started anew {n} times")  # fmt: skip
    lines = "".join(f"<li>{text(line)}</li>" for one in number.known for line in [_line(one, zone, words)])
    st.html(f'<div class="tk-card"><h2>{text(title)}</h2></div><div class="tk-notes"><ul>{lines}</ul></div>')


def _line(one: BaselineRestart, zone: ZoneInfo, words: Words) -> str:
    content = one.content
    said = words("From {day}: {why}", day=words.day(content.day), why=content.why)
    who = words("by {name}", name=words.name(one.author))
    lines = [said, who, words("written {moment}", moment=one.started_at.astimezone(zone))]
    if one.withdrawn_at is not None:
        lines.append(words("withdrawn by {name}, {moment}: {why}", name=words.name(one.withdrawn_by),
                           moment=one.withdrawn_at.astimezone(zone), why=one.withdrawn_why))  # fmt: skip
    return " · ".join(lines)


def _new_form(number: RestartableNumber, view: View, day: date, words: Words) -> None:
    box = st.expander(words("Start a new baseline"), key=NEW, on_change="rerun", icon=":material/restart_alt:")
    if not box.open:
        return
    place = _place(number)
    notes = _notes(number, view, words)
    with box, st.form(f"{place}-form", border=False):
        st.date_input(words("First day of the new baseline"), value=day, key=f"{place}-day", format="DD/MM/YYYY")
        st.text_area(words("What changed for good"), key=f"{place}-why", max_chars=LONGEST, height=90)
        if notes:
            st.selectbox(words("Note that tells of it"), ["", *notes], key=f"{place}-note",
                         format_func=lambda one: notes.get(one, words("no note")))  # fmt: skip
        note(
            words("What came before that day is drawn and no longer judged. The limits are of the periods since; until"
                  " there are six there is no verdict."),
            words("It holds for exactly this metric and part: a wider or a narrower one keeps its own baseline."),
            under_name(words),
        )  # fmt: skip
        say(f"{NEW}-wrong")
        st.form_submit_button(words("Start it"), key=f"{place}-do", type="primary", on_click=_started,
                              args=(place, number, words))  # fmt: skip


def _end_form(number: RestartableNumber, words: Words) -> None:
    standing = {one.id: one for one in number.known if one.stands}
    if not standing:
        return
    box = st.expander(words("Withdraw a new baseline"), key=END, on_change="rerun", icon=":material/undo:")
    if not box.open:
        return
    with box, st.form(f"{END}-form", border=False):
        st.selectbox(words("Which one"), list(standing), key=f"{END}-which",
                     format_func=lambda one: words.day(standing[one].content.day))  # fmt: skip
        st.text_area(words("Why it is withdrawn"), key=f"{END}-why", max_chars=LONGEST, height=90)
        say(f"{END}-wrong")
        st.form_submit_button(words("Withdraw it"), key=f"{END}-do", on_click=_ended, args=(standing, number, words))


def _place(number: RestartableNumber) -> str:
    """The widgets of a number as it was read: after a change it has its own."""
    seen = number.last
    return f"{NEW}-{seen.id}-{seen.version}" if seen else NEW


def _notes(number: RestartableNumber, view: View, words: Words) -> Mapping[str, str]:
    """The notes of the number, by id."""
    parts = parts_of(number.metric, number.parts, view)
    told = {
        one.note.id: f"{when(one.note.content, words)}: {one.note.content.text}"
        for one in notes_of(session.warehouse(), session.reader().scope)
        if concerns(one, number.metric, parts)
    }
    return {one: said if len(said) <= LETTERS else said[: LETTERS - 1] + "…" for one, said in told.items()}


def _register(number: RestartableNumber) -> BaselineRegister:
    from crm_metrics.office.baselines.register import BaselineRegister  # SQLAlchemy is slow to load, and few need it
    from crm_metrics.office.database import opened  # which loads the same

    place = office_place(session.current_settings())
    return BaselineRegister(opened(place), session.reader(), number.named)


# What the buttons do; each knows the number as its reader saw it ----------------------------------------------------


def _started(place: str, number: RestartableNumber, words: Words) -> None:
    try:
        day = session.widget(f"{place}-day")
        if not isinstance(day, date):
            raise QuestionError("A new baseline needs its first day.")
        content = RestartContent(metric=number.metric, parts=number.parts, day=day,
                                 why=session.widget(f"{place}-why") or "",
                                 note=session.widget(f"{place}-note") or "")  # fmt: skip
        _register(number).start(content, number.days, number.last)
    except CrmError as error:
        session.hold(f"{NEW}-wrong", words.error(error))
        if isinstance(error, RestartChangedError) and error.restart.stands:  # what was typed stands in the form of now
            session.hold(f"{NEW}-{error.restart.id}-{error.restart.version}-why", session.widget(f"{place}-why") or "")
        forget()
        return
    forget()
    session.hold(NEW, value=False)
    session.hold(DONE, words("The new baseline holds: every board judges this number by the periods since."))


def _ended(standing: Mapping[str, BaselineRestart], number: RestartableNumber, words: Words) -> None:
    try:
        seen = standing.get(session.widget(f"{END}-which") or "")
        if seen is None:
            raise QuestionError("There is no such baseline any more: nothing was changed.")
        _register(number).withdraw(seen, session.widget(f"{END}-why") or "")
    except CrmError as error:
        session.hold(f"{END}-wrong", words.error(error))
        forget()
        return
    forget()
    session.hold(END, value=False)
    session.hold(DONE, words("It is withdrawn, and stays in the history: the baseline before it holds again."))

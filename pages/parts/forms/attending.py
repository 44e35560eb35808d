"""What became of the customers of the day's list, as who attends them says it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import streamlit as st

from crm_metrics.boards import freshness
from crm_metrics.boards.core import View
from crm_metrics.boards.daylist import filing, listing
from crm_metrics.boards.daylist.drawing import DayEntry
from crm_metrics.boards.daylist.gathering import DayList
from crm_metrics.boards.daylist.worked import draw_for, late
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.boards.persons import masking
from crm_metrics.errors import CrmError, QuestionError
from crm_metrics.figures.workbook import workbook
from crm_metrics.office.attending.marking import DONE as ATTENDED
from crm_metrics.office.attending.marking import STATES
from crm_metrics.office.place import office_place
from crm_metrics.words import Words
from pages.parts import export, session
from pages.parts.forms.saying import note, say, under_name
from pages.parts.sheet import Sheet

BOX, DONE, WRONG = "tk-day-mark", "tk-day-mark-done", "tk-day-mark-wrong"


def of_board(sheet: Sheet) -> None:
    """The form below the day's board; nothing where it has no list, or nobody on it."""
    facts: DailyFacts = sheet.facts
    shown = next((each for one, each in facts.cards if one is listing), None)
    if not isinstance(shown, DayList) or not shown.entries:
        return
    words = sheet.words
    entries = listing.attendable(shown, listing.now_in(facts.frame.time_zone))
    with st.container(key="tk-day-marks"):
        if late(session.warehouse(), shown, facts.frame):
            say(WRONG)
            note(words("This list is of an earlier day, and nobody marked it then: it is no longer marked."))
        else:
            _form(shown, entries, words)
        say(DONE)
        kind = export.ROWS["xlsx"]
        st.download_button(
            words("The day's list as {form}", form=kind.name),
            partial(made, shown, entries, facts, words),
            f"pulso-list-{shown.day.isoformat()}.xlsx",
            kind.mime,
            key="tk-day-list-xlsx",
            icon=":material/download:",
            on_click="ignore",
        )


def made(shown: DayList, entries: Sequence[DayEntry], facts: DailyFacts, words: Words) -> bytes:
    """The list as a workbook; it knows no session."""
    table = filing.table(shown, entries, facts.frame, words)
    about = filing.about(shown, facts.frame, words, len(table.rows), datetime.now(UTC))
    return workbook(table, about, (words("Customers"), words("About these rows")))


def _form(shown: DayList, entries: Sequence[DayEntry], words: Words) -> None:
    box = st.expander(words("Mark who was attended"), key=BOX, on_change="rerun", icon=":material/task_alt:")
    if not box.open:
        return
    with box:
        if not entries:
            note(words("At this hour the list holds nobody."))
            return
        place = f"{BOX}-{shown.day.isoformat()}"
        with st.form(f"{place}-form", border=False):
            st.selectbox(words("Customer"), range(len(entries)), key=f"{place}-who",
                         format_func=lambda at: _label(entries[at], shown, words))  # fmt: skip
            st.radio(words("What became of it"), list(STATES), key=f"{place}-state", horizontal=True,
                     format_func=lambda one: words(STATES[one]))  # fmt: skip
            note(under_name(words))
            say(WRONG)
            st.form_submit_button(words("Save the mark"), key=f"{place}-do", type="primary", on_click=_marked,
                                  args=(place, entries, shown, words))  # fmt: skip


def _label(entry: DayEntry, shown: DayList, words: Words) -> str:
    called = masking.label(entry.customer, shown.names.get(entry.customer), personal=shown.personal)
    mark = shown.marks.get(entry.customer)
    return f"{called} · {words(STATES[mark.state])}" if mark else called


def _marked(place: str, entries: Sequence[DayEntry], shown: DayList, words: Words) -> None:
    at: Any = session.widget(f"{place}-who")
    state: Any = session.widget(f"{place}-state")
    entry = entries[at or 0]
    warehouse = session.warehouse()
    try:
        draw = draw_for(warehouse, shown, entry)
        if late(warehouse, shown, freshness.around(warehouse, View()), draw.whose):
            raise QuestionError("Newer data were loaded, and nobody had marked this list before: nothing was saved.")

        from crm_metrics.office.attending.marks import say as kept  # SQLAlchemy is slow to load
        from crm_metrics.office.database import opened  # SQLAlchemy is slow to load

        kept(
            opened(office_place(session.current_settings())), session.reader(), state or ATTENDED,
            customer=entry.customer, kinds=entry.kinds, draw=draw, seen=shown.marks.get(entry.customer),
        )  # fmt: skip
    except CrmError as error:
        session.hold(WRONG, words.error(error))
        return
    session.hold(DONE, words("The mark is saved."))

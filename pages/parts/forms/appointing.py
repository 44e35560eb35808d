"""Who answers for a metric, a process or a team: the list, which place each name is from, and the form that sets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from crm_metrics.boards.answering import listing
from crm_metrics.boards.answering.owners import answering
from crm_metrics.boards.core import View
from crm_metrics.errors import CrmError
from crm_metrics.office.answers import KINDS, LONGEST, TEAM, Appointment
from crm_metrics.office.place import office_place
from crm_metrics.words import Words
from pages.parts import cards, session
from pages.parts.forms.saying import say, under_name

if TYPE_CHECKING:
    from crm_metrics.office.answerers import AnswererRegister

FORM = "tk-appoint"
SAID = f"{FORM}-said"  # what is said once


def panel(words: Words) -> None:
    """The list; below it the form for who may found the company."""
    who, place = session.reader(), office_place(session.current_settings())
    kept: tuple[Appointment, ...] = ()
    try:
        kept = _register().answers() if place.begun else ()
    except CrmError as error:
        session.hold(SAID, words.error(error))
    named = answering(View(answers=tuple((one.kind, one.thing, one.name) for one in kept)))
    warehouse = session.warehouse()
    cards.plain(listing.card(warehouse, named, who.scope, words), words)
    if who.founds:
        _form(kept, listing.offered(warehouse, who.scope), {**named.file.process, **named.file.team}, words)
    say(SAID)


def _register() -> AnswererRegister:
    from crm_metrics.office.answerers import AnswererRegister  # SQLAlchemy is slow to load, and few need it
    from crm_metrics.office.database import opened  # which loads the same

    return AnswererRegister(opened(office_place(session.current_settings())), session.reader())


def _form(kept: Sequence[Appointment], offered: listing.Offered, file: Mapping[str, str], words: Words) -> None:
    box = st.expander(words("Name who answers"), key=FORM, on_change="rerun", icon=":material/person:")
    if not box.open:
        return
    said = {kind: listing.kind_text(kind, words) for kind in KINDS if offered.get(kind)}
    with box:
        kind = st.selectbox(words("For what"), list(said), format_func=lambda one: said[one], key=f"{FORM}-kind")
        things = {thing: listing.thing_text(kind, thing, words) for thing in offered[kind]}
        ordered = sorted(things, key=lambda one: things[one].casefold()) if kind != TEAM else list(things)
        thing = st.selectbox(words("Which one"), ordered, format_func=lambda one: things[one], key=f"{FORM}-{kind}")
        blank = Appointment(kind=kind, thing=thing, name="", version=0)
        seen = next((one for one in kept if (one.kind, one.thing) == (kind, thing)), blank)
        key = f"{FORM}-name-{kind}-{thing}-{seen.version}"  # a newer version has its own
        if session.widget(key) is None:
            session.hold(key, seen.name)
        st.text_input(words("Who answers"), key=key, max_chars=LONGEST, placeholder=file.get(thing, ""))
        st.caption(under_name(words) + " " + words("Left empty, the company's file says who answers."))
        st.button(words("Save"), key=f"{FORM}-do", type="primary", on_click=_saved, args=(seen, key, words))


def _saved(seen: Appointment, key: str, words: Words) -> None:
    try:
        now = _register().appoint(seen, session.widget(key) or "")
    except CrmError as error:
        session.hold(SAID, words.error(error))
        return
    thing = listing.thing_text(now.kind, now.thing, words)
    said = (
        words("{thing}: {name} answers", thing=thing, name=now.name)
        if now.name
        else words("{thing}: the company's file says who answers", thing=thing)
    )
    session.hold(SAID, said)

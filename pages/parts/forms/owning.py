"""Who answers for something, and what the reader answers for: the field of an owner, and the list of what is his."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm_metrics import access
from crm_metrics.access import Reader
from crm_metrics.boards.core import Card
from crm_metrics.boards.plans.opening import way_to
from crm_metrics.boards.reviews.facts import way_to as way_to_review
from crm_metrics.boards.reviews.yours import KINDS, NAMELESS, card, given_on, is_late
from crm_metrics.errors import CrmError
from crm_metrics.figures.markup import text
from crm_metrics.office.place import OfficePlace, office_place
from crm_metrics.words import Words
from pages.parts import session
from pages.parts.cards import linked
from pages.parts.forms.saying import note, say
from pages.parts.sheet import Sheet

if TYPE_CHECKING:
    from crm_metrics.office.given import GivenShelf, GivenTask

DONE = "tk-yours-done"  # what is said once
SHOWN = 20  # of the list; the others follow as these are done
ON_PAPER = ("plans", "reviews")  # the pages on which the list stands


def owner(key: str, now: str, words: Words) -> None:
    """The field of who answers, with who does now."""
    settings = session.current_settings()
    if settings.access is None:
        st.text_input(words("Owner"), value=now, key=key, max_chars=200)
        return
    names = list(dict.fromkeys(["", *(one.name for one in access.readers(settings.access)), now]))
    st.selectbox(words("Owner"), names, index=names.index(now), format_func=lambda one: one or words("nobody yet"),
                 key=key)  # fmt: skip


def counted(sheet: Sheet) -> None:
    """How much the reader is to do and how much of it is late, with the way to the list."""
    words, found = sheet.words, _tasks()
    if not found:
        return
    late = sum(is_late(one, sheet.facts.frame.latest) for one in found)
    said = [words.many(len(found), "One thing is to be done by you", "{n} things are to be done by you")]
    said += [words.many(late, "one is late", "{n} are late")] if late else []
    with st.container(key="tk-yours-count"):
        linked(
            f'<div class="tk-mention"><p><b>{text(words("Yours"))}</b>: {text(", ".join(said))}</p>'
            f'<p><a class="tk-go" href="plans?">{text(words("See the list"))}</a></p></div>',
            sheet,
        )


def yours(sheet: Sheet) -> None:
    """What the reader is named for, what is overdue first; of what he may not open only text, date and giver."""
    words, found = sheet.words, _tasks()
    say(DONE)
    if not found:
        return
    with st.container(key="tk-yours"):
        said = words.many(len(found), "One thing is to be done by you", "{n} things are to be done by you")
        st.html(f'<div class="tk-card"><h2>{text(words("Yours"))}</h2><p class="tk-sub">{text(said)}</p></div>')
        for one in found[:SHOWN]:
            _task(one, sheet)
        if (more := len(found) - SHOWN) > 0:
            note(words.many(more, "and one more", "and {n} more"))


def _task(one: GivenTask, sheet: Sheet) -> None:
    words, last = sheet.words, sheet.facts.frame.latest
    due = words("due {day}", day=one.due) if one.due else words("without a date")
    late = one.due is not None and is_late(one, last)
    by = words.many((last - one.due).days, "one day late", "{n} days late") if late else ""
    at = given_on(one, sheet.facts.frame)
    head = text(" · ".join((words(KINDS[one.kind]), due))) + (f' · <b class="tk-tone-bad">{text(by)}</b>' if by else "")
    foot = text(words("given by {name} on {day}", name=words.name(one.by), day=at))
    if one.within:
        way = way_to_review(one.within) if one.kind == "decision" else way_to(one.within)
        foot += f' · <a class="tk-go" href="{text(way)}">{text(words("Open it"))}</a>'
    what = one.text or words(NAMELESS)
    linked(
        f'<div class="tk-mention"><p class="tk-sub">{head}</p><p><bdi dir="auto">{text(what)}</bdi></p>'
        f'<p class="tk-sub">{foot}</p></div>',
        sheet,
    )
    if one.settled:
        st.button(words("Mark as done"), key=f"tk-yours-{one.id}-{one.place}", on_click=_finished, args=(one, words))


def _finished(one: GivenTask, words: Words) -> None:
    try:
        _shelf(office_place(session.current_settings()), session.reader()).finish(one)
    except CrmError as error:
        session.hold(DONE, words.error(error))
        return
    session.hold(DONE, words("It is saved what is done."))


def with_list(sheet: Sheet, page: str) -> Sheet:
    """The sheet as it goes to paper: with the reader's own list first, where the page has it."""
    if page not in ON_PAPER or sheet.facts.chosen is not None or getattr(sheet.facts, "gap", None) is not None:
        return sheet
    place, reader = office_place(session.current_settings()), session.reader()
    return replace(sheet, on_paper=partial(_on_paper, place, reader, sheet))


def _on_paper(place: OfficePlace, reader: Reader, sheet: Sheet) -> tuple[Card, ...]:
    """The list as a card; it is made where no session is known."""
    found = _found(place, reader)
    return (card(found, reader.name, sheet.facts.frame, sheet.words),) if found else ()


def _tasks() -> tuple[GivenTask, ...]:
    return _found(office_place(session.current_settings()), session.reader())


def _found(place: OfficePlace, reader: Reader) -> tuple[GivenTask, ...]:
    if not place.begun:
        return ()
    try:
        return _shelf(place, reader).tasks()
    except CrmError:  # the page says it
        return ()


def _shelf(place: OfficePlace, reader: Reader) -> GivenShelf:
    from crm_metrics.office.database import opened  # SQLAlchemy is slow to load, and who kept nothing needs none
    from crm_metrics.office.given import GivenShelf  # which loads the same

    return GivenShelf(opened(place), reader)

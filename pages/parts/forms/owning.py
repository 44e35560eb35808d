"""Who answers for something, and what the reader answers for: the field of an owner, and the list of what is his."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import streamlit as st

from crm_metrics import access
from crm_metrics.boards.plans.opening import way_to
from crm_metrics.boards.reviews.facts import way_to as way_to_review
from crm_metrics.errors import CrmError
from crm_metrics.figures.markup import text
from crm_metrics.office.place import office_place
from crm_metrics.words import Words, mark
from pages.parts import session
from pages.parts.cards import linked
from pages.parts.forms.saying import note, say
from pages.parts.sheet import Sheet

if TYPE_CHECKING:
    from crm_metrics.office.given import GivenShelf, GivenTask

DONE = "tk-yours-done"  # what is said once
SHOWN = 20  # of the list; the others follow as these are done
KINDS: Mapping[str, str] = {
    "plan": mark("Plan that you answer for"),
    "action": mark("Action of a plan"),
    "decision": mark("Decision of a review"),
}


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
    late = sum(_late(one, sheet) for one in found)
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
    words, last = sheet.words, _last(sheet)
    due = words("due {day}", day=one.due) if one.due else words("without a date")
    by = words.many((last - one.due).days, "one day late", "{n} days late") if one.due and _late(one, sheet) else ""
    at = one.at.astimezone(ZoneInfo(sheet.facts.frame.time_zone)).date()
    head = text(" · ".join((words(KINDS[one.kind]), due))) + (f' · <b class="tk-tone-bad">{text(by)}</b>' if by else "")
    foot = text(words("given by {name} on {day}", name=words.name(one.by), day=at))
    if one.within:
        way = way_to_review(one.within) if one.kind == "decision" else way_to(one.within)
        foot += f' · <a class="tk-go" href="{text(way)}">{text(words("Open it"))}</a>'
    what = one.text or words("Nobody has written what changes")
    linked(
        f'<div class="tk-mention"><p class="tk-sub">{head}</p><p><bdi dir="auto">{text(what)}</bdi></p>'
        f'<p class="tk-sub">{foot}</p></div>',
        sheet,
    )
    if one.settled:
        st.button(words("Mark as done"), key=f"tk-yours-{one.id}-{one.place}", on_click=_finished, args=(one, words))


def _finished(one: GivenTask, words: Words) -> None:
    try:
        _shelf().finish(one)
    except CrmError as error:
        session.hold(DONE, words.error(error))
        return
    session.hold(DONE, words("It is saved what is done."))


def _last(sheet: Sheet) -> date:
    """The last day with data: nothing is late before the data tell it."""
    return sheet.facts.frame.latest or date.min


def _late(one: GivenTask, sheet: Sheet) -> bool:
    return one.due is not None and one.due < _last(sheet)


def _tasks() -> tuple[GivenTask, ...]:
    if not office_place(session.current_settings()).begun:
        return ()
    try:
        return _shelf().tasks()
    except CrmError:  # the page says it
        return ()


def _shelf() -> GivenShelf:
    from crm_metrics.office.database import opened  # SQLAlchemy is slow to load, and who kept nothing needs none
    from crm_metrics.office.given import GivenShelf  # which loads the same

    return GivenShelf(opened(office_place(session.current_settings())), session.reader())

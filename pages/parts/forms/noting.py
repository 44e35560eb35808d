"""Notes as readers write them: what was noted of a number, the forms that write and change a note, and mentions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import streamlit as st

from crm_metrics import access
from crm_metrics.boards.answering.listing import offered
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.noting.kept import BoardNote, around_of, notes_of, shelf_of
from crm_metrics.boards.noting.leading import leads
from crm_metrics.boards.noting.marking import concerns, parts_of, within
from crm_metrics.boards.noting.telling import about, told, when
from crm_metrics.boards.number import NumberFacts
from crm_metrics.errors import CrmError, QuestionError
from crm_metrics.figures import notes
from crm_metrics.figures.markup import text
from crm_metrics.metrics.registry import known
from crm_metrics.office import planning
from crm_metrics.office.notes.noting import EVENT, KINDS, LONGEST, DayNote, NoteChangedError, NoteContent
from crm_metrics.office.place import office_place
from crm_metrics.words import Words
from pages.parts import session
from pages.parts.cards import linked
from pages.parts.forms.saying import note, say, under_name
from pages.parts.sheet import Sheet

if TYPE_CHECKING:
    from crm_metrics.office.notes.shelf import NoteShelf

NEW, CHANGE = "tk-note-new", "tk-note-change"  # the two forms
DONE, SURE = "tk-note-done", "tk-note-sure"  # what is said once, and which to take back
SHOWN = 3  # mentions that stand open; the others follow as these are read
LETTERS = 60  # of a note in the list of one's own


@dataclass(frozen=True, kw_only=True)
class NoteStart:
    """What a form begins with."""

    day: date
    metric: str = ""
    processes: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


def of_board(sheet: Sheet) -> None:
    """The forms below a board: a note of the days that it shows, and the reader's own notes."""
    facts: BoardFacts = sheet.facts
    if facts.period is None:
        return
    view = facts.view
    processes = view.processes or ((view.process,) if view.process else ())
    with st.container(key="tk-note-forms"):
        _forms(NoteStart(day=facts.last, processes=processes), sheet.words)


def of_number(sheet: Sheet) -> None:
    """What was noted of a number in its days, and the forms."""
    facts: NumberFacts = sheet.facts
    if facts.behind is None or facts.until is None:
        return
    words, metric, view = sheet.words, facts.behind.metric.name, facts.view
    parts = parts_of(metric, (), view)
    days = facts.since or date.min, facts.until
    found = [
        one
        for one in notes_of(session.warehouse(), session.reader().scope)
        if within(one, *days) and concerns(one, metric, parts)
    ]
    if found:
        _listed(found, sheet)
    asked = {name: tuple(sorted(values)) for name, values in parts.items()}
    start = NoteStart(day=facts.until, metric=metric, processes=asked.get("process", ()), teams=asked.get("team", ()))
    with st.container(key="tk-note-forms"):
        if not found:
            note(words("These days have no note of this number yet"))
        _forms(start, words)


def _listed(found: Sequence[BoardNote], sheet: Sheet) -> None:
    """The notes of a number, with where they are from and when the last of them was written."""
    words, facts = sheet.words, sheet.facts
    title = words.many(len(found), "One note of these days", "{n} notes of these days")
    listed = notes.items(told([(one, ()) for one in found], words))
    last = max(one.note.changed_at for one in found).astimezone(ZoneInfo(facts.frame.time_zone))
    foot = " · ".join((words("Source: notes kept in Pulso"), words("Updated: {moment}", moment=last)))
    with st.container(key="card-notes"):
        st.html(
            f'<div class="tk-card"><h2>{text(title)}</h2><p class="tk-sub">{text(sheet.board.period)}</p></div>'
            f'<div class="tk-notes">{listed}</div><p class="tk-footer">{text(foot)}</p>'
        )


def mentions(sheet: Sheet) -> None:
    """The notes that mention the reader, until he says that he has read them."""
    words = sheet.words
    if not _begun():
        return
    try:
        unread = _shelf().unread()
    except CrmError:  # the form says why
        return
    if not unread:
        return
    with st.container(key="tk-mentions"):
        st.html(f'<div class="tk-card"><h2>{text(words("You are mentioned"))}</h2></div>')
        for one in unread[-SHOWN:][::-1]:
            _mention(one, sheet)
        if (more := len(unread) - SHOWN) > 0:
            note(words.many(more, "and one more note", "and {n} more notes"))


def _mention(one: DayNote, sheet: Sheet) -> None:
    words, content = sheet.words, one.content
    said = words("{name} on {day}, about {what}:", name=words.name(one.author), day=when(content, words),
                 what=about(content, words))  # fmt: skip
    way = leads(session.warehouse(), content, sheet.board)
    linked(
        f'<div class="tk-mention"><p class="tk-sub">{text(said)}</p><p><bdi dir="auto">{text(content.text)}</bdi></p>'
        f'<p><a class="tk-go" href="{text(way)}">{text(words("See it where it is noted"))}</a></p></div>',
        sheet,
    )
    st.button(words("Mark as read"), key=f"tk-note-read-{one.id}", on_click=_read, args=(one, words))


def _read(one: DayNote, words: Words) -> None:
    try:
        _shelf().mark_read(one)
    except CrmError as error:
        session.hold(DONE, words.error(error))


def _begun() -> bool:
    return office_place(session.current_settings()).begun


def _shelf() -> NoteShelf:
    settings = session.current_settings()
    readers = access.readers(settings.access)
    return shelf_of(office_place(settings), session.reader(), readers, around_of(session.warehouse()))


# The forms -----------------------------------------------------------------------------------------------------------


def _forms(start: NoteStart, words: Words) -> None:
    _new_form(start, words)
    try:
        mine = [one for one in _shelf().notes() if one.author == session.reader().name] if _begun() else []
    except CrmError as error:  # the page itself needs nothing of it
        session.hold(DONE, words.error(error))
        mine = []
    if mine:
        _change_form(mine[::-1], words)
    say(DONE)


def _new_form(start: NoteStart, words: Words) -> None:
    box = st.expander(words("Add a note"), key=NEW, on_change="rerun", icon=":material/edit_note:")
    if not box.open:
        return
    place = f"{NEW}-{start.metric}-{start.day.isoformat()}"
    parts = tuple(("process", one) for one in start.processes) + tuple(("team", one) for one in start.teams)
    blank = NoteContent(first=start.day, last=start.day, text="", metric=start.metric, parts=parts)
    with box, st.form(f"{place}-form", border=False):  # what is typed runs nothing before it is saved
        _fields(place, blank, words)
        say(f"{NEW}-wrong")
        st.form_submit_button(words("Save the note"), key=f"{place}-do", type="primary", on_click=_saved,
                              args=(place, words))  # fmt: skip


def _change_form(mine: list[DayNote], words: Words) -> None:
    """Another content for one of the reader's own, or its end."""
    box = st.expander(words("Change a note of yours"), key=CHANGE, on_change="rerun", icon=":material/edit:")
    if not box.open:
        return
    own = {one.id: one for one in mine}
    with box:
        chosen = st.selectbox(words("Note"), list(own), format_func=lambda one: _short(own[one], words),
                              key=f"{CHANGE}-which")  # fmt: skip
        seen = own[chosen]
        place = _place(seen)
        with st.form(f"{place}-form", border=False):
            _fields(place, seen.content, words)
            say(f"{CHANGE}-wrong")
            st.form_submit_button(words("Save the change"), key=f"{place}-do", type="primary", on_click=_changed,
                                  args=(place, seen, words))  # fmt: skip
        if session.widget(SURE) == seen.id:
            st.button(words("Take it back for everybody"), key=f"{CHANGE}-sure", on_click=_ended, args=(seen, words))
        else:
            st.button(words("Take it back"), key=f"{CHANGE}-end", on_click=_asked_whether, args=(seen,))


def _place(seen: DayNote) -> str:
    """The widgets of a note as it was read: a newer version has its own."""
    return f"{CHANGE}-{seen.id}-{seen.version}"


def _short(one: DayNote, words: Words) -> str:
    said = f"{when(one.content, words)}: {one.content.text}"
    return said if len(said) <= LETTERS else said[: LETTERS - 1] + "…"


def _fields(place: str, now: NoteContent, words: Words) -> None:
    """The fields of a note: days and what it is about before its text."""
    may = offered(session.warehouse(), session.reader().scope)
    left, right = st.columns(2)
    left.date_input(words("Day"), value=now.first, key=f"{place}-first", format="DD/MM/YYYY")
    right.date_input(words("Last day, if there are several"), value=now.last if now.last > now.first else None,
                     key=f"{place}-last", format="DD/MM/YYYY")  # fmt: skip
    left, middle, right = st.columns(3)
    for column, dimension, label in ((left, "process", words("Processes")), (middle, "team", words("Teams"))):
        chosen = [value for name, value in now.parts if name == dimension]
        names = list(dict.fromkeys([*may[dimension], *chosen]))
        column.multiselect(label, names, default=chosen, key=f"{place}-{dimension}", placeholder=words("All"),
                           format_func=words.name if dimension == "process" else str)  # fmt: skip
    labels = {one: words(known()[one].label) for one in may["metric"]}
    ordered = sorted(labels, key=lambda one: labels[one].casefold())
    metrics = list(dict.fromkeys(["", *ordered, now.metric]))
    right.selectbox(words("Metric"), metrics, index=metrics.index(now.metric), key=f"{place}-metric",
                    format_func=lambda one: labels.get(one, one) if one else words("All metrics"))  # fmt: skip
    if session.widget(f"{place}-text") is None:
        session.hold(f"{place}-text", now.text)
    st.text_area(words("What happened"), key=f"{place}-text", max_chars=LONGEST, height=90)
    left, right = st.columns(2)
    kinds = list(KINDS)
    left.radio(words("Kind"), kinds, index=kinds.index(now.kind), key=f"{place}-kind", horizontal=True,
               format_func=lambda one: words(KINDS[one]))  # fmt: skip
    right.multiselect(words("Mention"), _others(now.mentions), default=list(now.mentions), key=f"{place}-mentions",
                      format_func=words.name, placeholder=words("Nobody"))  # fmt: skip
    _remarks(words)


def _others(mentioned: Iterable[str]) -> list[str]:
    readers = access.readers(session.current_settings().access)
    others = [one.name for one in readers if one.name != session.reader().name]
    return list(dict.fromkeys([*others, *mentioned]))


def _remarks(words: Words) -> None:
    """Who will see it, and under whose name."""
    bound = session.reader().scope != access.EVERYTHING
    whole = words("Where no part is chosen it is of the whole company, and each reader sees it.")
    own = words("Where no part is chosen it is about all that you may see.")
    seen = words("A note of a part is seen by who sees that part, and by who sees only what lies within it.")
    note(own if bound else whole, seen, words("Write no customer's name into a note."), under_name(words))


def _content(place: str) -> NoteContent:
    """What a form says, bound to the reader's part."""
    given: Callable[[str], Any] = lambda field: session.widget(f"{place}-{field}")  # noqa: E731
    if not isinstance(given("first"), date):
        raise QuestionError("A note needs a day.")
    parts = tuple((name, value) for name in ("process", "team") for value in given(name) or ())
    return NoteContent(
        first=given("first"),
        last=given("last") or given("first"),
        text=given("text") or "",
        kind=given("kind") or EVENT,
        metric=given("metric") or "",
        parts=planning.within(session.reader().scope, parts),
        mentions=tuple(given("mentions") or ()),
    )


# What the buttons do; each knows the note as its reader saw it ------------------------------------------------------


def _saved(place: str, words: Words) -> None:
    try:
        _shelf().write(_content(place))
    except CrmError as error:
        session.hold(f"{NEW}-wrong", words.error(error))
        return
    session.hold(f"{place}-text", "")
    session.hold(NEW, value=False)
    session.hold(DONE, words("The note is saved: it stands on the charts of its days."))


def _changed(place: str, seen: DayNote, words: Words) -> None:
    try:
        _shelf().change(seen, _content(place))
    except NoteChangedError as error:
        now = words("It says now: “{text}”", text=error.note.content.text)
        session.hold(f"{CHANGE}-wrong", f"{words.error(error)} {now}")
        session.hold(f"{_place(error.note)}-text", session.widget(f"{place}-text") or "")  # both are seen
        return
    except CrmError as error:
        session.hold(f"{CHANGE}-wrong", words.error(error))
        return
    session.hold(CHANGE, value=False)
    session.hold(DONE, words("The change is saved."))


def _asked_whether(seen: DayNote) -> None:
    session.hold(SURE, seen.id)


def _ended(seen: DayNote, words: Words) -> None:
    session.hold(SURE, "")
    try:
        _shelf().end(seen)
    except CrmError as error:
        session.hold(f"{CHANGE}-wrong", words.error(error))
        return
    session.hold(CHANGE, value=False)
    session.hold(DONE, words("The note is taken back: no chart shows it any more."))

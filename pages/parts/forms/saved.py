"""The saved views of a reader: a list in the sidebar that opens them, and the forms that save and change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from crm_metrics import access
from crm_metrics.access import LEVELS
from crm_metrics.errors import CrmError
from crm_metrics.figures.markup import text
from crm_metrics.office.place import office_place
from crm_metrics.office.saved import (
    LEVEL,
    LONGEST,
    PERSON,
    PRIVATE,
    Audience,
    ChangedMeanwhileError,
    SavedView,
    names_customer,
)
from crm_metrics.words import Words
from pages.parts import session
from pages.parts.asked import DATES, DAYS, OURS, day
from pages.parts.forms.saying import note, say, under_name

if TYPE_CHECKING:
    from crm_metrics.office.views import ViewShelf

FEW = 5  # views that stand open in the list
FOLLOW, FIXED = "follow", "fixed"
SAVE, CHANGE = "tk-save", "tk-change"  # the two forms
DONE, WRONG, SURE = "tk-views-done", "tk-views-wrong", "tk-views-sure"  # what is said once, and which to delete
Asked = Mapping[str, Sequence[str]]


def panel(page: str, address: Asked, titles: Mapping[str, str], words: Words) -> None:
    """The list and its forms. address: what the page was asked. titles: what each page is called."""
    begun = office_place(session.current_settings()).begun
    shelf, views = _shelf() if begun else None, []
    try:
        views = [one for one in shelf.views() if one.page in titles] if shelf else []
    except CrmError as error:  # the page itself needs nothing of it
        session.hold(DONE, words.error(error))
    asked = {key: ids for key, ids in address.items() if key not in OURS and ids}
    kept = [(key, one) for key in OURS for one in address.get(key, ())]
    with st.container(key="tk-views"):
        st.html(_listed(views, titles, kept, words) if views else '<span class="tk-quiet"></span>')
        _save_form(page, asked, words)
        if may := [one for one in views if shelf and shelf.may_delete(one)]:
            _change_form(may, words)
        say(DONE)


def _shelf() -> ViewShelf:
    from crm_metrics.office.database import opened  # SQLAlchemy is slow to load, and who saved nothing needs none
    from crm_metrics.office.views import ViewShelf  # which loads the same

    return ViewShelf(opened(office_place(session.current_settings())), session.reader(), _readers())


def _readers() -> tuple[str, ...]:
    return tuple(one.name for one in access.readers(session.current_settings().access))


# The list ------------------------------------------------------------------------------------------------------------


def _listed(
    views: Sequence[SavedView], titles: Mapping[str, str], kept: Sequence[tuple[str, str]], words: Words
) -> str:
    """Links that open each view: a name is shown as it was written, whatever it holds."""
    me, readers = session.reader().name, _readers()
    items = [
        f'<li><a class="tk-view" href="{text(_href(one, kept))}">{text(one.name)}</a>'
        f"<span>{text(' · '.join((titles[one.page], *_details(one, me, readers, words))))}</span></li>"
        for one in views
    ]
    more = words.many(len(items) - FEW, "one more view", "{n} more views")
    rest = f"<details><summary>{text(more)}</summary><ul>{''.join(items[FEW:])}</ul></details>" if items[FEW:] else ""
    title = text(words("Saved views"))
    return f'<nav class="tk-views" aria-label="{title}"><b>{title}</b><ul>{"".join(items[:FEW])}</ul>{rest}</nav>'


def _href(view: SavedView, kept: Sequence[tuple[str, str]]) -> str:
    asked = [(key, one) for key, ids in view.asked.items() for one in ids]
    return f"{view.page}?{urlencode([*asked, *kept])}"


def _details(view: SavedView, me: str, readers: Sequence[str], words: Words) -> list[str]:
    """Which days it shows where they are fixed, whose it is, with whom it is shared."""
    said = []
    since, until = (next((view.asked[key][0] for key in keys if view.asked.get(key)), "") for keys in (["since"], DAYS))
    if first := day(since):
        said.append(words("since {day}", day=first))
    if last := day(until):
        said.append(words("through {day}", day=last))
    if view.owner != me:
        gone = view.owner not in readers
        owner = words.name(view.owner)
        said.append(words("from {name}, no longer a reader", name=owner) if gone else words("from {name}", name=owner))
    elif view.audience.kind != PRIVATE:
        said.append(words("shared with {name}", name=words.name(view.audience.name)))
    return said


# The forms -----------------------------------------------------------------------------------------------------------


def _save_form(page: str, asked: Asked, words: Words) -> None:
    box = st.expander(words("Save this view"), key=SAVE, on_change="rerun", icon=":material/bookmark_add:")
    if not box.open:
        return
    with box, st.form(f"{SAVE}-form", border=False):  # what is typed runs nothing before it is saved
        _audience(f"{SAVE}-audience", Audience(), words, alone=names_customer(asked))
        st.text_input(words("Name"), key=f"{SAVE}-name", max_chars=LONGEST)
        if any(asked.get(key) for key in DATES):
            said = {FOLLOW: words("Those of today, whenever it is opened"), FIXED: words("These days, always")}
            st.radio(words("Days"), list(said), format_func=lambda one: said[one], key=f"{SAVE}-days")
        else:
            note(words("It follows today: no days are chosen on this page."))
        note(under_name(words), words("Write no customer's name into that of a view that you share."))
        say(WRONG)
        st.form_submit_button(
            words("Save"), key=f"{SAVE}-do", type="primary", on_click=_saved, args=(page, asked, words)
        )


def _change_form(views: Sequence[SavedView], words: Words) -> None:
    """Another name, another audience, or its end, for one of the reader's own."""
    box = st.expander(words("Change a view"), key=CHANGE, on_change="rerun")
    if not box.open:
        return
    known = {one.id: one for one in views}
    with box:
        chosen = st.selectbox(
            words("View"), list(known), format_func=lambda one: known[one].name, key=f"{CHANGE}-which"
        )
        view = known[chosen]
        if view.owner == session.reader().name:
            with st.form(_key(view, "form"), border=False):  # what is typed runs nothing before it is saved
                _audience(_key(view, "audience"), view.audience, words, alone=names_customer(view.asked))
                _prefilled(_key(view, "name"), view.name)
                st.text_input(words("Name"), key=_key(view, "name"), max_chars=LONGEST)
                st.form_submit_button(
                    words("Save the change"), key=f"{CHANGE}-do", type="primary", on_click=_changed, args=(view, words)
                )
        say(WRONG)
        if session.widget(SURE) == view.id:
            sure = words("Delete it for everybody") if view.audience.kind != PRIVATE else words("Delete it")
            st.button(sure, key=f"{CHANGE}-sure", on_click=_deleted, args=(view, words))
        else:
            st.button(words("Delete"), key=f"{CHANGE}-delete", on_click=_asked_whether, args=(view,))


def _audience(key: str, now: Audience, words: Words, *, alone: bool) -> None:
    """Who sees it; one that asks for a customer nobody else does."""
    others = [one for one in _readers() if one != session.reader().name]
    persons = others if session.current_settings().access else []  # in local mode the readers are the levels
    said = {_word(Audience()): words("Only I")}
    if not alone:
        said |= {_word(Audience(LEVEL, one)): words("Level: {name}", name=words.name(one)) for one in LEVELS}
        said |= {_word(Audience(PERSON, one)): one for one in persons}
    said.setdefault(_word(now), words.name(now.name))  # shared with a reader who is gone
    _prefilled(key, _word(now))
    st.selectbox(words("Who sees it"), list(said), format_func=lambda one: said.get(one, one), key=key)


def _word(audience: Audience) -> str:
    return f"{audience.kind}:{audience.name}"


def _chosen(key: str) -> Audience:
    kind, _, name = (session.widget(key) or PRIVATE).partition(":")
    return Audience(kind, name)


def _key(view: SavedView, part: str) -> str:
    """The widget of a part of a view as it was read: a newer version has its own."""
    return f"{CHANGE}-{part}-{view.id}-{view.version}"


def _prefilled(key: str, value: str) -> None:
    if session.widget(key) is None:
        session.hold(key, value)


# What the buttons do; each knows the view as its reader saw it -----------------------------------------------------


def _saved(page: str, asked: Asked, words: Words) -> None:
    if session.widget(f"{SAVE}-days") != FIXED:
        asked = {key: ids for key, ids in asked.items() if key not in DATES}
    try:
        view = _shelf().save(session.widget(f"{SAVE}-name") or "", page, asked, _chosen(f"{SAVE}-audience"))
    except CrmError as error:
        session.hold(WRONG, words.error(error))
        return
    session.hold(f"{SAVE}-name", "")
    _finished(SAVE, words("Saved: {name}", name=view.name))


def _changed(view: SavedView, words: Words) -> None:
    name, audience = session.widget(_key(view, "name")) or "", _chosen(_key(view, "audience"))
    try:
        now = _shelf().change(view, name, audience)
    except ChangedMeanwhileError as error:
        session.hold(WRONG, words.error(error))
        session.hold(_key(error.view, "name"), name)  # both are seen: what is now above, what was written in the form
        session.hold(_key(error.view, "audience"), _word(audience))
        return
    except CrmError as error:
        session.hold(WRONG, words.error(error))
        return
    _finished(CHANGE, words("Changed: {name}", name=now.name))


def _asked_whether(view: SavedView) -> None:
    session.hold(SURE, view.id)


def _deleted(view: SavedView, words: Words) -> None:
    session.hold(SURE, "")
    try:
        _shelf().delete(view)
    except CrmError as error:
        session.hold(WRONG, words.error(error))
        return
    _finished(CHANGE, words("Deleted: {name}", name=view.name))


def _finished(form: str, said: str) -> None:
    session.hold(DONE, said)
    session.hold(form, value=False)

"""The header of a board: title, period and state at the left, filters at the right, what a link asked in vain below."""

from __future__ import annotations

from datetime import date

import streamlit as st

from crm_metrics.boards.core import Board, Filter
from crm_metrics.boards.telling import sentences
from crm_metrics.figures.markup import text
from crm_metrics.figures.tiles import chip
from crm_metrics.metrics.core import DIMENSIONS
from crm_metrics.metrics.question import FIRST_YEAR, LAST_YEAR
from crm_metrics.words import Words
from pages.parts import printing, session
from pages.parts.asked import way_to_wall
from pages.parts.session import Sheet

# Choices of the usual width beside a title; narrower ones, as with a calendar; of still more each row is their own.
FEW, MOST = 3, 4
WIDE, NARROW, LONG, LETTER = 186, 160, 300, 7.5  # px: the last of a letter


def header(sheet: Sheet, page: str, strange: list[tuple[str, str]]) -> None:
    """The one row above a board."""
    board, words = sheet.board, sheet.words
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="tk-head"):
        st.html(
            f'<header class="tk-header"><h1>{text(board.title)}</h1><span class="tk-period">{text(board.period)}</span>'
            f"{chip(board.state)}{way_to_wall(page, session.address(), words)}"
            f"{printing.notice(page, words)}</header>"
        )
        beside = [one for one in board.filters if not one.tabs]
        if len(beside) <= MOST:
            roomy = len(beside) <= FEW and not any(one.day for one in beside)
            for board_filter in beside:
                _filter(board_filter, page, WIDE if roomy else NARROW)
        printing.button(sheet, page)
    if len(beside) > MOST:  # a page of choices has them in a row of their own
        with st.container(horizontal=True, gap="small", key="tk-choices"):
            for board_filter in beside:
                _filter(board_filter, page, _room(board_filter))
    for board_filter in board.filters:
        if board_filter.tabs:
            _tabs(board_filter, page)
    notices = [unanswered(key, value, board, words) for key, value in strange]
    damage = session.warehouse().notice  # an earlier version is read: said on every page
    st.html(notices_of([*([words.error(damage)] if damage else []), *notices, *board.notices], words))
    if board.omits:
        st.page_link("pages/data.py", label=words("See the rows left out"), icon=":material/database:")
    if board.summary:
        first, *rest = board.summary
        st.html(f'<p class="tk-summary"><b>{text(first)}</b> {text(" ".join(rest))}</p>')


def unanswered(key: str, value: str, board: Board, words: Words) -> str:
    """Why a part of the link is not answered: the page shows one such thing at a time, or there is no such thing."""
    labels = {one.key: one.label for one in board.filters} | {one.key: one.label for one in board.among}
    name = words.name(key) if key in DIMENSIONS else labels.get(key, key)
    offered = next((one for one in board.filters if one.key == key and not one.several), None)
    said = {choice.id: choice.text for choice in offered.choices} if offered else {}
    if value in said:
        return words("This page shows one {filter} at a time; “{value}” is left out.",
                     filter=sentences.inside(name), value=said[value])  # fmt: skip
    return words("The link asks for {filter} “{id}”, which does not exist here or is not yours to see.",
                 filter=sentences.inside(name), id=value)  # fmt: skip


def notices_of(notices: list[str], words: Words) -> str:
    """What changes the reading of the whole page: the first in full, the others behind it."""
    lines = [f'<p class="tk-notice"><span class="tk-chip tk-stale">!</span>{text(notice)}</p>' for notice in notices]
    if len(lines) < 2:
        return f'<div role="status">{"".join(lines)}</div>' if lines else '<span class="tk-quiet"></span>'
    first, *rest = lines
    more = words.many(len(rest), "and one more notice", "and {n} more notices")
    return (
        f'<details class="tk-notices" role="status"><summary>{first}<span class="tk-more">{text(more)}</span></summary>'
        f"{''.join(rest)}</details>"
    )


def _filter(board_filter: Filter, page: str, width: int) -> None:
    """One of the choices, kept in the address by its id; the label is there for those who do not see."""
    if board_filter.free or board_filter.day:
        (_search if board_filter.free else _calendar)(board_filter, page, width)
        return
    names = {"": board_filter.everything} if board_filter.everything else {}
    names |= {choice.id: choice.text for choice in board_filter.choices}
    if board_filter.several:
        _choices(board_filter, page, width)
        return
    chosen = (
        board_filter.chosen[0] if board_filter.chosen and board_filter.chosen[0] in names else next(iter(names), "")
    )
    widget = f"filter-{page}-{board_filter.key}"
    st.selectbox(
        board_filter.label,
        list(names),
        format_func=lambda value: names.get(value, value),
        key=session.hold(widget, chosen),
        on_change=session.filtered,
        args=(page, board_filter.key, widget),
        label_visibility="collapsed",
        width=width,
    )


def _room(board_filter: Filter) -> int:
    """As wide as the longest of its choices needs, within reason."""
    longest = max((len(choice.text) for choice in board_filter.choices), default=0)
    return min(max(NARROW, round(longest * LETTER) + 60), LONG) if board_filter.choices else WIDE


def _choices(board_filter: Filter, page: str, width: int) -> None:
    """Any of the choices, on one line; none of them is everything."""
    names = {choice.id: choice.text for choice in board_filter.choices}
    widget = f"filter-{page}-{board_filter.key}"
    st.multiselect(
        board_filter.label,
        list(names),
        format_func=lambda value: names.get(value, value),
        key=session.hold(widget, [one for one in board_filter.chosen if one in names]),
        placeholder=board_filter.everything,
        on_change=session.filtered,
        args=(page, board_filter.key, widget),
        label_visibility="collapsed",
        select_all=False,
        wrap=False,
        width=width,
    )


def _tabs(board_filter: Filter, page: str) -> None:
    """One of the choices, all of them side by side below the title."""
    names = {choice.id: choice.text for choice in board_filter.choices}
    widget = f"filter-{page}-{board_filter.key}"
    with st.container(key="tk-tabs"):
        st.segmented_control(
            board_filter.label,
            list(names),
            format_func=lambda value: names.get(value, value),
            key=session.hold(widget, next(iter(board_filter.chosen), next(iter(names), ""))),
            on_change=session.filtered,
            args=(page, board_filter.key, widget),
            required=True,
            label_visibility="collapsed",
        )


def _calendar(board_filter: Filter, page: str, width: int) -> None:
    """A civil day, kept in the address as its ISO date."""
    widget = f"filter-{page}-{board_filter.key}"
    st.date_input(
        board_filter.label,
        key=session.hold(widget, date.fromisoformat(board_filter.chosen[0])),
        min_value=date(FIRST_YEAR, 1, 1),  # else ten years before and after today
        max_value=date(LAST_YEAR, 12, 31),
        format="DD/MM/YYYY",
        on_change=session.dated,
        args=(page, board_filter.key, widget),
        label_visibility="collapsed",
        width=width,
    )


def _search(board_filter: Filter, page: str, width: int) -> None:
    """A text to look for, kept in the address as it was typed."""
    widget = f"filter-{page}-{board_filter.key}"
    st.text_input(
        board_filter.label,
        key=session.hold(widget, board_filter.chosen[0] if board_filter.chosen else ""),
        placeholder=board_filter.everything,
        on_change=session.filtered,
        args=(page, board_filter.key, widget),
        label_visibility="collapsed",
        width=width,
    )

"""Cards: title, subtitle, body, footer; rows of cards in twelfths."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from crm_metrics.boards.bodies.meanings import Meaning
from crm_metrics.boards.bodies.quadrant import Quadrant
from crm_metrics.boards.core import Attend, Body, Card, Control, Empty, Grid, Multiples
from crm_metrics.figures import bodies, lists, notes, tables
from crm_metrics.figures.markup import carried, text, unmarked
from crm_metrics.figures.tiles import definition, opener, popover
from crm_metrics.words import Words
from pages.parts import export, printing, session
from pages.parts.asked import DATES
from pages.parts.session import Sheet

FEW = 4  # small charts: so few of them all stand on a phone
STANDING = 2  # cards: so many stand open on a phone, the others show their finding and open by a tap


def cards(sheet: Sheet) -> None:
    """All cards of a board, in reading order, as many to a row as fit into twelve."""
    held = session.warehouse() if session.has_warehouse() else None
    for row in _rows(sheet.board.cards):
        columns = st.columns([card.width for card in row], gap="small") if len(row) > 1 else [st.container()]
        for column, card in zip(columns, row, strict=True):
            with column, st.container(key=f"card-{card.key}", height="stretch"):
                _card(card, sheet)
                _download(card, sheet)
                printing.picture_button(card, sheet, held)


def plain(card: Card, words: Words) -> None:
    """A card without buttons or charts."""
    with st.container(key=f"card-{card.key}"):
        body = card.body
        if not isinstance(body, Grid):
            st.html(_title(card) + bodies.html(card, words))
        elif len(body.rows) > tables.TALL:
            st.html(_title(card))
            size = _open(card, len(body.rows), tables.TALL, words)
            st.html(_few(card, body, size, tables.TALL, words))
        else:
            st.html(_title(card) + _few(card, body, len(body.rows), None, words))
        st.html(_footer(card, words))


def message(title: str, reason: str, place: str = "message") -> None:
    """A card that holds a sentence only: an error, a page that is not permitted."""
    with st.container(key=f"card-{place}"):
        st.html(f'<div class="tk-empty tk-{place}"><strong>{text(title)}</strong><p>{text(reason)}</p></div>')


def linked(html: str, sheet: Sheet) -> None:
    """HTML whose links to rows keep the reader, the language and the filters of the page, but for its own words."""
    st.html(carried(html, _along(sheet)))


def _along(sheet: Sheet) -> list[tuple[str, str]]:
    """What of the address the links of a sheet keep."""
    asked, own = session.address(), (*DATES, "process", *sheet.board.own)
    kept = [(key, one) for key, ids in asked.items() if key not in own for one in ids]
    bound = "process" not in sheet.board.own and session.bound_to_processes()
    return kept + [("process", one) for one in asked.get("process", []) if bound]


def _linked_once(place: str, sheet: Sheet, make: Callable[[], str], made_of: Hashable = ()) -> None:
    """The same of HTML, if any, that but for `made_of` is the same at each rerun: it is written once."""
    kept = _along(sheet)
    if html := sheet.written.text(place, (made_of, *kept), lambda: carried(make(), kept)):
        st.html(html)


def _rows(given: Iterable[Card]) -> Iterator[list[Card]]:
    row: list[Card] = []
    for card in given:
        if sum(card.width for card in row) + card.width > 12:
            yield row
            row = []
        row.append(card)
    if row:
        yield row


def _card(card: Card, sheet: Sheet) -> None:
    show = _WITH_BUTTONS.get(type(card.body), _shown)
    show(card, card.body, sheet)
    _linked_once(f"{card.key}-notes", sheet, lambda: notes.listed(card.notes, sheet.words))
    terms = sheet.terms.get(card.key, ())
    _linked_once(f"{card.key}-footer", sheet, lambda: _footer(card, sheet.words, terms))


def _shown(card: Card, body: Body, sheet: Sheet) -> None:
    """A body as it is drawn and written, without buttons."""
    _linked_once(card.key, sheet, lambda: _above(card, sheet) + bodies.html(card, sheet.words))
    for index in range(len(bodies.charts(body))):
        _chart(card, sheet, index)
    _linked_once(f"{card.key}-foot", sheet, lambda: bodies.foot(body, sheet.words))


def _grid(card: Card, body: Grid, sheet: Sheet) -> None:
    """A table; of a long one its first rows, or those that have a signal on a phone, and the rest when asked for."""
    first = tables.TALL if body.first is None and len(body.rows) > tables.TALL else body.first
    if _cut(len(body.rows), first) or not tables.folds(body):
        st.html(_above(card, sheet))
        size = _open(card, len(body.rows), first, sheet.words)
        _linked_once(card.key, sheet, lambda: _few(card, body, size, first, sheet.words), size)
        return
    st.html(_above(card, sheet))
    with st.container(key=f"tk-seven-{card.key}"):
        fold = not st.toggle(sheet.words("See every row"), key=f"every-{card.key}")
    _linked_once(card.key, sheet, lambda: tables.grid(body, card.key, sheet.words, fold=fold), fold)


def _few(card: Card, body: Grid, size: int, first: int | None, words: Words) -> str:
    """The first rows of a table, those that stand open; a phone shows fewer, and the others when asked for."""
    shown = replace(body, rows=body.rows[:size])
    rest = "" if _cut(len(body.rows), first) else words("See all {n}", n=len(body.rows))
    few = tables.FEW if rest or size < len(body.rows) else None
    return tables.grid(shown, card.key, words, few=few, rest=rest)


def _cut(size: int, first: int | None) -> bool:
    return first is not None and size > first


def _open(card: Card, size: int, first: int | None, words: Words) -> int:
    """How many of a list stand open: the first of them, all once the reader asks."""
    if first is None or not _cut(size, first):
        return size
    with st.container(key=f"tk-all-{card.key}"):
        return size if st.toggle(words("See all {n}", n=size), key=f"all-{card.key}") else first


def _empty(card: Card, body: Empty, sheet: Sheet) -> None:
    """Why there is nothing, and the button that leads on."""
    st.html(_above(card, sheet))
    st.html(bodies.html(card, sheet.words))
    if body.action and body.goto:
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.button(unmarked(body.action), key=f"goto-{card.key}", on_click=session.go, args=(dict(body.goto),))


def _download(card: Card, sheet: Sheet) -> None:
    """The table of a card as a file, beside its title."""
    words = sheet.words
    if held := sheet.written.text(f"{card.key}-csv", (), lambda: export.table(card, words)):
        st.download_button(
            "CSV",
            held.encode(),
            f"pulso-{card.key}.csv",
            "text/csv",
            key=f"tk-csv-{card.key}",
            help=words("Download this table"),
            type="tertiary",
            on_click="ignore",
        )


def _chart(card: Card, sheet: Sheet, index: int, alt: str = "") -> None:
    figure = sheet.figures[card.key, index]
    st.plotly_chart(
        figure,
        theme=None,
        key=f"chart-{card.key}-{index}",
        config=sheet.config,
        alt=alt or _without_eyes(card, sheet.words),
    )


def _without_eyes(card: Card, words: Words) -> str:
    """The finding of a card, what its chart shows and what was noted of it, for those who do not see it."""
    said = card.alt if card.alt.startswith(card.title) else f"{card.title}. {card.alt}"
    return _ended(said, notes.spoken(card.notes, words))


def _ended(said: str, more: str) -> str:
    """A sentence, and the one after it, if any."""
    return f"{said.rstrip('.')}. {more}" if more else said


def _said(chart: Control) -> str:
    """What a small chart says: whose it is, of what, its signal, its last point."""
    signal = f": {chart.chip.text}" if chart.chip else ""
    last = next((f". {one.label}" for one in reversed(chart.points) if one.value is not None and one.label), "")
    return f"{chart.group} {chart.name}{signal}{last}".strip()


def _title(card: Card, unfolds: str = "") -> str:
    said = f'<h2>{text(card.title)}</h2><p class="tk-sub">{text(card.subtitle)}</p>'
    return f'<div class="tk-card">{said}{unfolds}</div>'


def _above(card: Card, sheet: Sheet) -> str:
    """Title and subtitle; on a phone also what opens the card, where it lies beyond those that stand open."""
    if card.key in [one.key for one in sheet.board.cards[:STANDING]] or isinstance(card.body, Empty):
        return _title(card)
    more, less = sheet.words("See more"), sheet.words("See less")
    inner = f'<span class="tk-shut">{text(more)}</span><span class="tk-opened">{text(less)}</span>'
    inner += f'<span class="tk-unseen">: {text(card.title)}</span>'
    return _title(card, f'<details class="tk-unfold"><summary>{inner}</summary></details>')


def _footer(card: Card, words: Words, terms: Sequence[Meaning] = ()) -> str:
    """Source, n, freshness, and the names of the card's metrics and of its terms, which open what they mean."""
    names, panels = "", ""
    for index, meaning in enumerate(card.definitions):
        place = f"tk-card-{text(card.key)}-{index}"
        names += opener(place, meaning.name, words("Open the definition"))
        panels += definition(meaning, place, words)
    for index, term in enumerate(terms):
        place = f"tk-term-{text(card.key)}-{index}"
        names += opener(place, term.name, words("Open the meaning"))
        also = f'<p class="tk-sub">{text(words("Also:"))} {text(term.also)}</p>' if term.also else ""
        lead = f'<a class="tk-go" href="glossary?{text(urlencode({"q": term.name}))}">{text(words("Glossary"))}</a>'
        panels += popover(place, term.name, f"<p>{text(term.means)}</p>{also}{lead}", words)
    if not card.footer and not names:
        return '<span class="tk-quiet"></span>'
    return f'<div><p class="tk-footer">{text(card.footer)}&ensp;<span class="tk-names">{names}</span></p>{panels}</div>'


def _attend(card: Card, body: Attend, sheet: Sheet) -> None:
    """The things to attend, each with the button that narrows the board to it."""
    st.html(_above(card, sheet))
    shown = _open(card, len(body.items), body.first, sheet.words)
    for index, item in enumerate(body.items[:shown]):
        with st.container(key=f"tk-item-{card.key}-{index}"):
            linked(lists.attention(item, first=index == 0), sheet)
            if item.opens:
                linked(tables.opened(item.opens, f"{card.key}-{index}", sheet.words), sheet)
            if item.goto:
                place, asked = f"attend-{card.key}-{index}", (dict(item.goto),)
                st.button(sheet.words("See it"), key=place, type="tertiary", on_click=session.go, args=asked)


def _multiples(card: Card, body: Multiples, sheet: Sheet) -> None:
    """Small charts, four to a row; on a phone those with a signal, and the rest when asked for."""
    st.html(_above(card, sheet))
    words, every = sheet.words, len(body.charts) < FEW
    if not every:
        with st.container(key=f"tk-seven-{card.key}"):
            every = st.toggle(words("See all of them"), key=f"seven-{card.key}")
    if not every:
        st.html(
            f'<style class="tk-quiet">@media (max-width: 640px) {{ [class*="st-key-tk-multiples-{card.key}"] > '
            f'div:has([class*="st-key-routine-{card.key}"]) {{ display: none; }} }}</style>'
        )
    cells = st.grid(columns=4, min_column_width=210, gap="small", key=f"tk-multiples-{card.key}")
    for index, chart in enumerate(body.charts):
        signal = any(point.mark for point in chart.points[-1:])
        with cells.cell(), st.container(key=f"{'signal' if signal else 'routine'}-{card.key}-{index}", gap=None):
            group = f"<b>{text(chart.group)}</b>" if chart.group else ""
            st.html(f'<p class="tk-multiple">{group}<span>{text(chart.name)}</span></p>')
            if chart.reason:
                st.html(f'<p class="tk-none-line">{text(chart.reason)}</p>')
            else:
                _chart(card, sheet, index, alt=_ended(_said(chart), notes.spoken(card.notes, words, index)))
                _linked_once(f"{card.key}-foot-{index}", sheet, partial(bodies.foot, chart, words))
    with cells.cell():
        st.html(bodies.html(card, words))


def _quadrant(card: Card, body: Quadrant, sheet: Sheet) -> None:
    """A cloud: its units can be chosen by name or by a click, and the table beside it shows those chosen."""
    st.html(_above(card, sheet))
    names, page, words = {one.unit: one.name for one in body.points}, sheet.board.key, sheet.words
    chosen = [one.unit for one in body.points if one.chosen]
    picks, widget = chosen if len(chosen) < len(names) else [], f"pick-{card.key}"
    st.multiselect(
        words("Choose by name"),
        list(names),
        format_func=lambda unit: names.get(unit, unit),
        key=session.hold(widget, picks),
        placeholder=words("Choose by name"),
        on_change=session.filtered,
        args=(page, body.picks, widget),
        label_visibility="collapsed",
    )
    chart = f"chart-{card.key}-{zlib.crc32(repr((*picks, *names)).encode())}"  # anew with each choice: nothing lingers
    st.plotly_chart(
        sheet.figures[card.key, 0],
        theme=None,
        key=chart,
        config=sheet.config,
        alt=_without_eyes(card, words),
        selection_mode="points",
        on_select=partial(_clicked, page, body.picks, chart, picks),
    )
    _linked_once(f"{card.key}-foot", sheet, lambda: bodies.foot(body, words))


def _clicked(page: str, key: str, chart: str, picks: Sequence[str]) -> None:
    """A click on a point chooses its unit besides the others, or no more."""
    marked = [point["customdata"][0] for point in session.clicked(chart)]
    session.go(
        {key: [*(one for one in picks if one not in marked), *(one for one in marked if one not in picks)]}, page
    )


# The bodies that the reader can press or unfold; all others are shown as the table of bodies says.
_WITH_BUTTONS: Mapping[type[Body], Callable[[Card, Any, Sheet], None]] = {
    Attend: _attend,
    Empty: _empty,
    Grid: _grid,
    Multiples: _multiples,
    Quadrant: _quadrant,
}

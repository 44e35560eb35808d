"""Cards: title, subtitle, body, footer; rows of cards in twelfths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import streamlit as st

from crm_metrics.boards.core import (
    Attend,
    Bridge,
    Card,
    Control,
    Deciles,
    Empty,
    FactSheet,
    Grid,
    Heat,
    Multiples,
    PlanActual,
    SixTwelve,
)
from crm_metrics.words import Words
from pages.parts import export, session, tables
from pages.parts.markup import text, unmarked
from pages.parts.session import Sheet
from pages.parts.tiles import chip, definition, opener


def cards(sheet: Sheet) -> None:
    """All cards of a board, in reading order, as many to a row as fit into twelve."""
    for row in _rows(sheet.board.cards):
        columns = st.columns([card.width for card in row], gap="small") if len(row) > 1 else [st.container()]
        for column, card in zip(columns, row, strict=True):
            with column, st.container(key=f"card-{card.key}", height="stretch"):
                _card(card, sheet)
                _download(card, sheet.words)


def plain(card: Card, words: Words) -> None:
    """A card that holds a table."""
    with st.container(key=f"card-{card.key}"):
        inside = tables.grid(card.body, card.key, words) if isinstance(card.body, Grid) else ""
        st.html(_above(card) + inside)
        st.html(_footer(card, words))


def message(title: str, told: str, place: str = "message") -> None:
    """A card that holds a sentence only: an error, a page that is not permitted."""
    with st.container(key=f"card-{place}"):
        st.html(f'<div class="tk-empty tk-{place}"><strong>{text(title)}</strong><p>{text(told)}</p></div>')


def _rows(given: Iterable[Card]) -> Iterator[list[Card]]:
    row: list[Card] = []
    for card in given:
        if sum(one.width for one in row) + card.width > 12:
            yield row
            row = []
        row.append(card)
    if row:
        yield row


def _card(card: Card, sheet: Sheet) -> None:
    words, body = sheet.words, card.body
    above, below = _above(card), _footer(card, words)
    if isinstance(body, Heat):
        st.html(above + tables.heat(body, card.alt))
    elif isinstance(body, FactSheet):
        st.html(above + tables.entry(body, words("What the engine runs")))
    elif isinstance(body, Grid):
        fold = tables.folds(body)
        if fold:
            st.html(above)
            with st.container(key=f"tk-seven-{card.key}"):
                fold = not st.toggle(words("See every row"), key=f"every-{card.key}")
        st.html(("" if tables.folds(body) else above) + tables.grid(body, card.key, words, fold=fold))
    elif isinstance(body, Control | SixTwelve | Bridge | PlanActual | Deciles):
        st.html(above + _legend(body))
        _chart(card, sheet, 0)
        if isinstance(body, SixTwelve) and body.totals:
            st.html(tables.totals(body.totals))
    else:
        st.html(above)
        _parts(card, sheet)
    st.html(below)


def _parts(card: Card, sheet: Sheet) -> None:
    """The bodies that hold buttons or several charts."""
    if isinstance(card.body, Attend):
        _attend(card.body, card.key, sheet.words)
    elif isinstance(card.body, Multiples):
        _multiples(card, card.body, sheet)
    elif isinstance(card.body, Empty):
        st.html(tables.empty(card.body, card.title))
        if card.body.action and card.body.goto:
            with st.container(horizontal=True, horizontal_alignment="center"):
                st.button(
                    unmarked(card.body.action),
                    key=f"goto-{card.key}",
                    on_click=session.go,
                    args=(dict(card.body.goto),),
                )


def _download(card: Card, words: Words) -> None:
    """The table of a card as a file, beside its title."""
    if held := export.table(card, words):
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
        figure, theme=None, key=f"chart-{card.key}-{index}", config=sheet.config, alt=alt or f"{card.title}. {card.alt}"
    )


def _legend(body: Control | SixTwelve | Bridge | PlanActual | Deciles) -> str:
    """The names of what is drawn; what a chart lacks is not named."""
    if isinstance(body, SixTwelve):
        drawn = (
            bool(body.weeks_before or body.months_before),
            (body.weeks_goal, body.months_goal) != (None, None),
            True,
        )
        marks = ("before", "goal", "data")
    elif isinstance(body, PlanActual):
        drawn = (any(one is not None for one in body.before), any(one is not None for one in body.plan), True)
        marks = ("pale", "outline", "bar")
    else:
        return ""
    named = zip(marks, body.legend, drawn, strict=True)
    return tables.legend([(mark, name) for mark, name, there in named if there])


def _above(card: Card) -> str:
    return f'<div class="tk-card"><h2>{text(card.title)}</h2><p class="tk-sub">{text(card.subtitle)}</p></div>'


def _footer(card: Card, words: Words) -> str:
    """Source, n, freshness, and the names of the card's metrics, which open their definitions."""
    names, panels = "", ""
    for index, one in enumerate(card.definitions):
        place = f"tk-card-{text(card.key)}-{index}"
        names += opener(place, one.name, words("Open the definition"))
        panels += definition(one, place, words)
    if not card.footer and not names:
        return '<span class="tk-quiet"></span>'
    return f'<div><p class="tk-footer">{text(card.footer)}&ensp;<span class="tk-names">{names}</span></p>{panels}</div>'


def _attend(body: Attend, key: str, words: Words) -> None:
    for index, item in enumerate(body.items):
        first = " tk-first" if index == 0 else ""
        with st.container(key=f"tk-item-{key}-{index}"):
            st.html(
                f'<div class="tk-attend{first}"><div>{chip(item.chip)}</div>'
                f'<div><p class="tk-fact">{text(item.fact)}</p><p class="tk-detail">{text(item.detail)}</p></div>'
                f'<p class="tk-owner"><b>{text(item.team)}</b>{text(item.owner)}</p></div>'
            )
            if item.goto:
                place, asked = f"attend-{key}-{index}", (dict(item.goto),)
                st.button(words("See it"), key=place, type="tertiary", on_click=session.go, args=asked)


def _multiples(card: Card, body: Multiples, sheet: Sheet) -> None:
    """Small charts, four to a row; on a phone those with a signal, and the rest when asked for."""
    words, every = sheet.words, len(body.charts) < 2
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
                _chart(card, sheet, index, alt=f"{chart.group} {chart.name}. {card.title}")
    with cells.cell():
        told = "".join(f"<p>{text(line)}</p>" for line in body.key)
        st.html(f'<div class="tk-key"><p>{text(words("How to read it"))}</p>{told}</div>')

"""A board on paper and a card as a picture: the buttons that give them, and the word for those who print the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from crm_metrics.boards.core import Card
from crm_metrics.figures.markup import text
from crm_metrics.printed import picture
from crm_metrics.printed.paper import paper
from crm_metrics.printed.pdf import lacking, pdf
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from pages.parts import session
from pages.parts.session import Sheet

LEFT_OUT = ("number", "catalogue")  # they hand out a file of their own, and what it holds may be much


def button(sheet: Sheet, page: str) -> None:
    """The button of a board; where this machine can't make a PDF, what it lacks, in its place."""
    words = sheet.words
    if page in LEFT_OUT:
        return
    if (lack := lacking()) is not None:
        with st.popover("PDF"):
            st.html(f"<p>{text(words.error(lack))}</p>")
        return
    st.download_button(
        "PDF",
        maker(sheet),
        f"pulso-{page}.pdf",
        "application/pdf",
        key="tk-pdf",
        help=words("The whole board on pages of A4"),
        on_click="ignore",
    )


def maker(sheet: Sheet) -> Callable[[], bytes]:
    """What makes the PDF of a board; it runs when it is asked for, where no session is known."""
    return partial(_made, session.warehouse(), sheet, session.current_settings().address)


def _made(warehouse: Warehouse, sheet: Sheet, address: str | None) -> bytes:
    now = datetime.now(UTC)
    board = replace(sheet.board, cards=(*sheet.on_paper(), *sheet.board.cards))
    return pdf(paper(warehouse, board, sheet.view, sheet.words, address=address, at=now))


def picture_button(card: Card, sheet: Sheet, warehouse: Warehouse | None) -> None:
    """The button of a card with a chart that gives its picture; where this machine can't make one, what it lacks."""
    if warehouse is None or not picture.has_picture(card):
        return
    words, key = sheet.words, f"tk-png-{card.key}"
    if (lack := picture.lacking()) is not None:
        with st.container(key=key), st.popover("PNG", type="tertiary"):
            st.html(f"<p>{text(words.error(lack))}</p>")
        return
    st.download_button(
        "PNG",
        taker(card, sheet, warehouse),
        f"pulso-{card.key}.png",
        "image/png",
        key=key,
        help=words("The picture of this card, with its source and filters"),
        type="tertiary",
        on_click="ignore",
    )


def taker(card: Card, sheet: Sheet, warehouse: Warehouse) -> Callable[[], bytes]:
    """What makes the picture of a card; it runs when it is asked for, where no session is known."""
    return partial(_taken, warehouse, card, sheet, session.current_settings().address)


def _taken(warehouse: Warehouse, card: Card, sheet: Sheet, address: str | None) -> bytes:
    now = datetime.now(UTC)
    return picture.picture(paper(warehouse, sheet.board, sheet.view, sheet.words, address=address, at=now), card)


def notice(page: str, words: Words) -> str:
    """What stands above a board where the browser itself prints it."""
    if page in LEFT_OUT:
        return ""
    said = words("Printed from the browser, charts are cut off: the button PDF beside the title gives the whole board.")
    return f'<p class="tk-print">{text(said)}</p>'

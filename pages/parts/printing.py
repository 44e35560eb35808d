"""A board on paper: the button that gives it as a PDF, and the word for those who print the page itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from crm_metrics.figures.markup import text
from crm_metrics.printed.paper import paper
from crm_metrics.printed.pdf import lacking, pdf
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from pages.parts import session
from pages.parts.session import Sheet

LEFT_OUT = ("number",)  # it hands its rows out as a file, and they may be many


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
    return pdf(paper(warehouse, sheet.board, sheet.view, sheet.words, address=address, at=now))


def notice(page: str, words: Words) -> str:
    """What stands above a board where the browser itself prints it."""
    if page in LEFT_OUT:
        return ""
    said = words("Printed from the browser, charts are cut off: the button PDF beside the title gives the whole board.")
    return f'<p class="tk-print">{text(said)}</p>'

"""The whole list of customers that a page shows a part of, as files, made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from crm_metrics.boards.core import View
from crm_metrics.figures.workbook import workbook
from crm_metrics.metrics.behind.table import as_csv
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from pages.parts import export, session
from pages.parts.session import Sheet
from pages.parts.sheet import board_module


def files(sheet: Sheet) -> None:
    """The buttons of the files, where there is a list."""
    if not any(card.key == "list" and card.footer for card in sheet.board.cards):
        return
    words = sheet.words
    with st.container(key="tk-files", horizontal=True):
        for form, kind in export.ROWS.items():
            st.download_button(
                words("The whole list as {form}", form=kind.name),
                made(form, session.warehouse(), sheet.view, words),
                f"pulso-customers.{form}",
                kind.mime,
                key=f"tk-list-{form}",
                icon=":material/download:",
                on_click="ignore",
            )


def made(form: str, warehouse: Warehouse, view: View, words: Words) -> Callable[[], bytes]:
    """What makes the list of a view as a file of a form of `export.ROWS`; it knows no session."""
    return partial(_file, form, warehouse, view, words)


def _file(form: str, warehouse: Warehouse, view: View, words: Words) -> bytes:
    page = board_module("customers")
    facts = page.gather(warehouse, view)
    table = page.table(facts)
    if form == "csv":
        return ("\ufeff" + as_csv(table, "\r\n")).encode()
    about = page.about(facts, words, len(table.rows), datetime.now(UTC))
    return workbook(table, about, (words("Customers"), words("About these rows")))

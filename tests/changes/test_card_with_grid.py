"""A card with a table: its module, its line in the list of its board, and its sentences in Spanish."""

from __future__ import annotations

import json
from pathlib import Path

from tests.changes.workbench import Copy, copied

NAME = "a card with a grid on a board"
BAR = 3
CARD, BOARD = "crm_metrics/boards/cards/priorities.py", "crm_metrics/boards/weekly.py"
SPANISH = "crm_metrics/locales/es/LC_MESSAGES/pulso.po"

MODULE = '''"""The cases of the week by their priority."""

from __future__ import annotations

from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, asked_of, collect
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

OPENED = Indicator("cases_opened", "service")


def gather(warehouse: Warehouse, facts: BoardFacts) -> tuple[tuple[str, int], ...] | None:
    """How many cases of each priority were opened, the most first; None without any."""
    results = collect(
        warehouse, [OPENED], every="all", since=facts.first, until=facts.last, by=("priority",),
        where=asked_of(facts.view), scope=facts.view.scope,
    )
    readings = results[OPENED].readings if OPENED in results else ()
    counts = {str(reading.groups[0]): int(reading.value) for reading in readings if reading.groups[0] and reading.value}
    return tuple(sorted(counts.items(), key=lambda count: -count[1])) or None


def card(counts: tuple[tuple[str, int], ...], frame: Frame, words: Words) -> Card:
    """The table of priorities."""
    title = words("Opened cases in {n} priorities", n=len(counts))
    columns = (GridColumn("priority", words("Priority")), GridColumn("cases", words("Opened cases"), "number"))
    rows = tuple(Row(name, (Cell(text=words.name(name)), Cell(text=words.number(n)))) for name, n in counts)
    return Card(
        key="priorities",
        title=title,
        subtitle=words("Opened cases of the week by priority"),
        body=Grid(columns, rows, title),
        footer=frame.footer(words, [OPENED.metric], sum(n for _, n in counts)),
        alt=title,
        definitions=(definition(metric_of(OPENED.metric), words),),
    )
'''
TRANSLATIONS = """
msgid "Opened cases in {n} priorities"
msgstr "Casos abiertos en {n} prioridades"

msgid "Opened cases"
msgstr "Casos abiertos"

msgid "Opened cases of the week by priority"
msgstr "Casos abiertos de la semana por prioridad"
"""
HEAD = "work_item_id,process,kind,customer_id,team,priority,opened_at,status\n"
# Two cases of priority P1 and one of P3 in the week of 9 November 2026, which ended before the last case came.
CASES = """1,service,request,ana,Voz Norte,P1,2026-11-09 10:00,open
2,service,request,ana,Voz Norte,P1,2026-11-10 10:00,open
3,service,request,ana,Voz Sur,P3,2026-11-11 10:00,open
4,service,request,ana,Voz Sur,P3,2026-11-16 10:00,open
"""
PAGE = """
import json
from html.parser import HTMLParser
from streamlit.testing.v1 import AppTest


class Cells(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.said = []
        self.feed(html)

    def handle_data(self, data):
        self.said.append(data)


pages = {}
for language in ("en", "es"):
    app = AppTest.from_file("dashboard.py", default_timeout=60)
    app.query_params["lang"] = language
    app.switch_page("pages/weekly.py").run()
    assert not app.exception, app.exception
    html = "".join(one.proto.body for one in app.get("html"))
    (grid,) = [part for part in html.split("<table") if "priori" in part[:120]]
    head = html[: html.index(grid)].rpartition("<h2>")[2]
    pages[language] = {
        "title": head.partition("</h2>")[0],
        "cells": Cells("<table" + grid.partition("</table>")[0]).said[1:],
        "file": "tk-csv-priorities" in [button.key for button in app.get("download_button")],
    }
print(json.dumps(pages))
"""


def make(copy: Copy) -> None:
    """The cases of the week by priority, before the list of missing files."""
    copy.write(CARD, MODULE)
    copy.replace(BOARD, "multiples, own, ranked, relations,", "multiples, own, priorities, ranked, relations,")
    copy.replace(BOARD, "    own,\n    unlock,\n", "    own,\n    priorities,\n    unlock,\n")
    copy.append(SPANISH, TRANSLATIONS)


def test_a_card_stands_on_its_board_in_both_languages_and_goes_out_as_a_file(tmp_path: Path) -> None:
    copy = copied(tmp_path / "copy")
    make(copy)
    assert len(copy.touched) <= BAR, list(copy.touched)
    shop, exports = str(tmp_path / "shop"), tmp_path / "exports"
    exports.mkdir()
    (exports / "work_item.csv").write_text(HEAD + CASES, encoding="utf-8")
    copy.command("init", "--name", "Una", "--country", "CO", "--warehouse", shop)
    copy.command("import", str(exports), "--warehouse", shop)
    pages = json.loads(copy.run(PAGE, CRM_WAREHOUSE=shop).splitlines()[-1])
    english, spanish = pages["en"], pages["es"]
    assert english["title"] == "Opened cases in 2 priorities"
    assert english["cells"] == ["Priority", "Opened cases", "P1", "2", "P3", "1"]
    assert spanish["title"] == "Casos abiertos en 2 prioridades"
    assert spanish["cells"][1] == "Casos abiertos"
    assert english["file"] and spanish["file"]

"""A company with one file alone: every page says what it can, why the rest is absent, and what would tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html
from streamlit.testing.v1 import AppTest

from crm_metrics.boards.cards.unlock import missing
from crm_metrics.command.main import main
from crm_metrics.metrics import CATALOGUE
from pages.parts import session, shell
from tests.pages.reading import ROOT, shown
from tests.printed.screen import elements, read

START = datetime(2026, 8, 3, 15)
ROWS: Mapping[str, Sequence[Mapping[str, object]]] = {  # the only table → its rows
    "order_line": [
        {"order_id": f"o{n}", "line_no": 1, "customer_id": f"c{n % 9}", "product_id": "p", "quantity": 1,
         "amount": 1000 + n % 5, "ordered_at": START - timedelta(days=490 - n)}
        for n in range(600)
    ],
    "survey": [
        {"survey_id": f"s{n}", "instrument": "csat", "customer_id": f"c{n % 7}", "sent_at": at,
         "responded_at": at + timedelta(hours=1), "score": 5 - n % 3, "scale_min": 1, "scale_max": 5}
        for n in range(120) for at in [START + timedelta(hours=22 * n)]
    ],
    "interaction": [
        {"interaction_id": f"i{n}", "process": "service", "touchpoint_id": "t", "direction": "inbound",
         "offered_at": at, "answered_at": at + timedelta(seconds=10), "ended_at": at + timedelta(minutes=4),
         "disposition": "handled", "agent_id": f"a{n % 3}", "customer_id": f"c{n % 6}"}
        for n in range(400) for at in [START + timedelta(hours=6 * n)]
    ],
}  # fmt: skip
NUMBERS = {"order_line": "revenue", "survey": "csat", "interaction": "contacts_handled"}  # told by that table
NAMED = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b(?!\.csv)")  # an id of the code
COLUMN = re.compile(r"\w+\.csv, (?:columna|column) \w+|\w+ (?:en|in) \w+\.csv")  # of a file that is there
ASKS = re.compile(r"lo dirían?|requiere|necesita|told by|requires|needs", re.IGNORECASE)
DEFINED = ("card-meaning",)  # where a definition stands as the engine runs it


@pytest.fixture(params=ROWS)
def table(request: pytest.FixtureRequest, tmp_path: Path, settled: pytest.MonkeyPatch) -> str:
    """The table that the company brought, and its warehouse as the one that the app reads."""
    name: str = request.param
    files, folder = tmp_path / "files", tmp_path / "warehouse"
    files.mkdir()
    lines = [",".join(ROWS[name][0]), *(",".join(str(value) for value in row.values()) for row in ROWS[name])]
    (files / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main(["init", "--warehouse", str(folder), "--name", "Una Sola", "--country", "CO"]) == 0
    assert main(["import", str(files), "--warehouse", str(folder)]) == 0
    settled.setenv("CRM_WAREHOUSE", str(folder))
    return name


def test_every_page_says_what_it_can_and_what_would_tell_the_rest(table: str) -> None:
    pages = [entry.name for entry in shell.PAGES]
    english = Random(table).sample(pages, len(pages) // 2)
    asked = [(page, "es") for page in pages] + [(page, "en") for page in english]
    assert [
        f"{page} in {language}: {fault}" for page, language in asked for fault in faults(page, language, table)
    ] == []


def faults(page: str, language: str, table: str) -> Iterator[str]:
    """What is wrong with a page."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    address = {"customer": {"customer": "c1"}, "number": {"metric": NUMBERS[table], "every": "month"}}
    for name, value in ({"lang": language} | address.get(page, {})).items():
        app.query_params[name] = value
    app.switch_page(f"pages/{page}.py").run()
    body = shown(app)
    if app.exception or "tk-error" in body or "tk-refused" in body:
        yield f"it fails: {[one.message for one in app.exception]}"
    if "tk-card" not in body and "tk-empty" not in body:
        yield "it says nothing"
    yield from _unexplained(body)
    yield from _unmeasured(body)
    yield from _misled(app, language, table)
    if page != "data" and "data" not in [one.proto.page for one in app.get("page_link")]:
        yield "nothing leads to what other files would show"
    if page == "data" and f"{'survey' if table != 'survey' else 'work_item'}.csv" not in body:
        yield "it names no file that is missing"


def _unexplained(body: str) -> Iterator[str]:
    """What is absent without a reason: empty cards, and tiles without a value."""
    root = html.fromstring(f"<div>{body}</div>")
    for empty in root.xpath("//div[contains(@class, 'tk-empty')]"):
        if not "".join(empty.xpath("./p//text()")).strip():
            yield f"no reason beside «{empty.text_content()}»"
    for tile in root.xpath("//article[.//*[contains(@class, 'tk-none')]]"):
        if not "".join(tile.xpath(".//*[@class='tk-foot']//text()")).strip():
            yield f"no reason in the tile {tile.get('data-metric')}"


def _unmeasured(body: str) -> Iterator[str]:
    """Numbers of metrics whose tables were never loaded: a zero there would be no measurement."""
    warehouse = session.warehouse()
    root = html.fromstring(f"<div>{body}</div>")
    links = (link for link in root.xpath("//a[starts-with(@href, 'number?')]") if re.search(r"\d", link.text_content()))
    led = {parse_qs(urlsplit(link.get("href")).query)["metric"][0] for link in links}
    tiles = {tile.get("data-metric") for tile in root.xpath("//article[not(.//*[contains(@class, 'tk-none')])]")}
    yield from (f"{name} has a number without {lack}" for name in led | tiles if (lack := missing(warehouse, name)))


def _misled(app: Any, language: str, table: str) -> Iterator[str]:
    """Texts that name an id of the code, or that ask for the file which is there."""
    for place, element in elements(app.main, ""):
        if element.type != "html" or "<style" in element.proto.body or place.endswith(DEFINED):
            continue
        for said in read(element.proto.body):
            if language == "es" and said not in CATALOGUE and (found := NAMED.search(COLUMN.sub("", said))):
                yield f"«{found[0]}» in «{said}»"
            if ASKS.search(said) and f"{table}.csv" in COLUMN.sub("", said):
                yield f"it asks for what it has: «{said}»"

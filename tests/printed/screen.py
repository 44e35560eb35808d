"""A page of the app as its reader sees it, with everything unfolded, and the PDF that its button gives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import html
from streamlit.testing.v1 import AppTest

from crm_metrics.boards.core import Board
from pages.parts import cards, printing, session, shell
from tests.pages.reading import ROOT, whole
from tests.printed.reading import NOW

SOURCES = {entry.name: (ROOT / "pages" / f"{entry.name}.py").read_text() for entry in shell.PAGES}
BOARDS = tuple(name for name, source in SOURCES.items() if f'shell.board("{name}"' in source)
BUTTONS = tuple(name for name in BOARDS if name not in printing.LEFT_OUT)  # pages that offer their PDF
# What an address must ask of a page that shows nothing by itself.
ASKED: Mapping[str, Mapping[str, str]] = {
    "customer": {"customer": "crm:C000001"},
    "chosen": {"shown": "first_response_sla,week"},
}
# What opens only when it is pressed, what leads elsewhere, and what is for those who do not see.
CLASSES = ("tk-marks", "tk-names", "tk-uses", "tk-print", "tk-to-wall", "tk-code", "tk-unfold", "tk-rest")
CLOSED = " | ".join(
    ["//*[@popover]", "//style", "//script", "//caption", *(f"//*[contains(@class, '{one}')]" for one in CLASSES)]
)


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A page in a language."""

    board: Board
    """What it is made of."""
    texts: tuple[str, ...]
    """Each text that is read on it, those of its charts too; without the cards that stand on the screen alone."""
    made: bytes
    """Its PDF."""


def opened(folder: Path, office: Path, page: str, language: str) -> Screen:
    """Open a page over a warehouse and what people keep beside it, unfold its lists, and press the button PDF."""
    kept: list[Any] = []
    make = printing.maker

    def keep(sheet: Any) -> Any:
        kept.append((sheet, make(sheet)))
        return kept[-1][1]

    with pytest.MonkeyPatch.context() as patch:
        session.current_settings.cache_clear()
        for name in ("CRM_ACCESS", "CRM_LANGUAGE"):
            patch.delenv(name, raising=False)
        patch.setenv("CRM_WAREHOUSE", str(folder))
        patch.setenv("CRM_DATABASE", str(office))
        patch.setattr(printing, "maker", keep)
        patch.setattr(cards, "_cut", lambda *_: False)
        patch.setattr(printing, "datetime", SimpleNamespace(now=lambda _: NOW))
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
        for name, value in ({"lang": language} | dict(ASKED.get(page, {}))).items():
            app.query_params[name] = value
        whole(app.switch_page(f"pages/{page}.py").run())
        sheet, made = kept[-1]
        read = Screen(board=sheet.board, texts=tuple(_texts(app, sheet.board)), made=made())
    session.current_settings.cache_clear()
    return read


def _texts(app: AppTest, board: Board) -> Iterator[str]:
    aside = tuple(f"card-{card.key}" for card in board.cards if card.aside)
    for place, element in elements(app.main, ""):
        if place.endswith(aside) and aside:
            continue
        if element.type == "html" and "<style" not in element.proto.body:
            yield from read(element.proto.body)
        if element.type == "plotly_chart":
            yield from drawn(json.loads(element.proto.spec))


def elements(block: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Every element and the id of the innermost container with a name that it stands in."""
    for one in block.children.values():
        if hasattr(one, "children"):
            yield from elements(one, getattr(one.proto, "id", "") or place)
        else:
            yield place, one


def read(body: str) -> Iterator[str]:
    """What is read in HTML, text by text, without what is closed."""
    root = html.fromstring(f"<div>{body}</div>")
    for closed in root.xpath(CLOSED):
        closed.drop_tree()
    yield from (said for one in root.itertext() if (said := str(one).strip()))


def drawn(spec: Mapping[str, Any]) -> Iterator[str]:
    """What is written in a chart: along its axes, beside its lines, on its marks."""
    for name, part in spec["layout"].items():
        if "axis" in name:
            yield from map(_plain, part.get("ticktext") or ())
            yield (part.get("title") or {}).get("text") or ""
    yield from (_plain(one.get("text")) for one in spec["layout"].get("annotations") or ())
    for trace in spec["data"]:
        if "text" in (trace.get("mode") or ""):
            yield from map(_plain, trace["text"])


def _plain(written: object) -> str:
    return re.sub("<[^>]+>", " ", str(written or ""))

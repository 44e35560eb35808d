"""Whatever text the data hold is shown in a page and never obeyed."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl

import pytest

from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.core import Cell, Chip, Definition, Detail, Grid, GridColumn, Heat, Point, Row, Tile
from crm_metrics.figures import lists, markup, tables, tiles
from crm_metrics.figures.markup import carried, to_rows, unlinked
from crm_metrics.words import Words

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<form action=https://example.org><input></form>",
    "<style>*{display:none}</style>",
    "![x](https://example.org/x.png)",
    "[x](javascript:alert(1))",
    "<iframe src=https://example.org></iframe>",
    "<svg onload=alert(1)>",
    "<a href=https://example.org>x</a>",
    "&lt;b&gt;<b>x</b>",
    "'><details open ontoggle=alert(1)>",
    "</td></tr></table><h1>x</h1>",
)
PLAIN = {
    "article", "button", "caption", "code", "dd", "div", "dl", "dt", "h2", "h3", "i", "img", "p", "section", "span",
    "table", "tbody", "td", "th", "thead", "tr",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_data_is_shown_and_never_obeyed(text: str) -> None:
    words, chip = Words("es"), Chip("routine", text)
    point = Point(day=date(2026, 11, 1), value=1.0)
    said = Definition(metric=text, name=text, means=text, formula=text, source=text, reading=text)
    tile = Tile(
        metric=text,
        name=text,
        value=text,
        unit=text,
        target=text,
        variance=text,
        tone="plain",
        series=(point,),
        low=0.0,
        high=2.0,
        goal=1.0,
        chip=chip,
        footer=text,
        definition=said,
        reason=text,
    )
    row = Row(text, (Cell(text=text), Cell(text=text, chip=chip)), group=text, detail=Detail(text, ((text, text),)))
    grid = Grid((GridColumn("a", text), GridColumn("b", text)), (row,), text)
    heat = Heat(
        rows=(text,),
        columns=(text,),
        values=((0.5,),),
        texts=((text,),),
        hovers=((text,),),
        diverging=False,
        middle=None,
        column_title=text,
    )
    drawn = tiles.tiles([tile], words) + tables.grid(grid, text, words) + tables.heat(heat, text)
    drawn += lists.totals(((text, text),)) + lists.legend(("data",), (text,), (True,))
    found = Tags(drawn)
    assert found.tags <= PLAIN
    assert not [name for name, _ in found.attributes if name.startswith("on") or name in ("href", "action")]
    assert all(
        (value or "").startswith("data:image/svg+xml;base64,") for name, value in found.attributes if name == "src"
    )
    assert text in found.text


def test_text_from_data_on_a_button_is_no_markdown() -> None:
    assert markup.unmarked("![x](https://e.org) *a* :red[b] $c$") == (
        "\\!\\[x\\]\\(https\\://e.org\\) \\*a\\* \\:red\\[b\\] \\$c\\$"
    )


class Tags(HTMLParser):
    """The tags, attributes and text of some HTML, as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_link_to_rows_asks_for_what_it_is_of_and_keeps_what_the_page_was_asked() -> None:
    source = Provenance(metric="csat", every="week", until=date(2026, 5, 31), where=(("team", "Ñandú & Co"),))
    link = to_rows(source, "75 %")
    assert link.startswith('<a class="tk-number" href="number?metric=csat&amp;every=week&amp;until=2026-05-31&amp;')
    kept = carried(link, [("team", "another"), ("tier", "high"), ("reader", 'A"na')])
    (asked,) = re.findall(r'href="number\?([^"]*)"', kept)
    assert parse_qsl(unescape(asked)) == [
        ("metric", "csat"), ("every", "week"), ("until", "2026-05-31"), ("team", "Ñandú & Co"), ("tier", "high"),
        ("reader", 'A"na'),
    ]  # fmt: skip


def test_without_rows_to_lead_to_there_is_no_link() -> None:
    assert to_rows(None, "75 %") == "75 %"
    assert carried('<p href="number">75 %</p>', [("lang", "es")]) == '<p href="number">75 %</p>'


def test_paper_keeps_what_a_link_is_around_and_not_the_link() -> None:
    html = (
        '<td><a class="tk-number" href="number?metric=csat&amp;every=day">80&nbsp;%</a></td><a href="https://x">y</a>'
    )
    assert unlinked(html) == '<td>80&nbsp;%</td><a href="https://x">y</a>'
    assert unlinked('<a class="tk-number" href="process?process=sales">Venta</a>') == "Venta"

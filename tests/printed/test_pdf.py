"""Boards on paper: pages, fonts, text that can be taken, numbers as on the screen, and nothing asked from outside."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.machinery import ModuleSpec

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards.bodies.noted import CardNote, ChartMark
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row, View
from crm_metrics.errors import QuestionError
from crm_metrics.figures.palette import LIGHT
from crm_metrics.metrics.shop import Shop
from crm_metrics.printed import pdf as module
from crm_metrics.printed.offered import PRINTED
from crm_metrics.printed.paper import paper
from crm_metrics.printed.pdf import _fetcher, _fitting, font, lacking
from crm_metrics.printed.sheet import document
from crm_metrics.words import Words
from tests.conftest import House
from tests.printed.conftest import Screens
from tests.printed.reading import (
    NOW,
    POPPLER,
    board_of,
    boxes,
    collisions,
    colours,
    fonts,
    layout,
    numbers,
    printed,
    sizes,
    squeezed,
    texts,
)

MORE = {"process": 3}  # pages: all the indicators of a process, and those without a value by name
needs_poppler = pytest.mark.skipif(not POPPLER, reason="poppler reads where words lie")


def test_every_colour_is_one_of_the_light_theme_or_between_two_of_a_heat_map(screens: Screens) -> None:
    found = colours(screens("weekly", "en").made)  # without a heat map; a drawing whose style is lost would be black
    known = {part for value in vars(LIGHT).values() for part in ((value,) if isinstance(value, str) else value)}
    assert LIGHT.data in found and LIGHT.band in found
    assert found <= known | {"#FFFFFF"}
    assert "#000000" not in colours(screens("daily", "es").made)


@needs_poppler
def test_another_reader_of_pdfs_finds_the_numbers_too(screens: Screens) -> None:
    board = screens("monthly", "es").board
    told = squeezed(layout(screens("monthly", "es").made))
    cells = [
        said for tile in board.tiles for said in (tile.name, tile.value + tile.unit, tile.variance, tile.chip.text)
    ]
    assert cells and [said for said in cells if squeezed(said) not in told] == []


def test_a_card_of_the_screen_alone_is_named_on_paper_and_its_table_is_not_there(screens: Screens) -> None:
    board = screens("weekly", "en").board
    told = squeezed("".join(texts(screens("weekly", "en").made)))
    aside = [card for card in board.cards if card.aside]
    assert [card.key for card in aside] == ["where", "standings"]
    assert squeezed("On the screen besides: " + "; ".join(card.title for card in aside)) in told
    assert squeezed("At equal mix: its result in each reason") not in told


def test_a_sheet_says_what_was_asked_whose_it_is_where_it_stands_and_when_it_was_printed(company: Shop) -> None:
    view = View(process="service", until=date(2026, 11, 8), where=(("tier", "strategic"),))
    _, made = printed("weekly", company, "es-CO", view, address="https://pulso.example.com")
    told = squeezed(texts(made)[0])
    assert "elija una fila" not in told
    for said in ("Andina Hogar", "Proceso: Servicio", "Nivel: Estratégico", "Impreso: 23 nov 2026, 08:05", "2–8 nov"):
        assert squeezed(said) in told
    assert "https://pulso.example.com/weekly?process=service&until=2026-11-08&tier=strategic&lang=es" in told


def test_a_reader_of_one_team_prints_his_team_alone(house: House) -> None:
    crew = {"a0": ("Ana Sol", "Voz Norte"), "a1": ("Luis Mar", "Voz Sur")}
    agents = [
        {"agent_id": one, "name": name, "team": team, "area": "S", "process": "service"}
        for one, (name, team) in crew.items()
    ]
    calls = [{**call, "agent_id": f"a{n % 2}", "team": crew[f"a{n % 2}"][1]} for n, call in enumerate(CALLS)]
    shop = house({"agent": agents, "interaction": calls}, through=date(2026, 11, 16))
    whole = "".join(texts(printed("daily", shop, "es-CO")[1]))
    assert "Ana Sol" in whole and "Luis Mar" in whole
    own = "".join(texts(printed("daily", shop, "es-CO", View(scope=Scope(teams=("Voz Norte",))))[1]))
    assert "Solo Voz Norte" in own and "Ana Sol" in own
    assert "Voz Sur" not in own and "Luis Mar" not in own


@pytest.mark.parametrize(("name", "locale"), [("daily", "es-CO"), ("weekly", "en"), ("monthly", "es-CO")])
def test_a_company_with_cases_alone_has_its_sheets(shop: Shop, name: str, locale: str) -> None:
    board, made = printed(name, shop, locale)
    told = squeezed("".join(texts(made)))
    assert 1 <= len(sizes(made)) <= 2
    assert all(fonts(made).values())
    assert [said for said in numbers(board) if squeezed(said) not in told] == []


def test_of_hundreds_of_open_cases_the_first_are_printed_and_the_others_counted(house: House) -> None:
    opened = [datetime(2026, 3, 1, 14, tzinfo=UTC) + timedelta(hours=12 * n) for n in range(400)]
    cases = [
        {
            "work_item_id": f"k{n}",
            "process": "service",
            "kind": "request",
            "customer_id": "c",
            "opened_at": at,
            "status": "open",
        }
        for n, at in enumerate(opened)
    ]
    board, made = printed("daily", house({"work_item": cases}, through=date(2026, 11, 16)), "es-CO")
    told = squeezed("".join(texts(made)))
    long = [card.body for card in board.cards if isinstance(card.body, Grid) and len(card.body.rows) > 80]
    assert [len(body.rows) for body in long] == [
        378
    ]  # two a day, 1 March to 5 September: over ten days before the 16th
    assert 1 <= len(sizes(made)) <= 3
    assert squeezed("Y 318 más: en la página, cuyo archivo los tiene todos") in told
    assert [row.cells[0].text for row in long[0].rows[:60] if squeezed(row.cells[0].text) not in told] == []


def test_a_long_table_that_compares_stays_whole_on_paper_though_it_is_folded_on_the_screen(house: House) -> None:
    names = [f"Equipo {n}" for n in range(120)]
    rows = tuple(Row(name, (Cell(text=name), Cell(text=f"{n / 10} %"))) for n, name in enumerate(names))
    columns = (GridColumn("team", "Equipo"), GridColumn("value", "CSAT", "number"))
    card = Card(
        key="standings", title="Equipos", subtitle="", body=Grid(columns, rows, "Equipos", 8), footer="", alt=""
    )
    shop, asked, words = house({}), View(), Words("es-CO")
    made = replace(board_of("weekly", shop, "es-CO"), cards=(card,))
    told = document(paper(shop, made, asked, words, address=None, at=NOW), 1440, "")
    assert [name for name in names if f">{name}<" not in told] == []
    assert "cuyo archivo" not in told


SURVEY = [
    {"survey_id": f"s{n}", "instrument": "csat", "customer_id": f"c{n % 7}", "sent_at": at, "responded_at": at,
     "score": 5 - n % 2, "scale_min": 1, "scale_max": 5}
    for n in range(60) for at in [datetime(2026, 9, 1, 15, tzinfo=UTC) + timedelta(days=n)]
]  # fmt: skip
LINES = [
    {"order_id": f"o{n}", "line_no": 1, "customer_id": f"c{n % 5}", "product_id": "p", "quantity": 1,
     "amount": 1000, "ordered_at": datetime(2026, 3, 1, 15, tzinfo=UTC) + timedelta(days=n)}
    for n in range(240)
]  # fmt: skip
CALLS = [
    {"interaction_id": f"i{n}", "process": "service", "touchpoint_id": "t", "direction": "inbound",
     "offered_at": at, "answered_at": at, "ended_at": at + timedelta(minutes=4), "disposition": "handled"}
    for n in range(300) for at in [datetime(2026, 9, 1, 14, tzinfo=UTC) + timedelta(hours=6 * n)]
]  # fmt: skip
ONE_FILE = {
    "survey": {"survey": SURVEY},
    "invoices": {"order_line": LINES},
    "calls": {"interaction": CALLS},
    "one row": {"survey": SURVEY[:1]},
    "nothing": {},
}


@pytest.mark.parametrize("rows", ONE_FILE.values(), ids=ONE_FILE)
def test_a_company_with_one_file_prints_what_it_can_and_says_the_rest(
    house: House, rows: dict[str, list[object]]
) -> None:
    shop = house(rows, first=date(2026, 3, 1), through=date(2026, 11, 16))
    for name, locale in zip(PRINTED, ("es-CO", "en", "es-CO", "en", "es-CO", "en"), strict=True):
        board, made = printed(name, shop, locale)
        told = squeezed("".join(texts(made)))
        assert 1 <= len(sizes(made)) <= MORE.get(name, 2)
        assert all(fonts(made).values())
        assert squeezed(board.title) in told
        assert [said for said in numbers(board) if squeezed(said) not in told] == []


def test_what_a_name_holds_is_shown_and_never_obeyed(house: House) -> None:
    hostile = '<img src="http://evil.example/a.png"><script>alert(1)</script> & "Cía" url(http://evil.example)'
    company = [{"name": hostile, "time_zone": "America/Bogota", "currency": "COP", "locale": "es-CO"}]
    rows = [{**call, "team": hostile, "agent_id": "a1"} for call in CALLS]
    agents = [{"agent_id": "a1", "name": hostile, "team": hostile, "area": hostile, "process": "service"}]
    shop = house({"company": company, "interaction": rows, "agent": agents}, through=date(2026, 11, 16))
    told = squeezed("".join(texts(printed("daily", shop, "es-CO")[1])))
    assert told.count(squeezed(hostile)) >= 2


def test_an_address_in_a_sheet_is_not_followed() -> None:
    fetcher = _fetcher()
    for url in ("http://evil.example/a.png", "https://evil.example", "file:///etc/hostname", "ftp://a/b", "//a/b"):
        with pytest.raises(ValueError, match="asks for nothing from outside"):
            fetcher.fetch(url)
    assert fetcher.fetch(module.FONT).read() == font().read_bytes()


def test_a_table_too_long_for_two_pages_goes_on_and_loses_no_row(house: House) -> None:
    agents = [
        {"agent_id": f"a{n}", "name": f"Persona {n:03d}", "team": "Voz", "area": "S", "process": "service"}
        for n in range(110)
    ]
    calls = [{**call, "interaction_id": f"{call['interaction_id']}-{n}", "agent_id": f"a{n}", "team": "Voz"}
             for n in range(110) for call in CALLS[-6:]]  # fmt: skip
    shop = house({"agent": agents, "interaction": calls}, through=date(2026, 11, 16))
    board, made = printed("daily", shop, "es-CO")
    told = "".join(texts(made))
    grid = next(card.body for card in board.cards if card.key == "agents")
    assert isinstance(grid, Grid) and len(grid.rows) == 110
    assert [row.cells[0].text for row in grid.rows if row.cells[0].text not in told] == []
    if POPPLER:
        assert [collisions(words) for words in boxes(made)] == [[] for _ in sizes(made)]


@pytest.mark.parametrize(
    ("pages", "filled", "width"),
    [
        ({1180: 1, 1340: 1, 1500: 1}, 0.4, 1180),
        ({1180: 2, 1340: 1, 1500: 1}, 0.9, 1340),
        ({1180: 2, 1340: 2, 1500: 1}, 0.9, 1500),
        ({1180: 3, 1340: 2, 1500: 2, 1660: 1}, 0.8, 1340),
        ({1180: 3, 1340: 2, 1500: 2, 1660: 2}, 0.3, 1340),
        ({1180: 3, 1340: 2, 1500: 2, 1660: 1}, 0.3, 1660),  # smaller before a second page that is nearly empty
        ({1180: 4, 1340: 4, 1500: 3, 1660: 2}, 0.3, 1660),  # … and before a third one
        ({1180: 9, 1340: 8, 1500: 7, 1660: 6}, 0.3, 1500),
    ],
)
def test_the_largest_text_is_taken_that_saves_a_page(pages: dict[int, int], filled: float, width: int) -> None:
    assert _fitting(pages.__getitem__, lambda _: filled) == width


class Failing:
    """A finder that fails for WeasyPrint as the machine would."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        if name == "weasyprint":
            raise self.error
        return None


@pytest.fixture
def afresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A process that has not loaded WeasyPrint yet."""
    lacking.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    yield monkeypatch
    lacking.cache_clear()


@pytest.mark.parametrize(
    ("error", "spanish"),
    [
        (OSError("cannot load library 'libpango-1.0-0'"), "hace falta la biblioteca Pango"),
        (ModuleNotFoundError("No module named 'weasyprint'"), "hace falta el paquete de Python weasyprint"),
    ],
)
def test_what_the_machine_lacks_is_one_sentence(
    afresh: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, spanish: str
) -> None:
    afresh.setattr(sys, "meta_path", [Failing(error), *sys.meta_path])
    lack = lacking()
    assert isinstance(lack, QuestionError)
    assert spanish in Words("es").error(lack) and "install" in Words("en").error(lack)
    assert capsys.readouterr().out == ""


def test_a_machine_that_has_it_all_lacks_nothing() -> None:
    assert lacking() is None
    assert font().suffix == ".woff2"


def test_a_font_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "UPRIGHT", "nowhere*.woff2")
    font.cache_clear()
    with pytest.raises(QuestionError, match="font of the boards"):
        font()
    font.cache_clear()


def test_the_style_holds_nothing_that_is_ignored(company: Shop, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("WARNING", logger="weasyprint"):
        printed("monthly", company, "en")
    assert caplog.messages == []


def test_the_notes_of_a_chart_stand_on_paper_all_of_them_with_their_numbers(company: Shop) -> None:
    made = board_of("weekly", company, "es-CO")
    marks = (ChartMark(chart=0, x=2, until=2),)
    given = tuple(
        CardNote(number=n, when="12 nov", text=f"Nota <b>{n}</b>", said="evento", marks=marks) for n in range(1, 9)
    )
    chart = next(card for card in made.cards if card.key.startswith("six_twelve"))
    noted = replace(made, cards=(replace(chart, notes=given),))
    html = document(paper(company, noted, View(), Words("es-CO"), at=NOW), 1180, "")
    assert "<details>" not in html.split("tk-notes", 1)[1]
    for n in range(1, 9):
        assert f"Nota &lt;b&gt;{n}&lt;/b&gt;" in html
    assert ">1–8<" in html  # one label for all of them, drawn above the plot
    assert "Notas: 1 · 12 nov: Nota &lt;b&gt;1" in html  # and said with the drawing

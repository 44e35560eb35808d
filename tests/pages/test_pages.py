"""The pages as Streamlit runs them, without a browser: what a reader gets, asks, and may not have."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from crm_metrics.boards.core import (
    Attend,
    Attention,
    Cell,
    Chip,
    Definition,
    Detail,
    Grid,
    GridColumn,
    Heat,
    Point,
    Row,
    Tile,
)
from crm_metrics.command.main import main
from crm_metrics.figures import lists, markup, tables, tiles
from crm_metrics.warehouse.demo.build import build_demo
from crm_metrics.words import Words
from pages.parts import cards, session

ROOT = Path(__file__).parents[2]
BOARDS = ("daily", "weekly", "monthly", "catalogue")
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


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "warehouse"
    build_demo(folder, finish=None, customers=600, months=14, until=date(2026, 11, 21))
    return folder


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The environment of an app, read anew before and after."""
    session.current_settings.cache_clear()
    for name in ("CRM_ACCESS", "CRM_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(ROOT)
    yield monkeypatch
    session.current_settings.cache_clear()
    st.cache_resource.clear()


@pytest.fixture
def app(demo_folder: Path, settled: pytest.MonkeyPatch) -> AppTest:
    settled.setenv("CRM_WAREHOUSE", str(demo_folder))
    return AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)


def shown(app: AppTest) -> str:
    """All HTML of the page but its style sheet."""
    return "".join(str(one.proto.body) for one in app.get("html") if "<style>" not in one.proto.body)


def whole(app: AppTest) -> AppTest:
    assert not app.exception
    assert "tk-error" not in shown(app) and "tk-refused" not in shown(app), shown(app)[-400:]
    return app


@pytest.mark.parametrize("page", BOARDS)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_board_opens_in_both_languages(app: AppTest, page: str, language: str) -> None:
    app.query_params["lang"] = language
    app.switch_page(f"pages/{page}.py").run()
    whole(app)
    html = shown(app)
    assert "<h1>" in html and "tk-card" in html and "tk-footer" in html
    assert ("Fuente" in html) == (language == "es")


def test_the_data_page_tells_of_sources_and_versions(app: AppTest) -> None:
    whole(app.switch_page("pages/data.py").run())
    assert "loyalty" in shown(app)
    assert {one.key for one in app.get("selectbox")} >= {"reader-widget"}


@pytest.mark.parametrize(("level", "page"), [("supervisor", "daily"), ("manager", "weekly"), ("executive", "monthly")])
def test_the_bare_address_leads_to_the_readers_own_board(app: AppTest, level: str, page: str) -> None:
    app.query_params["reader"] = level
    whole(app.run())
    assert app.session_state["page"] == page


def test_a_filter_goes_into_the_address_by_its_id_and_comes_back_from_it(app: AppTest) -> None:
    app.switch_page("pages/daily.py").run()
    app.selectbox(key="filter-daily-process").select("sales").run()
    whole(app)
    assert app.query_params["process"] == "sales"
    asked = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    asked.query_params["process"] = "sales"
    asked.query_params["lang"] = "en"
    asked.switch_page("pages/daily.py").run()
    assert asked.selectbox(key="filter-daily-process").value == "sales"


def test_a_link_that_asks_for_something_unknown_says_so_and_shows_the_rest(app: AppTest) -> None:
    app.query_params["process"] = "servicee"
    app.query_params["team"] = "nobody's"
    app.query_params["until"] = "yesterday"
    whole(app.switch_page("pages/daily.py").run())
    html = shown(app)
    for wrong in ("servicee", "nobody&#x27;s", "yesterday"):
        assert f"«{wrong}»" in html
    assert "tk-tile" in html


def test_two_readers_of_different_teams_never_see_each_others_rows(
    app: AppTest, settled: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    access = tmp_path / "access.toml"
    access.write_text(
        '[[reader]]\nname = "Ana"\nlevel = "supervisor"\nprocesses = ["service"]\n'
        '[[reader]]\nname = "Beto"\nlevel = "supervisor"\nprocesses = ["sales"]\n'
    )
    settled.setenv("CRM_ACCESS", str(access))
    seen: dict[str, set[str]] = {}
    for name in ("Ana", "Beto", "Ana"):
        one = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        one.query_params["reader"] = name
        whole(one.switch_page("pages/daily.py").run())
        seen.setdefault(name, set()).add(shown(one))
        offered = one.selectbox(key="filter-daily-process").options
        assert offered[-1] == {"Ana": "Servicio", "Beto": "Venta"}[name]
        assert len(offered) == 2
    assert len(seen["Ana"]) == 1
    assert seen["Ana"] != seen["Beto"]


def test_a_process_that_is_not_the_readers_is_refused_by_its_address(
    app: AppTest, settled: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    access = tmp_path / "access.toml"
    access.write_text('[[reader]]\nname = "Ana"\nlevel = "supervisor"\nprocesses = ["service"]\n')
    settled.setenv("CRM_ACCESS", str(access))
    app.query_params["process"] = "collections"
    whole(app.switch_page("pages/daily.py").run())
    assert "no ve Cobranzas" in shown(app)
    assert "tk-tile" not in shown(app)


def test_an_empty_folder_leads_through_company_and_files(settled: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settled.setenv("CRM_WAREHOUSE", str(tmp_path / "new"))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    whole(app)
    assert app.text_input(key="company-name").value == ""
    assert app.button(key="company-create").disabled
    app.text_input(key="company-name").input("Aurora").run()
    app.button(key="company-create").click().run()
    whole(app)
    assert session.warehouse().company.name == "Aurora"
    assert session.warehouse().company.time_zone == "America/Bogota"
    assert app.get("file_uploader")


def test_an_error_that_is_ours_is_told_and_another_gives_a_reference(
    app: AppTest, settled: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> object:
        raise RuntimeError("secret path /srv/x")

    settled.setattr("crm_metrics.boards.daily.gather", broken)
    app.switch_page("pages/daily.py").run()
    assert not app.exception
    html = shown(app)
    assert "referencia" in html and "secret" not in html
    assert "secret path" in caplog.text and "reference" in caplog.text


@pytest.mark.parametrize("page", [*BOARDS, "data"])
def test_a_damaged_version_is_told_on_every_page_and_the_one_before_is_read(
    settled: pytest.MonkeyPatch, tmp_path: Path, demo_folder: Path, page: str
) -> None:
    folder = tmp_path / "warehouse"
    folder.mkdir()
    whole_file = next(demo_folder.glob("*.duckdb"))
    shutil.copy(whole_file, folder / "000001.duckdb")
    (folder / "000002.duckdb").write_bytes(b"not a database" * 1000)
    (folder / "CURRENT").write_text("000002.duckdb\n")
    settled.setenv("CRM_WAREHOUSE", str(folder))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    whole(app.switch_page(f"pages/{page}.py").run())
    assert "tk-notice" in shown(app)
    assert session.warehouse().version == 1


def test_each_cached_function_has_the_version_in_its_key_and_views_hold_the_scope() -> None:
    import inspect

    cached: list[Any] = [session._opened, session._facts, session._sheet, session._cards]
    for one in cached:
        names = set(inspect.signature(one).parameters)
        assert {"folder", "version"} <= names
        assert not [name for name in names if name.startswith("_")]
    for one in cached[1:3]:
        assert "view" in inspect.signature(one).parameters
    source = Path(session.__file__).read_text()
    assert source.count("@st.cache_") == len(cached)


def test_the_session_and_the_address_are_known_in_one_place() -> None:
    knowing = [
        path.name
        for path in (ROOT / "pages").rglob("*.py")
        if "st.session_state" in path.read_text() or "st.query_params" in path.read_text()
    ]
    assert knowing == ["session.py"]


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


def test_a_tile_shows_its_parts_in_order() -> None:
    point = Point(day=date(2026, 11, 1), value=1.0)
    said = Definition(metric="sla", name="SLA", means="In time, of all.", formula="a / b", source="house")
    tile = Tile(
        metric="sla",
        name="SLA",
        value="78,4",
        unit="%",
        target="Meta 85 %",
        variance="−6,6 pp",
        tone="bad",
        series=(point,),
        low=0.0,
        high=2.0,
        goal=1.0,
        chip=Chip("worse", "deterioro real"),
        footer="n = 22",
        definition=said,
    )
    drawn = tiles.tiles([tile], Words("es"))
    order = ["SLA", "78,4", "%", "Meta 85 %", "−6,6 pp", "<img", "▼", "deterioro real", "n = 22"]
    places = [drawn.index(part) for part in order]
    assert places == sorted(places)
    assert "tk-tone-bad" in drawn


def test_cards_fill_rows_of_twelve() -> None:
    from dataclasses import replace

    from crm_metrics.boards.core import Card

    one = Card(
        key="a",
        title="t",
        subtitle="s",
        body=Attend((Attention(chip=Chip("watch", "w"), fact="f", detail="d", team="t", owner="o"),)),
        footer="f",
        alt="alt",
    )
    given = [replace(one, key=str(place), width=width) for place, width in enumerate((5, 7, 12, 6, 7, 5))]
    assert [[card.width for card in row] for row in cards._rows(given)] == [[5, 7], [12], [6], [7, 5]]


@pytest.mark.parametrize("page", [*BOARDS, "data"])
def test_a_page_is_short_and_knows_no_sql(page: str) -> None:
    source = (ROOT / "pages" / f"{page}.py").read_text()
    assert len(source.splitlines()) <= 60
    assert "select " not in source.lower()
    assert len((ROOT / "dashboard.py").read_text().splitlines()) <= 40


def test_a_company_without_files_is_led_to_import_them(tmp_path: Path, settled: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "warehouse"
    assert main(["init", "--warehouse", str(folder), "--name", "Aurora", "--country", "CO"]) == 0
    settled.setenv("CRM_WAREHOUSE", str(folder))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    whole(app.switch_page("pages/weekly.py").run())
    assert [one.proto.label for one in app.get("page_link")] == ["Ir a los datos"]
    whole(app.switch_page("pages/data.py").run())
    assert app.button(key="import-start").label == "Importar"
    assert "work_item.csv" not in shown(app)


def test_a_long_table_marks_what_a_phone_may_fold() -> None:
    def row(place: int, kind: str) -> Row:
        return Row(str(place), (Cell(text=f"p{place}"), Cell(chip=Chip(kind, "x"))))  # type: ignore[arg-type]

    columns = (GridColumn("a", "A"), GridColumn("b", "B", "chip"))
    calm = Grid(columns, tuple(row(place, "routine") for place in range(9)), "")
    loud = Grid(columns, (row(0, "worse"), *calm.rows), "")
    assert (tables.folds(calm), tables.folds(loud), tables.folds(Grid(columns, loud.rows[:8], ""))) == (
        False,
        True,
        False,
    )
    assert tables.grid(loud, "x", Words("es"), fold=True).count("tk-calm") == 9

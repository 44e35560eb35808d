"""The pages as Streamlit runs them, without a browser: what a reader gets, asks, and may not have."""

from __future__ import annotations

import re
import shutil
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.command.main import main
from pages.parts import session
from tests.pages.reading import ROOT, shown, whole

BOARDS = (
    "daily", "weekly", "monthly", "overview", "process", "journey", "pairing", "customers", "portfolio", "customer",
    "explore", "chosen", "objectives", "reviews", "catalogue", "glossary",
)  # fmt: skip


ELSEWHERE = {  # pages that open by other tests, and the words that open them there
    "plans": ("tests/pages/parts/forms/test_planning.py", 'page: str = "plans"'),
    "number": ("tests/pages/test_language.py", '"number"]'),
    "data": ("tests/pages/test_pages.py", "pages/data.py"),
}


def test_no_page_is_left_out() -> None:
    pages = {file.stem for file in (ROOT / "pages").glob("*.py")} - {"__init__"}
    assert pages == {*BOARDS, *ELSEWHERE} and not {*BOARDS} & {*ELSEWHERE}
    assert all(said in (ROOT / file).read_text(encoding="utf-8") for file, said in ELSEWHERE.values())


@pytest.mark.parametrize("page", BOARDS)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_board_opens_in_both_languages(app: AppTest, page: str, language: str) -> None:
    app.query_params["lang"] = language
    app.query_params["customer"] = "crm:C000001" if page == "customer" else ""
    if page == "chosen":  # empty it says what to do, of no source
        app.query_params["shown"] = "csat,month"
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
    app.multiselect(key="filter-daily-process").select("sales").run()
    whole(app)
    assert app.query_params["process"] == "sales"
    asked = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    asked.query_params["process"] = "sales"
    asked.query_params["lang"] = "en"
    asked.switch_page("pages/daily.py").run()
    assert asked.multiselect(key="filter-daily-process").value == ["sales"]


def test_a_link_that_asks_for_something_unknown_says_so_and_shows_the_rest(app: AppTest) -> None:
    app.query_params["process"] = "servicee"
    app.query_params["team"] = "nobody's"
    app.query_params["until"] = "yesterday"
    whole(app.switch_page("pages/daily.py").run())
    html = shown(app)
    for wrong in ("servicee", "nobody&#x27;s", "yesterday"):
        assert f"«{wrong}»" in html
    assert "tk-tile" in html


@pytest.mark.parametrize("page", ["monthly", "process"])
def test_a_day_out_of_reach_is_named_and_the_page_stands(app: AppTest, page: str) -> None:
    app.query_params["until"] = "0001-01-01"
    whole(app.switch_page(f"pages/{page}.py").run())
    assert "«0001-01-01»" in shown(app)


def test_a_day_of_many_years_ago_is_chosen_in_the_calendar_and_leads_to_one_that_has_data(app: AppTest) -> None:
    app.query_params["until"] = "2009-06-01"
    whole(app.switch_page("pages/daily.py").run())
    assert app.date_input[0].value == date(2009, 6, 1)


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
        offered = one.multiselect(key="filter-daily-process").options
        assert offered[-1] == {"Ana": "Servicio", "Beto": "Venta"}[name]
        assert len(offered) == 1
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
    assert [one.label for one in app.file_uploader] == ["Archivos"]
    assert "publish" not in [one.key for one in app.button]
    assert "work_item.csv" not in shown(app)


def test_files_of_which_most_is_left_out_are_published_only_by_a_button_that_names_the_figures(
    tmp_path: Path, settled: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "warehouse"
    assert main(["init", "--warehouse", str(folder), "--name", "Aurora", "--country", "CO"]) == 0
    settled.setenv("CRM_WAREHOUSE", str(folder))
    settled.setenv("CRM_COMPANY", str(tmp_path / "company"))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    whole(app.switch_page("pages/data.py").run())
    lines = "".join(f"P{n},Café,Bebidas,{'x' if n < 26 else '1.50'}\n" for n in range(30))
    given = ("product.csv", f"product_id,name,line,unit_cost\n{lines}".encode(), "text/csv")
    app.file_uploader[0].set_value([given]).run()
    whole(app)
    assert session.version() == 1
    assert "26 filas no se pueden cargar" in shown(app)
    accept = app.button(key="publish")
    assert accept.label == "Publicar las demás: quedan fuera 26 de 30 filas de productos"
    accept.click().run()
    assert not app.exception
    assert session.version() == 2
    assert "26 filas" in shown(app)
    assert app.button(key="undo").label == "Volver a la versión 1"
    # Who comes later is sent here by the boards, and reads of each row why it was left out.
    later = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    whole(later.switch_page("pages/data.py").run())
    assert "26 filas quedaron fuera" in shown(later) and "unit_cost" in shown(later)
    # The values are of all teams: who is bound to one, or may not bring files, reads the counts alone.
    file = tmp_path / "access.toml"
    file.write_text(
        '[[reader]]\nname = "Ana"\nlevel = "supervisor"\nteams = ["Norte"]\nloads = true\n'
        '[[reader]]\nname = "Beto"\nlevel = "executive"\n'
    )
    settled.setenv("CRM_ACCESS", str(file))
    session.current_settings.cache_clear()
    for name in ("Ana", "Beto"):
        bound = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
        bound.query_params["reader"] = name
        whole(bound.switch_page("pages/data.py").run())
        assert "Faltan 26 filas en los números" in shown(bound) and "unit_cost" not in shown(bound)


def test_a_number_opens_from_its_address_with_its_rows_and_files(app: AppTest) -> None:
    asked = {"metric": "backlog", "every": "day", "until": "2026-11-20", "team": "Digital"}
    for name, value in asked.items():
        app.query_params[name] = value
    page = whole(app.switch_page("pages/number.py").run())
    assert "Equipo: Digital" in shown(page)
    assert {name: page.query_params[name] for name in asked} == asked
    labels = [one.proto.label for one in page.get("download_button")]
    assert labels[:2] == ["Todas las filas en CSV", "Todas las filas en Excel"]


def test_the_numbers_of_a_board_lead_to_their_rows_with_its_filters(app: AppTest) -> None:
    app.query_params["team"] = "Digital"
    page = whole(app.switch_page("pages/daily.py").run())
    links = [unescape(link) for link in re.findall(r'href="number\?([^"]*)"', shown(page))]
    assert len(links) > 20
    assert all("team=Digital" in link for link in links)


def test_a_number_of_one_customer_leads_to_the_rows_of_that_customer_alone(app: AppTest) -> None:
    for name, value in {"metric": "customer_revenue", "customer": "crm:C000001", "rows": "region"}.items():
        app.query_params[name] = value
    page = whole(app.switch_page("pages/explore.py").run())
    links = [unescape(link) for link in re.findall(r'href="number\?([^"]*)"', shown(page))]
    assert links and all("customer=crm%3AC000001" in link for link in links)
    assert not any("rows=region" in link for link in links)  # a word of the page, and of no rows


def test_numbers_of_several_processes_lead_to_rows_of_these_and_the_filter_says_them(app: AppTest) -> None:
    app.query_params["process"] = ["sales", "service"]
    page = whole(app.switch_page("pages/daily.py").run())
    assert "<h1>Venta, Servicio · diario</h1>" in shown(page)
    links = [unescape(link) for link in re.findall(r'href="number\?([^"]*)"', shown(page))]
    assert len(links) > 20
    assert all("process=sales" in link or "process=service" in link for link in links)
    together = next(link for link in links if "metric=csat&" in link and "process=sales&process=service" in link)
    number = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, values in parse_qs(together).items():
        number.query_params[name] = values
    assert "Proceso: Venta y Servicio" in shown(whole(number.switch_page("pages/number.py").run()))


def test_a_page_of_one_process_says_which_of_several_it_leaves_out(app: AppTest) -> None:
    app.query_params["process"] = ["sales", "service"]
    page = whole(app.switch_page("pages/process.py").run())
    assert "<h1>Venta</h1>" in shown(page)
    assert "muestra proceso de a un valor; «Servicio» queda fuera" in shown(page)
    monthly = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    monthly.query_params["process"] = "sales"
    assert "pide proceso «sales», que aquí no existe" in shown(whole(monthly.switch_page("pages/monthly.py").run()))

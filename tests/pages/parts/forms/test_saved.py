"""Saved views on the pages: saved, opened by another reader within his own part, renamed, shared and deleted."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.access import Reader
from crm_metrics.office.database import opened
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.saved import Audience
from crm_metrics.office.views import ViewShelf
from tests.pages.reading import ROOT, shown, whole
from tests.warehouse.files.databases import clusters

ACCESS = """
[[reader]]
name = "Ana"
level = "executive"
personal = true
[[reader]]
name = "Beto"
level = "manager"
teams = ["Voz Norte"]
[[reader]]
name = "Caro"
level = "executive"
founds = true
"""


@pytest.fixture
def file(kept_in: OfficePlace, tmp_path: Path) -> Path:
    """The access file."""
    return tmp_path / "access.toml"


def visit(page: str, reader: str = "", **asked: list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, values in {**asked, **({"reader": [reader]} if reader else {})}.items():
        app.query_params[key] = values
    return whole(app.switch_page(f"pages/{page}.py").run())


def form(app: AppTest, which: str) -> AppTest:
    app.session_state[which] = True
    return whole(app.run())


def save(app: AppTest, name: str, audience: str = "private:", days: str = "") -> AppTest:
    form(app, "tk-save")
    app.text_input(key="tk-save-name").set_value(name)
    app.selectbox(key="tk-save-audience").set_value(audience)
    if days:
        app.radio(key="tk-save-days").set_value(days)
    return whole(app.button(key="tk-save-do").click().run())


def links(app: AppTest) -> dict[str, str]:
    """The saved views listed: the address by the name."""
    found = re.findall(r'<a class="tk-view" href="([^"]*)">(.*?)</a>', shown(app))
    return {unescape(name): unescape(href) for href, name in found}


def follow(app: AppTest, name: str, reader: str) -> AppTest:
    page, _, asked = links(app)[name].partition("?")
    return visit(page, reader, **{key: ids for key, ids in parse_qs(asked).items() if key != "reader"})


@pytest.mark.usefixtures("file")
def test_a_view_is_saved_and_opens_in_another_session_as_it_was() -> None:
    app = visit("daily", "Ana", team=["Voz Norte", "Ventas Tienda"], until=["2026-11-18"])
    assert links(app) == {} and "tk-views" not in shown(app)
    save(app, "Mis <b>equipos</b> *hoy*")
    assert "Guardada: Mis &lt;b&gt;equipos&lt;/b&gt; *hoy*" in shown(app)
    other = visit("weekly", "Ana")
    assert list(links(other)) == ["Mis <b>equipos</b> *hoy*"]
    assert "<b>equipos" not in shown(other)
    again = follow(other, "Mis <b>equipos</b> *hoy*", "Ana")
    assert again.multiselect(key="filter-daily-team").value == ["Voz Norte", "Ventas Tienda"]


@pytest.mark.usefixtures("file")
def test_a_view_follows_today_or_keeps_its_days_and_says_so() -> None:
    app = visit("daily", "Ana", until=["2026-11-18"])
    asked = {key: app.query_params[key] for key in app.query_params if key not in ("lang", "reader")}
    assert asked
    save(app, "De hoy", days="follow")
    save(app, "Del 18", days="fixed")
    found = links(visit("daily", "Ana"))
    assert parse_qs(found["De hoy"].partition("?")[2]).keys() == {"reader"}
    assert parse_qs(found["Del 18"].partition("?")[2]).keys() == {"reader", *asked}
    html = shown(visit("daily", "Ana"))
    assert html.count("hasta el 18 nov 2026") == 1
    follow(visit("daily", "Ana"), "Del 18", "Ana")


@pytest.mark.usefixtures("file")
def test_a_shared_view_shows_a_scoped_reader_his_own_part() -> None:
    app = visit("explore", "Ana", metric=["csat"], rows=["team"], columns=["channel"])
    save(app, "Por equipo", "person:Beto")
    assert "Voz Sur" in shown(app) and "Ventas Tienda" in shown(app)
    beto = visit("daily", "Beto")
    assert list(links(beto)) == ["Por equipo"] and "de Ana" in shown(beto)
    assert links(visit("daily", "Caro")) == {}
    theirs = follow(beto, "Por equipo", "Beto")
    assert "Voz Norte" in shown(theirs)
    assert "Voz Sur" not in shown(theirs) and "Ventas Tienda" not in shown(theirs)
    save(visit("monthly", "Ana"), "Del mes", "level:manager")
    assert "Del mes" not in links(visit("daily", "Beto")), "his level does not open that board"


@pytest.mark.usefixtures("file")
def test_a_view_is_renamed_shared_and_deleted() -> None:
    app = save(visit("daily", "Ana"), "Mi vista")
    form(app, "tk-change")
    name = next(one for one in app.text_input if str(one.key).startswith("tk-change-name"))
    name.set_value("La de todos")
    next(one for one in app.selectbox if str(one.key).startswith("tk-change-audience")).set_value("level:manager")
    whole(app.button(key="tk-change-do").click().run())
    assert list(links(app)) == list(links(visit("daily", "Beto"))) == ["La de todos"]
    assert [one.key for one in visit("daily", "Beto").button if "change" in str(one.key)] == []
    form(app, "tk-change")
    whole(app.button(key="tk-change-delete").click().run())
    assert list(links(app)) == ["La de todos"], "it is asked first"
    whole(app.button(key="tk-change-sure").click().run())
    assert links(app) == links(visit("daily", "Beto")) == {}


@pytest.mark.usefixtures("file")
def test_what_can_not_be_saved_is_told_and_the_form_stays() -> None:
    app = save(visit("daily", "Ana"), "Mi vista")
    save(app, "MI VISTA")
    assert "Usted ya tiene una vista llamada «MI VISTA»" in shown(app)
    assert app.text_input(key="tk-save-name").value == "MI VISTA"
    save(app, "   ")
    assert "Póngale un nombre" in shown(app)
    assert list(links(app)) == ["Mi vista"]


def test_who_changes_what_another_changed_meanwhile_sees_both(file: Path) -> None:
    app = save(visit("daily", "Ana"), "Mi vista")
    form(app, "tk-change")
    shelf = ViewShelf(opened(OfficePlace(file=file.parent / "office.sqlite")), Reader("Ana", "executive"), ["Ana"])
    shelf.change(shelf.views()[0], "La primera", Audience())
    next(one for one in app.text_input if str(one.key).startswith("tk-change-name")).set_value("La segunda")
    whole(app.button(key="tk-change-do").click().run())
    html = shown(app)
    assert "Ahora se llama «La primera»; usted escribió «La segunda»" in html
    assert list(links(app)) == ["La primera"]
    name = next(one for one in app.text_input if str(one.key).startswith("tk-change-name"))
    assert name.value == "La segunda"
    whole(app.button(key="tk-change-do").click().run())
    assert list(links(app)) == ["La segunda"]


def test_a_view_that_another_session_deleted_leaves_the_form_on_another(file: Path) -> None:
    app = save(save(visit("daily", "Ana"), "Primera"), "Segunda")
    form(app, "tk-change")
    which = app.selectbox(key="tk-change-which")
    assert which.options == ["Primera", "Segunda"]
    which.select_index(1)
    whole(app.run())
    shelf = ViewShelf(opened(OfficePlace(file=file.parent / "office.sqlite")), Reader("Ana", "executive"), ["Ana"])
    shelf.delete(shelf.views()[1])
    next(one for one in app.text_input if str(one.key).startswith("tk-change-name")).set_value("Otra")
    whole(app.button(key="tk-change-do").click().run())
    assert "se eliminó mientras tanto" in shown(app)
    assert list(links(app)) == app.selectbox(key="tk-change-which").options == ["Primera"]


def test_a_view_of_one_customer_is_not_shared_and_not_shown_to_who_sees_none(file: Path) -> None:
    app = form(visit("customers", "Ana", find=["Demo"]), "tk-save")
    assert app.selectbox(key="tk-save-audience").options == ["Solo yo"]
    save(app, "La de Demo")
    assert list(links(app)) == ["La de Demo"]
    file.write_text(ACCESS.replace("personal = true\n", ""), encoding="utf-8")
    assert links(visit("daily", "Ana")) == {}


def test_of_a_reader_who_is_gone_the_shared_stays_and_who_founds_may_delete_it(file: Path) -> None:
    save(visit("daily", "Beto"), "De Beto", "level:executive")
    save(visit("daily", "Beto"), "Privada")
    file.write_text(ACCESS.replace('"Beto"', '"Otra"'), encoding="utf-8")
    app = visit("daily", "Caro")
    assert list(links(app)) == ["De Beto"] and "de Beto, que ya no lee aquí" in shown(app)
    form(app, "tk-change")
    assert [one for one in app.text_input if "change" in str(one.key)] == []
    whole(app.button(key="tk-change-delete").click().run())
    whole(app.button(key="tk-change-sure").click().run())
    assert links(app) == {}
    assert links(visit("daily", "Otra")) == {}


@pytest.mark.usefixtures("file")
def test_the_wall_shows_no_saved_view() -> None:
    save(visit("daily", "Ana"), "Mi vista")
    wall = visit("daily", "Ana", wall=["1"])
    assert "tk-wall" in shown(wall)
    assert "Mi vista" not in shown(wall) and not wall.text_input


@pytest.mark.usefixtures("file")
def test_in_local_mode_it_is_said_that_nothing_proves_the_author(settled: pytest.MonkeyPatch) -> None:
    settled.delenv("CRM_ACCESS")
    app = form(visit("daily"), "tk-save")
    assert "ningún inicio de sesión lo comprueba" in shown(app)
    assert app.selectbox(key="tk-save-audience").options == [
        "Solo yo", "Nivel: Supervisor", "Nivel: Gerencia", "Nivel: Dirección",
    ]  # fmt: skip


@pytest.mark.usefixtures("file")
def test_a_database_that_can_not_be_read_is_told_and_the_page_stands(settled: pytest.MonkeyPatch) -> None:
    settled.setenv("CRM_DATABASE", "postgresql://pulso:secreta@127.0.0.1:1/pulso")
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.query_params["reader"] = "Ana"
    app.switch_page("pages/daily.py").run()
    html = shown(app)
    assert not app.exception and "tk-tile" in html and "tk-refused" not in html
    assert "127.0.0.1:1/pulso" in html and "CRM_DATABASE" in html and "secreta" not in html


@pytest.mark.usefixtures("file")
def test_a_server_keeps_views_as_a_file_does(settled: pytest.MonkeyPatch) -> None:
    with clusters.standing_postgresql() as server:
        address = clusters.address_of_postgresql(server.port)
        settled.setenv("CRM_DATABASE", address)
        save(visit("daily", "Ana", team=["Voz Norte"]), "Mi vista", "person:Beto")
        beto = visit("weekly", "Beto")
        assert list(links(beto)) == ["Mi vista"]
        assert follow(beto, "Mi vista", "Beto").multiselect(key="filter-daily-team").value == ["Voz Norte"]
        opened(OfficePlace(address=address)).close()


@pytest.mark.parametrize("page", ["daily", "catalogue", "glossary", "explore", "customers"])
@pytest.mark.usefixtures("file")
def test_each_page_can_be_saved(page: str) -> None:
    app = save(visit(page, "Ana"), "Mi vista")
    assert links(app)["Mi vista"].partition("?")[0] == page

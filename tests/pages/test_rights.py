"""Who may open, load and found: each page refuses by itself, and a reader out of the access file reads nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics import access
from crm_metrics.access import LOCAL, Reader
from crm_metrics.errors import DataError
from crm_metrics.words import Words
from pages.parts import jobs, session
from tests.pages.reading import ROOT, shown, whole

ANA = '[[reader]]\nname = "Ana"\nlevel = "supervisor"\nprocesses = ["service"]\n'
BETO = '[[reader]]\nname = "Beto"\nlevel = "executive"\nloads = true\nfounds = true\n'


@pytest.fixture
def file(settled: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    named = tmp_path / "access.toml"
    settled.setenv("CRM_ACCESS", str(named))
    return named


def opened(app: AppTest, page: str, reader: str = "") -> str:
    if reader:
        app.query_params["reader"] = reader
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    return shown(app)


@pytest.mark.parametrize("page", ["daily", "monthly", "catalogue", "data"])
def test_whom_the_access_file_does_not_hold_is_refused_on_every_page(app: AppTest, file: Path, page: str) -> None:
    file.write_text(ANA + BETO)
    html = opened(app, page, "Carla")
    assert "Carla no está en el archivo de accesos" in html
    assert "tk-tile" not in html and "<h1>" not in html
    assert not app.get("file_uploader") and not app.get("download_button")
    assert [one.key for one in app.get("selectbox")] == []


def test_a_reader_who_is_taken_out_of_the_file_is_refused_on_the_next_run(app: AppTest, file: Path) -> None:
    file.write_text(ANA + BETO)
    assert "tk-tile" in opened(app, "daily", "Ana")
    file.write_text(BETO)
    html = shown(app.run())
    assert "Ana no está en el archivo de accesos" in html
    assert "tk-tile" not in html
    again = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    again.query_params["reader"] = app.query_params["reader"]
    assert "tk-tile" not in opened(again, "daily")


def test_while_nobody_is_named_nobody_of_several_reads(app: AppTest, file: Path) -> None:
    file.write_text(ANA + BETO)
    html = opened(app, "daily")
    assert "elija quién lee" in html
    assert "tk-tile" not in html
    assert [one.key for one in app.main.selectbox] == ["reader-widget"]  # on a phone the sidebar is folded
    app.selectbox(key="reader-widget").select("Ana").run()
    assert "tk-tile" in shown(whole(app))


@pytest.mark.parametrize(("page", "seen"), [("daily", True), ("weekly", False), ("monthly", False)])
def test_a_level_opens_its_own_board_and_the_finer_ones(app: AppTest, file: Path, page: str, seen: bool) -> None:
    file.write_text(ANA + BETO)
    html = opened(app, page, "Ana")
    assert ("tk-card" in html) == seen
    assert ("Su nivel no ve este tablero" in html) == (not seen)


def test_files_are_brought_and_companies_founded_by_right(app: AppTest, file: Path) -> None:
    file.write_text(ANA + BETO)
    html = opened(app, "data", "Ana")
    assert "no está entre sus derechos" in html
    assert {one.key for one in app.get("button")} & {"publish", "undo", "company-create", "demo-start"} == set()
    assert not app.get("file_uploader")
    other = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    assert "no está entre sus derechos" not in opened(other, "data", "Beto")
    assert "company-create" in {one.key for one in other.get("button")}


@pytest.mark.parametrize(
    ("command", "right"),
    [("import", "loads"), ("receive", "loads"), ("rollback", "loads"), ("init", "founds"), ("demo", "founds")],
)
def test_the_loader_itself_asks_for_the_right(settled: pytest.MonkeyPatch, command: str, right: str) -> None:
    settled.setattr(session, "reader", lambda: Reader("Ana", "supervisor"))
    settled.setattr(session, "named", lambda: "Ana")
    with pytest.raises(DataError, match=right):
        jobs.work([command], "", Words("en"))


def test_locally_every_level_opens_everything_and_may_do_everything() -> None:
    assert all(one.loads and one.founds and all(map(one.opens, access.BOARDS)) for one in LOCAL)


def test_the_readme_says_what_streamlit_calls() -> None:
    from streamlit import net_util  # what it asks before it refuses a page of a foreign origin

    asked = net_util._AWS_CHECK_IP.removeprefix("http://")
    assert asked in (ROOT / "README.md").read_text(encoding="utf-8")


def test_two_readers_of_one_warehouse_share_no_name_of_a_customer_by_cache_or_link(app: AppTest, file: Path) -> None:
    file.write_text(
        '[[reader]]\nname = "Clara"\nlevel = "executive"\npersonal = true\n'
        '[[reader]]\nname = "Dora"\nlevel = "executive"\n'
    )
    seen: dict[str, str] = {}
    for name in ("Clara", "Dora", "Clara"):  # the second time from the cache
        one = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        seen[name] = opened(one, "customers", name)
        one.query_params["find"] = "demo"  # a link that Clara may hand to Dora
        seen[name] += opened(one, "customers", name)
    assert "Demo " in seen["Clara"] and "@" in seen["Clara"]
    assert "Demo " not in seen["Dora"] and "@" not in seen["Dora"].replace("@media", "")
    assert "crm:C0" in seen["Dora"] and "solo por id" in seen["Dora"]

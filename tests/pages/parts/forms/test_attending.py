"""The day's list on the daily board: marked by who attends, within his part, and kept under his name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.boards.daylist import worked
from crm_metrics.office.attending.marking import DayMark
from crm_metrics.office.attending.marks import draws, marks
from crm_metrics.office.database import opened
from crm_metrics.office.place import OfficePlace
from tests.pages.reading import ROOT, shown, whole

ACCESS = """
[[reader]]
name = "Ana"
level = "supervisor"
personal = true
[[reader]]
name = "Beto"
level = "supervisor"
teams = ["Ventas Tienda"]
"""
DAY = "2026-11-12"  # a Thursday, whose list is of the Friday
FORM = "tk-day-mark-2026-11-13"


@pytest.fixture
def file(kept_in: OfficePlace, settled: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The database's file, of a company whose data end on the Thursday."""
    data_end_on(settled, date(2026, 11, 12))
    return tmp_path / "office.sqlite"


def data_end_on(settled: pytest.MonkeyPatch, day: date) -> None:
    settled.setattr(worked, "closed_through", lambda frame: day)


def visit(reader: str, language: str = "es") -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, values in {"lang": [language], "until": [DAY], "reader": [reader]}.items():
        app.query_params[key] = values
    app = whole(app.switch_page("pages/daily.py").run())
    app.session_state["tk-day-mark"] = True
    return whole(app.run())


def kept(file: Path) -> tuple[DayMark, ...]:
    return marks(opened(OfficePlace(file=file)), date(2026, 11, 13), date(2026, 11, 13))


def test_a_customer_is_marked_under_the_readers_name_and_the_list_is_kept(file: Path) -> None:
    app = visit("Ana")
    assert "clientes por atender en el día" in shown(app) and not file.exists()
    whole(app.button(key=f"{FORM}-do").click().run())
    assert "La marca quedó guardada" in shown(app) and "; uno ya fue atendido" in shown(app)
    (one,) = kept(file)
    assert (one.state, one.author, one.version) == ("done", "Ana", 1)
    (draw,) = draws(opened(OfficePlace(file=file)), one.day, one.day)
    assert not set(draw.listed) & set(draw.held)


def test_a_mark_is_changed_and_who_was_slower_is_told(file: Path) -> None:
    first, second = visit("Ana", "en"), visit("Ana", "en")
    whole(first.button(key=f"{FORM}-do").click().run())
    second.radio(key=f"{FORM}-state").set_value("later")
    whole(second.button(key=f"{FORM}-do").click().run())
    assert "Somebody marked this customer meanwhile" in shown(second)
    assert [one.state for one in kept(file)] == ["done"]


def test_a_reader_of_a_team_has_the_list_of_the_team(file: Path) -> None:
    app = visit("Beto")
    assert "por atender" in shown(app)
    whole(app.button(key=f"{FORM}-do").click().run())
    (one,) = kept(file)
    assert one.author == "Beto"


def test_a_list_of_an_earlier_day_that_nobody_marked_then_is_no_longer_marked(
    file: Path, settled: pytest.MonkeyPatch
) -> None:
    opened_before = visit("Ana")
    data_end_on(settled, date(2026, 11, 13))  # a load comes
    whole(opened_before.button(key=f"{FORM}-do").click().run())
    assert "no se guardó nada" in shown(opened_before) and not kept(file)
    late = visit("Ana")
    assert "ya no se marca" in shown(late)
    assert not [one for one in late.button if one.key == f"{FORM}-do"]


def test_a_list_that_was_marked_on_its_day_is_marked_further(file: Path, settled: pytest.MonkeyPatch) -> None:
    whole(visit("Ana").button(key=f"{FORM}-do").click().run())
    (before,) = draws(opened(OfficePlace(file=file)), date(2026, 11, 13), date(2026, 11, 13))
    data_end_on(settled, date(2026, 11, 13))
    app = visit("Ana")
    app.radio(key=f"{FORM}-state").set_value("later")
    whole(app.button(key=f"{FORM}-do").click().run())
    assert [one.state for one in kept(file)] == ["later"]
    assert draws(opened(OfficePlace(file=file)), date(2026, 11, 13), date(2026, 11, 13)) == (before,)

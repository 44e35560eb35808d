"""Who answers, named on the page of data: by who may found the company, seen by everybody, and on the weekly board."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.access import Reader
from crm_metrics.office.answerers import AnswererRegister, told
from crm_metrics.office.answers import Appointment
from crm_metrics.office.database import opened
from crm_metrics.office.place import OfficePlace
from tests.pages.reading import ROOT, shown, whole

ACCESS = """
[[reader]]
name = "Ana"
level = "executive"
founds = true
[[reader]]
name = "Beto"
level = "manager"
"""


@pytest.fixture
def place(kept_in: OfficePlace) -> OfficePlace:
    """Where the test keeps what is written."""
    return kept_in


def visit(page: str, reader: str, **asked: list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, values in {**asked, "reader": [reader], "lang": ["en"]}.items():
        app.query_params[key] = values
    return whole(app.switch_page(f"pages/{page}.py").run())


def opened_form(reader: str) -> AppTest:
    app = visit("data", reader)
    app.session_state["tk-appoint"] = True
    return whole(app.run())


def test_a_name_is_saved_and_listed_with_its_place(place: OfficePlace) -> None:
    app = opened_form("Ana")
    app.selectbox(key="tk-appoint-kind").set_value("process").run()
    app.selectbox(key="tk-appoint-process").set_value("service").run()
    app.text_input(key="tk-appoint-name-process-service-0").set_value("Iris <b>Sol</b>")
    whole(app.button(key="tk-appoint-do").click().run())
    assert told(place) == (Appointment(kind="process", thing="service", name="Iris <b>Sol</b>", version=1),)
    assert "Service: Iris &lt;b&gt;Sol&lt;/b&gt; answers" in shown(app)
    assert "this page" in shown(visit("data", "Beto"))


def test_a_reader_without_the_right_has_no_form(place: OfficePlace) -> None:
    app = opened_form("Beto")
    assert not [one for one in app.selectbox if str(one.key).startswith("tk-appoint")]
    assert told(place) == ()


def test_two_who_write_at_once_lose_nothing(place: OfficePlace) -> None:
    app = opened_form("Ana")
    app.selectbox(key="tk-appoint-kind").set_value("process").run()
    app.selectbox(key="tk-appoint-process").set_value("service").run()
    seen = Appointment(kind="process", thing="service", name="", version=0)
    register = AnswererRegister(opened(place), Reader("Caro", "executive", rights=("founds",)))
    key = "tk-appoint-name-process-service-0"
    app.text_input(key=key).set_value("Iris Sol")
    register.appoint(seen, "Omar Rey")
    whole(app.button(key="tk-appoint-do").click().run())
    assert [one.name for one in told(place)] == ["Omar Rey"]
    assert "Omar Rey" in shown(app)


def test_the_weekly_board_names_who_was_just_named(place: OfficePlace) -> None:
    register = AnswererRegister(opened(place), Reader("Ana", "executive", rights=("founds",)))
    for process in ("presales", "sales", "service", "collections", "telemarketing", "loyalty", "retention"):
        register.appoint(Appointment(kind="process", thing=process, name="", version=0), "Iris Sol")
    assert "Iris Sol" in shown(visit("weekly", "Beto"))

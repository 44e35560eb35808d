"""A baseline started anew on the page of its number: by who answers, with a reason, seen on charts, and withdrawn."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.access import Reader
from crm_metrics.boards.restarts.kept import forget
from crm_metrics.office.answerers import AnswererRegister
from crm_metrics.office.answers import Appointment
from crm_metrics.office.baselines.register import BaselineRegister, restarts
from crm_metrics.office.baselines.restarting import BaselineRestart, RestartContent
from crm_metrics.office.database import opened
from crm_metrics.office.place import OfficePlace
from crm_metrics.periods import Period
from tests.pages.parts.forms.readers import THREE
from tests.pages.reading import ROOT, shown, whole

ACCESS = f"""{THREE}
[[reader]]
name = "Dora"
level = "executive"
founds = true
"""
OF_NUMBER = {"metric": ["csat"], "every": ["week"], "until": ["2026-11-15"], "process": ["service"]}
SERVICE = (("process", "service"),)
NEW, END = "tk-baseline-new", "tk-baseline-end"
MONDAY = date(2026, 10, 26)
DAYS = Period(date(2025, 1, 1), date(2025, 1, 1), date(2026, 11, 21))


@pytest.fixture
def file(kept_in: OfficePlace, tmp_path: Path) -> Path:
    """The database's file."""
    forget()
    return tmp_path / "office.sqlite"


def visit(reader: str, page: str, /, **asked: list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, values in {"lang": ["es"], **asked, "reader": [reader]}.items():
        app.query_params[key] = values
    return whole(app.switch_page(f"pages/{page}.py").run())


def unfold(app: AppTest, form: str) -> AppTest:
    app.session_state[form] = True
    return whole(app.run())


def press(app: AppTest, key: str) -> AppTest:
    return whole(app.button(key=key).click().run())


def kept(file: Path) -> tuple[BaselineRestart, ...]:
    return restarts(opened(OfficePlace(file=file)))


def started(file: Path, day: date = MONDAY, seen: BaselineRestart | None = None) -> BaselineRestart:
    register = BaselineRegister(opened(OfficePlace(file=file)), Reader("Dora", "executive", rights=("founds",)))
    return register.start(RestartContent(metric="csat", parts=SERVICE, day=day, why="Guion <b>nuevo</b>"), DAYS, seen)


def test_who_may_found_the_company_starts_it_with_a_reason_and_withdraws_it_with_one(file: Path) -> None:
    app = unfold(visit("Dora", "number", **OF_NUMBER), NEW)
    app.date_input(key=f"{NEW}-day").set_value(MONDAY)
    press(app, f"{NEW}-do")
    assert "necesita su motivo" in shown(app) and kept(file) == ()
    app.date_input(key=f"{NEW}-day").set_value(MONDAY)
    app.text_area(key=f"{NEW}-why").set_value("Guion <b>nuevo</b>")
    press(app, f"{NEW}-do")
    (one,) = kept(file)
    assert (one.content.parts, one.content.day, one.author) == (SERVICE, MONDAY, "Dora")
    html = shown(app)
    assert "La línea de base nueva ya vale" in html
    assert "Guion &lt;b&gt;nuevo&lt;/b&gt;" in html and "<b>nuevo" not in html
    app = unfold(visit("Dora", "number", **OF_NUMBER), END)
    app.text_area(key=f"{END}-why").set_value("Era un piloto")
    press(app, f"{END}-do")
    assert not kept(file)[0].stands
    assert "retirada por Dora" in shown(app) and "Era un piloto" in shown(app)


def test_a_day_in_the_future_is_refused_with_the_last_day_of_the_data(file: Path) -> None:
    app = unfold(visit("Dora", "number", **OF_NUMBER), NEW)
    app.date_input(key=f"{NEW}-day").set_value(date(2027, 11, 15))
    app.text_area(key=f"{NEW}-why").set_value("Guion")
    press(app, f"{NEW}-do")
    assert "Los datos de este número llegan hasta el" in shown(app) and kept(file) == ()


def test_who_neither_answers_nor_founds_reads_the_history_and_has_no_form(file: Path) -> None:
    assert "Iniciar una línea de base" not in str(visit("Ana", "number", **OF_NUMBER).get("expander"))
    started(file)
    app = visit("Ana", "number", **OF_NUMBER)
    assert "se inició de nuevo una vez" in shown(app) and "quien responde por el indicador" in shown(app)
    assert NEW not in str([one.key for one in app.button])


def test_who_is_named_for_the_process_starts_it(file: Path) -> None:
    register = AnswererRegister(opened(OfficePlace(file=file)), Reader("Dora", "executive", rights=("founds",)))
    register.appoint(Appointment(kind="process", thing="service", name="", version=0), "Marta")
    app = unfold(visit("Marta", "number", **OF_NUMBER), NEW)
    app.date_input(key=f"{NEW}-day").set_value(MONDAY)
    app.text_area(key=f"{NEW}-why").set_value("Equipo nuevo")
    press(app, f"{NEW}-do")
    assert [one.author for one in kept(file)] == ["Marta"]


def test_two_who_start_at_once_the_second_is_told(file: Path) -> None:
    app = unfold(visit("Dora", "number", **OF_NUMBER), NEW)
    app.date_input(key=f"{NEW}-day").set_value(date(2026, 11, 2))
    app.text_area(key=f"{NEW}-why").set_value("Fusión")
    register = BaselineRegister(opened(OfficePlace(file=file)), Reader("Ana", "executive", rights=("founds",)))
    register.start(RestartContent(metric="csat", parts=SERVICE, day=MONDAY, why="Otra"), DAYS)
    press(app, f"{NEW}-do")
    assert "Ana inició de nuevo esta línea de base mientras tanto" in shown(app)
    assert len(kept(file)) == 1


def test_boards_and_the_page_of_the_metric_say_since_when_and_why(file: Path) -> None:
    started(file, date(2026, 10, 5))
    week = shown(visit("Dora", "weekly", until=["2026-11-15"]))
    assert "Guion &lt;b&gt;nuevo&lt;/b&gt;" in week and "<b>nuevo" not in week
    assert "línea de base nueva" in week and "por Dora (1)" in week
    explored = visit("Dora", "explore", metric=["csat"], process=["service"])
    assert "Guion &lt;b&gt;nuevo&lt;/b&gt;" in shown(explored)
    specs = [str(chart.proto.spec) for chart in explored.get("plotly_chart")]
    assert any("de base nueva" in one for one in specs) and not any("Guion" in one for one in specs)

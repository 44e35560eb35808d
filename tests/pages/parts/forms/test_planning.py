"""Plans on their page: drafted from a gap, agreed, begun, changed and cancelled by readers of different levels."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.access import Reader
from crm_metrics.office.database import opened
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.planning import PlanAction, PlanGap, PlanTerms, WorkPlan
from crm_metrics.office.plans import PlanShelf
from tests.pages.parts.forms.readers import THREE
from tests.pages.reading import ROOT, read, shown, whole
from tests.pages.test_language import findings

ACCESS = THREE
OF_PROCESS = {"metric": ["csat"], "week": ["2026-11-09"], "of": ["process:service"]}


@pytest.fixture
def file(kept_in: OfficePlace, tmp_path: Path) -> Path:
    """The database's file."""
    return tmp_path / "office.sqlite"


def visit(reader: str, page: str = "plans", /, **asked: list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, values in {"lang": ["es"], **asked, "reader": [reader]}.items():
        app.query_params[key] = values
    return whole(app.switch_page(f"pages/{page}.py").run())


def kept(file: Path) -> WorkPlan:
    plans = PlanShelf(opened(OfficePlace(file=file)), Reader("", "executive")).plans()
    (plan,) = (one for one in plans if one.opened_by != "Pulso")  # which drafts for gaps that last
    return plan


def draft(app: AppTest, **more: str) -> AppTest:
    fields = {"cause": "Los lunes faltan dos", "fix": "Turno doble", "actions": "Contratar; Beto; 2026-12-15\nAvisar"}
    for name, value in {**fields, **more}.items():
        app.text_area(key=f"tk-plan-new-{name}").set_value(value)
    app.selectbox(key="tk-plan-new-owner").set_value("Marta")
    app.number_input(key="tk-plan-new-expected").set_value(5.0)
    return whole(app.button(key="tk-plan-new-do").click().run())


def press(app: AppTest, key: str) -> AppTest:
    return whole(app.button(key=key).click().run())


def test_a_gap_of_the_weekly_board_becomes_a_plan_that_runs(file: Path) -> None:
    weekly = visit("Marta", "weekly", until=["2026-11-15"])
    leads = [unescape(one) for one in re.findall(r'href="(plans\?[^"]*)"[^>]*>Abrir un plan', shown(weekly))]
    assert leads
    asked = {key: ids for key, ids in parse_qs(leads[0].partition("?")[2]).items() if key not in ("reader", "lang")}
    assert set(asked) == {"metric", "week", "of"}
    app = draft(visit("Marta", **asked))
    plan = kept(file)
    assert (plan.state, plan.opened_by, plan.terms.owner, plan.gap.metric) == (
        "draft",
        "Marta",
        "Marta",
        asked["metric"][0],
    )
    assert [(one.what, one.who, str(one.due)) for one in plan.terms.actions] == [
        ("Contratar", "Beto", "2026-12-15"), ("Avisar", "", "None"),
    ]  # fmt: skip
    assert app.query_params["plan"] == plan.id or app.query_params["plan"] == [plan.id]
    assert "El borrador quedó guardado" in shown(app)
    press(app, "tk-plan-agree")
    plan = kept(file)
    assert (plan.state, plan.agreed_by) == ("agreed", "Marta")
    assert plan.locked is not None and plan.locked["weeks"]
    press(app, f"tk-plan-begin-{plan.id}-{plan.version}-do")
    assert kept(file).state == "running"
    again = visit("Marta", "weekly", until=["2026-11-15"])
    assert f"plans?plan={plan.id}" in shown(again) and "en marcha" in shown(again)


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_page_opens_in_both_languages_with_what_lasts_drafted_and_with_a_plan(file: Path, language: str) -> None:
    first = visit("Ana", lang=[language])  # where nobody kept anything yet
    assert ("borrador" in shown(first)) == (language == "es")
    lasting = PlanShelf(opened(OfficePlace(file=file)), Reader("", "executive")).plans()
    assert lasting and {one.opened_by for one in lasting} == {"Pulso"}
    draft(visit("Ana", **OF_PROCESS))
    html = shown(visit("Ana", lang=[language]))
    assert "<h1>" in html and "tk-card" in html and "tk-footer" in html
    assert ("Fuente" in html) == (language == "es")
    assert bool(re.search(r"borrador: \d", html)) == (language == "es")


def test_who_comes_to_open_the_first_plan_is_not_overtaken(file: Path) -> None:
    visit("Ana", **OF_PROCESS)
    assert not file.exists()


def test_the_forms_hold_no_sentence_of_the_code_for_a_spanish_reader(file: Path) -> None:
    app = visit("Ana", **OF_PROCESS)
    assert findings(read(app)) == set()
    draft(app)
    plan = kept(file)
    for box in ("change", "cancel"):
        app.session_state[f"tk-plan-{box}-{plan.id}-1"] = True
    assert findings(read(whole(app.run()))) == set()
    press(app, "tk-plan-agree")
    assert findings(read(app)) == set()


def test_a_percentage_is_written_in_points_and_kept_as_a_fraction(file: Path) -> None:
    draft(visit("Ana", **OF_PROCESS))
    assert kept(file).terms.expected == pytest.approx(0.05)


def test_a_plan_that_lacks_something_is_not_agreed_and_says_what_it_needs(file: Path) -> None:
    app = visit("Ana", **OF_PROCESS)
    press(app, "tk-plan-new-do")
    press(app, "tk-plan-agree")
    assert "un plan necesita responsable" in shown(app)
    assert kept(file).state == "draft"


def test_a_second_plan_of_a_gap_is_the_first_one(file: Path) -> None:
    late = visit("Ana", **OF_PROCESS)
    draft(visit("Marta", **OF_PROCESS))
    draft(late)  # whose form was open already
    assert kept(file).opened_by == "Marta"
    assert "Esta brecha ya tiene un plan abierto, que abrió Marta" in shown(late)
    assert "borrador" in shown(visit("Ana", **OF_PROCESS))


def test_who_writes_on_what_was_changed_meanwhile_is_told(file: Path) -> None:
    draft(visit("Marta", **OF_PROCESS))
    plan = kept(file)
    first, second = visit("Marta", plan=[plan.id]), visit("Ana", plan=[plan.id])
    press(first, "tk-plan-agree")
    press(second, "tk-plan-agree")
    assert "Alguien cambió este plan mientras tanto" in shown(second)
    assert kept(file).agreed_by == "Marta"


def test_a_plan_is_changed_and_cancelled_with_its_reason(file: Path) -> None:
    draft(visit("Ana", **OF_PROCESS))
    plan = kept(file)
    app = visit("Ana", plan=[plan.id])
    app.session_state[f"tk-plan-change-{plan.id}-1"] = True
    whole(app.run())
    app.text_area(key=f"tk-plan-fields-{plan.id}-1-cause").set_value("<b>Otra</b> causa")
    app.multiselect(key=f"tk-plan-fields-{plan.id}-1-ended").set_value([1])
    press(app, f"tk-plan-fields-{plan.id}-1-do")
    plan = kept(file)
    assert plan.terms.cause == "<b>Otra</b> causa" and [one.done for one in plan.terms.actions] == [False, True]
    assert plan.terms.fix == "Turno doble" and plan.terms.expected == pytest.approx(0.05)
    assert "&lt;b&gt;Otra&lt;/b&gt; causa" in shown(app) and "<b>Otra" not in shown(app)
    app.session_state[f"tk-plan-cancel-{plan.id}-2"] = True
    whole(app.run())
    press(app, f"tk-plan-why-{plan.id}-2-do")
    assert "Diga por qué se cancela" in shown(app)
    app.text_area(key=f"tk-plan-why-{plan.id}-2").set_value("Se cerró sola")
    press(app, f"tk-plan-why-{plan.id}-2-do")
    assert (kept(file).state, kept(file).why) == ("cancelled", "Se cerró sola")


def test_a_supervisor_of_a_team_sees_and_opens_plans_of_it_alone(file: Path) -> None:
    draft(visit("Marta", **OF_PROCESS))
    whole_process = kept(file)
    assert "Su parte de la empresa aún no tiene planes" in shown(visit("Beto"))
    lost = visit("Beto", plan=[whole_process.id])
    assert "no existe, o que usted no puede ver" in shown(lost)
    own = visit("Beto", **OF_PROCESS)
    assert "Voz Norte" in shown(own)
    draft(own)
    both = PlanShelf(opened(OfficePlace(file=file)), Reader("", "executive")).plans()
    (mine,) = (one for one in both if one.opened_by == "Beto")
    assert ("team", "Voz Norte") in mine.gap.parts and mine.gap.level == "supervisor"


def written(file: Path, gap: PlanGap, terms: PlanTerms) -> WorkPlan:
    """A draft of somebody who sees everything."""
    return PlanShelf(opened(OfficePlace(file=file)), Reader("Ana", "executive")).draft(gap, terms)


def test_a_draft_names_no_comparison_unit_to_who_may_not_see_it_and_keeps_it(file: Path) -> None:
    gap = PlanGap(metric="csat", parts=(("team", "Voz Norte"),), trigger=date(2026, 11, 9), better="up")
    plan = written(file, gap, PlanTerms(comparison="Digital"))
    app = visit("Beto", plan=[plan.id])
    app.session_state[f"tk-plan-change-{plan.id}-1"] = True
    place = f"tk-plan-fields-{plan.id}-1"
    chosen = whole(app.run()).selectbox(key=f"{place}-comparison")
    assert "otra unidad" in chosen.options and "Digital" not in chosen.options
    press(app, f"{place}-do")
    assert kept(file).terms.comparison == "Digital"


def test_a_draft_of_a_metric_that_left_can_be_read_and_changed_and_is_not_agreed(file: Path) -> None:
    gap = PlanGap(metric="own_calls", parts=(("process", "service"),), trigger=date(2026, 11, 9), better="up")
    terms = PlanTerms(fix="Otro", actions=(PlanAction("Avisar"),), owner="Ana", due=date(2026, 12, 31), expected=0.1234)
    plan = written(file, gap, terms)
    app = visit("Ana", plan=[plan.id])
    press(app, "tk-plan-agree")
    assert "No existe el indicador" in shown(app)
    app.session_state[f"tk-plan-change-{plan.id}-1"] = True
    whole(app.run())
    press(app, f"tk-plan-fields-{plan.id}-1-do")
    assert kept(file).terms == terms


def test_the_page_of_a_number_leads_to_the_plan_of_its_gap(file: Path) -> None:
    asked = {"metric": ["csat"], "every": ["week"], "until": ["2026-11-15"], "process": ["service"]}
    assert re.search(r'href="plans\?metric=csat&amp;week=2026-11-09&amp;of=process%3Aservice[^"]*">Abrir un plan',
                     shown(visit("Ana", "number", **asked)))  # fmt: skip
    draft(visit("Ana", **OF_PROCESS))
    assert "Su brecha tiene un plan: borrador" in shown(visit("Ana", "number", **asked))
    of_agent = {**asked, "customer": ["crm:C000001"]}
    assert "Abrir un plan" not in shown(visit("Ana", "number", **of_agent))

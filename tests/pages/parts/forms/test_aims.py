"""An objective set on the page: kept, shown, told on the command line, changed by two, and withdrawn."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import crm_metrics as crm
from crm_metrics.access import Reader
from crm_metrics.metrics.goals.targets import goal_for
from crm_metrics.metrics.registry import metric_of
from crm_metrics.office.aims import ObjectiveRegister, objectives
from crm_metrics.office.database import opened
from crm_metrics.office.objectives import Aim, Bands
from crm_metrics.office.place import OfficePlace
from tests.pages.reading import ROOT, shown, whole

ACCESS = """
[[reader]]
name = "Ana"
level = "executive"
[[reader]]
name = "Beto"
level = "manager"
processes = ["service"]
[[reader]]
name = "Eva"
level = "supervisor"
"""
NOV = date(2026, 11, 1)


@pytest.fixture
def database(kept_in: OfficePlace) -> OfficePlace:
    """Where what is set goes."""
    return kept_in


def visit(reader: str = "Ana", metric: str = "leads_created") -> AppTest:
    """The page of a reader with its form unfolded."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, value in {"reader": reader, "metric": metric, "lang": "en"}.items():
        app.query_params[key] = value
    whole(app.switch_page("pages/objectives.py").run())
    app.session_state["tk-aim"] = True
    return whole(app.run())


def fill(app: AppTest, **bands: float) -> AppTest:
    for part, value in bands.items():
        next(one for one in app.number_input if str(one.key).startswith(f"tk-aim-{part}-")).set_value(value)
    return whole(app.button(key="tk-aim-do").click().run())


def test_what_is_set_stands_on_the_page_and_in_the_library(database: OfficePlace, demo_folder: Path) -> None:
    app = fill(visit(), minimum=50.0, good=60.0, excellent=70.0)
    assert "Saved: New leads" in shown(app) and "set by Ana" in shown(app)
    (one,) = objectives(opened(database))
    assert (one.aim, one.bands) == (
        Aim(metric="leads_created", process="presales", valid_from=NOV),
        Bands(minimum=50.0, good=60.0, excellent=70.0),
    )
    shop = crm.open(demo_folder)
    goal = goal_for(shop, metric_of("leads_created"), "month", NOV)
    shop.close()
    assert goal is not None and (goal.goal, goal.tolerance) == (60.0, 10.0)


def test_a_percentage_is_written_as_one_and_kept_as_a_fraction(database: OfficePlace) -> None:
    fill(visit(metric="csat"), good=81.5)
    assert [one.bands.good for one in objectives(opened(database))] == [0.815]


def test_bands_out_of_order_and_a_form_without_good_are_told_and_nothing_is_kept(database: OfficePlace) -> None:
    app = fill(visit(), minimum=70.0, good=60.0)
    assert "write minimum ≤ good ≤ excellent" in shown(app)
    app = fill(visit(), minimum=70.0)
    assert "Write what is good" in shown(app)
    assert objectives(opened(database)) == ()


def test_what_no_value_of_the_metric_reaches_is_told_and_not_kept(database: OfficePlace) -> None:
    app = fill(visit(metric="csat"), good=800.0)
    assert "lie between 0.0% and 100.0%" in shown(app)
    assert objectives(opened(database)) == ()


def test_who_saves_over_somebody_elses_change_sees_it_first(database: OfficePlace) -> None:
    fill(visit(), good=60.0)
    mine = visit()
    (seen,) = objectives(opened(database))
    ObjectiveRegister(opened(database), Reader("Caro", "executive")).set(seen.aim, Bands(good=65), "up", seen)
    app = fill(mine, good=62.0)
    assert "Caro changed this objective meanwhile" in shown(app)
    assert [one.bands.good for one in objectives(opened(database))] == [65.0]
    fill(app, good=62.0)
    assert [one.bands.good for one in objectives(opened(database))] == [62.0]


def test_one_that_is_withdrawn_gives_way_to_the_files(database: OfficePlace) -> None:
    app = fill(visit(), good=60.0)
    app.session_state["tk-aim"] = True
    app = whole(whole(app.run()).button(key="tk-aim-back").click().run())
    assert "Withdrawn: New leads" in shown(app) and "loaded with the data" in shown(app)
    assert objectives(opened(database)) == ()


def test_one_of_a_metric_that_is_gone_can_be_withdrawn(database: OfficePlace) -> None:
    register = ObjectiveRegister(opened(database), Reader("Ana", "executive"))
    register.set(Aim(metric="own_metric_of_old", valid_from=NOV), Bands(good=5.0), "up")
    app = visit(metric="csat")
    assert "own_metric_of_old" in str(app.selectbox(key="tk-aim-lost").options)
    whole(app.button(key="tk-aim-lost-do").click().run())
    assert "Withdrawn: own_metric_of_old" in shown(app)
    assert objectives(opened(database)) == ()


def test_a_manager_sets_those_of_his_process_and_a_supervisor_none(database: OfficePlace) -> None:
    app = visit("Beto", "contacts_handled")
    parts = app.selectbox(key="tk-aim-part").options
    assert parts[0] == "Service" and all(one.startswith("Service") for one in parts)
    app = visit("Eva")
    assert not app.number_input and "Set an objective" not in str([one.label for one in app.expander])

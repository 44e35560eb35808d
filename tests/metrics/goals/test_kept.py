"""What people set on the page reaches every question about a goal, from its validity on, and files hold before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_metrics.access import Reader
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.goals import kept
from crm_metrics.metrics.goals.cascade import Goal
from crm_metrics.metrics.goals.target import BROUGHT, SET
from crm_metrics.metrics.goals.targets import goal_for, target_for
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.aims import ObjectiveRegister
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.objectives import Aim, Bands
from crm_metrics.office.place import OfficePlace
from tests.conftest import House

ANA = Reader("Ana", "executive")
NOV, DEC = date(2026, 11, 1), date(2026, 12, 1)
CASES = CATALOGUE["cases_opened"]
SERVICE = Aim(metric="cases_opened", process="service", valid_from=DEC)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working folder without the project's own data/targets.csv, and a database of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CRM_DATABASE", str(tmp_path / "office.sqlite"))


@pytest.fixture
def register(tmp_path: Path) -> Iterator[ObjectiveRegister]:
    database = OfficeDatabase(OfficePlace(file=tmp_path / "office.sqlite"))
    yield ObjectiveRegister(database, ANA)
    database.close()


def company(house: House, *targets: dict[str, Any]) -> Shop:
    """A company open Monday to Friday."""
    hours = [{"calendar_id": "company", "weekday": day, "opens": "08:00", "closes": "18:00"} for day in range(1, 6)]
    usual = {"metric": "cases_opened", "cadence": "month", "tolerance": 0.0, "valid_from": date(2020, 1, 1)}
    rows = [{**usual, **one} for one in targets]
    return house({"target": rows, "business_hours": hours}, shapes=["calendar_day", "watermark", "work_item"])


def test_an_objective_of_the_page_holds_from_its_month_on_and_the_files_before(
    house: House, register: ObjectiveRegister
) -> None:
    # November 2026 has 21 weekdays, December 23: 2,100 ÷ 21 = 100 a day by the file, 4,600 ÷ 23 = 200 by the page.
    shop = company(house, {"goal": 2100})
    assert goal_for(shop, CASES, "month", DEC) == Goal(2100, 0.0)
    register.set(SERVICE, Bands(good=4600, minimum=4600 + 460, excellent=4000), "down")
    assert goal_for(shop, CASES, "month", NOV) == Goal(2100, 0.0)
    assert goal_for(shop, CASES, "month", DEC) == Goal(4600, 460.0)
    assert goal_for(shop, CASES, "day", date(2026, 11, 30)) == Goal(100, 0.0, "working days")
    assert goal_for(shop, CASES, "day", DEC) == Goal(200, 20.0, "working days")
    # The week of 30 November: a day of 100 and four of 200.
    week = goal_for(shop, CASES, "week", date(2026, 11, 30))
    assert week is not None and week.goal == 900


def test_the_source_the_bands_and_the_author_are_told(house: House, register: ObjectiveRegister) -> None:
    shop = company(house, {"goal": 2100})
    one = register.set(SERVICE, Bands(good=4600, excellent=4000), "down")
    before, after = target_for(shop, CASES, NOV), target_for(shop, CASES, DEC)
    assert before is not None and (before.origin, before.author) == (BROUGHT, "")
    assert after is not None and (after.origin, after.author, after.at) == (SET, "Ana", one.changed_at)
    assert (after.minimum, after.excellent) == (None, 4000)


def test_the_month_of_the_page_goes_over_what_a_file_has_for_days_and_weeks_alone(
    house: House, register: ObjectiveRegister
) -> None:
    shop = company(house, {"goal": 7, "cadence": "day"}, {"goal": 30, "cadence": "week"})
    register.set(SERVICE, Bands(good=4600), "down")
    assert goal_for(shop, CASES, "day", NOV) == Goal(7, 0.0) and goal_for(shop, CASES, "week", NOV) == Goal(30, 0.0)
    assert goal_for(shop, CASES, "day", DEC) == Goal(200, 0.0, "working days")


def test_what_is_set_for_all_leaves_a_narrower_goal_of_a_file_as_it_is(
    house: House, register: ObjectiveRegister
) -> None:
    csat = CATALOGUE["csat"]
    shop = company(house, {"metric": "csat", "goal": 0.7, "process": "service"}, {"metric": "csat", "goal": 0.6})
    register.set(Aim(metric="csat", valid_from=DEC), Bands(good=0.9), "up")
    assert goal_for(shop, csat, "month", DEC) == Goal(0.9, 0.0)
    assert goal_for(shop, csat, "month", DEC, process="service") == Goal(0.7, 0.0)
    register.set(Aim(metric="csat", process="service", valid_from=DEC), Bands(good=0.8), "up")
    assert goal_for(shop, csat, "month", DEC, process="service") == Goal(0.8, 0.0)


def test_a_change_a_withdrawal_and_an_end_are_seen_at_the_next_question(
    house: House, register: ObjectiveRegister
) -> None:
    shop = company(house, {"goal": 2100})
    first = register.set(SERVICE, Bands(good=4600), "down")
    assert goal_for(shop, CASES, "month", DEC) == Goal(4600, 0.0)
    ended = register.set(replace(SERVICE, valid_to=date(2027, 1, 1)), Bands(good=4000), "down", first)
    assert goal_for(shop, CASES, "month", DEC) == Goal(4000, 0.0)
    assert goal_for(shop, CASES, "month", date(2027, 1, 1)) == Goal(2100, 0.0)
    register.withdraw(ended)
    assert goal_for(shop, CASES, "month", DEC) == Goal(2100, 0.0)


def test_while_what_people_set_cant_be_read_there_is_no_goal(house: House, tmp_path: Path) -> None:
    shop = company(house, {"goal": 2100})
    (tmp_path / "office.sqlite").write_text("no database", encoding="utf-8")
    assert goal_for(shop, CASES, "month", DEC) is None
    assert kept.kept(shop) is None
    (tmp_path / "office.sqlite").unlink()
    assert goal_for(shop, CASES, "month", DEC) == Goal(2100, 0.0)

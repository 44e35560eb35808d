"""The rules of the day's list: read, refused with their key, and the hours at which one may call."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import pytest

from crm_metrics.errors import DefinitionError
from crm_metrics.warehouse.company import daylist
from crm_metrics.warehouse.company.daylist import CallingHours, DayRules, in_force

TEMPLATE = Path(__file__).parents[3] / "data" / "templates" / "daylist.toml"
WORKDAY = ((time(8), time(18)),)


def test_without_a_file_nobody_is_contacted_without_consent_and_no_hour_is_known(tmp_path: Path) -> None:
    rules = daylist.read(tmp_path)
    assert rules == DayRules()
    assert (rules.without_consent, rules.calls) == (frozenset(), None)


def test_the_template_is_read_with_its_weekdays(tmp_path: Path) -> None:
    (tmp_path / daylist.FILE).write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    rules = daylist.read(tmp_path)
    assert (rules.cap, rules.held_out, rules.follow_up) == (20, 0.10, (3, 7))
    assert rules.calls == CallingHours(dict.fromkeys(range(1, 6), WORKDAY))


def test_campaigns_may_need_no_consent(tmp_path: Path) -> None:
    (tmp_path / daylist.FILE).write_text('without_consent = ["limit", "campaign"]', encoding="utf-8")
    assert daylist.read(tmp_path).without_consent == {"limit", "campaign"}


def test_one_may_call_from_the_first_minute_until_before_the_last() -> None:
    calls = CallingHours({1: ((time(8), time(12)), (time(14), None))})
    monday = {"07:59": False, "08:00": True, "11:59": True, "12:00": False, "14:00": True, "23:59": True}
    assert {hour: calls.open_at(datetime.fromisoformat(f"2026-01-12 {hour}")) for hour in monday} == monday
    assert not calls.open_at(datetime.fromisoformat("2026-01-13 09:00"))  # a Tuesday


def test_on_a_holiday_one_calls_only_where_the_company_says_so() -> None:
    moment = datetime.fromisoformat("2026-01-12 09:00")
    assert not CallingHours({1: WORKDAY}).open_at(moment, holiday=True)
    assert CallingHours({1: WORKDAY}, on_holidays=True).open_at(moment, holiday=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cap = 0", "cap: 0 is not a whole number from 1 to 500"),
        ("held_out = 0.9", "held_out: 0.9 is not a number from 0"),
        ('without_consent = ["limits"]', "'limits' is not known. Did you mean 'limit'?"),
        ("follow_up = [7, 3]", "follow_up"),
        ("follow_up = 3", "follow_up"),
        ("[calls]\non_holidays = true", "calls: name at least one weekday"),
        ('[calls]\nmonday = "18:00-08:00"', "calls.monday"),
        ('hours = "8-18"', "no key 'hours'"),
    ],
)
def test_a_file_that_cant_be_used_says_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / daylist.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=said.replace("?", r"\?")):
        daylist.read(tmp_path)


def test_a_file_that_cant_be_used_leaves_the_usual_rules(tmp_path: Path) -> None:
    (tmp_path / "daylist.toml").write_text("cap = 0", encoding="utf-8")
    assert in_force(tmp_path) == DayRules()

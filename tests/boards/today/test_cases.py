"""The cases behind a number: whose, who owns them, the minutes left, and why; each told, or said not to be."""

from __future__ import annotations

from datetime import date

from crm_metrics.access import Scope
from crm_metrics.boards.core import View
from crm_metrics.boards.today import cases
from crm_metrics.boards.today.cases import by_tier, by_time
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.conftest import House
from tests.warehouse.shapes.made import hours, item, policy

EN = Words("en")
DAY = date(2026, 1, 12)  # a Monday
HOUR = 3600


def person(customer: str, **more: object) -> dict[str, object]:
    return {"customer_id": customer, **more}


def shop_of_cases(house: House) -> Shop:
    """Four open cases at the close of a Monday; a desk of 08:00 to 17:00 that promises ten hours to urgent cases."""
    return house(
        {
            "business_hours": hours("desk", "08:00", "17:00"),
            "sla_policy": [policy("p", "resolution", 10 * HOUR, "desk", priority="urgent")],
            "customer": [
                person("C001", name="Ana Ruiz", value_tier="strategic"), person("ana@mail.co", value_tier="high"),
            ],
            "agent": [{"agent_id": "a1", "name": "Luis", "team": "Norte", "area": "Centro", "process": "service"}],
            "work_item": [
                item("w1", "2026-01-12 08:00", customer_id="C001", agent_id="a1", team="Norte", priority="urgent",
                     reason="billing"),
                item("w2", "2025-12-20 08:00", customer_id="C001", agent_id="a1", team="Norte"),
                item("w3", "2025-12-10 08:00", customer_id="ana@mail.co", team="Sur"),
                item("w4", "2026-01-09 16:00", customer_id="unknown", team="Sur", priority="urgent"),
            ],
        },
        first=date(2025, 12, 1),
        through=DAY,
    )  # fmt: skip


def test_the_cases_are_the_rows_that_the_number_counts(house: House) -> None:
    shop = shop_of_cases(house)
    found = cases.behind(shop, View(personal=True), "old_cases", DAY)
    assert found is not None and found.told
    # Opened on the 20th and 10th of December: 23 and 33 days before the 12th of January.
    assert {case.item: case.age for case in found.cases} == {"w2": 23, "w3": 33}
    (case,) = [case for case in found.cases if case.item == "w2"]
    assert (case.called, case.owner, case.team, case.tier) == ("Ana Ruiz", "Luis", "Norte", "strategic")


def test_a_reader_of_one_team_or_a_filter_sees_those_cases_alone(house: House) -> None:
    shop = shop_of_cases(house)
    for view in (View(Scope(teams=("Sur",))), View(where=(("team", "Sur"),))):
        found = cases.behind(shop, view, "old_cases", DAY)
        assert found is not None
        assert [case.item for case in found.cases] == ["w3"]


def test_who_may_not_see_who_customers_are_gets_an_id_or_a_key(house: House) -> None:
    found = cases.behind(shop_of_cases(house), View(), "old_cases", DAY)
    assert found is not None
    called = {case.item: (case.called, case.customer) for case in found.cases}
    assert called["w2"] == ("C001", "C001")
    assert all(text.startswith("#") for text in called["w3"])  # an e-mail tells who it is
    grid = cases.table(found.cases, "", EN)
    assert "ana@mail.co" not in repr(grid) and "Ana Ruiz" not in repr(grid)


def test_a_row_says_minutes_left_and_why_or_that_no_time_is_agreed(house: House) -> None:
    # Ten hours from 08:00 are one hour short by 17:00: 60 minutes, until 09:00 of the next day. Of the other urgent
    # case one hour of Friday and nine of Monday are used: it runs out at the close. w2 and w3 were promised nothing.
    found = cases.behind(shop_of_cases(house), View(), "backlog", DAY)
    assert found is not None
    rows = {row.cells[0].text: [cell.text for cell in row.cells] for row in cases.table(found.cases, "", EN).rows}
    assert rows["w1"][6:] == ["60", "13 Jan 2026, 09:00", "Solution: 600 open minutes agreed · billing"]
    assert rows["w4"][6:8] == ["0", "already out of time"]
    assert rows["w4"][1] == "not told" and rows["w4"][3] == "nobody"
    assert rows["w2"][6:] == ["no time agreed", "–", "–"]


def test_a_case_leads_to_the_file_of_its_customer(house: House) -> None:
    found = cases.behind(shop_of_cases(house), View(), "backlog", DAY)
    assert found is not None
    leads = {row.cells[0].text: row.cells[1].leads for row in cases.table(found.cases, "", EN).rows}
    assert leads["w1"] == "customer?customer=C001"
    assert leads["w4"] == ""


def test_old_cases_are_ordered_by_tier_and_those_that_run_out_by_the_minutes_left(house: House) -> None:
    found = cases.behind(shop_of_cases(house), View(), "backlog", DAY)
    assert found is not None
    assert [case.item for case in sorted(found.cases, key=by_tier)] == ["w2", "w1", "w3", "w4"]
    assert [case.item for case in sorted(found.cases, key=by_time)] == ["w4", "w1", "w2", "w3"]


def test_a_filter_that_the_number_does_not_have_is_not_asked(house: House) -> None:
    assert cases.behind(shop_of_cases(house), View(where=(("bucket", "1-30"),)), "old_cases", DAY) is None

"""Which rows stand behind a number: their order, how many of them, their columns, and why there are none."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.access import Scope
from crm_metrics.errors import QuestionError
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.behind.recomputed import agrees
from crm_metrics.metrics.behind.rows import rows_behind
from tests.metrics.made import JAN, House, case, metric

END = date(2026, 1, 31)


def test_the_newest_rows_come_first_and_those_of_a_day_by_their_id(house: House) -> None:
    rows = [case("b", JAN), case("a", JAN), case("z", END)]
    behind = rows_behind(house({"work_item": rows}), metric(), since=JAN, until=END)
    (part,) = behind.parts
    assert [row[part.head.index("work_item")] for row in part.rows] == ["z", "a", "b"]


def test_of_the_first_rows_it_is_said_how_many_there_are(house: House) -> None:
    rows = [case(str(number), JAN) for number in range(5)]
    behind = rows_behind(house({"work_item": rows}), metric(), since=JAN, until=END, most=2)
    assert (behind.parts[0].count, len(behind.parts[0].rows), behind.whole) == (5, 2, False)
    assert behind.result.readings[0].value == 5


def test_each_row_stands_in_its_period_and_group(house: House) -> None:
    rows = [case("a", JAN, team="Norte"), case("b", date(2026, 2, 3), team="Sur"), case("c", END)]
    behind = rows_behind(house({"work_item": rows}), metric(), by="team", since=JAN, until=date(2026, 2, 28))
    (part,) = behind.parts
    assert part.head[:2] == ("period", "team")
    assert {row[:2] for row in part.rows} == {(JAN, "Norte"), (JAN, None), (date(2026, 2, 1), "Sur")}
    assert agrees(behind)


def test_a_row_says_whose_it_is_when_and_what_the_formula_reads(house: House) -> None:
    of = metric(numerator="sum(resolution_seconds) / 3600", rows="resolved", unit="hours")
    behind = rows_behind(house({"work_item": [case("a", JAN, JAN, agent_id="a1")]}), of, since=JAN, until=END)
    roles = {column.name: (column.role, column.unit) for column in behind.parts[0].columns}
    assert roles["work_item"] == ("id", "")
    assert roles["agent"] == roles["customer"] == ("who", "")
    assert roles["opened_on"] == ("when", "")
    assert roles["opened_at"] == ("when", "zone")
    assert roles["resolved"] == ("evidence", "")
    assert roles["resolution_seconds"] == ("evidence", "seconds")
    assert roles["numerator"] == ("part", "seconds")


def test_an_instant_is_what_the_clocks_of_the_company_showed(house: House) -> None:
    behind = rows_behind(house({"work_item": [case("a", JAN)]}), metric(), since=JAN, until=END)
    (part,) = behind.parts
    assert part.rows[0][part.head.index("opened_at")].isoformat() == "2026-01-01T12:00:00"  # noon in Bogotá


def test_rows_that_add_to_neither_side_are_left_out(house: House) -> None:
    rows = [case("a", JAN, JAN), case("b", JAN)]
    behind = rows_behind(house({"work_item": rows}), metric(numerator="count_if(closed)"), since=JAN, until=END)
    assert behind.parts[0].count == 1


def test_what_may_not_be_seen_has_no_rows_and_its_reason(house: House) -> None:
    shop = house({"subscription": []})
    behind = rows_behind(shop, CATALOGUE["customer_churn_rate"], since=JAN, until=END, scope=Scope(teams=("Norte",)))
    assert [part.rows for part in behind.parts] == [()]
    assert str(behind.reason) == "outside of what you may see: its rows carry no team"


def test_nothing_loaded_and_the_application_have_their_reasons(house: House) -> None:
    assert str(rows_behind(house({}, company=False), metric()).reason) == "nothing is loaded yet"
    of = next(one for one in CATALOGUE.values() if one.shape == "application")
    behind = rows_behind(house({"work_item": []}), of, since=JAN, until=END)
    assert behind.reason is not None
    assert not any(part.rows for part in behind.parts)


def test_a_dimension_that_its_rows_lack_is_refused(house: House) -> None:
    with pytest.raises(QuestionError, match="No column 'bucket' in work_item"):
        rows_behind(house({"work_item": []}), metric(), where={"bucket": "0"}, until=END)

"""What a query answers: which periods there are, and when one is complete."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from crm_metrics.errors import QuestionError
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask
from tests.metrics.made import FEB, JAN, MAR, House, case, metric, periods, values


def test_rows_are_clipped_to_the_days_asked_and_a_clipped_period_is_incomplete(house: House) -> None:
    rows = [case("a", date(2026, 1, 5)), case("b", date(2026, 1, 20)), case("c", date(2026, 2, 10))]
    found = metric().measure(house({"work_item": rows}), since=date(2026, 1, 10), until=date(2026, 2, 28)).readings
    assert periods(found) == [JAN, FEB]
    assert values(found) == [1, 1]
    assert [one.complete for one in found] == [False, True]
    assert str(found[0].reason) == "only 2026-01-10 to 2026-01-31 was asked"


def test_both_ends_of_the_days_asked_are_in(house: House) -> None:
    rows = [case("a", date(2026, 1, 5)), case("b", date(2026, 1, 7))]
    found = metric().measure(house({"work_item": rows}), every="all", since=date(2026, 1, 5), until=date(2026, 1, 7))
    assert values(found.readings) == [2]
    assert found.readings[0].period == date(2026, 1, 5)


def test_a_ticket_at_two_in_utc_belongs_to_the_day_before_in_bogota(house: House) -> None:
    late = case("a", JAN, opened_at=datetime(2026, 1, 8, 2, tzinfo=ZoneInfo("UTC")))
    found = metric().measure(house({"work_item": [late]}), every="day", since=date(2026, 1, 7), until=date(2026, 1, 8))
    assert values(found.readings) == [1, 0]


def test_all_begins_with_the_first_day_of_the_rows(house: House) -> None:
    rows = [case("a", date(2026, 3, 9)), case("b", date(2026, 4, 1))]
    (only,) = metric().measure(house({"work_item": rows}), every="all").readings
    assert (only.period, only.value, only.complete) == (date(2026, 3, 9), 2, True)


def test_the_default_end_is_the_latest_watermark_of_the_warehouse(house: House) -> None:
    warehouse = house({"work_item": [case("a", JAN)]}, through=date(2026, 3, 15))
    found = metric().measure(warehouse).readings
    assert periods(found) == [JAN, FEB, MAR]
    assert [one.complete for one in found] == [True, True, False]
    assert str(found[-1].reason) == "work_item is loaded through 2026-03-15"


def test_a_week_of_53_is_a_week_of_its_own(house: House) -> None:
    rows = [case("a", date(2026, 12, 31)), case("b", date(2027, 1, 4))]
    warehouse = house({"work_item": rows}, through=date(2027, 1, 10))
    found = metric().measure(warehouse, every="week", since=date(2026, 12, 28)).readings
    assert periods(found) == [date(2026, 12, 28), date(2027, 1, 4)]
    assert values(found) == [1, 1]


def test_quarter_and_year_follow_the_fiscal_year(house: House) -> None:
    company = {"name": "P", "time_zone": "America/Bogota", "currency": "COP", "fiscal_year_start_month": 2}
    rows = [case("a", date(2026, 1, 31)), case("b", FEB), case("c", date(2026, 4, 30))]
    warehouse = house({"company": [company], "work_item": rows}, first=date(2025, 11, 1), through=date(2027, 1, 31))
    quarters = metric().measure(warehouse, every="quarter", since=date(2025, 11, 1), until=date(2026, 7, 31)).readings
    assert periods(quarters) == [date(2025, 11, 1), FEB, date(2026, 5, 1)]
    assert values(quarters) == [1, 2, 0]
    years = metric().measure(warehouse, every="year", since=FEB).readings
    assert [(one.period, one.value, one.complete) for one in years] == [(FEB, 2, True)]


def test_a_period_before_the_first_loaded_day_is_null_not_zero(house: House) -> None:
    warehouse = house({"work_item": [case("a", FEB)]}, first=FEB)
    before, after = metric().measure(warehouse, since=JAN, until=date(2026, 2, 28)).readings
    assert (before.numerator, before.value, before.n, before.complete) == (None, None, None, False)
    assert str(before.reason) == "work_item is loaded from 2026-02-01"
    assert (after.value, after.complete) == (1, True)


def test_a_period_that_began_before_the_first_loaded_day_is_incomplete_and_has_its_value(house: House) -> None:
    warehouse = house({"work_item": [case("a", date(2026, 1, 20))]}, first=date(2026, 1, 15))
    (only,) = metric().measure(warehouse, since=JAN, until=date(2026, 1, 31)).readings
    assert (only.value, only.complete) == (1, False)
    assert str(only.reason) == "work_item is loaded from 2026-01-15"


def test_a_period_after_the_watermark_is_null(house: House) -> None:
    warehouse = house({"work_item": [case("a", JAN)]}, through=date(2026, 1, 31))
    found = metric().measure(warehouse, since=JAN, until=date(2026, 2, 28)).readings
    assert values(found) == [1, None]
    assert str(found[1].reason) == "work_item is loaded through 2026-01-31"


def test_the_lowest_watermark_of_the_tables_behind_the_formula_decides(house: House) -> None:
    warehouse = house({"work_item": [case("a", JAN, JAN)], "interaction": []})
    warehouse.connection.execute(
        "update shape.watermark set loaded_through = '2026-06-30' where table_name = 'interaction'"
    )
    fcr, opened = CATALOGUE["first_contact_resolution"], CATALOGUE["cases_opened"]
    asked = ask(warehouse, [fcr, opened], since=date(2026, 6, 1), until=date(2026, 7, 31))
    assert [one.complete for one in asked[opened.name].readings] == [True, True]
    assert [one.complete for one in asked[fcr.name].readings] == [False, False]
    june, july = asked[fcr.name].readings
    assert str(june.reason) == "matures on 2026-07-07"
    assert str(july.reason) == "interaction is loaded through 2026-06-30"


def test_a_period_is_complete_once_its_last_day_has_matured(house: House) -> None:
    rate = metric(denominator="count(*)", matures_days=10)
    (open_,) = rate.measure(
        house({"work_item": [case("a", JAN)]}, through=date(2026, 2, 9)), until=date(2026, 1, 31)
    ).readings
    assert (open_.value, open_.complete, str(open_.reason)) == (1.0, False, "matures on 2026-02-10")
    (done,) = rate.measure(
        house({"work_item": [case("a", JAN)]}, through=date(2026, 2, 10)), until=date(2026, 1, 31)
    ).readings
    assert (done.value, done.complete, done.reason) == (1.0, True, None)


def test_a_maturity_in_a_column_is_the_latest_of_its_rows(house: House) -> None:
    campaign = {"campaign_id": "x", "name": "X", "process": "telemarketing", "channel": "phone", "starts_on": JAN}
    record = case("a", date(2026, 1, 5), process="telemarketing", kind="list_record", campaign_id="x")
    rows = {"work_item": [record], "campaign": [{**campaign, "ends_on": date(2026, 3, 10)}]}
    rate = CATALOGUE["list_conversion_rate"]
    (early,) = rate.measure(house(rows, through=date(2026, 3, 9)), since=JAN, until=date(2026, 1, 31)).readings
    assert (early.value, early.complete, str(early.reason)) == (0.0, False, "matures on 2026-03-10")
    (late,) = rate.measure(house(rows, through=date(2026, 3, 10)), since=JAN, until=date(2026, 1, 31)).readings
    assert (late.complete, late.reason) == (True, None)


def test_a_flag_of_a_table_never_loaded_is_not_computable_and_its_neighbours_are(house: House) -> None:
    warehouse = house({"work_item": [case("a", JAN, JAN)]})
    fcr, resolved = CATALOGUE["first_contact_resolution"], CATALOGUE["cases_resolved"]
    asked = ask(warehouse, [fcr, resolved], since=JAN, until=date(2026, 1, 31))
    (empty,) = asked[fcr.name].readings
    assert (empty.value, empty.complete) == (None, False)
    assert str(empty.reason) == "needs interaction, which was never loaded"
    assert str(asked[fcr.name].reason) == "needs interaction, which was never loaded"
    assert values(asked[resolved.name].readings) == [1]


def test_every_asked_period_gives_a_row_but_only_groups_with_rows_do(house: House) -> None:
    rows = [case("a", date(2026, 1, 5), team="north"), case("b", date(2026, 3, 5), team="south")]
    warehouse = house({"work_item": rows}, through=date(2026, 3, 31))
    assert values(metric().measure(warehouse).readings) == [1, 0, 1]
    found = metric().measure(warehouse, by="team").readings
    assert [(one.period, one.groups) for one in found] == [(JAN, ("north",)), (MAR, ("south",))]


def test_readings_come_by_period_then_group_with_the_unknown_group_last(house: House) -> None:
    teams = [("a", "south"), ("b", None), ("c", "north")]
    rows = [
        case(key, date(2026, month, 5), team=team, work_item_id=f"{key}{month}")
        for month in (2, 1)
        for key, team in teams
    ]
    found = metric().measure(house({"work_item": rows}, through=date(2026, 2, 28)), by=["team"]).readings
    assert [one.groups for one in found] == [("north",), ("south",), (None,)] * 2
    assert periods(found) == [JAN] * 3 + [FEB] * 3


def test_results_come_in_the_order_asked(house: House) -> None:
    warehouse = house({"work_item": []})
    names = ["deals_won", "cases_opened", "leads_created"]
    assert list(ask(warehouse, [CATALOGUE[name] for name in names])) == names


def test_a_cadence_finer_than_the_finest_is_refused(house: House) -> None:
    with pytest.raises(QuestionError, match="win_rate cannot be asked by day: its finest cadence is week"):
        CATALOGUE["win_rate"].measure(house({"work_item": []}), every="day")


def test_an_unknown_cadence_gets_the_closest(house: House) -> None:
    with pytest.raises(QuestionError, match=r"No cadence 'wek'\. Did you mean 'week'\?"):
        metric().measure(house({"work_item": []}), every="wek")


def test_an_empty_warehouse_says_that_nothing_is_loaded(house: House) -> None:
    found = metric().measure(house({}, company=False))
    assert (found.readings, str(found.reason)) == ((), "nothing is loaded yet")


def test_latest_is_the_last_complete_period(house: House) -> None:
    warehouse = house({"work_item": [case("a", JAN), case("b", FEB)]}, through=date(2026, 2, 15))
    latest = metric().measure(warehouse).latest
    assert latest is not None
    assert (latest.period, latest.value) == (JAN, 1)
    assert metric().measure(warehouse, since=FEB).latest is None


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        (date(2026, 2, 1), JAN, "The first day asked, 2026-02-01, is after the last one, 2026-01-01."),
        (date(2030, 1, 1), None, "The first day asked, 2030-01-01, is after the last one, 2026-12-31."),
        (date(1, 1, 1), None, "0001-01-01 is out of reach: ask for days of the years 1900 to 2199."),
        (date(1900, 1, 1), None, "46386 periods are too many for one question: ask for at most 20000."),
        (None, date(9999, 12, 31), "9999-12-31 is out of reach: ask for days of the years 1900 to 2199."),
    ],
)
def test_impossible_days_are_a_sentence_not_a_traceback(
    house: House, since: date | None, until: date | None, sentence: str
) -> None:
    with pytest.raises(QuestionError) as caught:
        metric().measure(house({"work_item": []}), every="day", since=since, until=until)
    assert str(caught.value) == sentence

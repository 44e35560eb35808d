from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from crm_metrics.boards import freshness
from crm_metrics.boards.core import View
from crm_metrics.boards.freshness import Hole, Late
from crm_metrics.metrics.readings import Reading, Result
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")
MONDAY = date(2026, 9, 7)


def counted(values: dict[date, int]) -> Result:
    readings = tuple(
        Reading(
            metric="contacts_logged", period=day, groups=(), numerator=n, denominator=None, value=n, n=n, complete=True
        )
        for day, n in values.items()
    )
    return Result(metric="contacts_logged", every="day", by=(), readings=readings, sql="")


def weekdays(count: int, missing: tuple[date, ...] = ()) -> dict[date, int]:
    days = (MONDAY + timedelta(days=place) for place in range(42))
    return {day: count for day in days if day.weekday() < 6 and day not in missing}


LAST = MONDAY + timedelta(days=41)
LOST = date(2026, 10, 7)  # a Wednesday


def test_a_day_without_rows_is_missing_where_its_weekday_usually_has_some() -> None:
    found = freshness.holes({"telemarketing": counted(weekdays(200, (LOST,)))}, LAST, frozenset())
    assert found == (Hole("telemarketing", LOST, 0, 200),)


def test_a_holiday_and_a_closed_weekday_are_no_missing_days() -> None:
    assert freshness.holes({"telemarketing": counted(weekdays(200, (LOST,)))}, LAST, frozenset({LOST})) == ()
    assert freshness.holes({"telemarketing": counted(weekdays(200))}, LAST, frozenset()) == ()


def test_a_day_after_the_watermark_is_late_not_missing() -> None:
    assert freshness.holes({"telemarketing": counted(weekdays(200))}, LAST, frozenset()) == ()
    late = {day: n for day, n in weekdays(200).items() if day < LAST - timedelta(days=9)}
    assert freshness.holes({"telemarketing": counted(late)}, LAST - timedelta(days=10), frozenset()) == ()


def test_a_quiet_process_has_no_missing_days() -> None:
    assert freshness.holes({"retention": counted(weekdays(5, (LOST,)))}, LAST, frozenset()) == ()


def test_a_missing_day_is_said_in_both_languages() -> None:
    hole = Hole("telemarketing", LOST, 0, 200)
    (said,) = freshness.hole_texts([hole], EN)
    assert said == "Telemarketing: data are missing on 7 Oct (0 contacts; that weekday usually has about 200)."


def test_a_late_source_is_named_with_its_days() -> None:
    around = replace(FRAME, late=(Late("loyalty", date(2026, 11, 17), 4, ("loyalty_entry",)),))
    assert around.late_texts(EN) == ("The source loyalty is 4 days late: data through 17 Nov 2026.",)
    assert around.freshness(EN)[0] == "Data through 21 Nov 2026"


def test_a_footer_of_rows_names_each_table_once() -> None:
    said = FRAME.rows_footer(EN, ["work_item", "interaction", "work_item", "none of ours"])
    assert said.startswith("Source: cases, contacts · Updated: ")
    assert FRAME.rows_footer(EN, []).startswith("Updated: ")


def test_a_footer_names_source_n_and_update() -> None:
    said = FRAME.footer(EN, ["csat"], 1284, "Hollow circle: partial day")
    assert said == "Source: surveys · n = 1,284 · Updated: 22 Nov 2026, 03:10 · Hollow circle: partial day"


def test_what_sources_take_for_granted_stands_above_a_board_once_for_all_its_tables(house: House) -> None:
    shop = house({"survey": []}, through=LAST)
    shop.connection.executemany(
        "insert into main.declared_assumption (source, table_name, what) values ('facturas', ?, ?)",
        [[table, "that cancelled rows are left out"] for table in ("order_line", "receivable")],
    )
    assert freshness.around(shop, View()).notices(EN) == (
        "Order lines, invoices and payments: it is taken for granted, for nobody has said so, that cancelled rows are"
        " left out; their numbers have no verdict.",
    )


def test_what_people_keep_and_nobody_can_read_is_said_above_a_board(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = house({"survey": []}, through=LAST)
    monkeypatch.setenv("CRM_DATABASE", str(tmp_path / "office.sqlite"))
    assert freshness.around(shop, View()).notices(EN) == ()  # nobody kept anything
    (tmp_path / "office.sqlite").write_text("no database", encoding="utf-8")
    (said,) = freshness.around(shop, View()).notices(EN)
    assert said.startswith("Objectives set on the page, plans, notes, campaigns and new baselines are missing here")

"""Closed days as each country's law gives them."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from crm_metrics.warehouse.company import public_days
from crm_metrics.warehouse.founding import found
from crm_metrics.warehouse.loading.load import import_folder
from crm_metrics.warehouse.store import open_warehouse


def closed(country: str, *years: int) -> set[date]:
    return set(public_days.days(country, "es", years))


@pytest.mark.parametrize(
    ("nominal", "rested"),
    [  # art. 65: Wednesday, Thursday to Friday, Tuesday to Monday, Saturday to Friday, Sunday to Monday
        ("2025-10-09", "2025-10-10"),
        ("2025-05-01", "2025-05-02"),
        ("2025-05-24", "2025-05-23"),
        ("2025-08-10", "2025-08-11"),
        ("2026-05-24", "2026-05-25"),
    ],
)
def test_ecuador_rests_the_day_to_which_a_holiday_is_moved_and_works_on_its_own(nominal: str, rested: str) -> None:
    days = closed("EC", 2025, 2026)
    assert date.fromisoformat(rested) in days
    assert date.fromisoformat(nominal) not in days


def test_ecuador_never_moves_new_year_christmas_and_carnival() -> None:
    days = closed("EC", 2025, 2026)
    for day in ("2025-01-01", "2025-12-25", "2026-01-01", "2025-03-03", "2025-03-04", "2026-10-09"):
        assert date.fromisoformat(day) in days


def test_argentina_works_where_the_employer_decides() -> None:
    days = closed("AR", 2024, 2025, 2026)
    for day in ("2024-03-28", "2025-04-17", "2024-04-01", "2024-06-21", "2024-10-11", "2025-05-02", "2025-08-15",
                "2025-11-21", "2026-03-23", "2026-07-10", "2026-12-07"):  # fmt: skip
        assert date.fromisoformat(day) not in days
    assert date(2026, 4, 2) in days  # Veterans' Day, on Maundy Thursday of that year
    assert date(2025, 10, 10) in days  # moved from Sunday the 12th
    assert date(2025, 10, 12) not in days


def test_peru_works_on_easter_sunday() -> None:
    assert date(2026, 4, 5) not in closed("PE", 2026)
    assert date(2026, 4, 3) in closed("PE", 2026)


def test_years_that_were_not_asked_are_not_given() -> None:
    assert {day.year for day in closed("EC", 2026)} == {2026}


@pytest.mark.parametrize(("country", "sentences"), [("AR", 2), ("CR", 1), ("ES", 1), ("CO", 0), ("MX", 0), ("XX", 0)])
def test_days_that_only_some_rest_are_told(country: str, sentences: int) -> None:
    assert len(public_days.notes(country, 2026)) == sentences


def test_holidays_reach_back_to_the_first_year_of_the_data(tmp_path: Path) -> None:
    """Founded in 2026 the calendar begins in 2024; cases of 2017 bring the holidays of 2017 with them."""
    folder, files = tmp_path / "warehouse", tmp_path / "files"
    found(folder, finish=None, country="CO", today=date(2026, 11, 28))
    files.mkdir()
    (files / "work_item.csv").write_text(
        "work_item_id,process,kind,customer_id,opened_at,first_resolved_at,closed_at,status,outcome\n"
        "w1,service,request,c1,2017-07-19 10:00:00,2017-07-21 10:00:00,2017-07-21 10:00:00,closed,resolved\n",
        encoding="utf-8",
    )
    import_folder(files, folder, finish=None)
    with closing(open_warehouse(folder)) as warehouse:
        assert warehouse.fetch("select day from main.holiday where day = date '2017-07-20'") == [(date(2017, 7, 20),)]

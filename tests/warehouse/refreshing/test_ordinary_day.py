"""The files of an ordinary day: a history that knows nothing of the day, and what its systems tell a day later."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks import days
from tests.warehouse.shapes.made import at, change, contact, item, resolved

House = Callable[..., Any]
Row = dict[str, object]

DAY = date(2026, 3, 11)


def survey(name: str, sent: str, **more: object) -> Row:
    base: Row = {"survey_id": name, "instrument": "csat", "customer_id": "c1", "scale_min": 1, "scale_max": 5}
    return base | {"sent_at": at(sent)} | more


def table(folder: Path, name: str, key: str) -> dict[str, dict[str, str]]:
    """The rows of a file by their key; none where there is no file."""
    file = folder / f"{name}.csv"
    if not file.exists():
        return {}
    with file.open(encoding="utf-8", newline="") as lines:
        return {row[key]: row for row in csv.DictReader(lines)}


@pytest.fixture
def written(house: House, tmp_path: Path) -> Callable[[dict[str, list[Row]]], days.Files]:
    """The files of a company of these rows, by the calendar of Bogotá."""

    def write(rows: dict[str, list[Row]]) -> days.Files:
        return days.write(house(rows).connection, tmp_path, DAY)

    return write


@pytest.fixture
def nothing_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "LATE_EVERY", 2**62)


@pytest.mark.usefixtures("nothing_late")
def test_a_case_stands_as_it_was_and_then_as_it_is(written: Callable[..., days.Files]) -> None:
    files = written(
        {
            "work_item": [
                resolved("closed today", "2026-03-02 09:00", "2026-03-11 10:00", team="B"),
                resolved("without a past", "2026-03-02 09:00", "2026-03-11 10:00"),
                item("open", "2026-03-02 09:00", status="waiting"),
                resolved("over", "2026-03-02 09:00", "2026-03-10 23:59"),
                item("new", "2026-03-11 00:00", kind="complaint"),
                item("of tomorrow", "2026-03-12 00:00", kind="complaint"),
            ],
            "status_event": [
                change("closed today", "status", "2026-03-03 09:00", "open", "doing"),
                change("closed today", "status", "2026-03-11 10:00", "doing", "closed"),
                change("closed today", "team", "2026-03-11 09:00", None, "B"),
            ],
        }
    )
    before, new = (table(folder, "work_item", "work_item_id") for folder in (files.history, files.day))
    known = ("status", "team", "outcome", "first_resolved_at", "closed_at")
    assert {name: [row[column] for column in known] for name, row in before.items()} == {
        "closed today": ["doing", "", "", "", ""],
        "without a past": ["waiting", "", "", "", ""],  # as the one that is open
        "open": ["waiting", "", "", "", ""],
        "over": ["closed", "", "resolved", "2026-03-11 04:59:00+00", "2026-03-11 04:59:00+00"],
    }
    assert {name: [row[column] for column in known[:3]] for name, row in new.items()} == {
        "closed today": ["closed", "B", "resolved"],
        "without a past": ["closed", "", "resolved"],
        "new": ["open", "", ""],
    }
    events = [table(folder, "status_event", "changed_at").keys() for folder in (files.history, files.day)]
    assert events == [{"2026-03-03 14:00:00+00"}, {"2026-03-11 14:00:00+00", "2026-03-11 15:00:00+00"}]
    assert files.rows == {"work_item": 3, "status_event": 2}


@pytest.mark.usefixtures("nothing_late")
def test_what_happens_later_to_a_row_is_in_the_files_of_its_day(written: Callable[..., days.Files]) -> None:
    answer: Row = {"responded_at": at("2026-03-11 08:00"), "score": 4, "comment": "bien"}
    plan: Row = {
        "subscription_id": "s",
        "customer_id": "c1",
        "product_id": "p",
        "starts_on": date(2026, 1, 1),
        "mrr": 9,
    }
    files = written(
        {
            "interaction": [
                contact("past midnight", "2026-03-10 23:58", ended_at=at("2026-03-11 00:03")),
                contact("yesterday", "2026-03-10 20:00", ended_at=at("2026-03-10 20:05")),
            ],
            "survey": [survey("asked", "2026-03-09 09:00", **answer), survey("silent", "2026-03-09 09:00")],
            "subscription": [plan | {"ends_on": DAY, "end_reason": "voluntary"}],
            "customer": [{"customer_id": "c1", "created_at": at("2026-02-01 09:00"), "acquired_on": DAY}],
        }
    )
    assert table(files.history, "interaction", "interaction_id").keys() == {"yesterday"}
    assert table(files.day, "interaction", "interaction_id").keys() == {"past midnight"}
    before = table(files.history, "survey", "survey_id")
    assert {name: (row["responded_at"], row["score"], row["comment"]) for name, row in before.items()} == {
        "asked": ("", "", ""),
        "silent": ("", "", ""),
    }
    assert {name: row["comment"] for name, row in table(files.day, "survey", "survey_id").items()} == {"asked": "bien"}
    ends = [table(folder, "subscription", "subscription_id")["s"] for folder in (files.history, files.day)]
    assert [(row["ends_on"], row["end_reason"]) for row in ends] == [("", ""), ("2026-03-11", "voluntary")]
    people = [table(folder, "customer", "customer_id")["c1"]["acquired_on"] for folder in (files.history, files.day)]
    assert people == ["", "2026-03-11"]


def test_rows_of_the_five_days_before_come_late(
    written: Callable[..., days.Files], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(days, "LATE_EVERY", 1)  # of these days all of them
    files = written({"interaction": [contact(f"{day}", f"2026-03-{day:02} 12:00") for day in range(4, 13)]})
    assert table(files.history, "interaction", "interaction_id").keys() == {"4", "5"}
    assert table(files.day, "interaction", "interaction_id").keys() == {"6", "7", "8", "9", "10", "11"}

"""What the command query prints: the contract's keys, numbers as numbers, absent as null."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from crm_metrics.command.answers import answers
from crm_metrics.metrics.readings import Reading, Result, because
from crm_metrics.words import Words

KEYS = ["metric", "period", "tier", "numerator", "denominator", "value", "n", "low", "high", "complete", "reason"]
JANUARY = date(2026, 1, 1)

RATE = Result(
    metric="win_rate",
    every="month",
    by=("tier",),
    readings=(
        Reading(
            metric="win_rate",
            period=JANUARY,
            groups=("high",),
            numerator=1,
            denominator=4,
            value=0.25,
            n=4,
            low=0.0456,
            high=0.6994,
            complete=True,
            reason=None,
        ),
        Reading(
            metric="win_rate",
            period=JANUARY,
            groups=(None,),
            numerator=0,
            denominator=0,
            value=None,
            n=0,
            low=None,
            high=None,
            complete=True,
            reason=because("no rows to divide by"),
        ),
    ),
    sql="select 1",
)
MONEY = Result(
    metric="bookings",
    every="month",
    by=("tier",),
    readings=(
        Reading(
            metric="bookings",
            period=JANUARY,
            groups=("=1+1",),
            numerator=Decimal("10005534.00"),
            denominator=None,
            value=10005534.0,
            n=12,
            complete=True,
        ),
        Reading(
            metric="bookings",
            period=JANUARY,
            groups=("low",),
            numerator=Decimal("0.10"),
            denominator=None,
            value=0.1,
            n=1,
            complete=True,
        ),
    ),
    sql="select 1",
)
UNITS = {"win_rate": "percent", "bookings": "money"}


def said(form: str, locale: str = "en") -> str:
    return answers({"win_rate": RATE, "bookings": MONEY}, UNITS, form, Words(locale), "USD")


def test_json_is_a_list_of_objects_with_the_keys_of_the_contract_in_their_order() -> None:
    rows = json.loads(said("json"))
    assert [list(row) for row in rows] == [KEYS] * 4
    assert rows[0] == {
        "metric": "win_rate",
        "period": "2026-01-01",
        "tier": "high",
        "numerator": 1,
        "denominator": 4,
        "value": 0.25,
        "n": 4,
        "low": 0.0456,
        "high": 0.6994,
        "complete": True,
        "reason": None,
    }


def test_by_reason_the_group_stands_under_reason_and_the_sentence_under_why() -> None:
    result = replace(RATE, by=("reason",))
    said = [answers({"win_rate": result}, UNITS, form, Words("en"), "USD") for form in ("json", "csv", "table")]
    rows = json.loads(said[0])
    assert [row["reason"] for row in rows] == ["high", None]
    assert [row["why"] for row in rows] == [None, "no rows to divide by"]
    head, first, _ = csv.reader(io.StringIO(said[1]))
    assert len(head) == len(set(head))
    assert dict(zip(head, first, strict=True))["reason"] == "high"
    assert said[2].splitlines()[0].split()[-1] == "why"


def test_what_is_absent_is_null_and_has_its_reason() -> None:
    row = json.loads(said("json"))[1]
    assert (row["tier"], row["value"], row["low"], row["reason"]) == (None, None, None, "no rows to divide by")


def test_money_leaves_as_a_number_and_not_as_text() -> None:
    rows = json.loads(said("json"))
    assert rows[2]["numerator"] == 10005534
    assert isinstance(rows[2]["numerator"], int)
    assert rows[3]["numerator"] == 0.1


def test_csv_has_iso_dates_point_decimals_and_nothing_where_nothing_is_also_in_spanish() -> None:
    rows = list(csv.reader(io.StringIO(said("csv", "es-CO"))))
    assert rows[0] == KEYS
    assert rows[1][:10] == ["win_rate", "2026-01-01", "high", "1", "4", "0.25", "4", "0.0456", "0.6994", "true"]
    assert rows[2][2] == rows[2][5] == ""
    assert rows[4][3:6] == ["0.1", "", "0.1"]


def test_a_cell_of_a_csv_is_never_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(said("csv"))))
    assert rows[3][2] == "'=1+1"
    assert json.loads(said("json"))[2]["tier"] == "=1+1"


def test_the_table_is_written_as_its_reader_writes() -> None:
    lines = said("table", "es-CO").splitlines()
    assert "25,0\u00a0%" in lines[1]
    assert lines[1].split()[:3] == ["win_rate", "2026-01-01", "high"]
    assert len(lines) == 5
    assert said("table", "en").splitlines()[1].count("25.0%") == 1


def test_no_readings_give_a_table_with_a_head_alone() -> None:
    empty = Result(metric="win_rate", every="month", by=("tier",), readings=(), sql="")
    assert json.loads(answers({"win_rate": empty}, UNITS, "json", Words("en"), "")) == []
    assert answers({"win_rate": empty}, UNITS, "csv", Words("en"), "") == ",".join(KEYS) + "\n"

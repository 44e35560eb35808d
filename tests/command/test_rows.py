"""The command rows: the rows of a number in each format, and beside them the number that they make."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from crm_metrics.command import main
from crm_metrics.command.rows import written
from crm_metrics.metrics.behind.rows import RowsBehind, rows_behind
from crm_metrics.words import Words
from tests.metrics.made import JAN, House, case, metric

END = date(2026, 1, 31)


@pytest.fixture
def behind(house: House) -> RowsBehind:
    shop = house({"work_item": [case("a", JAN, JAN, team="Norte"), case("b", END)]})
    return rows_behind(shop, metric(numerator="count_if(closed)", denominator="count(*)"), since=JAN, until=END)


def test_the_formats_hold_the_same_rows(behind: RowsBehind) -> None:
    read = list(csv.DictReader(io.StringIO(written(behind, "csv", Words("en")))))
    told = json.loads(written(behind, "json", Words("en")))
    assert [line["work_item"] for line in read] == [line["work_item"] for line in told] == ["b", "a"]
    assert [(line["numerator"], line["denominator"]) for line in told] == [(0, 1), (1, 1)]
    shown = written(behind, "table", Words("es")).splitlines()
    assert len(shown) == 3
    assert shown[0].split()[:2] == ["period", "work_item"]


def test_without_a_warehouse_it_is_refused(
    tmp_path: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    assert main.main(["rows", "nps", "--warehouse", f"{tmp_path}/nowhere"]) == 2
    assert "There is no warehouse" in capsys.readouterr().err


def test_the_number_and_the_one_that_its_rows_make_are_told(
    house: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm_metrics.command import run

    shop = house({"work_item": [case("a", JAN), case("b", END)]}, through=END)
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    monkeypatch.setattr(run.Run, "warehouse", shop)
    assert main.main(["rows", "cases_opened", "--format", "csv", "--warehouse", "nowhere"]) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 3
    assert "\\u" not in out  # a terminal is shown letters that steer it: the end of a line is none
    assert "cases_opened 2026-01-01: 2; worked out again from its rows: 2" in err

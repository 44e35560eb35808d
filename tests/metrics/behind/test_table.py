"""The rows behind a number as a file: raw values, a column for each unit, no cell that a sheet would run."""

from __future__ import annotations

import csv
import io
from datetime import date

from crm_metrics.metrics.behind.rows import rows_behind
from crm_metrics.metrics.behind.table import as_csv, plain, table
from tests.metrics.made import JAN, House, Row, case, metric

END = date(2026, 1, 31)
SALE: Row = {"process": "sales", "kind": "new_sale", "outcome": "won"}


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_money_days_and_instants_are_raw_and_their_units_stand_beside_them(house: House) -> None:
    shop = house({"work_item": [case("a", JAN, JAN, **SALE, amount="1234.50")]})
    of = metric(numerator="sum(amount)", unit="money")
    (line,) = lines(as_csv(table(rows_behind(shop, of, since=JAN, until=END))))
    assert (line["numerator"], line["numerator_unit"]) == ("1234.5", "COP")
    assert (line["opened_on"], line["opened_at"]) == ("2026-01-01", "2026-01-01T12:00:00")
    assert line["opened_at_unit"] == "America/Bogota"


def test_a_cell_that_a_sheet_would_run_is_text(house: House) -> None:
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "plain"]
    rows = [case(str(place), JAN, reason=name) for place, name in enumerate(names)]
    found = lines(as_csv(table(rows_behind(house({"work_item": rows}), metric(), since=JAN, until=END))))
    assert [line["reason"] for line in found] == ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "plain"]


def test_a_negative_number_stays_a_number(house: House) -> None:
    shop = house({"work_item": [case("a", JAN, JAN, **SALE, amount=-5)]})
    (line,) = lines(as_csv(table(rows_behind(shop, metric(numerator="sum(amount)"), since=JAN, until=END))))
    assert line["numerator"] == "-5"


def test_the_rows_of_several_parts_stand_under_one_head(house: House) -> None:
    both = metric(name="both", on="period", numerator="cases_opened", denominator="backlog", unit="ratio")
    shop = house({"work_item": [case("a", JAN, JAN), case("b", JAN)]})
    whole = table(rows_behind(shop, both, since=JAN, until=END))
    assert whole.head[0] == "part"
    assert [row[0] for row in whole.rows] == ["cases_opened", "cases_opened", "backlog"]
    assert len(set(whole.head)) == len(whole.head)
    assert {len(row) for row in whole.rows} == {len(whole.head)}


def test_json_has_days_as_text_and_numbers_as_numbers() -> None:
    assert [plain(one) for one in (JAN, 1.5, None, True, "x")] == ["2026-01-01", 1.5, None, True, "x"]

"""Published examples about debts, departures and revenue: rows as files, imported, and asked by the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from crm_metrics.command import main

Row = dict[str, object]
Tables = Mapping[str, Sequence[Row]]
Query = Callable[..., Row]
COMPANY: Row = {"name": "Prueba", "time_zone": "America/Bogota", "currency": "COP", "locale": "en"}


@pytest.fixture
def query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Query:
    """Import rows and ask a metric of one period: `query({"receivable": [...]}, "cei", "quarter", "2026-01-01")`."""
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)
    files, folder = tmp_path / "files", str(tmp_path / "house")

    def ask(tables: Tables, metric: str, every: str, since: str, until: str) -> Row:
        if not files.exists():
            files.mkdir()
            written: dict[str, Sequence[Row]] = {"company": [COMPANY], **tables}
            for name, rows in written.items():
                with (files / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
                    writer.writeheader()
                    writer.writerows(rows)
            assert main.main(["import", str(files), "--warehouse", folder]) == 0
            capsys.readouterr()
        command = ["query", metric, "--every", every, "--since", since, "--until", until, "--format", "json"]
        assert main.main([*command, "--warehouse", folder]) == 0
        (found,) = json.loads(capsys.readouterr().out)
        return dict(found)

    return ask


def ledger(*entries: tuple[str, str, str, float, str | None]) -> list[Row]:
    """Entries (invoice, kind, day, amount, due day) of one debtor."""
    return [
        {
            "entry_id": f"e{number}",
            "invoice_id": invoice,
            "customer_id": "c",
            "kind": kind,
            "entry_on": day,
            "due_on": due,
            "amount": amount,
        }
        for number, (invoice, kind, day, amount, due) in enumerate(entries)
    ]


def plan(customer: str, starts: str, ends: str | None = None, mrr: int = 10, number: int = 1) -> Row:
    return {
        "subscription_id": f"s-{customer}-{number}",
        "customer_id": customer,
        "product_id": "plan",
        "starts_on": starts,
        "ends_on": ends,
        "mrr": mrr,
        "end_reason": "voluntary" if ends else None,
    }


def number(reading: Mapping[str, object], part: str = "value") -> float:
    found = reading[part]
    assert isinstance(found, (int, float)), reading
    return float(found)


CREDITGURU = ledger(
    ("old", "invoice", "2025-12-10", 6200, "2025-12-31"),
    ("old", "payment", "2026-01-20", -6200, None),
    ("jan", "invoice", "2026-01-31", 3390, "2026-02-28"),
    ("jan", "payment", "2026-03-01", -3390, None),
    ("feb", "invoice", "2026-02-28", 3610, "2026-03-30"),
    ("feb", "payment", "2026-03-29", -860, None),
    ("mar", "invoice", "2026-03-05", 3890, "2026-03-31"),
    ("mar", "payment", "2026-03-31", -300, None),
    ("next", "invoice", "2026-04-10", 999, "2026-05-10"),
)
QUARTER = ("quarter", "2026-01-01", "2026-03-31")
MARCH = ("month", "2026-03-01", "2026-03-31")


def test_cei_takes_the_whole_quarters_sales_and_not_their_mean(query: Query) -> None:
    """[V07] creditguru.com: opening 6,200, sales 10,890, closing 6,340 of which 3,590 current."""
    found = query({"receivable": CREDITGURU}, "cei", *QUARTER)
    assert (number(found, "numerator"), number(found, "denominator")) == (10_750, 13_500)
    assert number(found) == pytest.approx(0.796, abs=5e-4)
    # The page averages the sales over the three months: the same ledger then gives 55.9 %, under the same name.
    averaged = (6_200 + 10_890 / 3 - 6_340) / (6_200 + 10_890 / 3 - 3_590)
    assert averaged == pytest.approx(0.55929, abs=1e-5)
    assert number(found) != pytest.approx(averaged, abs=0.2)


def test_cei_takes_off_the_current_debt_and_not_the_past_due_one(query: Query) -> None:
    """[section H] calculatorshub.net prints 96 % for 50,000 + 200,000 - 40,000 with 10,000, read as past due.

    With 10,000 past due, 30,000 are current: 210,000 / 220,000 = 95.45 %. Its own formula, which takes the past due off
    instead, gives 210,000 / 240,000 = 87.5 %; neither is the 96 % printed.
    """
    rows = ledger(
        ("old", "invoice", "2026-02-01", 50_000, "2026-02-28"),
        ("old", "payment", "2026-03-10", -40_000, None),
        ("new", "invoice", "2026-03-02", 200_000, "2026-04-30"),
        ("new", "payment", "2026-03-30", -170_000, None),
        ("next", "invoice", "2026-04-10", 1, "2026-05-10"),
    )
    found = query({"receivable": rows}, "cei", *MARCH)
    assert (number(found, "numerator"), number(found, "denominator")) == (210_000, 220_000)
    assert number(found) == pytest.approx(0.9545, abs=1e-4)
    assert number(found) not in (0.96, 0.875)


def test_dso_is_the_balance_over_the_sales_of_its_own_days(query: Query) -> None:
    """[V09] Oracle JD Edwards: (10,869 x 90) / (5,538 + 4,566 + 7,570) = 55.347 days."""
    rows = ledger(
        ("jan", "invoice", "2026-01-15", 5538, "2026-02-15"),
        ("feb", "invoice", "2026-02-15", 4566, "2026-03-15"),
        ("mar", "invoice", "2026-03-15", 7570, "2026-04-15"),
        ("jan", "payment", "2026-03-31", -5538, None),
        ("feb", "payment", "2026-03-31", -1267, None),
        ("next", "invoice", "2026-04-10", 1, "2026-05-10"),
    )
    tables = {"receivable": rows}
    found = query(tables, "dso", *QUARTER)
    assert (number(found, "numerator"), number(found, "denominator")) == (10_869 * 90, 17_674)
    assert number(found) == pytest.approx(55.347, abs=5e-4)
    # 7,570 of it is current: 7,570 x 90 / 17,674 = 38.548, and what is left is delinquency
    assert number(query(tables, "best_possible_dso", *QUARTER)) == pytest.approx(38.548, abs=5e-4)
    assert number(query(tables, "average_days_delinquent", *QUARTER)) == pytest.approx(55.347 - 38.548, abs=1e-3)


def test_count_back_takes_whole_months_off_the_balance(query: Query) -> None:
    """Oracle Hyperion Financial Management, DSO by the exhaustion method.

    Sales of September back to April 2,500 1,750 2,250 2,500 2,000 2,250. Its example prints 2,000 of April's 2,250 and
    179.7 days for a balance of 12,000; but the five months before take 11,000, so that sum is of a balance of 13,000.
    """
    months = zip(range(9, 3, -1), (2500, 1750, 2250, 2500, 2000, 2250), strict=True)
    invoices = [(f"m{month}", "invoice", f"2026-{month:02d}-15", sales, "2027-12-31") for month, sales in months]
    rest = ("old", "invoice", "2024-01-15", 20_000, "2027-12-31")
    paid = [("old", "payment", "2026-09-01", -20_000, None), ("m4", "payment", "2026-09-02", -250, None)]
    more = [("m4", "payment", "2026-10-05", -1000, None), ("next", "invoice", "2026-11-02", 1, "2027-12-31")]
    tables = {"receivable": ledger(rest, *invoices, *paid, *more)}
    september = query(tables, "dso_countback", "month", "2026-09-01", "2026-09-30")
    # 13,000 owed: 30 + 31 + 31 + 30 + 31 days, and 2,000 of 2,250 of April's 30
    assert number(september) == pytest.approx(179.7, abs=0.05)
    assert number(september) == pytest.approx(153 + 30 * 2000 / 2250)
    assert (september["numerator"], september["denominator"]) == (None, None)
    # October sold nothing and counts its 31 days; 12,000 owed: what the page's own balance would give, and 31 days more
    october = query(tables, "dso_countback", "month", "2026-10-01", "2026-10-31")
    assert number(october) == pytest.approx(31 + 153 + 30 * 1000 / 2250)


def chartmogul() -> list[Row]:
    stay = [plan(f"stay{one}", "2026-01-01") for one in range(89)]
    gone = [plan(f"gone{one}", "2026-01-01", "2026-03-10") for one in range(10)]
    back = [plan("back", "2026-01-01", "2026-03-05"), plan("back", "2026-03-20", number=2)]
    joined = [plan("joined", "2026-03-03", "2026-03-25")]
    return [*stay, *gone, *back, *joined, plan("later", "2026-04-02")]


def test_churn_leaves_joiners_and_returners_out(query: Query) -> None:
    """[V11] ChartMogul: 100 at the start, 12 left, one of them came back and one had joined: 10 %, not 12 %."""
    tables = {"subscription": chartmogul()}
    found = query(tables, "customer_churn_rate", *MARCH)
    assert (found["numerator"], found["denominator"], found["value"]) == (10, 100, 0.1)
    assert query(tables, "customer_retention_rate", *MARCH)["value"] == 0.9
    assert query(tables, "departures", *MARCH)["value"] == 12


def test_churn_is_not_the_net_change(query: Query) -> None:
    """[section H] websitebuilderinsider.com calls 1,000 -> 950 "a churn of 50": 30 joiners hide 80 who left."""
    stay = [plan(f"stay{one}", "2026-01-01") for one in range(920)]
    gone = [plan(f"gone{one}", "2026-01-01", "2026-03-12") for one in range(80)]
    come = [plan(f"come{one}", "2026-03-12") for one in range(30)]
    tables = {"subscription": [*stay, *gone, *come, plan("later", "2026-04-02")]}
    found = query(tables, "customer_churn_rate", *MARCH)
    assert (found["numerator"], found["denominator"]) == (80, 1000)
    assert query(tables, "active_customers", "day", "2026-03-31", "2026-03-31")["value"] == 950
    assert query(tables, "active_customers", "day", "2026-02-28", "2026-02-28")["value"] == 1000


def test_revenue_churn_and_retention(query: Query) -> None:
    """[V12] ChartMogul: opening 100, churn 10, contraction 10, expansion 10: 20 %, 10 %, GRR 80 %, NRR 90 %."""
    rows = [
        plan("gone", "2026-01-01", "2026-03-15", 10),
        plan("less", "2026-01-01", "2026-03-15", 30),
        plan("less", "2026-03-15", None, 20, number=2),
        plan("more", "2026-01-01", "2026-03-15", 30),
        plan("more", "2026-03-15", None, 40, number=2),
        plan("same", "2026-01-01", None, 30),
        plan("new", "2026-03-15", None, 500),
        plan("later", "2026-04-02"),
    ]
    tables = {"subscription": rows}
    expected = {"mrr_churn_gross": 0.2, "mrr_churn_net": 0.1, "grr": 0.8, "nrr": 0.9}
    assert {name: query(tables, name, *MARCH)["value"] for name in expected} == expected
    assert query(tables, "departed_mrr", *MARCH)["value"] == 10


def test_months_of_churn_compound(query: Query) -> None:
    """[V13] ChartMogul: 5 % a month is 46 % a year, not 60 %: 1 - 0.95^12 = 45.96 %.

    Of 400,000 money of opening revenue, 5 % of what is left leaves each month, to the cent.
    """
    rows, left = [], 400_000.0
    for month in range(1, 13):
        leaves = round(left * 0.05, 2)
        left -= leaves
        rows.append(plan(f"m{month}", "2024-12-01", f"2025-{month:02d}-15", number=month) | {"mrr": f"{leaves:.2f}"})
    rows += [plan("rest", "2024-12-01") | {"mrr": f"{left:.2f}"}, plan("later", "2026-01-10")]
    tables = {"subscription": rows}
    may = query(tables, "mrr_churn_gross", "month", "2025-05-01", "2025-05-31")
    assert number(may) == pytest.approx(0.05, abs=1e-6)
    year = query(tables, "mrr_churn_gross", "year", "2025-01-01", "2025-12-31")
    assert number(year) == pytest.approx(0.4596, abs=5e-5)


def test_the_ledger_of_a_company_names_what_it_lacks(query: Query) -> None:
    found: dict[str, Any] = query({"receivable": CREDITGURU}, "points_liability", *MARCH)
    assert found["value"] is None
    assert "loyalty_entry" in found["reason"]

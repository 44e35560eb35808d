"""Credit: how long the money takes, how far a balance reaches back, and who owes it. All numbers worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.readings import Reading
from tests.metrics.made import House, Row

MARCH: dict[str, Any] = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}
JANUARY: dict[str, Any] = {"since": date(2026, 1, 1), "until": date(2026, 1, 31)}


def entries(*lines: tuple[str, str, str, float]) -> list[Row]:
    """Entries (customer-invoice, kind, "MM-DD" of 2026, amount); an invoice is due thirty days later."""
    found: list[Row] = []
    for number, (invoice, kind, day, amount) in enumerate(lines):
        entry_on = date.fromisoformat(f"2026-{day}")
        due_on = date.fromordinal(entry_on.toordinal() + 30) if kind == "invoice" else None
        entry: Row = {"entry_id": f"e{number}", "invoice_id": invoice, "customer_id": invoice.split("-")[0]}
        found.append(entry | {"kind": kind, "entry_on": entry_on, "due_on": due_on, "amount": amount})
    return found


def only(house: House, rows: Sequence[Row], name: str, **asked: Any) -> Reading:
    (found,) = CATALOGUE[name].measure(house({"receivable": rows}, first=date(2025, 1, 1)), **asked).readings
    return found


def by(house: House, rows: Mapping[str, Sequence[Row]], name: str, dimension: str, **asked: Any) -> dict[Any, Any]:
    found = CATALOGUE[name].measure(house(rows, first=date(2025, 1, 1)), by=dimension, **asked).readings
    return {one.groups[0]: one.value for one in found}


# ---------------------------------------------------------------- Days to pay


def test_half_of_the_money_decides_and_not_half_of_the_invoices(house: House) -> None:
    """600 paid on the tenth day leave 0.4 of the money unpaid; of the three invoices two are still open then."""
    rows = entries(
        ("a-1", "invoice", "01-05", 600),
        ("b-1", "invoice", "01-05", 300),
        ("c-1", "invoice", "01-05", 100),
        ("a-1", "payment", "01-15", -600),
        ("b-1", "payment", "02-04", -300),
    )
    found = only(house, rows, "days_to_pay", **JANUARY)
    assert (found.value, found.n) == (10, 3)
    assert (found.numerator, found.denominator) == (None, None)


def test_money_that_came_before_its_invoice_took_no_days(house: House) -> None:
    """Of 100, 60 came four days before the invoice; the other 40 took 10 days: not 0 days for most of it."""
    rows = entries(
        ("a-1", "invoice", "01-05", 100), ("a-1", "payment", "01-01", -60), ("a-1", "payment", "01-15", -40)
    )  # fmt: skip
    assert only(house, rows, "days_to_pay", **JANUARY).value == 10
    paid_before = entries(("a-1", "invoice", "01-05", 100), ("a-1", "payment", "01-01", -100))
    assert only(house, paid_before, "days_to_pay", **JANUARY).value is None


def test_a_due_day_before_the_invoice_or_none_at_all_grants_no_term(house: House) -> None:
    # 100 at 30 days; what is due before it was written, or says no due day, weighs nothing
    rows = entries(
        ("a-1", "invoice", "01-05", 100),
        ("b-1", "invoice", "01-05", 300),
        ("c-1", "invoice", "01-05", 300),
        ("a-1", "payment", "01-06", -100),
    )
    rows[1]["due_on"], rows[2]["due_on"] = date(2025, 12, 20), None
    found = only(house, rows, "credit_terms", **JANUARY)
    assert (found.value, found.n) == (30, 1)


def test_forgiven_money_was_never_paid(house: House) -> None:
    """400 paid on day 10; 400 forgiven on day 15 leave the count; the last 200, on day 20, are all that is left."""
    rows = entries(
        ("a-1", "invoice", "01-05", 400),
        ("b-1", "invoice", "01-05", 400),
        ("c-1", "invoice", "01-05", 200),
        ("a-1", "payment", "01-15", -400),
        ("b-1", "credit_note", "01-20", -400),
        ("c-1", "payment", "01-25", -200),
    )
    assert only(house, rows, "days_to_pay", **JANUARY).value == 20


def test_part_payments_count_on_their_day_and_a_bounced_one_never_did(house: House) -> None:
    parts = entries(
        ("a-1", "invoice", "01-05", 100),
        ("a-1", "payment", "01-10", -49),
        ("a-1", "payment", "01-20", -1),
        ("a-1", "payment", "03-01", -50),
    )
    assert only(house, parts, "days_to_pay", **JANUARY).value == 15  # 0.51 is left on day 5, 0.50 on day 15
    bounced = entries(
        ("a-1", "invoice", "01-05", 100),
        ("a-1", "payment", "01-10", -100),
        ("a-1", "reversal", "01-13", 100),
        ("a-1", "payment", "01-25", -100),
    )
    assert only(house, bounced, "days_to_pay", **JANUARY).value == 20


def test_money_paid_above_the_invoice_is_no_more_than_the_invoice(house: House) -> None:
    rows = entries(
        ("a-1", "invoice", "01-05", 100),
        ("b-1", "invoice", "01-05", 101),
        ("a-1", "payment", "01-10", -500),
    )
    assert only(house, rows, "days_to_pay", **JANUARY).value is None  # 101 of 201 are not paid yet: more than half
    assert "longer than observed" in str(only(house, rows, "days_to_pay", **JANUARY).reason)


# ---------------------------------------------------------------- Count-back


def test_a_balance_reaches_back_into_the_sales_of_its_own_group(house: House) -> None:
    """a owes 100 of March's 200; b owes 50: March's 25 and half of February's 50. Together 150 of March's 225."""
    rows = entries(
        ("a-1", "invoice", "03-10", 200),
        ("a-1", "payment", "03-20", -100),
        ("b-1", "invoice", "02-10", 50),
        ("b-1", "payment", "03-10", -25),
        ("b-2", "invoice", "03-05", 25),
    )
    groups = by(house, {"receivable": rows}, "dso_countback", "customer", **MARCH)
    assert groups == {"a": pytest.approx(31 * 100 / 200), "b": pytest.approx(31 + 28 * 25 / 50)}
    assert only(house, rows, "dso_countback", **MARCH).value == pytest.approx(31 * 150 / 225)


def test_nothing_owed_is_no_days_and_a_debt_older_than_its_sales_has_no_answer(house: House) -> None:
    paid = entries(("a-1", "invoice", "03-10", 200), ("a-1", "payment", "03-20", -200))
    assert only(house, paid, "dso_countback", **MARCH).value == 0
    old: list[Row] = entries(("a-1", "invoice", "03-10", 1), ("a-2", "payment", "03-10", -1))
    old += [old[0] | {"entry_id": "z", "invoice_id": "z", "entry_on": date(2024, 3, 31)}]
    found = only(house, old, "dso_countback", **MARCH)
    assert found.value is None  # two years reach back to April 2024
    assert "older than the credit sales of the last 24 months" in str(found.reason)


def test_a_close_within_a_month_counts_its_days_so_far(house: House) -> None:
    rows = entries(("a-1", "invoice", "02-10", 56), ("b-1", "invoice", "03-05", 50), ("b-2", "invoice", "03-20", 900))
    until = {"since": date(2026, 3, 1), "until": date(2026, 3, 10)}
    assert only(house, rows, "dso_countback", **until).value == pytest.approx(10 + 28)


# ---------------------------------------------------------------- Exposure


def payers() -> list[Row]:
    """Three invoices each in the year, but one customer; all owe 100 more, not yet due, at the close of June."""
    lines: list[tuple[str, str, str, float]] = []
    late = {"prompt": 0, "late": 10, "very_late": 65}
    for customer, days in late.items():
        for number, month in enumerate((1, 2, 3)):
            issued = date(2026, month, 1)
            paid = date.fromordinal(issued.toordinal() + 30 + (days if number == 0 else 0))
            lines.append((f"{customer}-{number}", "invoice", issued.isoformat()[5:], 50))
            lines.append((f"{customer}-{number}", "payment", paid.isoformat()[5:], -50))
    lines += [(f"{customer}-x", "invoice", "06-20", 100) for customer in (*late, "new")]
    return entries(*lines)


def test_exposure_is_told_by_how_the_customer_paid_in_the_year_before(house: House) -> None:
    june = {"since": date(2026, 6, 1), "until": date(2026, 6, 30)}
    groups = by(house, {"receivable": payers()}, "exposure_by_payer", "payer", **june)
    assert groups == {"pays_on_time": 100, "pays_late": 100, "pays_very_late": 100, "new_payer": 100}
    share = only(house, payers(), "late_payer_share", **june)
    assert (share.numerator, share.denominator, share.value) == (200, 400, 0.5)


def test_behaviour_is_that_of_the_close_and_not_what_became_of_it(house: House) -> None:
    """Its first invoice is due on 31 January: 59 days late on 31 March, 61 on 2 April, and paid on 6 April."""

    def on(day: date) -> dict[Any, Any]:
        return by(house, {"receivable": payers()}, "overdue_by_payer", "payer", every="all", since=day, until=day)

    assert on(date(2026, 3, 31)) == {"pays_late": 50}
    assert on(date(2026, 4, 2)) == {"pays_very_late": 50}
    assert on(date(2026, 4, 6)) == {}


def test_credit_notes_and_terms(house: House) -> None:
    rows = entries(
        ("a-1", "invoice", "03-01", 300),
        ("b-1", "invoice", "03-02", 100),
        ("a-1", "credit_note", "03-10", -40),
        ("a-1", "payment", "03-11", -60),
    )
    rows[1]["due_on"] = date(2026, 3, 12)  # ten days instead of thirty
    rate = only(house, rows, "credit_note_rate", **MARCH)
    assert (rate.numerator, rate.denominator, rate.value) == (40, 400, 0.1)
    terms = only(house, rows, "credit_terms", **MARCH)
    assert (terms.numerator, terms.denominator) == (300 * 30 + 100 * 10, 400)


def test_a_payment_that_bounces_afterwards_does_not_spoil_an_earlier_close(house: House) -> None:
    bounced = entries(("prompt-0", "reversal", "08-01", 50))[0] | {"entry_id": "later", "invoice_id": "prompt-0"}
    june = {"since": date(2026, 6, 1), "until": date(2026, 6, 30)}
    groups = by(house, {"receivable": [*payers(), bounced]}, "exposure_by_payer", "payer", **june)
    assert groups == {"pays_on_time": 100, "pays_late": 100, "pays_very_late": 100, "new_payer": 100}
    august = {"since": date(2026, 8, 1), "until": date(2026, 8, 31)}
    later = by(house, {"receivable": [*payers(), bounced]}, "exposure_by_payer", "payer", **august)
    assert "pays_on_time" not in later


def test_invoices_of_one_size_give_the_interval_of_unweighted_lives(house: House) -> None:
    """Thirty invoices of 7, paid after 1 to 28 days, two unpaid: weights decide only where they differ."""
    rows: list[Row] = []
    for number in range(30):
        rows += entries((f"c-{number}", "invoice", "01-02", 7))
        if number < 28:
            paid = date.fromordinal(date(2026, 1, 3).toordinal() + number).isoformat()[5:]
            rows += entries((f"c-{number}", "payment", paid, -7))
    rows = [row | {"entry_id": f"e{number}"} for number, row in enumerate(rows)]
    shop = house({"receivable": rows}, first=date(2025, 1, 1))
    weighted = CATALOGUE["days_to_pay"]
    plain = replace(weighted, name="plain", numerator="survival_quantile(pay_days, paid, 0.5)")
    (one,), (other,) = (metric.measure(shop, **JANUARY).readings for metric in (weighted, plain))
    assert (one.value, one.n) == (other.value, other.n) == (15, 30)  # fifteen of thirty are paid by the fifteenth day
    assert (one.low, one.high) == (other.low, other.high)
    assert one.low is not None
    assert one.low < 15


def test_an_invoice_of_three_due_days_is_three_debts_with_an_age_and_a_behaviour_of_their_own(house: House) -> None:
    """Due on 31 January, 28 February and 31 March; 100 paid on 5 February, five days late. At the close of March 100
    are 31 days past due and 100 are due on that day, still current. Terms: 26, 54 and 85 days."""
    lines = [("a-1", "invoice", "01-05", 100.0)] * 3 + [("a-1", "payment", "02-05", -100.0)]
    rows = entries(*lines)
    for row, due in zip(rows, ((1, 31), (2, 28), (3, 31)), strict=False):
        row["due_on"] = date(2026, *due)
    assert only(house, rows, "overdue_receivables", **MARCH).value == 100
    assert by(house, {"receivable": rows}, "aging_bucket", "bucket", **MARCH) == {"0": 100, "31-60": 100}
    assert by(house, {"receivable": rows}, "exposure_by_payer", "payer", **MARCH) == {"pays_late": 200}
    assert only(house, rows, "credit_terms", **JANUARY).value == 55
    quarter: dict[str, Any] = {"every": "quarter", "since": date(2026, 1, 1), "until": date(2026, 3, 31)}
    assert only(house, rows, "dso", **quarter).value == 200 * 90 / 300
    assert only(house, rows, "best_possible_dso", **quarter).value == 100 * 90 / 300
    assert only(house, rows, "dso_countback", **quarter).value == 31 + 28 + 31 * 200 / 300


def test_what_is_owed_to_one_customer_is_in_no_number_about_the_debts_of_another(house: House) -> None:
    """b owes 500 of January; a paid 100 and was credited 100 afterwards, and paid 40 for an invoice of April before it.

    February: nothing was sold, nothing collected of the 500: 0 of 500. With the credits netted the index would be 20 %.
    """
    rows = entries(
        ("a-1", "invoice", "01-05", 100),
        ("a-1", "payment", "01-18", -100),
        ("b-1", "invoice", "01-05", 500),
        ("a-1", "credit_note", "02-10", -100),
        ("a-2", "payment", "03-10", -40),
        ("a-2", "invoice", "04-05", 60),
    )
    february: dict[str, Any] = {"since": date(2026, 2, 1), "until": date(2026, 2, 28)}
    cei = only(house, rows, "cei", **february)
    assert (cei.numerator, cei.denominator) == (0, 500)
    wanted = {"receivables": 500, "overdue_receivables": 500, "overdue_rate": 1, "customer_credits": 140}
    assert {name: only(house, rows, name, **MARCH).value for name in wanted} == wanted
    april: dict[str, Any] = {"since": date(2026, 4, 1), "until": date(2026, 4, 30)}
    wanted = {"receivables": 520, "customer_credits": 100, "dso": 520 * 30 // 60}  # the 40 paid of the 60
    assert {name: only(house, rows, name, **april).value for name in wanted} == wanted

"""Counts and sums by month, worked out by hand from a handful of rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.warehouse.receiving.conftest import Dropped
from tests.warehouse.receiving.test_packets import INVOICES
from tests.warehouse.receiving.test_trial import SURVEYS


def test_sales_payments_and_debts_of_a_list_of_invoices(dropped: Dropped) -> None:
    (found,) = dropped({"facturas enero.csv": INVOICES}, cancelled_rows="leave_out")
    told = {one.subject.id: one for one in found.trial.subtotals}
    # F-1 100.00 and F-2 50.50 without tax; F-3 is cancelled.
    assert dict(told["sales"].months) == {date(2026, 1, 1): (2, Decimal("150.50"))}
    # F-1 was paid with its tax, 119.00; F-2 is still owed, 60.10.
    assert told["collected"].whole == (1, Decimal("119.00"))
    assert (told["owed"].months, told["owed"].whole) == ({}, (Decimal("60.10"),))
    assert told["customers"].whole == (2,)


def test_satisfied_promoters_and_detractors_of_a_survey(dropped: Dropped) -> None:
    """Of 3, 4 and 5 of five two are satisfied; of 6, 8, 9 and 10 two are promoters and one is a detractor."""
    at = "2026-03-02T10:00:00-05:00,2026-03-02T11:00:00-05:00"
    rows = [f"C{score},csat,X,{at},{score},1,5" for score in (3, 4, 5)]
    rows += [f"N{score},nps,X,{at},{score},0,10" for score in (6, 8, 9, 10)]
    rows += ["O1,nps,X,2026-03-02T10:00:00-05:00,,,0,10"]  # nobody answered
    (found,) = dropped({"survey.csv": SURVEYS + "\n".join(rows) + "\n"})
    told = {one.subject.id: one.whole for one in found.trial.subtotals}
    assert told["csat"] == (3, 2)
    assert told["nps"] == (4, 2, 1)

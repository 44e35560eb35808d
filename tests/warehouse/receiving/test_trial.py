"""A load on trial tells what files would bring, and leaves the warehouse as it was."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from crm_metrics.warehouse import versions
from tests.warehouse.receiving.conftest import Dropped
from tests.warehouse.receiving.test_packets import INVOICES

SURVEYS = "survey_id,instrument,customer_id,sent_at,responded_at,score,scale_min,scale_max\n"


def test_the_first_rows_are_shown_as_they_are_read(dropped: Dropped) -> None:
    (found,) = dropped({"facturas enero.csv": INVOICES})
    (sample,) = found.trial.samples
    first = dict(zip(sample.columns, sample.rows[0], strict=True))
    assert first["Fecha"] == date(2026, 1, 15)
    assert first["Neto"] == Decimal("100.00")
    assert len(sample.rows) == 3


def test_rows_that_would_be_left_out_are_counted_with_their_reason(dropped: Dropped) -> None:
    lines = "".join(f"C{n},Ana,{'x' if n < 25 else '2026-01-05'}\n" for n in range(30))
    (found,) = dropped({"customer.csv": f"customer_id,name,acquired_on\n{lines}"})
    assert (found.trial.left_out, found.trial.too_many, found.trial.reads) == (25, True, True)  # 20 of 30 are allowed
    assert (found.trial.rejected[0].line, found.trial.rejected[0].column) == (2, "acquired_on")


def test_the_warehouse_stays_as_it_was(dropped: Dropped, place: Path) -> None:
    before = versions.current(place / "warehouse")
    dropped({"facturas enero.csv": INVOICES})
    assert versions.current(place / "warehouse") == before
    assert not (place / "company").exists()


def test_days_are_those_of_the_company(dropped: Dropped) -> None:
    """Half past eleven in the evening of 31 January in Bogotá is 1 February in UTC: it counts in January."""
    answer = "S1,csat,C1,2026-01-31T23:30:00-05:00,2026-01-31T23:30:00-05:00,4,1,5\n"
    (found,) = dropped({"survey.csv": SURVEYS + answer})
    (csat,) = [one for one in found.trial.subtotals if one.subject.id == "csat"]
    assert dict(csat.months) == {date(2026, 1, 1): (1, 1)}

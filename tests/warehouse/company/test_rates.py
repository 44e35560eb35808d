"""The company's file of rates: read line by line, and refused with the line that is not right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crm_metrics.warehouse.company import rates
from tests.warehouse.loading.importing import sentence


@pytest.mark.parametrize(
    "line",
    [
        "USD,20-01-2026,4000",
        "USD,2026-01-20,-1",
        "USD,2026-01-20,4.000,5",
        "US$,2026-01-20",
        "usd,2026-01-01,5000",  # another rate of the same day: either would be a guess
        "USD,2026-01-20,1e300",
        "USD,2026-01-20,1e-12",  # it would be kept as nothing, and every amount with it
        '"USD,2026-01-20,' + "1" * 200_000,
    ],
)
def test_a_rate_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "rates.csv").write_text(f"currency,day,rate\nUSD,2026-01-01,4000\n{line}\n", encoding="utf-8")
    assert "line 3" in sentence(lambda: rates.read(tmp_path))


def test_a_file_of_rates_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_bytes("currency,day,rate\nUSD,2026-01-01,4000\n".encode("utf-16"))
    assert "rates.csv is not UTF-8" in sentence(lambda: rates.read(tmp_path))


def test_a_company_without_the_file_has_no_rates(tmp_path: Path) -> None:
    assert rates.read(tmp_path) is None
    (tmp_path / "rates.csv").write_text("currency,day,rate\n\nEUR,2026-01-01,1.08\n", encoding="utf-8")
    assert rates.read(tmp_path) == [("EUR", date(2026, 1, 1), Decimal("1.08"))]

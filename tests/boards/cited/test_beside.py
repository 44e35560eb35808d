"""The own number over the period of a reference line, like for like, or why it is held against nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crm_metrics.boards.cited import beside
from crm_metrics.boards.core import View
from tests.boards.committee.books import LAST, company, order
from tests.conftest import House

GROWTH = '[claims.growth_above_market]\nmarket = 0.03\nmarket_source = "Cuentas nacionales"\n'
SALES = """
[references.sales]
metric = "customer_revenue"
every = "month"
value = 2500
source = "Study"
name = "Shops"
"""


def test_growth_is_of_twelve_months_against_the_twelve_before_or_absent_with_its_reason(
    house: House, folder: Path
) -> None:
    """13,300 in the twelve months to October 2026; of those before only September and October 2025 are loaded."""
    (folder / "references.toml").write_text(GROWTH, encoding="utf-8")
    (line,) = beside.beside(company(house), View(), beside.switched_on(), LAST)
    assert line.days == (date(2025, 11, 1), LAST)
    assert line.reached is None and not line.whole
    assert line.reason is not None


def test_growth_over_two_whole_years_is_worked_out(house: House, folder: Path) -> None:
    """Orders of 1,000 a month for a year, then of 1,100: 10 % more; the market grew 3 %, so 7 % to 11 % are cited."""
    (folder / "references.toml").write_text(GROWTH, encoding="utf-8")
    months = [date(2024 + (place + 10) // 12, (place + 10) % 12 + 1, 5) for place in range(24)]
    lines = [order(f"o{n}", "a", day, 1000 if n < 12 else 1100) for n, day in enumerate(months)]
    rows = {
        "customer": [{"customer_id": "a", "name": "Persona A", "value_tier": "high"}],
        "product": [{"product_id": "p1", "name": "Pieza", "line": "piezas", "recurring": False, "unit_cost": None}],
        "order_line": lines,
    }
    (line,) = beside.beside(house(rows, first=date(2024, 11, 1), through=LAST), View(), beside.switched_on(), LAST)
    assert line.value == pytest.approx(0.10)
    assert line.reached is True


@pytest.mark.parametrize(
    ("value", "met"), [(1999.0, True), (2000.0, True), (2001.0, False)], ids=["below", "equal", "above"]
)
def test_a_line_is_reached_on_its_better_side(house: House, folder: Path, value: float, met: bool) -> None:
    (folder / "references.toml").write_text(SALES.replace("2500", str(value)), encoding="utf-8")
    (line,) = beside.beside(company(house), View(), beside.switched_on(), LAST)
    assert line.reached is met

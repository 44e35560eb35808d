"""An amount over rows to the cent: the sum is the amount, and each share is off by less than a cent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import duckdb
import pytest

from crm_metrics.warehouse.mapping.spreads import packed, shared


def shares(total: str, parts: Sequence[str]) -> list[Decimal]:
    rows = ", ".join(f"({at}, 7, {part})" for at, part in enumerate(parts))
    made = f"select _row, {packed(total, 'part', ['doc'])} as amount from (values {rows}) as v (_row, doc, part)"
    with duckdb.connect() as connection:
        return [row[0].quantize(Decimal("0.01")) for row in connection.execute(
            f"select amount from ({shared(made, 'amount')}) order by _row").fetchall()]  # fmt: skip


@pytest.mark.parametrize(
    ("total", "parts", "found"),
    [
        ("862.07", ["862.068966"], ["862.07"]),  # one line of six decimals, and the header
        ("100", ["1", "1", "1"], ["33.34", "33.33", "33.33"]),  # equal remainders: the first
        ("10", ["2.004", "2.006", "6"], ["2.00", "2.00", "6.00"]),  # what is over by a cent is taken off by size
        ("1681", ["1000", "720"], ["977.33", "703.67"]),  # 1,681 · 1000/1720 = 977.3256, 703.6744: the larger rest
        ("1300", ["2800", "-1500"], ["2800.00", "-1500.00"]),
        ("1257", ["2800", "-1500"], ["2772.00", "-1515.00"]),  # 43 less: by 2800/4300 and 1500/4300
        ("5", ["0", "0"], ["5.00", "0.00"]),
        ("null", ["1.5", "2.25"], ["1.50", "2.25"]),
    ],
)
def test_the_shares_are_whole_cents_and_sum_to_the_amount(total: str, parts: Sequence[str], found: list[str]) -> None:
    assert shares(total, parts) == [Decimal(one) for one in found]

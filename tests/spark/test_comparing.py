"""What is told apart, what is a tie, and what is the same."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.spark.comparing import Compared, compared, paired

pytestmark = pytest.mark.spark

KINDS = {"name": "VARCHAR", "amount": "DECIMAL(12,2)", "share": "DOUBLE"}


def test_a_unit_of_the_last_decimal_is_a_tie_and_two_are_not() -> None:
    ours = [("a", Decimal("1.00"), 0.5), ("b", Decimal("2.00"), 0.5)]
    theirs = [("a", Decimal("1.01"), 0.5), ("b", Decimal("2.02"), 0.5)]
    assert paired(ours, theirs, KINDS) == (1, [("DuckDB", *ours[1]), ("Spark", *theirs[1])])


def test_a_double_is_the_same_to_nine_digits_and_a_text_to_the_last() -> None:
    assert paired([("a", None, 0.25)], [("a", None, 0.25 + 1e-12)], KINDS) == (0, [])
    assert len(paired([("a", None, 0.25)], [("a", None, 0.25 + 1e-8)], KINDS)[1]) == 2
    assert len(paired([("a", None, 0.25)], [("a ", None, 0.25)], KINDS)[1]) == 2


def test_a_row_too_few_and_a_row_twice_are_seen(tmp_path: Path) -> None:
    rows = "select * from (values ('a', 1.00::decimal(12, 2), 1e0), ('b', 2.00, 2e0)) as t(name, amount, share)"
    with duckdb.connect() as connection:
        for part, query in enumerate((rows, f"{rows} limit 1")):
            connection.execute(f"copy ({query}) to '{tmp_path / str(part)}.parquet' (format parquet)")
        twice = compared(connection, rows, tmp_path, KINDS)
        (tmp_path / "0.parquet").unlink()
        lacks = compared(connection, rows, tmp_path, KINDS)
        (tmp_path / "1.parquet").unlink()
        connection.execute(f"copy ({rows}) to '{tmp_path}/whole.parquet' (format parquet)")
        assert compared(connection, rows, tmp_path, KINDS) == Compared(2, 0, [])
    assert twice.apart == [("Spark", "a", Decimal("1.00"), 1.0)]
    assert lacks.apart == [("DuckDB", "b", Decimal("2.00"), 2.0)]

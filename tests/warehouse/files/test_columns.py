"""A column knows which of its cells are text, which had a type, and which are a spreadsheet's errors."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from crm_metrics.warehouse.files.columns import TextColumn, currency_sign, decoded_twice
from crm_metrics.warehouse.mapping.formats import Format
from tests.warehouse.files.test_convert import cells, column


def test_errors_are_no_values(connection: duckdb.DuckDBPyConnection) -> None:
    column(connection, ["#N/A", "#¡VALOR!", "Err:502", "#hashtag", "E1", None])
    assert cells(connection).count("true") == 5
    assert cells(connection).count(f"not {cells(connection).is_error}") == 2
    assert cells(connection).sample() == ("#hashtag", 5)


def test_a_typed_cell_is_read_by_its_type_and_a_text_by_the_format(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create table t as select 2 as _line, null::bigint as _cells, '1.234' as v, true as typed")
    connection.execute("insert into t values (3, null, '1.234', false)")
    both = TextColumn(connection=connection, file="f", table="t", name="v", written="v", mark="typed")
    comma = Format(kind="number", decimal=",", thousands=".")
    got = connection.execute(f"select {both.value(comma)} from t order by _line").fetchall()
    assert got == [(Decimal("1.234"),), (Decimal(1234),)]


def test_the_sign_of_most_amounts_is_that_of_the_column(connection: duckdb.DuckDBPyConnection) -> None:
    column(connection, ["$5", "$ 6", "€ 7", "8"])
    assert currency_sign(cells(connection)) == "$"


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (["PeÃ±a", "ana"], (1, "PeÃ±a", "Peña")),
        (["â€œhiâ€\u009d", "CafÃ©"], (2, "CafÃ©", "Café")),
        (["São", "MAÇÃ", "Â"], None),
    ],
)
def test_text_decoded_twice_is_seen(
    values: list[str], found: tuple[int, str, str] | None, connection: duckdb.DuckDBPyConnection
) -> None:
    column(connection, values)
    assert decoded_twice([cells(connection)]) == found

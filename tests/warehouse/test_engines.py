"""How much memory a load may use: little for few rows, half of the machine for many, or what the company says."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from crm_metrics.settings import Settings
from crm_metrics.warehouse import engines, schema


@pytest.mark.parametrize(
    ("said", "rows", "stays"),
    [(None, engines.MANY_ROWS, True), (None, engines.MANY_ROWS + 1, False), ("512MB", engines.MANY_ROWS + 1, True)],
)
def test_a_load_of_many_rows_has_half_of_the_machine_unless_the_company_says_how_much(
    tmp_path: Path, said: str | None, rows: int, stays: bool
) -> None:
    """The index of each key stands in memory until the load is committed: of some millions of rows more than 1 GB."""
    with closing(engines.loader(tmp_path / "made.duckdb", Settings(memory=said))) as connection:
        limit = "select current_setting('memory_limit')"
        before = connection.execute(limit).fetchall()
        engines.make_room(connection, rows)
        assert (connection.execute(limit).fetchall() == before) is stays


def test_the_rows_of_a_warehouse_are_estimated_without_reading_them(tmp_path: Path) -> None:
    with closing(engines.loader(tmp_path / "made.duckdb", Settings())) as connection:
        schema.create(connection)
        before = engines.rows_held(connection)
        connection.execute("insert into main.product (product_id, name, line) select range, 'p', 'l' from range(500)")
        assert engines.rows_held(connection) - before == pytest.approx(500, rel=0.1)

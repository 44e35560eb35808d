"""The statements as they run: also elsewhere than on DuckDB."""

from __future__ import annotations

from collections.abc import Callable

import sqlglot

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import statements
from crm_metrics.warehouse.schema import input_tables
from crm_metrics.warehouse.store import Warehouse


def test_every_statement_goes_to_spark_and_stays_exact(house: Callable[..., Warehouse]) -> None:
    rows: dict[str, list[object]] = {table: [] for table in input_tables() if table != "company"}
    warehouse = house(rows)
    for metric in CATALOGUE.values():
        for sql in filter(None, statements(warehouse, metric).split(";\n\n")):  # the application's own have none
            (spark,) = sqlglot.transpile(sql, read="duckdb", write="spark")
            assert "APPROX" not in spark.upper(), metric.name
            assert sqlglot.parse_one(spark, read="spark"), metric.name

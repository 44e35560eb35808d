"""The tables of this release: which a cluster is given, which it makes, and their columns."""

from __future__ import annotations

import duckdb

from crm_metrics.warehouse import schema, shape
from crm_metrics.warehouse.finals.closing import close_months
from crm_metrics.warehouse.finals.months import FINAL
from crm_metrics.warehouse.refreshing.cutting import INPUT
from crm_metrics.warehouse.spark import session
from crm_metrics.warehouse.spark.typed import Tables


def columns_of_release() -> Tables:
    """By schema and table each column with its type; read from a version without rows."""
    with duckdb.connect() as empty:
        schema.create(empty)
        shape.build(empty)
        close_months(empty)
        return session.tables_of(empty)


def read_tables() -> tuple[str, ...]:
    """The input tables that the shapes read, and the session that makes them."""
    found = {one for known in shape.stored().values() for one in INPUT.findall(shape.fill(known.sql, "UTC"))}
    return tuple(sorted({one.removeprefix("main.") for one in found if one.startswith("main.")} | {*session.RULES}))


def made_outside() -> list[tuple[str, str]]:
    """Schema and name of the tables that a cluster makes and a version takes."""
    shapes = [name for name, known in shape.stored().items() if not shape.filled_later(known.sql)]
    return [*(("shape", name) for name in shapes), *((FINAL, one.name) for one in shape.kept())]

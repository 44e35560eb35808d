"""A demo company in memory, for the tests that read what a whole company gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from crm_metrics.warehouse import schema, shape, store
from crm_metrics.warehouse.demo.build import Asked, fill


@contextmanager
def demo_company(asked: Asked) -> Iterator[store.Warehouse]:
    """The company that was asked for, filled in one transaction and shaped, open until the end of the block."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        schema.create(connection)
        connection.execute("begin")
        fill(connection, asked)
        connection.execute("commit")
        shape.build(connection)
        yield store.reading(connection)

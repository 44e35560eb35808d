"""A demo company in memory, for the tests that read what a whole company gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from crm_metrics.analysis.models import scores
from crm_metrics.metrics.shop import Shop, shop_of
from crm_metrics.warehouse import blank, schema, shape, store
from crm_metrics.warehouse.demo.build import Asked, fill
from crm_metrics.warehouse.finishing import Finish, finished


@contextmanager
def blank_shop() -> Iterator[Shop]:
    """A company whose tables are all loaded and hold nothing, for the tests that put rows into its shapes."""
    with blank.blank_house(shape.stored()) as house:
        yield shop_of(house)


@contextmanager
def demo_company(asked: Asked, finish: Finish | None = scores.write) -> Iterator[Shop]:
    """The company that was asked for, filled in one transaction, shaped and scored, open until the end of the block."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        schema.create(connection)
        connection.execute("begin")
        fill(connection, asked)
        connection.execute("commit")
        shape.build(connection)
        if finish is not None:
            finished(connection, finish)
        yield shop_of(store.reading(connection))

"""A demo company, in memory or in a folder, for the tests that read what a whole company gives."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from crm_metrics.analysis.models import scores
from crm_metrics.metrics.shop import Shop, shop_of
from crm_metrics.warehouse import blank, schema, shape, store
from crm_metrics.warehouse.demo.build import Asked, build_demo, fill
from crm_metrics.warehouse.finals.closing import close_months
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
        close_months(connection)
        if finish is not None:
            finished(connection, finish)
        yield shop_of(store.reading(connection))


def demo_folder(factory: pytest.TempPathFactory, asked: Asked, finish: Finish | None = None) -> Path:
    """The warehouse of that company, built by the first worker of a test run that asks, and only read by all."""
    base = factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = base / f"demo-{asked.customers}-{asked.months}-{asked.until}{'-scored' if finish else ''}"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            made = folder.with_suffix(".made")
            build_demo(made, finish=finish, customers=asked.customers, months=asked.months, until=asked.until)
            made.rename(folder)
    return folder


@contextmanager
def shared_company(
    factory: pytest.TempPathFactory, asked: Asked, finish: Finish | None = scores.write
) -> Iterator[Shop]:
    """That company, shaped and scored, for several files of tests; open until the end of the block."""
    with closing(store.open_warehouse(demo_folder(factory, asked, scores.write))) as made:
        yield shop_of(made)

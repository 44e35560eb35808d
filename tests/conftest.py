"""A small warehouse made from rows written in the test itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

import duckdb
import pytest
from hypothesis import settings

from crm_metrics.warehouse import schema, shape, store

# The workers of a test run share the cores: numpy's own threads would wait for each other, ten times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# A slow machine is no defect: no example fails for the time it takes.
settings.register_profile("pulso", deadline=None)
settings.load_profile("pulso")

Rows = Mapping[str, Sequence[Mapping[str, object]]]
House = Callable[..., store.Warehouse]

BOGOTA = {"name": "Prueba", "time_zone": "America/Bogota", "currency": "COP", "locale": "es-CO"}


@pytest.fixture
def house() -> Iterator[House]:
    """Make a warehouse in memory: `house({"survey": [{...}]}, first=date(...), through=date(...))`.

    Every table named is loaded from `first` through `through`, all by one source, also when its list is empty.
    With `shapes`, only these and those that they read are built, which is faster.
    A company in Bogotá is added unless the rows bring one or `company=False`.
    """
    opened: list[duckdb.DuckDBPyConnection] = []

    def make(
        rows: Rows,
        *,
        first: date = date(2026, 1, 1),
        through: date = date(2026, 12, 31),
        company: bool = True,
        shapes: Sequence[str] = (),
    ) -> store.Warehouse:
        connection = duckdb.connect()
        opened.append(connection)
        connection.execute("set TimeZone = 'UTC'")
        schema.create(connection)
        tables = dict(rows)
        if company and "company" not in tables:
            tables["company"] = [BOGOTA]
        for table, records in tables.items():
            for record in records:
                names = ", ".join(f'"{name}"' for name in record)
                marks = ", ".join("?" for _ in record)
                connection.execute(f'insert into main."{table}" ({names}) values ({marks})', list(record.values()))
            connection.execute(
                "insert into main.load_log values (1, 'plain', ?, ?, ?, ?, 0, ?, false)",
                [table, first, through, len(records), datetime(2027, 1, 1, tzinfo=UTC)],
            )
        shape.build(connection, only=shapes)
        return store.reading(connection)

    yield make
    for connection in opened:
        connection.close()

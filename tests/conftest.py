"""A small warehouse made from rows written in the test itself."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

from crm_metrics.metrics.shop import Shop, shop_of
from crm_metrics.warehouse import schema, shape, store
from crm_metrics.warehouse.company import tiers
from tests.warehouse.loading.importing import Inbox

# The workers of a test run share the cores: numpy's own threads would wait for each other, ten times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# A slow machine is no defect: no example fails for the time it takes.
settings.register_profile("pulso", deadline=None)
settings.load_profile("pulso")

Rows = Mapping[str, Sequence[Mapping[str, object]]]
House = Callable[..., Shop]

BOGOTA = {"name": "Prueba", "time_zone": "America/Bogota", "currency": "COP", "locale": "es-CO"}


@dataclass(frozen=True)
class OnDemand(Shop):
    """A warehouse that makes a shape when a query first reads it: a test asks for few, and all take half a second."""

    made: set[str] = field(default_factory=set, compare=False, repr=False)
    """What was asked for and is there."""

    def make(self, names: set[str]) -> None:
        """Make these shapes and those that they read, where they are not there yet."""
        if names <= self.made:
            return
        found = self.connection.execute("select table_name from duckdb_tables() where schema_name = 'shape'").fetchall()
        shape.add(self.connection, shape.needed(names & shape.stored().keys()) - {name for (name,) in found})
        self.made.update(names)

    def _asked(self, sql: str, params: Any, read: Any) -> Any:
        self.make(set(re.findall(r'\bshape\."?(\w+)', sql)))
        return super()._asked(sql, params, read)

    @cached_property
    def _columns(self) -> dict[str, dict[str, str]]:
        return _all_columns(frozenset(shape.shapes()))


@cache
def _all_columns(_known: frozenset[str]) -> dict[str, dict[str, str]]:
    """The columns of every stored shape there is; a test may leave only some of them."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        schema.create(connection)
        shape.build(connection)
        return store.reading(connection)._columns


@cache
def _empty_tables() -> str:
    """All that `schema.create` makes, as the engine writes it down: half the time of making it in its steps."""
    with duckdb.connect() as connection:
        schema.create(connection)
        found = connection.execute("select sql from duckdb_tables() order by table_oid").fetchall()
        found += connection.execute("select sql from duckdb_indexes()").fetchall()
    return "\n".join(sql for (sql,) in found)


@contextmanager
def houses() -> Iterator[House]:
    """What makes warehouses in memory, as the fixture `house` says; all of them are closed at the end."""
    opened: list[duckdb.DuckDBPyConnection] = []

    def make(
        rows: Rows,
        *,
        first: date = date(2026, 1, 1),
        through: date = date(2026, 12, 31),
        company: bool = True,
        shapes: Sequence[str] = (),
        loaded_at: datetime | Mapping[str, datetime] = datetime(2027, 1, 1, 12, tzinfo=UTC),
    ) -> Shop:
        connection = duckdb.connect()
        opened.append(connection)
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(_empty_tables())
        tiers.write(connection, tiers.DEFAULT)
        tables = dict(rows)
        if company and "company" not in tables:
            tables["company"] = [BOGOTA]
        for table, records in tables.items():
            for record in records:
                names = ", ".join(f'"{name}"' for name in record)
                marks = ", ".join("?" for _ in record)
                connection.execute(f'insert into main."{table}" ({names}) values ({marks})', list(record.values()))
            source = "plain" if isinstance(loaded_at, datetime) else table
            at = loaded_at if isinstance(loaded_at, datetime) else loaded_at[table]
            connection.execute(
                "insert into main.load_log values (1, ?, ?, ?, ?, ?, 0, ?, false)",
                [source, table, first, through, len(records), at],
            )
        if shapes:
            shape.build(connection, only=shapes)
            return shop_of(store.reading(connection))
        connection.execute("create schema shape")
        shop = OnDemand(Path(), 0, connection)
        shop.make({"watermark", "calendar_day"})
        return shop

    yield make
    for connection in opened:
        connection.close()


def pytest_collection_finish() -> None:
    """Leave what all tests share, every module and 11,000 items, out of each search for garbage: a second in 15."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def components_looked_for_once() -> Iterator[None]:
    """Each app of a test has Streamlit 1.67 look through all installed packages for components: once is enough."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def house() -> Iterator[House]:
    """Make a warehouse in memory: `house({"survey": [{...}]}, first=date(...), through=date(...))`.

    Every table named is loaded from `first` through `through`, all by one source, also when its list is empty.
    A shape is made from the rows of then when a query first reads it. With `shapes`, there are only these and those
    that they read, all made at once: for tests that change their rows by hand.
    loaded_at: when that load was made; by table, and each table is then a source of its own, where they differ.
    A company in Bogotá is added unless the rows bring one or `company=False`.
    """
    with houses() as make:
        yield make


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    """An empty folder to import from, and a warehouse in memory to import into."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    made = Inbox(folder)
    yield made
    made.connection.close()

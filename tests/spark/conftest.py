"""A small company on both engines: DuckDB's shapes, the same tables as Parquet, and a Spark that reads them."""

from __future__ import annotations

import os
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import duckdb
import pytest

from crm_metrics.analysis.models import scores
from crm_metrics.metrics.shop import Shop, shop_of
from crm_metrics.warehouse import schema, shape, store
from crm_metrics.warehouse.demo.build import Asked, fill
from crm_metrics.warehouse.finals.closing import close_months
from crm_metrics.warehouse.finishing import finished
from crm_metrics.warehouse.spark import session
from crm_metrics.warehouse.spark.rewriting import Bounds
from crm_metrics.warehouse.spark.typed import Tables
from tests.spark.comparing import Compared, compared

COMPANY = Asked(customers=120, months=14, until=date(2026, 11, 26))  # fewer customers are no demo
LOCAL: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "3g",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.sql.adaptive.enabled": "false",  # a plan is made once: the rows are few
    "spark.sql.codegen.wholeStage": "false",  # nor is it worth to compile it
}
SEEN: Counter[str] = Counter()


@dataclass(frozen=True, kw_only=True)
class Engines:
    """One company, to be asked of both engines."""

    shop: Shop
    """In DuckDB, with every shape."""

    tables: Tables
    """Its tables, shapes and whole months, each column with its type."""

    folder: Path
    """The same as Parquet: `main/TABLE.parquet`, `shape/SHAPE.parquet`."""

    spark: Any
    """The session that reads them."""

    bounds: Bounds
    """What bounds a frame of a window."""

    out: Path
    """Where Spark writes."""

    places: list[Path] = field(default_factory=list)
    """What it wrote."""

    def zone(self) -> str:
        """The company's time zone."""
        return self.shop.company.time_zone

    def held_against(self, sql: str, rows: str | None = None, kinds: Mapping[str, str] | None = None) -> Compared:
        """The rows that Spark makes of `sql` beside those that DuckDB keeps in `rows`, or makes of the same text."""
        known = kinds or {name: kind for name, kind, *_ in self.shop.connection.execute(f"describe {sql}").fetchall()}
        place = self.out / str(len(self.places))
        self.places.append(place)
        session.write(session.rows_of(self.spark, sql, self.tables, self.bounds), known, place)
        result = compared(self.shop.connection, rows or sql, place, known)
        SEEN.update(rows=result.rows, ties=result.ties, statements=1)
        return result


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """The company, shaped and scored by DuckDB, and registered in Spark."""
    folder = tmp_path_factory.mktemp("spark")
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        schema.create(connection)
        connection.execute("begin")
        fill(connection, COMPANY)
        connection.execute("commit")
        shape.build(connection)
        close_months(connection)
        finished(connection, scores.write)
        tables = session.tables_of(connection)
        session.export(connection, tables, folder)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a pandas that nobody asks Spark to read
            spark = session.session("local[2]", {**LOCAL, "spark.sql.warehouse.dir": str(folder / "none")})
        spark.sparkContext.setLogLevel("OFF")
        for name, known in tables.items():
            for table, columns in known.items():
                session.register(spark, name, table, columns, folder / name / f"{table}.parquet")
        yield Engines(
            shop=shop_of(store.reading(connection)),
            tables=tables,
            folder=folder,
            spark=spark,
            bounds=session.bounds_of(spark),
            out=folder / "out",
        )
        spark.stop()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With SPARK_SAMPLE=n one in n of the shapes and metrics, others each day; what is not of many stays."""
    of = int(os.environ.get("SPARK_SAMPLE", "1"))
    today = date.today().toordinal() % of
    left = [one for one in items if hasattr(one, "callspec") and crc32(one.name.encode()) % of != today]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [one for one in items if one not in left]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was compared."""
    if SEEN:
        said = "{statements} statements on both engines, {rows} rows, of them {ties} ties of the last decimal"
        terminalreporter.write_line(said.format(**{"ties": 0, **SEEN}))

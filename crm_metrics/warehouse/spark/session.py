"""The Spark that makes the shapes: a session set as DuckDB reads and writes, its tables as Parquet by schema.

A company that does not fit one machine writes its input tables to a folder that all workers see; the shapes are made
there in the order of their needs, each from those before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import gettempdir
from types import MappingProxyType
from typing import TYPE_CHECKING

import duckdb

from crm_metrics.warehouse import shape
from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.finals.closing import WHOLE
from crm_metrics.warehouse.finals.months import FINAL, MONTHS, month_rows
from crm_metrics.warehouse.shape import ShapeRules
from crm_metrics.warehouse.spark import turns
from crm_metrics.warehouse.spark.rewriting import Bounds
from crm_metrics.warehouse.spark.text import spark_type, tree_of
from crm_metrics.warehouse.spark.typed import Tables

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SCHEMAS = ("main", "shape", FINAL)
RULES = ("company", "tier_rule")  # input tables that a session reads itself: the zone, the width of a frame
SETTINGS: Mapping[str, str] = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # a text that is no number is an error, as in DuckDB
    "spark.sql.timeType.enabled": "true",  # the hours of a calendar
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",  # the default is read in another way by each engine
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",  # days before 1582 as they are written
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    "spark.sql.legacy.ctePrecedencePolicy": "CORRECTED",  # of two WITH of one name the inner one holds
    # It loses columns of statements that read one WITH twice, once in a subquery (Spark 4.3, resolved_span).
    "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.RemoveRedundantAliases",
}


DEFAULTS: Mapping[str, str] = {  # of which whoever runs it knows better
    # Parquet keeps equal texts once: by the size of its file a table of a million cases would be sent to each worker.
    "spark.sql.sources.fileCompressionFactor": "20",
    "spark.sql.warehouse.dir": f"{Path(gettempdir(), 'pulso.spark')}",  # where tables without a place would lie
    "spark.ui.showConsoleProgress": "false",
}


def tables_of(connection: duckdb.DuckDBPyConnection) -> Tables:
    """The columns of every table in SCHEMAS, each with its type as DuckDB says it; no schema that has no table."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for schema, table, column, kind in connection.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns()"
        " where list_contains(?, schema_name) and not internal order by table_oid, column_index",
        [list(SCHEMAS)],
    ).fetchall():
        found.setdefault(schema, {}).setdefault(table, {})[column] = kind
    return found


def export(connection: duckdb.DuckDBPyConnection, tables: Tables, folder: Path) -> None:
    """Write tables as `folder/SCHEMA/TABLE.parquet`; a HUGEINT, which Parquet would keep as a double, as a decimal."""
    for schema, known in tables.items():
        (folder / schema).mkdir(parents=True, exist_ok=True)
        for table, columns in known.items():
            names = ", ".join(
                f"cast({quoted(name)} as decimal(38, 0)) as {quoted(name)}" if kind == "HUGEINT" else quoted(name)
                for name, kind in columns.items()
            )
            place = str(folder / schema / f"{table}.parquet").replace("'", "''")
            connection.execute(f"copy (select {names} from {schema}.{quoted(table)}) to '{place}' (format parquet)")


def session(master: str, settings: Mapping[str, str]) -> SparkSession:
    """A session on `master`, "local[2]" or "spark://HOST:7077", with these settings beside those that make it exact."""
    from pyspark.sql import SparkSession  # of the few companies that need it

    builder = SparkSession.builder.master(master).appName("pulso")
    for key, value in {**DEFAULTS, **settings, **SETTINGS}.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def register(spark: SparkSession, schema: str, table: str, columns: Mapping[str, str], place: Path) -> None:
    """Let statements name the Parquet file or folder at `place`, which holds these columns, as `schema.table`."""
    told = ", ".join(f"`{name}` {spark_type(kind)}" for name, kind in columns.items())
    spark.sql(f"create database if not exists {schema}")
    spark.sql(f"drop table if exists {schema}.`{table}`")
    spark.sql(f"create table {schema}.`{table}` ({told}) using parquet location '{place.as_uri()}'")


def zone_of(spark: SparkSession) -> str:
    """The time zone in which the company's days are cut; UTC where no company is told."""
    row = spark.sql("select time_zone from main.company").first()
    return str(row[0]) if row else "UTC"


def bounds_of(spark: SparkSession) -> Bounds:
    """The company's own numbers that bound a frame of a window: over how many months a customer is valued."""
    row = spark.sql("select window_months from main.tier_rule").first()
    return {"window_months": row[0] if row else 12}  # without a rule nobody is valued


def rows_of(spark: SparkSession, sql: str, tables: Tables, bounds: Bounds = MappingProxyType({})) -> DataFrame:
    """The rows of a select that DuckDB reads over these tables, made by Spark."""
    return turns.rows_of(spark, tree_of(sql, tables, bounds))


def build(
    spark: SparkSession,
    tables: Tables,
    folder: Path,
    *,
    rules: ShapeRules | None = None,
    only: Collection[str] = (),
    there: Collection[str] = (),
) -> Iterator[str]:
    """Make the stored shapes from the input tables in `folder/main`, as Parquet in `folder/shape`; give each name made.

    tables: those of a warehouse of this release, which need hold no rows; their columns say what each shape is given.
    only: these shapes and those that they read. Those that the analysis fills are made without a row. there: lie in the
    folder already, and are only read.
    """
    for table, columns in tables["main"].items():
        register(spark, "main", table, columns, _place(folder, "main", table))
    zone, bounds = zone_of(spark), bounds_of(spark)
    for known in shape.in_order({name: shape.stored()[name] for name in shape.needed(only or shape.stored())}):
        if known.name in there:
            register(spark, "shape", known.name, tables["shape"][known.name], _place(folder, "shape", known.name))
            continue
        rows = rows_of(spark, shape.fill(known.sql, zone, rules), tables, bounds)
        _keep(spark, ("shape", known.name), rows, tables, folder)
        yield known.name


def close(spark: SparkSession, tables: Tables, folder: Path) -> Iterator[str]:
    """Make the rows of whole months from the shapes that `build` made, as Parquet in `folder/final`; give each name.

    The first is the table of the months themselves; with it the session knows them.
    """
    zone, bounds = zone_of(spark), bounds_of(spark)
    _keep(spark, (FINAL, MONTHS), rows_of(spark, WHOLE, tables, bounds), tables, folder)
    yield MONTHS
    months = months_of(spark)
    for one in shape.kept():
        rows = rows_of(spark, month_rows(shape.period_select(one.name, zone), months), tables, bounds)
        _keep(spark, (FINAL, one.name), rows, tables, folder)
        yield one.name


def months_of(spark: SparkSession) -> list[date]:
    """The days under which the whole months, and what stands beside them, are kept, in their order."""
    return [row[0] for row in spark.sql(f"select period from {FINAL}.{MONTHS} order by 1").collect()]


def _keep(spark: SparkSession, name: tuple[str, str], rows: DataFrame, tables: Tables, folder: Path) -> None:
    """Write the rows of a table, by its schema and name, to their place, and let statements name them."""
    schema, table = name
    place, columns = _place(folder, schema, table), tables[schema][table]
    write(rows, columns, place)
    register(spark, schema, table, columns, place)


def _place(folder: Path, schema: str, table: str) -> Path:
    return folder / schema / f"{table}.parquet"


def write(rows: DataFrame, columns: Mapping[str, str], place: Path) -> None:
    """Write rows as Parquet to the folder `place`, with the columns and types that DuckDB gives them."""
    rows.selectExpr(
        *(f"cast(`{name}` as {spark_type(kind)}) as `{name}`" for name, kind in columns.items())
    ).write.mode("overwrite").parquet(place.as_uri())

"""Shapes and whole months made by Apache Spark of the input tables in a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from crm_metrics.errors import DataError
from crm_metrics.warehouse import schema
from crm_metrics.warehouse.cluster import folder
from crm_metrics.warehouse.cluster.tables import columns_of_release
from crm_metrics.warehouse.finals.months import FINAL
from crm_metrics.warehouse.spark import session
from crm_metrics.warehouse.spark.typed import Tables

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Say = Callable[..., None]


def make(place: Path, master: str, settings: Mapping[str, str], progress: Say) -> int:
    """Make all stored shapes and whole months of `place/main` as Parquet beside it; how many tables.

    master: the cluster's address, spark://HOST:7077, or local[N] for N threads here. settings: Spark's own, by name.
    Raises DataError when the tables are not there or were exported by another release, when there is no Spark, and
    when it stops with an error.
    """
    told = folder.exported(place)
    if told.shapes != schema.made_by()["shapes"]:
        raise DataError(
            "What lies in {folder} was exported by another release of Pulso; export it again.", folder=place
        )
    folder.forget(place, folder.MADE)
    known = columns_of_release()
    tables = {**known, "main": {name: known["main"][name] for name in told.tables}}
    try:
        from py4j.protocol import Py4JError  # of the few companies that need it
        from pyspark.errors import PySparkException  # the same
    except ImportError:
        raise DataError(
            "Apache Spark is missing. It needs Java 17 or newer and: pip install -r requirements-spark.txt"
        ) from None
    try:
        made = _made(place.resolve(), session.session(master, settings), tables, progress)
    except (PySparkException, Py4JError) as error:
        raise DataError(
            "Spark at {master} stopped with an error: {reason}", master=master, reason=_said(error)
        ) from error
    folder.tell_made(place, folder.MadeOf(told, *made))
    return len(made[0])


def _made(place: Path, spark: SparkSession, tables: Tables, progress: Say) -> tuple[dict[str, int], list[date]]:
    """How many rows each table has by now, and the whole months."""
    rows = dict[str, int]()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        for part, names in (
            ("shape", session.build(spark, tables, place)),
            (FINAL, session.close(spark, tables, place)),
        ):
            for name in names:
                table = f"{part}.{name}"
                rows[table] = spark.table(f"{part}.`{name}`").count()
                progress("{table}: {count} rows made", table=table, count=rows[table])
        return rows, session.months_of(spark)
    finally:
        spark.stop()


def _said(error: Exception) -> str:
    """What an error says, in one line; one of Java's says where it was called first."""
    lines = str(error).split("\n")
    return lines[1].removeprefix(": ") if lines[0].startswith("An error occurred while calling") else lines[0]

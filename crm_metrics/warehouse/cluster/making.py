"""Shapes and whole months made by Apache Spark of the input tables in a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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

    A run that was stopped goes on with the shape that it was at.
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
        from pyspark.errors import PySparkException  # of the few companies that need it
    except ImportError:
        raise DataError(
            "Apache Spark is missing. It needs Java 17 or newer and: pip install -r requirements-spark.txt"
        ) from None
    making = _Making(place.resolve(), told, tables, progress, _begun(place, told))
    try:
        made = making.all(session.session(master, settings))
    except (PySparkException, Py4JError) as error:
        raise DataError(
            "Spark at {master} stopped with an error: {reason}", master=master, reason=_said(error)
        ) from error
    folder.tell_made(place, made)
    folder.forget(place, folder.MAKING)
    return len(made.rows)


@dataclass(frozen=True)
class _Making:
    """One run of Spark over the tables of a folder."""

    place: Path
    told: folder.Exported
    tables: Tables
    progress: Say
    rows: dict[str, int]
    """How many each table has that is made by now."""

    def all(self, spark: SparkSession) -> folder.MadeOf:
        """Make what is not there yet, and say after each table that it is."""
        spark.sparkContext.setLogLevel("ERROR")
        there = [name.removeprefix("shape.") for name in self.rows]
        try:
            for name in session.build(spark, self.tables, self.place, there=there):
                self._count(spark, "shape", name)
            for name in session.close(spark, self.tables, self.place):
                self._count(spark, FINAL, name)
            return folder.MadeOf(self.told, self.rows, session.months_of(spark))
        finally:
            spark.stop()

    def _count(self, spark: SparkSession, part: str, name: str) -> None:
        table = f"{part}.{name}"
        self.rows[table] = spark.table(f"{part}.`{name}`").count()
        folder.tell_made(self.place, folder.MadeOf(self.told, self.rows, ()), folder.MAKING)
        self.progress("{table} is made: {count}", table=table, count=self.rows[table])


def _begun(place: Path, told: folder.Exported) -> dict[str, int]:
    """The rows of the shapes that a run which was stopped made of the same tables."""
    try:
        begun = folder.made(place, folder.MAKING)
    except DataError:
        return {}
    made = begun.rows if begun.exported == told else {}
    return {table: count for table, count in made.items() if table.startswith("shape.")}


def _said(error: Exception) -> str:
    """What an error says, in one line; one of Java's says where it was called first."""
    lines = str(error).split("\n")
    return lines[1].removeprefix(": ") if lines[0].startswith("An error occurred while calling") else lines[0]

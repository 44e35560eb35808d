"""Stored shapes held against what their inputs give now: brought up by key or made anew, they hold the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import duckdb

from crm_metrics.settings import Settings
from crm_metrics.warehouse import engines, manifest, schema, shape, versions
from crm_metrics.warehouse.notes import Note, warning
from crm_metrics.warehouse.presence import tables_held


def unlike(folder: Path, settings: Settings) -> Iterator[Note]:
    """A warning for each shape of the current version that its inputs would make otherwise, now or when last made anew.

    Only of a version that this release made are its texts known, and of no other is anything said.
    """
    file = versions.file_of(folder, versions.current(folder))
    with closing(engines.reader(file, settings, seconds=None)) as connection:
        if schema.told_by(connection) != schema.made_by():
            return
        if told := schema.differed(connection):
            yield warning(
                "When all rows were last made anew, these tables had held others: {tables}. Numbers of the versions"
                " before may differ from those of today; please tell who makes Pulso.",
                tables=told,
            )
        for table in differing(connection):
            yield warning(
                "The rows of {table} are not what they are made of; the command rebuild makes all of them anew.",
                table=f"shape.{table}",
            )


def differing(connection: duckdb.DuckDBPyConnection) -> Sequence[str]:
    """The stored shapes whose rows are not those of their selects over the tables as they are; it costs a build.

    Each is held against its own inputs, so the first wrong one is told, and those made of it only where they are wrong,
    too. Rows that the analysis fills are not held against anything, nor is a shape that is not there (which the
    manifest tells).
    """
    zone = shape.zone_of(connection)
    there = tables_held(connection, "shape")
    selects = {one.name: shape.fill(one.sql, zone) for one in shape.in_order(shape.stored())}
    return [
        name
        for name, select in selects.items()
        if name in there
        and not shape.filled_later(select)
        and manifest.measure(connection, f"({select})") != manifest.measure(connection, f"shape.{name}")
    ]

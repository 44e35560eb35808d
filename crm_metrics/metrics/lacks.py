"""What a metric waits for: the file, or the column of a file, that would make it computable here.

A table counts as missing when no load ever brought it; a column when its table is loaded and no row of it has a value
there, so that what is made from it is empty for every row. Which input columns a shape's column is made from is read
from the SQL of the shapes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.lineage import lineage

from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.registry import known
from crm_metrics.metrics.rows.coverage import tables_behind
from crm_metrics.metrics.rows.formula import names, parse
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.schema import SOURCE_COLUMN
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.warehouse.tables import DAYS, tables

TEMPLATES = "data/templates"


@dataclass(frozen=True, order=True)
class Lack:
    """An input that is missing. tables: any of them will do. column: of the one table, or "" for the whole of it."""

    tables: tuple[str, ...]
    column: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        """The files to import, named like their tables; any of them will do."""
        return tuple(f"{table}.csv" for table in self.tables)

    @property
    def templates(self) -> tuple[str, ...]:
        """Where an empty file of each lies, with the names of its columns."""
        return tuple(f"{TEMPLATES}/{file}" for file in self.files)


def lacks(warehouse: Warehouse, metric: Metric, catalogue: Mapping[str, Metric] | None = None) -> tuple[Lack, ...]:
    """What a metric waits for, tables first; nothing where it can be computed.

    catalogue: what the names of a metric over metrics mean; every known metric without it.
    """
    if catalogue is None:
        catalogue = known()
    found = dict.fromkeys(lack for part in _parts(metric, catalogue) for lack in _of_rows(warehouse, part))
    return tuple(sorted(found, key=lambda lack: (bool(lack.column), lack)))


def _parts(metric: Metric, catalogue: Mapping[str, Metric]) -> Iterator[Metric]:
    if metric.on != "period":
        yield metric
        return
    for text in (metric.numerator, metric.denominator):
        for name in names(parse(text, metric.name)) if text else ():
            if name in catalogue:
                yield from _parts(catalogue[name], catalogue)


def _of_rows(warehouse: Warehouse, metric: Metric) -> list[Lack]:
    needs = [tuple(need.split("|")) for need in tables_behind(metric)]
    missing = [Lack(need) for need in needs if all(warehouse.loaded(table) is None for table in need)]
    if missing:
        return missing
    return [lack for column in _columns(metric) for lack in _of_column(warehouse, metric.shape, column)]


def _columns(metric: Metric) -> list[str]:
    """The columns of its shape that a metric can't do without."""
    texts = [
        text
        for text in (metric.numerator, metric.denominator, metric.rows, metric.matures_on, metric.low, metric.high)
        if text
    ]
    stamps = [metric.anchor] if metric.anchor not in ("", "days") else []
    return list(dict.fromkeys([*stamps, *(name for text in texts for name in names(parse(text, metric.name)))]))


def _of_column(warehouse: Warehouse, name: str, column: str) -> tuple[Lack, ...]:
    """The input columns without a value that leave a shape's column empty in every row."""
    place = ("lacks", name, column)
    if place not in warehouse.memory:
        lacking: tuple[Lack, ...] = ()
        if column in warehouse.columns(name) and column in _empty(warehouse, "shape", name):
            behind = sorted(_inputs(name, column))
            lacking = tuple(Lack((table,), name) for table, name in behind if name in _empty(warehouse, "main", table))
        warehouse.memory[place] = lacking
    remembered: tuple[Lack, ...] = warehouse.memory[place]
    return remembered


def _empty(warehouse: Warehouse, schema: str, table: str) -> frozenset[str]:
    """The columns of a table without a single value; none where it has no row."""
    place = ("empty", schema, table)
    if place not in warehouse.memory:
        columns = list(warehouse.columns(table)) if schema == "shape" else _known_columns(warehouse, table)
        rows = f'select 1 from {schema}."{table}"'  # asked whether there is one, the engine stops at the first
        told = ", ".join(f'exists ({rows} where "{column}" is not null)' for column in columns)
        some, *filled = warehouse.fetch(f"select exists ({rows}), {told}")[0]
        warehouse.memory[place] = frozenset(name for name, one in zip(columns, filled, strict=True) if some and not one)
    empty: frozenset[str] = warehouse.memory[place]
    return empty


def _known_columns(warehouse: Warehouse, table: str) -> list[str]:
    """The columns of an input table that this version has: an earlier release made it with fewer."""
    rows = warehouse.fetch(
        "select column_name from duckdb_columns() where schema_name = 'main' and table_name = ?", [table]
    )
    return [column for (column,) in rows if column in tables()[table].columns]


@cache
def _inputs(name: str, column: str) -> frozenset[tuple[str, str]]:
    """The columns of input tables from which a column of a shape is made, also by way of other shapes.

    Only of the tables that the shape itself names behind it; none where its SQL can't be followed.
    """
    behind = {table for need in shape.shapes()[name].tables_behind(column) for table in need.split("|")}
    return frozenset(leaf for leaf in _leaves(name, column) if leaf[0] in behind)


@cache
def _leaves(name: str, column: str) -> frozenset[tuple[str, str]]:
    try:
        tree = lineage(column, shape.fill(shape.shapes()[name].sql, "UTC"), dialect="duckdb", schema=_schema())
    except (SqlglotError, ValueError):
        return frozenset()
    leaves: set[tuple[str, str]] = set()
    for node in tree.walk():
        if isinstance(node.source, exp.Table):
            source = node.name.rpartition(".")[2].strip('"')
            if node.source.db == "main" and node.source.name in tables():
                leaves.add((node.source.name, source))
            elif node.source.db == "shape" and (node.source.name, source) != (name, column):
                leaves |= _leaves(node.source.name, source)
    return frozenset(leaves)


@cache
def _schema() -> dict[str, dict[str, dict[str, str]]]:
    """The columns of every table and stored shape, as far as lineage has to know them."""
    inputs = {
        table: {name: column.type for name, column in described.columns.items()}
        | {DAYS: "VARCHAR[]", SOURCE_COLUMN: "VARCHAR"}
        for table, described in tables().items()
    }
    stored = {name: shape.fill(rows.sql, "UTC") for name, rows in shape.shapes().items() if rows.kind != "period"}
    selects = {name: sqlglot.parse_one(sql, read="duckdb", into=exp.Select) for name, sql in stored.items()}
    shaped = {name: dict.fromkeys(select.named_selects, "VARCHAR") for name, select in selects.items()}
    return {"main": inputs, "shape": shaped}

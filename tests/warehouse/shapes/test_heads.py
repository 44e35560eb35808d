"""The head of a shape names every input table that a column is made from: without it a late table goes unseen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import duckdb
import pytest
import sqlglot
from sqlglot import exp
from sqlglot.lineage import Node, lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import APPLICATION, DIMENSIONS
from crm_metrics.warehouse import schema, shape
from crm_metrics.warehouse.schema import input_tables

READ = sorted({metric.shape for metric in CATALOGUE.values()} & set(shape.shapes()))
ENDS = ("from_on", "to_on")  # a stretch is cut wherever one of its dimensions changes, and dimensions don't count
# Read by every shape: the calendar, whose ids are one, and who a row was or belonged to at the time.
BESIDE = {
    "watermark", "calendar_day", "open_interval", "opening_by_day", "opening_by_use", "customer_key", "customer_span",
    "customer_state", "customer_today", "customer_event", "item_stamp", "item_state", "team_area", "agent_team_span",
    "attribute_span",
}  # fmt: skip
NEVER_WAITED_FOR = {"company", "customer_alias", "touchpoint"}  # set once: a day without them is not late

# What a column reads beside its head, and why nobody has to wait for it.
SPARED = {
    ("opportunity", "from_service"): {"campaign"},  # only adds to what the contacts tell
    ("potential_span", "revenue"): {"receivable"},  # whose ledger tells revenue only where there is no book, nor a row
    ("potential_span", "peer_revenue"): {"receivable"},
    ("potential_span", "potential_revenue"): {"receivable"},
    ("preference_span", "preferred_line"): {"interaction"},  # preferences of the other axis
    ("offer", "preferred_line"): {"interaction"},
    ("programme_day", "day"): {"interaction", "order_line", "work_item"},  # each part of a result names its own
    ("stage_span", "next_on"): {"order_line", "subscription"},  # a first order may be the birth of a customer
    ("stage_span", "entered"): {"order_line", "subscription"},
    ("stage_span", "moved_on"): {"order_line", "subscription"},
    ("survey", "work_item"): {"interaction"},  # the case of the contact, where the answer names none
}


@cache
def columns() -> dict[str, object]:
    """The columns of every table and stored shape; those of `asked`, too, which each question brings."""
    places: dict[str, dict[str, dict[str, str]]] = {}
    with duckdb.connect() as connection:
        schema.create(connection)
        shape.build(connection)
        for place, table, column in connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() where schema_name in ('main', 'shape')"
        ).fetchall():
            places.setdefault(place, {}).setdefault(table, {})[column] = "VARCHAR"
    places["main"]["asked"] = dict.fromkeys(("period", "first", "last", "next", "days", "ends"), "VARCHAR")
    return dict(places)


def read_by(column: Node) -> Iterator[tuple[str, str]]:
    """(input table, by way of) of every column that a column of a shape is made from."""
    for node in column.walk():
        if not isinstance(node.source, exp.Table):
            continue
        table, name = node.source.name, node.name.rpartition(".")[2].strip('"')
        if node.source.db == "main" and table in input_tables():
            yield table, f"{table}.{name}"
        elif node.source.db == "shape" and table not in BESIDE and not is_dimension(name):
            for need in shape.shapes()[table].tables_behind(name):
                yield from ((part, f"shape.{table}.{name}") for part in need.split("|"))


def is_dimension(column: str) -> bool:
    return any(column == name or column.endswith(f"_{name}") for name in DIMENSIONS)


def unnamed(known: shape.Shape) -> dict[tuple[str, str], dict[str, str]]:
    """For each column of a shape, the input tables that it reads and that neither its line nor the shape's names."""
    sql = shape.period_select(known.name, "UTC") if known.kind == "period" else shape.fill(known.sql, "UTC")
    tree = qualify(
        sqlglot.parse_one(sql, read="duckdb"), dialect="duckdb", schema=columns(), validate_qualify_columns=False
    )
    made_from = lineage(None, tree, columns(), dialect="duckdb", scope=build_scope(tree), trim_selects=False)
    assert isinstance(made_from, dict)
    lacking = {}
    for column, node in made_from.items():
        if is_dimension(column) or (known.kind == "span" and column in ENDS):
            continue
        named = {part for need in known.tables_behind(column) for part in need.split("|")} | NEVER_WAITED_FOR
        extra = {table: via for table, via in read_by(node) if table not in named}
        if extra:
            lacking[known.name, column] = extra
    return lacking


@pytest.mark.parametrize("name", READ)
def test_the_head_of_a_shape_names_all_that_its_columns_are_made_from_and_no_more_is_spared(name: str) -> None:
    lacking = unnamed(shape.shapes()[name])
    spared = {place: tables for place, tables in SPARED.items() if place[0] == name}
    assert {place: set(tables) for place, tables in lacking.items()} == spared, lacking


def test_a_head_that_leaves_a_table_out_is_found() -> None:
    text = (
        "-- visit: one row per contact\n-- kind: rows\n-- tables: interaction\n"
        "with known as (select customer_id, max(amount) as largest from main.order_line group by 1)\n"
        "select i.offered_at, k.largest > 0 as buys from main.interaction i\n"
        "left join known k on k.customer_id = i.customer_id"
    )
    assert unnamed(shape.parse("visit", text)) == {("visit", "buys"): {"order_line": "order_line.amount"}}
    assert unnamed(shape.parse("visit", text.replace("-- kind", "-- buys: interaction, order_line\n-- kind"))) == {}


def test_every_metric_that_reads_rows_reads_those_of_a_shape_held_against_its_head() -> None:
    for metric in CATALOGUE.values():
        assert metric.on == "period" or metric.shape == APPLICATION or metric.shape in READ, metric.name

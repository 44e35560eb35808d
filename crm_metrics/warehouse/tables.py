"""What the input tables hold, by `schema.sql`: columns, keys, checks, and which days mean that something happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import duckdb

PROCESSES = ("presales", "sales", "service", "collections", "telemarketing", "loyalty", "retention")

INSTANT = "TIMESTAMP WITH TIME ZONE"
DAYS = "_days"  # on every input table with instants: the names of those that tell only a day in this row

# The columns that tell that something happened; due, promised, expected and valid dates are not among them.
HAPPENED: Mapping[str, tuple[str, ...]] = {
    "customer": ("acquired_on", "created_at"),
    "work_item": ("opened_at", "first_response_at", "qualified_at", "first_resolved_at", "closed_at"),
    "status_event": ("changed_at",),
    "interaction": ("offered_at", "answered_at", "connected_at", "ended_at"),
    "agent_time": ("started_at",),
    "survey": ("sent_at", "responded_at"),
    "order_line": ("ordered_at", "delivered_at"),
    "subscription": ("starts_on",),
    "receivable": ("entry_on",),
    "loyalty_entry": ("entry_at",),
}

# What comes after what, as a rule: (later, earlier). Where a row breaks it, the row stays and the difference is unknown
ORDERED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "work_item": (
        ("first_response_at", "opened_at"),
        ("qualified_at", "opened_at"),
        ("first_resolved_at", "opened_at"),
        ("closed_at", "opened_at"),
    ),
    "interaction": (
        ("answered_at", "offered_at"),
        ("connected_at", "offered_at"),
        ("ended_at", "offered_at"),
        ("ended_at", "answered_at"),
    ),
    "survey": (("responded_at", "sent_at"),),
    "order_line": (("delivered_at", "ordered_at"),),
    "campaign": (("ends_on", "starts_on"),),
}

# A unique index over expressions is not told by the catalogue as a list of columns.
_KEYS_BY_INDEX = {
    "target": ("metric", "cadence", "process", "team", "agent_id", "value_tier", "touchpoint_id", "valid_from")
}


@dataclass(frozen=True)
class InputColumn:
    """A column of an input table; `required` when a row can't do without it, `default` as SQL text."""

    name: str
    type: str
    nullable: bool
    default: str | None

    @property
    def required(self) -> bool:
        """Whether every row must bring a value."""
        return not self.nullable and self.default is None

    def civil_day(self, zone: str) -> str:
        """SQL of the day that a value lies on in a time zone; a date is one already."""
        name = '"' + self.name + '"'
        return name if self.type == "DATE" else f"cast({name} at time zone '{zone}' as date)"

    @property
    def is_instant(self) -> bool:
        """Whether its values are instants; one that tells only a day is named in DAYS."""
        return self.type == INSTANT

    @property
    def is_id(self) -> bool:
        """Whether its values are ids of the source, which a mapping prefixes."""
        return self.name.endswith("_id") and self.name not in ("calendar_id", "policy_id")


@dataclass(frozen=True)
class Table:
    """An input table: its columns, what makes a row known, and the checks of its rows as SQL text."""

    name: str
    columns: Mapping[str, InputColumn]
    key: tuple[str, ...]
    checks: tuple[str, ...]

    @property
    def instants(self) -> tuple[str, ...]:
        """The names of its columns of instants."""
        return tuple(column.name for column in self.columns.values() if column.is_instant)


@cache
def tables() -> Mapping[str, Table]:
    """Every input table by name, in the order of `schema.sql`."""
    with duckdb.connect() as scratch:
        scratch.execute(files("crm_metrics.warehouse").joinpath("schema.sql").read_text(encoding="utf-8"))
        columns = scratch.execute(
            "select table_name, column_name, data_type, is_nullable, column_default from duckdb_columns()"
            " where schema_name = 'main' and not internal order by table_oid, column_index"
        ).fetchall()
        constraints = scratch.execute(
            "select table_name, constraint_type, expression, constraint_column_names from duckdb_constraints()"
            " where constraint_type in ('CHECK', 'PRIMARY KEY') order by constraint_index"
        ).fetchall()
    names = dict.fromkeys(row[0] for row in columns)
    return {
        name: Table(
            name,
            {row[1]: InputColumn(*row[1:]) for row in columns if row[0] == name},
            next((tuple(row[3]) for row in constraints if row[0] == name and row[1] == "PRIMARY KEY"), ())
            or _KEYS_BY_INDEX[name],
            tuple(row[2] for row in constraints if row[0] == name and row[1] == "CHECK"),
        )
        for name in names
    }

"""Shapes: rows derived from the input tables, with every flag settled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files

import duckdb

from crm_metrics.errors import DefinitionError


@dataclass(frozen=True)
class ShapeRules:
    """The settings behind the flags; each stands in the shapes as `:name`."""

    answer_target_seconds: int = 20
    short_abandon_seconds: int = 5
    active_book_days: int = 365
    promise_grace_days: int = 3
    first_contact_days: int = 7


@dataclass(frozen=True)
class Shape:
    """One derived table: kind is rows, span or period; `tables` are the input tables behind it."""

    name: str
    kind: str
    sql: str
    tables: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def tables_behind(self, column: str) -> tuple[str, ...]:
        """The input tables that `column` is made from."""
        return self.columns.get(column, self.tables)


@cache
def shapes() -> Mapping[str, Shape]:
    """Every shape by name, read from `shapes/*.sql`."""
    folder = files("crm_metrics.warehouse").joinpath("shapes")
    found = [
        _parse(one.name[:-4], one.read_text(encoding="utf-8")) for one in folder.iterdir() if one.name.endswith(".sql")
    ]
    return {one.name: one for one in sorted(found, key=lambda shape: shape.name)}


def build(connection: duckdb.DuckDBPyConnection, rules: ShapeRules | None = None) -> None:
    """Make schema `shape` and every table of it, in the order of their needs."""
    connection.execute("drop schema if exists shape cascade")
    connection.execute("create schema shape")
    row = connection.execute("select time_zone from main.company").fetchone()
    zone = row[0] if row else "UTC"
    for one in _in_order({name: shape for name, shape in shapes().items() if shape.kind != "period"}):
        connection.execute(f"create table shape.{one.name} as {fill(one.sql, zone, rules)}")


def period_select(name: str, time_zone: str, rules: ShapeRules | None = None) -> str:
    """The select of a period shape, over `asked(period, first, last, next, days)`."""
    return fill(shapes()[name].sql, time_zone, rules)


def fill(sql: str, time_zone: str, rules: ShapeRules | None = None) -> str:
    """`sql` with its placeholders written as literals."""
    values: dict[str, str] = {name: str(value) for name, value in asdict(rules or ShapeRules()).items()}
    values["time_zone"] = "'" + time_zone.replace("'", "''") + "'"
    return re.sub(r"(?<!:):(" + "|".join(values) + r")\b", lambda found: values[found[1]], sql)


def _parse(name: str, text: str) -> Shape:
    head: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        key, _, value = line.removeprefix("--").partition(":")
        head[key.strip()] = value.split("--")[0].strip()
    missing = {name, "kind", "tables"} - set(head)
    if missing:
        raise DefinitionError("The head of shapes/{name}.sql lacks {missing}.", name=name, missing=", ".join(missing))
    split = {key: tuple(part.strip() for part in value.split(",")) for key, value in head.items()}
    columns = {key: value for key, value in split.items() if key not in (name, "kind", "tables")}
    return Shape(name, head["kind"], text, split["tables"], columns)


def _in_order(tables: Mapping[str, Shape]) -> list[Shape]:
    done: dict[str, Shape] = {}
    left = dict(tables)
    while left:
        ready = [
            one
            for one in left.values()
            if all(need in done or need == one.name or need not in tables for need in _needs(one.sql))
        ]
        if not ready:
            raise DefinitionError("These shapes need each other in a circle: {names}.", names=", ".join(left))
        for one in ready:
            done[one.name] = left.pop(one.name)
    return list(done.values())


def _needs(sql: str) -> set[str]:
    code = re.sub(r"--[^\n]*", "", sql)
    return set(re.findall(r"\bshape\.(\w+)", code))

"""The type of each part of a DuckDB text: what Spark writes in another way depends on it.

A type is found in a copy whose names are qualified, and carried back to the text as it was written: names that
`qualify` makes up would stand in Spark's plans, and one of its rules fails on them.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp, parse_one
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.optimizer.annotate_types import TypeAnnotator, annotate_types
from sqlglot.optimizer.qualify import qualify
from sqlglot.schema import MappingSchema

# By schema and table: each column with its type, as DuckDB says it.
Tables = Mapping[str, Mapping[str, Mapping[str, str]]]

INSTANT = (exp.DType.TIMESTAMPTZ,)
NAIVE = (exp.DType.TIMESTAMP, exp.DType.TIMESTAMPNTZ, exp.DType.DATETIME)
MOMENT = (*INSTANT, *NAIVE)
DAY = (exp.DType.DATE,)
_PLACE = "place"  # under which a part remembers which it was


class PulsoDuckDB(DuckDB):
    """DuckDB whose lists are counted as they are written, from 1: sqlglot counts anew where it sees a whole number."""

    INDEX_OFFSET = 0


def read(sql: str, tables: Tables) -> exp.Expr:
    """The tree of a select that DuckDB reads, each of its parts with a type; what has none is of type unknown."""
    tree = parse_one(sql, read=PulsoDuckDB)
    places = list(tree.walk())
    for place, part in enumerate(places):
        part.meta[_PLACE] = place
    for part in _annotated(tree.copy(), tables).walk():
        if _PLACE in part.meta and part.type is not None:
            known = places[part.meta[_PLACE]]
            if known.type is None or known.is_type(exp.DType.UNKNOWN):
                known.type = part.type
    return tree


def _annotated(tree: exp.Expr, tables: Tables) -> exp.Expr:
    schema = MappingSchema({name: dict(known) for name, known in tables.items()}, dialect="duckdb", normalize=False)
    qualified = qualify(
        tree,
        dialect="duckdb",
        schema=schema,
        identify=False,
        quote_identifiers=False,
        validate_qualify_columns=False,
        canonicalize_table_aliases=False,
    )
    return annotate_types(qualified, schema=schema, expression_metadata=_METADATA, dialect="duckdb")


def _difference(annotator: TypeAnnotator, part: exp.Expr) -> exp.Expr:
    """Days between two days, an interval between two moments; else as DuckDB's own rules say."""
    left, right = part.this, part.expression
    if left.is_type(*DAY) and right.is_type(*DAY):
        return annotator._set_type(part, exp.DType.BIGINT)
    if left.is_type(*MOMENT, *DAY) and right.is_type(*MOMENT, *DAY):
        return annotator._set_type(part, exp.DType.INTERVAL)
    return _sum(annotator, part)


def _sum(annotator: TypeAnnotator, part: exp.Expr) -> exp.Expr:
    """A day and a number of days is a day, a day and a time of it a moment; else as DuckDB's own rules say."""
    sides = (part.this, part.expression)
    for one, other in (sides, sides[::-1]):
        if one.is_type(*DAY) and other.is_type(*exp.DataType.INTEGER_TYPES):
            return annotator._set_type(part, exp.DType.DATE)
        if one.is_type(*DAY) and other.is_type(exp.DType.TIME):
            return annotator._set_type(part, exp.DType.TIMESTAMP)
    known: exp.Expr = DuckDB.EXPRESSION_METADATA[type(part)]["annotator"](annotator, part)
    return known


def _series(annotator: TypeAnnotator, part: exp.Expr) -> exp.Expr:
    start = part.args["start"]
    item = start.type if not start.is_type(*DAY) else exp.DataType.build("timestamp")
    return annotator._set_type(part, exp.DataType(this=exp.DType.ARRAY, expressions=[item], nested=True))


def _item(annotator: TypeAnnotator, part: exp.Expr) -> exp.Expr:
    listed = part.this.type
    return annotator._set_type(part, listed.expressions[0] if listed and listed.expressions else exp.DType.UNKNOWN)


def _named(annotator: TypeAnnotator, part: exp.Expr) -> exp.Expr:
    """A function that sqlglot does not know."""
    if part.name.lower() == "list_intersect":
        return annotator._set_type(part, part.expressions[0].type)
    return annotator._set_type(part, _NAMED.get(part.name.lower(), exp.DType.UNKNOWN))


def _joined(annotator: TypeAnnotator, part: exp.Expr) -> exp.Expr:
    """Two lists are a list, anything else is a text."""
    listed = part.this.is_type(exp.DType.ARRAY)
    return annotator._set_type(part, part.this.type if listed else exp.DType.VARCHAR)


def _literal(annotator: TypeAnnotator, part: exp.Expr) -> exp.Expr:
    """0.5 is a decimal, 5e-1 a double."""
    if part.is_string:
        return annotator._set_type(part, exp.DType.VARCHAR)
    if "e" in part.name.lower():
        return annotator._set_type(part, exp.DType.DOUBLE)
    if "." not in part.name:
        return annotator._set_type(part, exp.DType.INT if len(part.name) < 10 else exp.DType.BIGINT)
    return annotator._set_type(part, exp.DataType.build("decimal"))


def _quotient(annotator: TypeAnnotator, part: exp.Expr) -> exp.Expr:
    return annotator._set_type(part, exp.DType.DOUBLE)


_NAMED = {
    "to_months": exp.DType.INTERVAL,
    "to_microseconds": exp.DType.INTERVAL,
    "strip_accents": exp.DType.VARCHAR,
}
_METADATA = {
    **DuckDB.EXPRESSION_METADATA,
    exp.Sub: {"annotator": _difference},
    exp.Add: {"annotator": _sum},
    exp.Div: {"annotator": _quotient},
    exp.GenerateSeries: {"annotator": _series},
    exp.Explode: {"annotator": _item},
    exp.Anonymous: {"annotator": _named},
    exp.Literal: {"annotator": _literal},
    exp.DPipe: {"annotator": _joined},
    exp.UnixToTime: {"returns": exp.DType.TIMESTAMPTZ},
}

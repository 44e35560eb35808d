"""A recursive WITH, turn by turn: its own text, run by Spark on the rows of the turn before until there are none.

Spark's own recursion knows neither windows nor UNION, and the shapes need both: a payment is spent on the promises of a
customer in their order, and invoices paid together are one bundle.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from sqlglot import exp

from crm_metrics.errors import DefinitionError
from crm_metrics.warehouse.spark.text import written

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_MOST = 10_000  # turns; a recursion of more has no end


def rows_of(spark: SparkSession, tree: exp.Expr) -> DataFrame:
    """The rows of a select, typed and rewritten; what is recursive is run turn by turn and taken out of it."""
    found = _recursive(tree)
    if found is None:
        return spark.sql(written(tree))
    told, recursive = found
    name, before = recursive.alias, _before(told, recursive)
    first, again = recursive.this.this, recursive.this.expression
    for needed in [one for one in before if _reads(again, one.alias)]:
        _keep(_run(spark, before, exp.select("*").from_(needed.alias)), needed.alias)
    again = _renamed(again, {name: _turn(name), **{one.alias: _kept(one.alias) for one in before}})
    columns = [column.name for column in recursive.args["alias"].columns]
    rows = _run(spark, before, first)
    whole = _whole(spark, rows.toDF(*(columns or rows.columns)), again, name, recursive.this.args.get("distinct"))
    whole.createOrReplaceTempView(_kept(name))
    recursive.pop()
    if not told.expressions:
        told.pop()
    return rows_of(spark, _renamed(tree, {name: _kept(name)}))


def _whole(spark: SparkSession, rows: DataFrame, again: exp.Expr, name: str, distinct: bool) -> DataFrame:
    """The rows of all turns."""
    new = (rows.distinct() if distinct else rows).localCheckpoint()
    whole = new
    for _ in range(_MOST):
        if new.isEmpty():
            return whole
        new.createOrReplaceTempView(_turn(name))
        found = spark.sql(written(again)).toDF(*rows.columns)
        if distinct:
            found = found.distinct().subtract(whole)
        new = found.localCheckpoint()
        whole = whole.union(new)
    raise DefinitionError("The recursion of {name} does not end.", name=name)


def _recursive(tree: exp.Expr) -> tuple[exp.With, exp.CTE] | None:
    """The first table of a WITH that reads itself, and that WITH; one that has none is called recursive no more."""
    for told in tree.find_all(exp.With):
        for one in told.expressions if told.args.get("recursive") else []:
            if _reads(one.this, one.alias):
                return told, one
        told.set("recursive", False)
    return None


def _before(told: exp.With, recursive: exp.CTE) -> list[exp.CTE]:
    """Those of its WITH that stand before it."""
    return [*takewhile(lambda one: one is not recursive, told.expressions)]


def _run(spark: SparkSession, before: list[exp.CTE], select: exp.Expr) -> DataFrame:
    whole = select.copy()
    if before:
        whole.set("with_", exp.With(expressions=[one.copy() for one in before]))
    return spark.sql(written(whole))


def _keep(rows: DataFrame, name: str) -> None:
    rows.localCheckpoint().createOrReplaceTempView(_kept(name))


def _reads(tree: exp.Expr, name: str) -> bool:
    return any(one.name == name and not one.db for one in tree.find_all(exp.Table))


def _renamed(tree: exp.Expr, names: dict[str, str]) -> exp.Expr:
    changed = tree.copy()
    for one in changed.find_all(exp.Table):
        if not one.db and one.name in names:
            if not one.alias:
                one.set("alias", exp.TableAlias(this=exp.to_identifier(one.name)))
            one.set("this", exp.to_identifier(names[one.name]))
    return changed


def _turn(name: str) -> str:
    return f"turn_{name}"


def _kept(name: str) -> str:
    return f"kept_{name}"

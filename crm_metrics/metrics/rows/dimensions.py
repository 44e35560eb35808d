"""What a metric's rows can be grouped and filtered by, and in which column it stands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import sqlglot
from sqlglot import exp

from crm_metrics.errors import CrmError, DefinitionError, QuestionError, unknown
from crm_metrics.metrics.core import APPLICATION, DIMENSIONS, Metric
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.store import Warehouse

Condition = tuple[str, tuple[str | None, ...]]  # a dimension and the values allowed
Columns = tuple[str, ...]


def columns_of(warehouse: Warehouse, metric: Metric) -> Columns:
    """The columns of the shape that a metric reads.

    Raises DefinitionError, with the closest match, when there is no such shape.
    """
    if metric.shape == APPLICATION:
        return ()
    known = shape.shapes()
    if metric.shape not in known:
        raise unknown(DefinitionError, "{metric}: no shape '{word}'.", metric.shape, known, metric=metric.name)
    kind = known[metric.shape].kind
    if kind == "period":
        return _selected(metric.shape, warehouse.company.time_zone)
    columns = tuple(warehouse.columns(metric.shape))
    if kind == "rows" and not metric.anchor:
        days = [name for name in columns if name.endswith("_on")]
        raise unknown(DefinitionError, "{metric}: on needs a day of {word}.", metric.shape, days, metric=metric.name)
    stamps = [metric.matures_on] if metric.matures_on else []
    if metric.anchor and not (kind == "span" and metric.anchor == "days"):
        stamps.append(metric.anchor)
    for name in stamps:
        if name not in columns:
            where = metric.shape
            raise unknown(
                DefinitionError,
                "{metric}: no column '{word}' in {shape}.",
                name,
                columns,
                metric=metric.name,
                shape=where,
            )
    return columns


def column_of(metric: Metric, dimension: str, columns: Columns) -> str | None:
    """The column of a dimension at the metric's anchor: `opened_tier` for `opened_on`, else `tier`; or None."""
    if dimension == metric.own:
        return dimension if dimension in columns else None
    if dimension not in DIMENSIONS:
        return None
    stamped = f"{metric.anchor.removesuffix('_on')}_{dimension}"
    return next((name for name in (stamped, dimension) if name in columns), None)


def available(metric: Metric, columns: Columns) -> tuple[str, ...]:
    """The dimensions that a metric's rows have, in their usual order; its own one last."""
    names = (*DIMENSIONS, metric.own) if metric.own else DIMENSIONS
    return tuple(name for name in names if column_of(metric, name, columns))


def missing(metric: Metric, dimension: str, known: tuple[str, ...]) -> CrmError:
    """The error about a dimension that a metric's rows do not have."""
    place = metric.name if metric.on == "period" else metric.shape
    return unknown(QuestionError, "No column '{word}' in {shape}.", dimension, known, shape=place)


def conditions(where: object) -> tuple[Condition, ...]:
    """What was asked to be kept, one entry per dimension: the same dimension twice means any of its values.

    `where` is a mapping (dimension → value or values), or pairs. Raises QuestionError when it is neither.
    """
    allowed: dict[str, list[str | None]] = {}
    for dimension, values in _pairs(where):
        allowed.setdefault(dimension, []).extend(values)
    return tuple((dimension, tuple(dict.fromkeys(values))) for dimension, values in allowed.items())


def _pairs(where: object) -> list[tuple[str, tuple[str | None, ...]]]:
    if where is None:
        return []
    items = list(where.items()) if isinstance(where, Mapping) else where
    if not isinstance(items, (list, tuple)) or not all(
        isinstance(one, (list, tuple)) and len(one) == 2 for one in items
    ):
        raise QuestionError(
            "where is {value}; give a dimension and a value, as in where={{'tier': 'high'}}.", value=where
        )
    listed = [(name, value if isinstance(value, (list, tuple, set)) else [value]) for name, value in items]
    return [(str(name), tuple(None if one is None else str(one) for one in values)) for name, values in listed]


@lru_cache(maxsize=64)
def _selected(name: str, time_zone: str) -> Columns:
    select = sqlglot.parse_one(shape.period_select(name, time_zone), read="duckdb", into=exp.Select)
    return tuple(select.named_selects)

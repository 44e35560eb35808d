"""What a reader's scope leaves of rows whose dimensions stand in columns of these names, as SQL."""

from __future__ import annotations

from collections.abc import Mapping

from crm_metrics.access import Scope
from crm_metrics.warehouse.restrictions import Restriction, bound, scoped


def conditions(scope: Scope, columns: Mapping[str, str]) -> tuple[Restriction, ...] | None:
    """The conditions of a scope; None where the rows lack a dimension that it limits, so that none may be seen.

    columns: of each dimension that the rows have, where it stands, as SQL.
    """
    limited = scoped(scope)
    if any(dimension not in columns for dimension, _ in limited):
        return None
    return tuple(Restriction(f"scope_{name}", columns[name], values) for name, values in limited)


def limited(scope: Scope, columns: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The same as SQL that goes on after a condition, with what fills it: no row where none may be seen."""
    limits = conditions(scope, columns)
    if limits is None:
        return " and false", {}
    return "".join(f" and {one.sql}" for one in limits), bound(limits)

"""A metric on its rows: which columns they have, how they are read, and how much of them is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.rows.coverage import Coverage, coverage_of
from crm_metrics.metrics.rows.dimensions import Columns, available, column_of, columns_of
from crm_metrics.metrics.rows.fragments import Fragment, filters, fragment
from crm_metrics.metrics.rows.omitted import Behind
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.store import Warehouse

Mode = Literal["flow", "stock", "overlap", "period"]


@dataclass(frozen=True)
class Basis:
    """What the numbers of one metric rest on in one warehouse: made once for a question, and carried along."""

    metric: Metric
    """What is read."""

    columns: Columns
    """The columns of its shape, in their order."""

    warehouse: Warehouse
    """Where its rows are."""

    @cached_property
    def coverage(self) -> Coverage:
        """What is loaded of the tables behind its formula."""
        return coverage_of(self.warehouse, self.metric)

    @cached_property
    def mode(self) -> Mode:
        """How its rows are read, as its `on` says."""
        if self.metric.anchor:
            return "overlap" if self.metric.anchor == "days" else "flow"
        return "period" if shape.shapes()[self.metric.shape].kind == "period" else "stock"

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """What its rows can be grouped and filtered by."""
        return available(self.metric, self.columns)

    @cached_property
    def filters(self) -> tuple[str, ...]:
        """The conditions on its rows, as SQL over `r`."""
        return filters(self.metric, self.columns)

    @cached_property
    def fragment(self) -> Fragment:
        """The metric as written for the engine in a statement of its own."""
        return fragment(self.metric, self.columns)

    @cached_property
    def first_day(self) -> date | None:
        """The first day on which a flow has rows."""
        metric = self.metric
        kept = "\nwhere " + " and ".join(self.filters) if self.filters else ""
        rows = self.warehouse.fetch(f"select min(r.{metric.anchor}) from shape.{metric.shape} as r{kept}")
        day: date | None = rows[0][0] if rows else None
        return day

    @cached_property
    def behind(self) -> Behind:
        """The rows that were left out of the tables behind its formula."""
        return Behind(self.warehouse, self.metric, self.mode == "flow")

    def column(self, dimension: str) -> str | None:
        """The column of a dimension at the metric's anchor, or None."""
        return column_of(self.metric, dimension, self.columns)


def basis_of(warehouse: Warehouse, metric: Metric) -> Basis:
    """What a metric rests on here.

    Raises DefinitionError, with the closest match, when there are no such rows.
    """
    return Basis(metric, columns_of(warehouse, metric), warehouse)

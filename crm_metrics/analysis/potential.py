"""The customers with potential, by name: who lags behind the upper quarter of its peers, in what, by how much.

The page of the customers will use it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.metrics.catalogue.order import CATALOGUE
from crm_metrics.metrics.core import Metric, Where
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.metrics.rows.dimensions import Columns, available, column_of, columns_of, conditions, missing
from crm_metrics.metrics.rows.statement import SCOPED
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import mark

REASONS = {
    "spend": mark("spent {revenue} in the months before; a quarter of its peers spent {peer_revenue} or more"),
    "lines": mark("holds {lines} product lines; a quarter of its peers hold {peer_lines} or more"),
    "spend_and_lines": mark(
        "spent {revenue} and holds {lines} product lines; a quarter of its peers spent {peer_revenue} or more, and hold"
        " {peer_lines} lines or more"
    ),
}
COLUMNS = "customer, name, tier, segment, agent, potential_reason, revenue, peer_revenue, lines_held, peer_lines, peers"


@dataclass(frozen=True)
class Candidate:
    """A customer who could grow: the window's revenue and lines held, those of its peers' upper quarter, the gap.

    agent: its account manager, or None. potential: in money. reason: what lags behind, as a sentence.
    """

    customer: str
    name: str | None
    tier: str | None
    segment: str | None
    agent: str | None
    gap: str
    revenue: Decimal
    peer_revenue: Decimal
    lines_held: int
    peer_lines: int
    peers: int
    potential: Decimal

    @property
    def reason(self) -> Reason:
        """Why it is on the list, with its numbers."""
        return because(
            REASONS[self.gap],
            revenue=self.revenue,
            peer_revenue=self.peer_revenue,
            lines=self.lines_held,
            peer_lines=self.peer_lines,
        )


def candidates(
    warehouse: Warehouse, day: date, *, where: Where = None, scope: Scope = EVERYTHING, most: int = 100
) -> tuple[Candidate, ...]:
    """The customers with potential at the close of `day` that the reader may see, the largest potential first.

    Raises QuestionError when `where` names a dimension that these rows don't have, or `most` is below 1.
    """
    if most < 1:
        raise QuestionError("{most} customers cannot be listed: ask for one at least.", most=most)
    metric = CATALOGUE["customers_with_potential"]
    columns = columns_of(warehouse, metric)
    values: dict[str, object] = {"day": day, "most": most}
    kept = ["from_on <= $day", "to_on > $day"]
    for name, column, allowed in _limits(metric, columns, where, scope):
        values[name] = [one for one in allowed if one is not None]
        empty = f" or {column} is null" if None in allowed else ""
        kept.append(f"(list_contains(${name}, {column}){empty})")
    rows = warehouse.fetch(
        f"select {COLUMNS}, potential_revenue from shape.potential_span where {' and '.join(kept)}"
        " order by potential_revenue desc, customer limit $most",
        values,
    )
    return tuple(Candidate(*row) for row in rows)


def _limits(
    metric: Metric, columns: Columns, where: Where, scope: Scope
) -> Iterator[tuple[str, str, tuple[str | None, ...]]]:
    """What the question and the scope leave: a name for the values, their column, the values."""
    for dimension, allowed in conditions(where):
        column = column_of(metric, dimension, columns)
        if column is None:
            raise missing(metric, dimension, available(metric, columns))
        yield f"where_{dimension}", column, allowed
    for field, dimension in SCOPED:
        limit = getattr(scope, field)
        if limit is not None:
            yield f"scope_{dimension}", dimension, limit

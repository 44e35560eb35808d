"""The customers with potential, by name: who lags behind the upper quarter of its peers, in what, by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.metrics.catalogue.order import CATALOGUE
from crm_metrics.metrics.core import Where
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.metrics.rows.basis import Basis, basis_of
from crm_metrics.metrics.rows.dimensions import conditions, missing
from crm_metrics.warehouse.restrictions import Restriction, bound, scoped
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import mark

REASONS = {
    "spend": mark("spent {revenue} in the months before; a quarter of its peers spent {peer_revenue} or more"),
    "lines": mark("product lines held: {lines}; a quarter of its peers hold {peer_lines} or more"),
    "spend_and_lines": mark(
        "spent {revenue}, product lines held: {lines}; a quarter of its peers spent {peer_revenue} or more, and hold"
        " {peer_lines} or more"
    ),
}
COLUMNS = (  # in the order of a candidate's fields
    "customer, name, tier, segment, agent, potential_reason, revenue, peer_revenue, lines_held, peer_lines, peers,"
    " potential_revenue"
)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A customer who could grow."""

    customer: str
    """Its id."""

    name: str | None
    """What it is called."""

    tier: str | None
    """Its tier as of the month."""

    segment: str | None
    """Its segment as of the month."""

    agent: str | None
    """Its account manager, or None."""

    gap: str
    """What lags behind: a key of REASONS."""

    revenue: Decimal
    """What it spent in the window."""

    peer_revenue: Decimal
    """What the upper quarter of its peers spent, or more."""

    lines_held: int
    """The product lines it holds."""

    peer_lines: int
    """The lines that the upper quarter of its peers hold, or more."""

    peers: int
    """How many customers are of its tier and segment."""

    potential: Decimal
    """What it misses to reach them, in money."""

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
    warehouse: Warehouse, day: date, *, where: Where = None, scope: Scope = EVERYTHING, most: int | None = 100
) -> tuple[Candidate, ...]:
    """The customers with potential at the close of `day` that the reader may see, the largest potential first.

    most: only so many of them; None for all.
    Raises QuestionError when `where` names a dimension that these rows don't have, or `most` is below 1.
    """
    if most is not None and most < 1:
        raise QuestionError("{most} customers cannot be listed: ask for one at least.", most=most)
    metric = CATALOGUE["customers_with_potential"]
    limited = tuple(_restrictions(basis_of(warehouse, metric), where, scope))
    kept = ["from_on <= $day", "to_on > $day", *(restriction.sql for restriction in limited)]
    rows = warehouse.fetch(
        f"select {COLUMNS} from shape.potential_span where {' and '.join(kept)}"
        " order by potential_revenue desc, customer" + ("" if most is None else f" limit {int(most)}"),
        {"day": day, **bound(limited)},
    )
    names = [field.name for field in fields(Candidate)]
    return tuple(Candidate(**dict(zip(names, row, strict=True))) for row in rows)


def _restrictions(basis: Basis, where: Where, scope: Scope) -> Iterator[Restriction]:
    """What the question and the reader's scope leave of the customers."""
    for dimension, values in conditions(where):
        column = basis.column(dimension)
        if column is None:
            raise missing(basis.metric, dimension, basis.dimensions)
        yield Restriction(f"where_{dimension}", column, values)
    for dimension, allowed in scoped(scope):
        yield Restriction(f"scope_{dimension}", dimension, allowed)

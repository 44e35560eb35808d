"""The customers that are silent by their own rhythm of buying: since when, and what is usual with each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm_metrics.warehouse.store import Warehouse

SILENT = """
select r.customer, t.name, b.tier, b.segment, r.from_on, r.usual_days, r.purchase_no
from shape.rhythm_span r
join shape.book_span b on b.customer = r.customer and b.from_on <= $day and b.to_on > $day
left join shape.customer_today t on t.customer = r.customer
where r.from_on <= $day and r.to_on > $day and r.silent_on <= $day
order by r.customer
"""


@dataclass(frozen=True, kw_only=True)
class SilentCustomer:
    """A customer of the active book that has not bought for longer than its own rhythm lets expect."""

    customer: str
    """Its id."""
    name: str | None
    """What it is called today; personal."""
    tier: str | None
    """Its value tier of then."""
    segment: str | None
    """Its segment of then."""
    last_on: date
    """The day on which it last bought."""
    usual_days: float
    """The median of the days between its purchases."""
    purchases: int
    """The days on which it has bought."""


def silent(warehouse: Warehouse, day: date) -> tuple[SilentCustomer, ...]:
    """Those of the active book that are silent at the close of a day, by id."""
    return tuple(
        SilentCustomer(
            customer=customer,
            name=name,
            tier=tier,
            segment=segment,
            last_on=last,
            usual_days=float(usual),
            purchases=int(purchases),
        )
        for customer, name, tier, segment, last, usual, purchases in warehouse.fetch(SILENT, {"day": day})
    )

"""What may come next with one customer: the line that the rule would offer, its usual gap, its last tier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm_metrics.warehouse.store import Warehouse

EVIDENCE = """
with offer as (
  select offered_on, product_line from shape.next_line
  where customer = $customer and offered_on <= $day order by offered_on desc limit 1
), held as (
  select distinct h.product_line from shape.holding_span h cross join offer o
  where h.customer = $customer and h.from_on < o.offered_on and h.to_on >= o.offered_on
)
select o.offered_on, o.product_line, h.product_line, cast(sum(p.holders) as bigint),
  (select cast(sum(d.holders) as bigint) from shape.line_day d
   where d.product_line = h.product_line and d.day < o.offered_on)
from offer o cross join held h
join shape.line_pair_day p on p.product_line = h.product_line and p.with_line = o.product_line and p.day < o.offered_on
group by o.offered_on, o.product_line, h.product_line
"""
RHYTHM = """
select from_on, usual_days, silent_on, purchase_no from shape.rhythm_span
where customer = $customer and from_on <= $day and to_on > $day
"""
TIERS = """
select cast(timezone($zone, changed_at) as date), old_value, new_value from shape.customer_event
where customer = $customer and attribute = 'value_tier' order by changed_at desc, seq desc limit 1
"""


@dataclass(frozen=True, kw_only=True)
class NextLine:
    """The product line that the rule of a day would offer, and what speaks for it."""

    offered_on: date
    """The first day of the month of the rule."""
    line: str
    """What it would offer."""
    held: str
    """Of the lines that the customer holds, the one that speaks for it most."""
    both: int
    """The customers who had bought both lines before that day."""
    holders: int
    """Those who had bought the one that is held."""

    @property
    def share(self) -> float:
        """How many of the holders had bought both."""
        return self.both / self.holders


@dataclass(frozen=True)
class Rhythm:
    """How often a customer buys. silent_on: the day from which it is silent by its own rhythm; None for no rhythm."""

    last_on: date
    usual_days: float | None
    silent_on: date | None
    purchases: int


@dataclass(frozen=True)
class TierChange:
    """The last change of a customer's value tier."""

    day: date
    before: str
    after: str


def next_line(warehouse: Warehouse, customer: str, day: date) -> NextLine | None:
    """The line that the last rule by a day would offer to a customer; None where it would offer none."""
    rows = warehouse.fetch(EVIDENCE, {"customer": customer, "day": day})
    lines = [NextLine(offered_on=on, line=line, held=held, both=both, holders=holders)
             for on, line, held, both, holders in rows if holders]  # fmt: skip
    return max(lines, key=lambda one: (one.share, one.held), default=None)


def rhythm(warehouse: Warehouse, customer: str, day: date) -> Rhythm | None:
    """How often a customer buys, as of the close of a day; None for who never bought."""
    rows = warehouse.fetch(RHYTHM, {"customer": customer, "day": day})
    if not rows:
        return None
    last, usual, silent, purchases = rows[0]
    return Rhythm(last, None if usual is None else float(usual), silent, int(purchases))


def tier_change(warehouse: Warehouse, customer: str) -> TierChange | None:
    """The last change of a customer's tier; None where none is told."""
    rows = warehouse.fetch(TIERS, {"customer": customer, "zone": warehouse.company.time_zone})
    return TierChange(rows[0][0], rows[0][1] or "", rows[0][2] or "") if rows else None

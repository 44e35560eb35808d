"""The customers that an account manager answers for: who they are, when somebody spoke with them, what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.dossier.events import SPOKEN, WHOSE
from crm_metrics.warehouse.dossier.limits import limited
from crm_metrics.warehouse.store import Warehouse

MANAGED = "select customer from shape.customer_today where agent = $manager"
BOOK = """
select from_on as day, customer, case when stretch = 1 then 'joined' else 'returned' end as kind, '' as before,
  '' as after
from shape.book_stretch where from_on > $since and from_on <= $day
union all
select to_on, customer, 'left', '', '' from shape.book_stretch where to_on > $since and to_on <= $day
union all
"""
TIERS = """
select cast(timezone($zone, changed_at) as date) as day, customer, 'tier' as kind,
  coalesce(old_value, '') as before, coalesce(new_value, '') as after
from shape.customer_event where attribute = 'value_tier'
"""


@dataclass(frozen=True, kw_only=True)
class Managed:
    """A customer in a portfolio."""

    id: str
    """The id that stays."""
    name: str
    """Personal data; "" where nobody told."""
    tier: str
    """The value tier of today; "" for none."""
    spoken_on: date | None
    """When somebody last spoke with it, as far as the reader may see; None where nobody did."""


@dataclass(frozen=True)
class CustomerChange:
    """A change of a customer. kind: joined, returned, left or tier, with the tier before and after."""

    day: date
    customer: str
    kind: str
    before: str
    after: str


def managers(warehouse: Warehouse, scope: Scope) -> Mapping[str, int]:
    """The account managers of a reader's part, each with the number of customers, the most first."""
    rows = warehouse.fetch(
        "select agent, count(*) from shape.customer_today where agent is not null group by agent order by 2 desc, 1"
    )
    seen = None if scope == EVERYTHING else roster.people(warehouse, scope)
    return {agent: int(n) for agent, n in rows if seen is None or agent in seen}


def portfolio(warehouse: Warehouse, manager: str, scope: Scope) -> tuple[Managed, ...]:
    """The customers of an account manager, by id."""
    spoken, values = _spoken(scope, f" and customer in ({MANAGED})")
    rows = warehouse.fetch(
        "select c.customer, coalesce(c.name, ''), coalesce(c.tier, ''), s.spoken_on"
        f" from shape.customer c left join ({spoken}) s on s.customer = c.customer"
        " where c.agent = $manager order by c.customer",
        {"manager": manager, **values},
    )
    return tuple(Managed(id=one, name=name, tier=tier, spoken_on=spoken) for one, name, tier, spoken in rows)


def last_spoken(warehouse: Warehouse, scope: Scope) -> Mapping[str, tuple[date | None, ...]]:
    """Of each account manager, when somebody last spoke with each of the customers."""
    spoken, values = _spoken(scope)
    rows = warehouse.fetch(
        "select t.agent, list(s.spoken_on order by t.customer) from shape.customer_today t"
        f" left join ({spoken}) s on s.customer = t.customer where t.agent is not null group by t.agent",
        values,
    )
    return {agent: tuple(days) for agent, days in rows}


def _spoken(scope: Scope, more: str = "") -> tuple[str, dict[str, str]]:
    """When somebody last spoke with each customer, as far as a reader may see, as SQL with what fills it."""
    seen, values = limited(scope, WHOSE)
    sql = f"select customer, max(offered_on) as spoken_on from shape.interaction where {SPOKEN}{more}{seen}"
    return f"{sql} group by customer", values


def changes(warehouse: Warehouse, manager: str, since: date, day: date, scope: Scope) -> tuple[CustomerChange, ...]:
    """What changed after one day through another with the customers of an account manager, the newest first.

    Who joined or left follows from what all teams sold: a reader of a part is told of tiers alone.
    """
    told = (BOOK if scope == EVERYTHING else "") + TIERS
    rows = warehouse.fetch(
        f"select day, customer, kind, before, after from ({told}) as told where day > $since and day <= $day"
        f" and customer in ({MANAGED}) order by day desc, customer, kind",
        {"manager": manager, "since": since, "day": day, "zone": warehouse.company.time_zone},
    )
    return tuple(CustomerChange(*row) for row in rows)

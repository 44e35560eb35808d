"""Why customers should be attended on a day, by what is known at the close of the last day of the data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from crm_metrics.warehouse.attending.reason import CHANNELS, Contact, DayReason
from crm_metrics.warehouse.company.daylist import DayRules
from crm_metrics.warehouse.customers.silence import silent
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.warehouse.waiting.clocks import clocks_left

YEAR = 365  # days over which it counts what somebody brought
FORTNIGHT = 14  # days for which an opportunity of which somebody spoke stands open
TIERS = ("strategic", "high", "medium", "low")

LIMIT = """
select distinct customer, process, coalesce(agent, ''), coalesce(team, ''), work_item
from shape.sla_risk_span
where from_on <= $close and to_on > $close and customer is not null and customer <> 'unknown'
"""
# A complaint that another team was given, and that nobody of it has touched since.
COMPLAINT = """
with handed as (
  select entity_id as work_item, max(changed_at) as handed_at
  from main.status_event
  where entity = 'work_item' and attribute = 'team' and old_value is not null
    and changed_at < cast($close + 1 as timestamp) at time zone $zone
  group by entity_id
)
select s.customer, s.process, coalesce(s.agent, ''), coalesce(s.team, ''), s.work_item,
  cast(h.handed_at at time zone $zone as date)
from shape.open_item_span s
join handed h on h.work_item = s.work_item
where s.from_on <= $close and s.to_on > $close and s.kind = 'complaint'
  and s.customer is not null and s.customer <> 'unknown'
  and not exists (
    select 1 from main.status_event e
    where e.entity = 'work_item' and e.entity_id = s.work_item and e.attribute = 'status'
      and e.changed_at > h.handed_at and e.changed_at < cast($close + 1 as timestamp) at time zone $zone)
  and not exists (
    select 1 from shape.interaction i
    where i.work_item = s.work_item and (i.handled or i.direction = 'outbound') and i.team = s.team
      and i.offered_at >= h.handed_at and i.offered_at < cast($close + 1 as timestamp) at time zone $zone)
"""
# paid_amount is what came in time by now; where no payment is known, nothing says that it was paid.
PROMISE = """
select customer, process, coalesce(agent, ''), coalesce(team, ''), interaction_id, promised_on,
  cast(promised_amount - coalesce(paid_amount, 0) as double)
from shape.promise
where promised_on = $today and obtained_on <= $close and promised_amount > coalesce(paid_amount, 0)
  and customer is not null and customer <> 'unknown'
"""
FOLLOW_UP = """
select p.customer, coalesce(p.agent, ''), coalesce(p.team, ''), max_by(p.order_id, (p.bought_on, p.order_id)),
  max(p.bought_on)
from (select *, coalesce(delivered_on, ordered_on) as bought_on from shape.purchase) p
where p.bought_on between $first and $last and p.bought_on <= $close and p.amount > 0
  and p.customer is not null and p.customer <> 'unknown'
  and not exists (
    select 1 from shape.interaction i
    where i.customer = p.customer and i.handled and i.offered_on > p.bought_on and i.offered_on <= $close)
group by all
"""
# A case of service that spoke of an opportunity, by the company's own reasons; no sale began since.
OPPORTUNITY = """
select w.customer, max_by(w.work_item, (w.opened_on, w.work_item)), max(w.opened_on)
from shape.work_item w
where w.process = 'service' and w.contact_kind = 'opportunity' and w.opened_on > $since and w.opened_on <= $close
  and w.customer is not null and w.customer <> 'unknown'
  and not exists (
    select 1 from shape.work_item s
    where s.customer = w.customer and s.process in ('presales', 'sales') and s.opened_on >= w.opened_on
      and s.opened_on <= $close)
group by w.customer
"""
OWNERS = """
select t.customer, coalesce(t.agent, ''), coalesce(a.team, '')
from shape.customer_today t left join main.agent a on a.agent_id = t.agent
where t.customer in (select unnest(cast($customers as varchar[])))
"""
BROUGHT = """
select customer, cast(sum(amount) as double) from shape.order_line
where ordered_on > $since and ordered_on <= $close
  and customer in (select unnest(cast($customers as varchar[])))
group by customer
"""
# Who was born on 29 February has its birthday on the 28th of a year without that day.
OCCASION = """
with own as (
  select b.customer, c.born_on, t.acquired_on
  from shape.book_span b
  left join shape.customer_contact c on c.customer = b.customer
  left join shape.customer_today t on t.customer = b.customer
  where b.from_on <= $close and b.to_on > $close
),
dated as (
  select customer, 'birthday' as kind, born_on as day from own
  union all select customer, 'anniversary', acquired_on from own
)
select distinct customer, kind, day from dated
where day < $today and year(day) < year(cast($today as date)) and (
  (month(day) = month(cast($today as date)) and day(day) = day(cast($today as date)))
  or ($leaps and month(day) = 2 and day(day) = 29))
"""
# Who said so in a contact asked not to be contacted, too: nothing tells a later change of mind.
CONTACTS = """
with asked as (select distinct customer from shape.interaction where disposition = 'opt_out')
select c.customer, c.do_not_contact or a.customer is not null, c.by_phone, c.by_whatsapp, c.by_sms, c.by_email
from shape.customer_contact c left join asked a on a.customer = c.customer
where c.customer in (select unnest(cast($customers as varchar[])))
"""
WAITING = """
select distinct customer from shape.open_item_span
where from_on <= $close and to_on > $close and customer is not null
"""


def reasons(warehouse: Warehouse, today: date, close: date, rules: DayRules) -> tuple[DayReason, ...]:
    """All reasons of all customers for a day. close: the last whole day of the data, as of which they are told."""
    asked = {"close": close, "zone": warehouse.company.time_zone}
    return (
        *_limits(warehouse, close),
        *(
            DayReason(customer=one, kind="complaint", process=process, agent=agent, team=team, about=item, day=day,
                      urgency=day.toordinal())
            for one, process, agent, team, item, day in warehouse.fetch(COMPLAINT, asked)
        ),
        *(
            DayReason(customer=one, kind="promise", process=process, agent=agent, team=team, about=contact, day=day,
                      amount=amount, urgency=-amount)
            for one, process, agent, team, contact, day, amount in warehouse.fetch(
                PROMISE, {"today": today, "close": close})
        ),
        *_follow_ups(warehouse, today, close, rules),
        *_opportunities(warehouse, close),
        *_risks(warehouse, close),
        *_occasions(warehouse, today, close),
    )  # fmt: skip


def contacts(warehouse: Warehouse, customers: Collection[str]) -> Mapping[str, Contact]:
    """How each of these customers may be contacted."""
    rows = warehouse.fetch(CONTACTS, {"customers": sorted(customers)})
    return {
        customer: Contact(tuple(name for name, agreed in zip(CHANNELS, channels, strict=True) if agreed), asked)
        for customer, asked, *channels in rows
    }


def waiting(warehouse: Warehouse, close: date) -> frozenset[str]:
    """The customers with an open case of whatever process at the close of a day."""
    return frozenset(customer for (customer,) in warehouse.fetch(WAITING, {"close": close}))


def _limits(warehouse: Warehouse, close: date) -> Iterator[DayReason]:
    rows = warehouse.fetch(LIMIT, {"close": close})
    left: dict[str, int] = {}
    for clock in clocks_left(warehouse, [row[4] for row in rows], close):
        if clock.minutes_left is not None:
            left[clock.item] = min(clock.minutes_left, left.get(clock.item, clock.minutes_left))
    for customer, process, agent, team, item in rows:
        minutes = left.get(item)
        yield DayReason(customer=customer, kind="limit", process=process, agent=agent, team=team, about=item,
                        left=minutes, urgency=float("inf") if minutes is None else minutes)  # fmt: skip


def _follow_ups(warehouse: Warehouse, today: date, close: date, rules: DayRules) -> Iterator[DayReason]:
    soonest, latest = rules.follow_up
    days = {"first": today - timedelta(days=latest), "last": today - timedelta(days=soonest), "close": close}
    for customer, agent, team, order, day in warehouse.fetch(FOLLOW_UP, days):
        yield DayReason(customer=customer, kind="follow_up", process="sales", agent=agent, team=team, about=order,
                        day=day, urgency=day.toordinal())  # fmt: skip


def _opportunities(warehouse: Warehouse, close: date) -> Iterator[DayReason]:
    rows = warehouse.fetch(OPPORTUNITY, {"close": close, "since": close - timedelta(days=FORTNIGHT)})
    owners = _owners(warehouse, [row[0] for row in rows])
    for customer, item, day in rows:
        agent, team = owners.get(customer, ("", ""))
        yield DayReason(customer=customer, kind="opportunity", process="sales", agent=agent, team=team, about=item,
                        day=day, urgency=day.toordinal())  # fmt: skip


def _risks(warehouse: Warehouse, close: date) -> Iterator[DayReason]:
    """Who is silent by its own rhythm: by tier, then by what it brought in a year."""
    found = silent(warehouse, close)
    ids = [one.customer for one in found]
    owners = _owners(warehouse, ids)
    asked = {"customers": ids, "close": close, "since": close - timedelta(days=YEAR)}
    brought: dict[str, Any] = dict(warehouse.fetch(BROUGHT, asked))
    places = {one: place for place, one in enumerate(TIERS)}
    worth = sorted(found, key=lambda one: (places.get(one.tier or "", len(TIERS)), -(brought.get(one.customer) or 0)))
    for place, one in enumerate(worth):
        agent, team = owners.get(one.customer, ("", ""))
        yield DayReason(customer=one.customer, kind="risk", process="retention", agent=agent, team=team,
                        day=one.last_on, urgency=place)  # fmt: skip


def _occasions(warehouse: Warehouse, today: date, close: date) -> Iterator[DayReason]:
    leaps = (today.month, today.day) == (2, 28) and (today + timedelta(days=1)).month == 3
    rows = warehouse.fetch(OCCASION, {"today": today, "close": close, "leaps": leaps})
    owners = _owners(warehouse, [row[0] for row in rows])
    for customer, kind, day in rows:
        agent, team = owners.get(customer, ("", ""))
        yield DayReason(customer=customer, kind=kind, process="loyalty", agent=agent, team=team, day=day)


def _owners(warehouse: Warehouse, customers: Collection[str]) -> Mapping[str, tuple[str, str]]:
    """Customer → who answers for it, and the team."""
    rows = warehouse.fetch(OWNERS, {"customers": sorted(customers)})
    return {customer: (agent, team) for customer, agent, team in rows}

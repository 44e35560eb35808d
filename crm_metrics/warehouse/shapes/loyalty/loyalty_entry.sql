-- loyalty_entry: one row per entry of the points ledger.
-- kind: rows
-- tables: loyalty_entry
-- point_cost: loyalty_entry, target
-- redeemed_cost: loyalty_entry, target
-- nothing: nothing to divide by: no points, or the targets hold no cost of a point
-- refresh: entry_id
-- row of main.loyalty_entry: entry_id, kept_id(customer_id) as customer
-- link of shape.customer_key: customer = alias_id; customer
-- link of shape.customer_span: customer
with entry as (
  select l.* replace (coalesce(l.points, 0) as points), coalesce(k.customer, l.customer_id) as customer,
    cast(l.entry_at at time zone :time_zone as date) as entry_on
  from main.loyalty_entry l left join shape.customer_key k on k.alias_id = l.customer_id
)
select
  e.entry_on, e.expires_on, e.entry_at, e.entry_id, e.kind,
  e.customer, {customer: c.%},
  'loyalty' as process, e.points,
  case when e.kind = 'earn' then e.points else 0 end as issued,
  case when e.kind = 'redeem' then -e.points else 0 end as redeemed,
  case when e.kind = 'expire' then -e.points else 0 end as expired,
  p.point_cost, case when e.kind = 'redeem' then -e.points * p.point_cost else 0 * p.point_cost end as redeemed_cost,
  e.order_id, e.campaign_id as campaign, e.kind = 'enrol' as enrolled, e.kind = 'earn' as earned
from entry e
left join shape.customer_span c on c.customer = e.customer and e.entry_on >= c.from_on and e.entry_on < c.to_on
left join shape.point_cost_span p on e.entry_on >= p.from_on and e.entry_on < p.to_on

-- customer: one row per customer or prospect, as of now; acquired by the first order or paid contract if no one says.
-- kind: rows
-- tables: customer
-- acquired_on: customer, customer|order_line|subscription
-- referred: customer, campaign
with ledger as (
  select f.customer, min(f.day) as first_on
  from (
    select customer, ordered_on as day from shape.sale_line where not is_return
    union all
    select customer, from_on from shape.paid_span
  ) f
  group by f.customer
),
dated as (
  select t.* exclude (acquired_on), coalesce(t.acquired_on, l.first_on) as acquired_on
  from shape.customer_today t left join ledger l on l.customer = t.customer
)
select
  d.acquired_on, d.created_on, d.created_at, d.customer, d.name, d.kind,
  n.tier, {customer exclude tier: d.%}, d.agent, d.campaign, g.channel,
  {customer_then: s.% as acquired_%},
  g.channel = 'referral' as referred
from dated d
left join main.campaign g on g.campaign_id = d.campaign
left join shape.customer_span n on n.customer = d.customer and n.to_on = date '9999-12-31'
left join shape.customer_span s
  on s.customer = d.customer and d.acquired_on >= s.from_on and d.acquired_on < s.to_on

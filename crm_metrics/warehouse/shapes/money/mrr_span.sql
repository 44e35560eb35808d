-- mrr_span: one row per subscription and stretch of constant revenue or pause, cut where a dimension of its customer changes.
-- kind: span
-- tables: subscription
-- unit_cost: subscription, product
with live as (
  select *, min(from_on) filter (where mrr > 0) over (partition by customer) as since_on from shape.paid_span
)
select
  greatest(s.from_on, coalesce(c.from_on, s.from_on)) as from_on,
  least(s.to_on, coalesce(c.to_on, s.to_on)) as to_on,
  s.since_on, s.subscription_id,
  s.customer, {customer: c.%},
  s.product_id as product, p.line as product_line, s.mrr, case when s.paused then 0 else p.unit_cost end as unit_cost,
  s.paused, s.paused_mrr
from live s
left join main.product p on p.product_id = s.product_id
left join shape.customer_span c on c.customer = s.customer and c.from_on < s.to_on and c.to_on > s.from_on

-- mrr_span: one row per subscription and stretch of constant revenue, cut where a dimension of its customer changes.
-- kind: span
-- tables: subscription
with live as (
  select *, coalesce(ends_on, date '9999-12-31') as to_on,
    min(starts_on) filter (where mrr > 0) over (partition by customer) as since_on
  from shape.subscription
)
select
  greatest(s.starts_on, coalesce(c.from_on, s.starts_on)) as from_on,
  least(s.to_on, coalesce(c.to_on, s.to_on)) as to_on,
  s.since_on, s.subscription_id,
  s.customer, {customer: c.%},
  s.product, s.product_line, s.mrr, p.unit_cost
from live s
left join main.product p on p.product_id = s.product
left join shape.customer_span c on c.customer = s.customer and c.from_on < s.to_on and c.to_on > s.starts_on
where s.to_on > s.starts_on

-- subscription: one row per span of constant recurring revenue, as imported; an upgrade ends one and starts another.
-- kind: rows
-- tables: subscription
with span as (
  select s.*, coalesce(k.customer, s.customer_id) as customer
  from main.subscription s left join shape.customer_key k on k.alias_id = s.customer_id
),
reach as (select loaded_through as through from shape.watermark where table_name = 'subscription')
select
  s.starts_on, s.ends_on, s.subscription_id,
  s.customer, {customer: c.%},
  s.product_id as product, p.line as product_line, s.mrr, s.mrr > 0 as paid, s.renewal_due_on, s.end_reason,
  s.starts_on <= w.through and coalesce(s.ends_on, date '9999-12-31') > w.through as live,
  lead(s.starts_on) over (partition by s.subscription_id order by s.starts_on, s.seq) is not null as continued, s.seq
from span s
left join reach w on true
left join main.product p on p.product_id = s.product_id
left join shape.customer_span c on c.customer = s.customer and s.starts_on >= c.from_on and s.starts_on < c.to_on

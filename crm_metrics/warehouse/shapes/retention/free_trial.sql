-- free_trial: one row per subscription that began without payment, before its customer ever paid one.
-- kind: rows
-- tables: subscription
-- nothing: nothing to divide by: no free trials that ended
with span as (
  select s.subscription_id, s.product_id, s.mrr, s.starts_on, coalesce(s.ends_on, date '9999-12-31') as to_on,
    coalesce(k.customer, s.customer_id) as customer
  from main.subscription s left join shape.customer_key k on k.alias_id = s.customer_id
  where s.customer_id <> 'unknown'
),
first_paid as (select customer, min(from_on) as paid_on from shape.paid_span where not paused group by customer),
free as (              -- whoever pays for something else meanwhile is no trier any more
  select s.subscription_id, any_value(s.customer) as customer, min_by(s.product_id, s.starts_on) as product_id,
    min(s.starts_on) as started_on, least(max(s.to_on), coalesce(min(p.paid_on), date '9999-12-31')) as to_on,
    min(p.paid_on) as paid_on
  from span s left join first_paid p on p.customer = s.customer
  where s.mrr = 0 and s.starts_on < coalesce(p.paid_on, date '9999-12-31')
  group by s.subscription_id
),
reach as (select loaded_through as through from shape.watermark where table_name = 'subscription')
select
  f.started_on, case when f.to_on <= w.through then f.to_on end as ended_on,
  f.subscription_id, f.customer, {customer: c.%}, f.product_id as product, p.line as product_line,
  case when f.to_on + 30 <= w.through then coalesce(f.paid_on <= f.to_on + 30, false) end as converted
from free f
left join reach w on true
left join main.product p on p.product_id = f.product_id
left join shape.customer_span c
  on c.customer = f.customer and f.started_on >= c.from_on and f.started_on < c.to_on

-- renewal: one row per product of a subscription and day on which it falls due; renewed before, on or after it all count.
-- kind: rows
-- tables: subscription
-- nothing: nothing to divide by: no renewals fell due
with span as (                                   -- a free trial is to be won, not renewed
  select * from shape.subscription where renewal_due_on is not null and starts_on <= renewal_due_on and mrr > 0
),
due as (         -- several spans may carry one due day: the last one speaks, and each of those that stand side by side
  select subscription_id, renewal_due_on, product, max_by(mrr, row(starts_on, seq)) as mrr,
    max_by(product_line, row(starts_on, seq)) as product_line, max_by(customer, row(starts_on, seq)) as customer,
    max(coalesce(ends_on, date '9999-12-31')) as ends_on
  from span s
  where not exists (select 1 from span n where n.subscription_id = s.subscription_id
    and n.renewal_due_on = s.renewal_due_on and n.starts_on >= s.ends_on and row(n.starts_on, n.seq) > row(s.starts_on, s.seq))
  group by subscription_id, renewal_due_on, product
),
-- alive on the due day, or again within thirty days: itself, what replaces it, or its product under another contract;
-- what stood beside it before is another promise
later as (
  select d.subscription_id, d.renewal_due_on, d.product, s.from_on, s.to_on, s.paused
  from due d join shape.paid_span s
    on s.subscription_id = d.subscription_id and (s.product_id = d.product or s.from_on >= d.ends_on)
  union all
  select d.subscription_id, d.renewal_due_on, d.product, s.from_on, s.to_on, s.paused
  from due d join shape.paid_span s
    on s.customer = d.customer and s.product_id = d.product and s.from_on >= d.ends_on and s.customer <> 'unknown'
),
alive as (
  select subscription_id, renewal_due_on, product, bool_or(not paused) as paid
  from later where from_on <= renewal_due_on + 30 and to_on > renewal_due_on
  group by subscription_id, renewal_due_on, product
),
reach as (select loaded_through as through from shape.watermark where table_name = 'subscription')
select
  d.renewal_due_on, d.subscription_id,
  d.customer, {customer: c.%},
  d.product, d.product_line, d.mrr,
  case when d.renewal_due_on + 30 <= w.through      -- what stands still on that day is decided when the pause ends
       then case when a.subscription_id is null then false when a.paid then true end end as renewed
from due d
left join reach w on true
left join alive a
  on a.subscription_id = d.subscription_id and a.renewal_due_on = d.renewal_due_on and a.product = d.product
left join shape.customer_span c
  on c.customer = d.customer and d.renewal_due_on >= c.from_on and d.renewal_due_on < c.to_on

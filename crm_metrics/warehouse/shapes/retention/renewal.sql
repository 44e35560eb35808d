-- renewal: one row per subscription and day on which it falls due; renewed before, on or after that day all count.
-- kind: rows
-- tables: subscription
-- nothing: nothing to divide by: no renewals fell due
with due as (                                    -- several spans may carry one due day: the last one before it speaks
  select subscription_id, renewal_due_on, max_by(mrr, row(starts_on, seq)) as mrr,
    max_by(product, row(starts_on, seq)) as product, max_by(product_line, row(starts_on, seq)) as product_line,
    max_by(customer, row(starts_on, seq)) as customer
  from shape.subscription
  where renewal_due_on is not null and starts_on <= renewal_due_on and mrr > 0   -- a free trial is to be won, not renewed
  group by subscription_id, renewal_due_on
),
alive as (                                       -- alive on the due day, or again within thirty days
  select d.subscription_id, d.renewal_due_on, bool_or(not s.paused) as paid
  from due d join shape.paid_span s
    on s.subscription_id = d.subscription_id and s.from_on <= d.renewal_due_on + 30 and s.to_on > d.renewal_due_on
  group by d.subscription_id, d.renewal_due_on
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
left join alive a on a.subscription_id = d.subscription_id and a.renewal_due_on = d.renewal_due_on
left join shape.customer_span c
  on c.customer = d.customer and d.renewal_due_on >= c.from_on and d.renewal_due_on < c.to_on

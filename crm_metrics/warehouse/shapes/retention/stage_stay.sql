-- stage_stay: one row per customer and life-cycle stage entered, until it was left; who is still there is censored.
-- kind: rows
-- tables: customer, customer|status_event
with reach as (
  select min(loaded_through) as through from shape.watermark where table_name in ('customer', 'status_event')
)
select
  s.from_on as entered_on, s.next_on as left_on,
  s.customer, {customer: s.%}, s.kind,
  {customer_then exclude lifecycle_stage: c.% as left_%}, s.next_stage,
  coalesce(s.next_on, w.through) - s.from_on as stage_days, s.next_on is not null as gone
from shape.stage_span s
cross join reach w
left join shape.customer_span c on c.customer = s.customer and s.next_on - 1 >= c.from_on and s.next_on - 1 < c.to_on
where s.entered and s.from_on <= w.through

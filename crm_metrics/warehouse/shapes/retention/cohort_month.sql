-- cohort_month: one row per customer and whole month since it was acquired: in the active book at its close or not.
-- kind: rows
-- tables: subscription|order_line
with reach as (
  select max(loaded_from) as since, min(loaded_through) as through
  from shape.watermark where table_name in ('subscription', 'order_line')
),
start as (
  select
    b.customer, coalesce(t.acquired_on, b.from_on) as acquired_on,
    cast(date_trunc('month', coalesce(t.acquired_on, b.from_on)) as date) as cohort_on, w.through
  from shape.book_stretch b
  cross join reach w
  left join shape.customer_today t on t.customer = b.customer
  where b.stretch = 1 and date_trunc('month', coalesce(t.acquired_on, b.from_on)) >= date_trunc('month', w.since)
),
month as (
  select s.customer, s.acquired_on, s.cohort_on, g.months,
    cast(s.cohort_on + to_months(cast(g.months + 1 as integer)) as date) - 1 as closing_on
  from start s
  cross join unnest(range(0, (extract(year from s.through + 1) * 12 + extract(month from s.through + 1)
    - extract(year from s.cohort_on) * 12 - extract(month from s.cohort_on)))) as g(months)
)
select
  m.cohort_on, m.closing_on, m.months,
  m.customer, {customer: c.%}, c.kind,
  b.customer is not null as active
from month m
left join shape.book_stretch b on b.customer = m.customer and b.from_on <= m.closing_on and b.to_on > m.closing_on
left join shape.customer_span c on c.customer = m.customer and m.acquired_on >= c.from_on and m.acquired_on < c.to_on

-- cohort_month: one row per customer and whole month since it was acquired: in the active book at its close or not.
-- kind: rows
-- tables: subscription|order_line
-- refresh: customer
-- row of shape.book_stretch: customer
-- link of shape.customer_span: customer
-- link of shape.customer_today: customer
with start as (
  select
    b.customer, coalesce(t.acquired_on, b.from_on) as acquired_on,
    cast(date_trunc('month', coalesce(t.acquired_on, b.from_on)) as date) as cohort_on, w.whole_until
  from shape.book_stretch b
  cross join shape.book_reach w
  left join shape.customer_today t on t.customer = b.customer
  where b.stretch = 1 and date_trunc('month', coalesce(t.acquired_on, b.from_on)) >= date_trunc('month', w.since)
),
month as (
  select s.customer, s.acquired_on, s.cohort_on, g.months,
    cast(s.cohort_on + to_months(cast(g.months + 1 as integer)) as date) - 1 as closing_on
  from start s
  cross join unnest(range(0, (extract(year from s.whole_until) * 12 + extract(month from s.whole_until)
    - extract(year from s.cohort_on) * 12 - extract(month from s.cohort_on)))) as g(months)
)
select
  m.cohort_on, m.closing_on, m.months,
  m.customer, {customer: c.%}, c.kind,
  b.customer is not null as active
from month m
left join shape.book_stretch b on b.customer = m.customer and b.from_on <= m.closing_on and b.to_on > m.closing_on
left join shape.customer_span c on c.customer = m.customer and m.acquired_on >= c.from_on and m.acquired_on < c.to_on

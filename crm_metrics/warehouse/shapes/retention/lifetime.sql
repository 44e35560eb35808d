-- lifetime: one row per customer, its first life in the active book; who is still there is censored at the watermark.
-- kind: rows
-- tables: subscription|order_line
with reach as (
  select max(loaded_from) as since, min(loaded_through) as through
  from shape.watermark where table_name in ('subscription', 'order_line')
),
life as (              -- acquired before the data begin: the life counts from then, and is seen later
  select
    b.customer,
    case when t.acquired_on < least(w.since, b.from_on) then t.acquired_on else b.from_on end as entered_on,
    greatest(b.from_on, w.since) as seen_on,
    case when b.to_on < date '9999-12-31' then b.to_on end as left_on, w.through
  from shape.book_stretch b
  left join reach w on true
  left join shape.customer_today t on t.customer = b.customer
  where b.stretch = 1 and b.from_on <= w.through and b.to_on > w.since
)
select
  l.entered_on, l.left_on,
  l.customer, {customer: c.%}, c.kind,
  coalesce(l.left_on, l.through) - l.entered_on as days,
  l.seen_on - l.entered_on as entered_at_days,
  l.left_on is not null as departed
from life l
left join shape.customer_span c on c.customer = l.customer and l.entered_on >= c.from_on and l.entered_on < c.to_on

-- book_span: one row per customer and stretch of days in the active book, cut where one of its dimensions changes.
-- kind: span
-- tables: subscription|order_line
-- member: subscription|order_line, loyalty_entry
select
  greatest(b.from_on, coalesce(c.from_on, b.from_on)) as from_on,
  least(b.to_on, coalesce(c.to_on, b.to_on)) as to_on,
  case when c.from_on is null or c.from_on <= b.from_on then b.from_on end as entered_on,
  case when b.to_on < date '9999-12-31' and (c.to_on is null or c.to_on >= b.to_on) then b.to_on end as left_on,
  b.since_on, b.customer, {customer: c.%}, c.kind,
  b.stretch > 1 as returned, coalesce(c.member, false) as member
from shape.book_stretch b
left join shape.customer_span c on c.customer = b.customer and c.from_on < b.to_on and c.to_on > b.from_on

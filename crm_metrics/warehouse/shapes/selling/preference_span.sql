-- preference_span: one row per active customer and stretch of days in which neither its dimensions nor its choices changed.
-- kind: span
-- tables: subscription|order_line
-- preferred_channel: subscription|order_line, interaction
-- refresh: customer
-- row of shape.book_span: customer
-- row of shape.preference: customer
with known as (        -- from the beginning of time, so that a stretch before the first choice is not lost
  select axis, customer, from_on, to_on, chosen from shape.preference
  union all
  select axis, customer, date '0001-01-01', min(from_on), null from shape.preference group by axis, customer
),
line as (
  select greatest(b.from_on, coalesce(p.from_on, b.from_on)) as from_on,
    least(b.to_on, coalesce(p.to_on, b.to_on)) as to_on, b.* exclude (from_on, to_on), p.chosen as preferred_line
  from shape.book_span b
  left join known p on p.axis = 'line' and p.customer = b.customer and p.from_on < b.to_on and p.to_on > b.from_on
)
select
  greatest(b.from_on, coalesce(p.from_on, b.from_on)) as from_on,
  least(b.to_on, coalesce(p.to_on, b.to_on)) as to_on,
  b.customer, {customer: b.%}, b.kind,
  b.preferred_line, p.chosen as preferred_channel
from line b
left join known p on p.axis = 'channel' and p.customer = b.customer and p.from_on < b.to_on and p.to_on > b.from_on

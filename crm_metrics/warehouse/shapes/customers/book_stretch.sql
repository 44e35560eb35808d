-- book_stretch: one row per customer and unbroken stretch of days in the active book, whatever it holds.
-- kind: span
-- tables: subscription|order_line
with reach as (
  select *, max(to_on) over (partition by customer order by from_on, to_on
                             rows between unbounded preceding and 1 preceding) as reached
  from (select distinct customer, from_on, to_on from shape.holding_span)   -- equal rows would have no order
),
numbered as (
  select *, count(*) filter (where reached is null or from_on > reached) over (
    partition by customer order by from_on, to_on rows unbounded preceding) as stretch
  from reach
)
select
  min(from_on) as from_on, max(to_on) as to_on, customer, stretch,
  min(min(from_on)) over (partition by customer) as since_on
from numbered group by customer, stretch

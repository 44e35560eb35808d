-- points_span: one row per customer and stretch of days with the same balance of points, cut where a dimension changes.
-- kind: span
-- tables: loyalty_entry
-- point_cost: loyalty_entry, target
-- liability: loyalty_entry, target
-- nothing: no points are live, or the targets hold no cost of a point
-- refresh: customer
-- row of shape.customer_span: customer
-- row of shape.loyalty_entry: customer
with day as (select customer, entry_on, sum(points) as points from shape.loyalty_entry group by customer, entry_on),
running as (
  select
    customer, entry_on as from_on, lead(entry_on, 1, date '9999-12-31') over upto as to_on,
    sum(points) over upto as points
  from day
  window upto as (partition by customer order by entry_on)
),
priced as (                                      -- cut where the cost of a point changes, and where it begins to be known
  select from_on, to_on, point_cost from shape.point_cost_span
  union all
  select date '0001-01-01', coalesce(min(from_on), date '9999-12-31'), null from shape.point_cost_span
  union all
  select to_on, coalesce(next_on, date '9999-12-31'), null
  from (select to_on, lead(from_on) over (order by from_on) as next_on from shape.point_cost_span) as ended
  where to_on < coalesce(next_on, date '9999-12-31')
),
costed as (
  select
    greatest(r.from_on, p.from_on) as from_on, least(r.to_on, p.to_on) as to_on, r.customer, r.points, p.point_cost
  from running r join priced p on p.from_on < r.to_on and p.to_on > r.from_on
  where r.points > 0                             -- what was spent before it was posted is held by nobody, nor owed
)
select
  greatest(r.from_on, coalesce(c.from_on, r.from_on)) as from_on, least(r.to_on, coalesce(c.to_on, r.to_on)) as to_on,
  r.customer, {customer: c.%},
  'loyalty' as process, r.points, r.point_cost, r.points * r.point_cost as liability
from costed r
left join shape.customer_span c on c.customer = r.customer and c.from_on < r.to_on and c.to_on > r.from_on

-- points_span: one row per customer and stretch of days with the same balance of points, cut where a dimension changes.
-- kind: span
-- tables: loyalty_entry
with day as (select customer, entry_on, sum(points) as points from shape.loyalty_entry group by customer, entry_on),
running as (
  select
    customer, entry_on as from_on, lead(entry_on, 1, date '9999-12-31') over upto as to_on,
    sum(points) over upto as points
  from day
  window upto as (partition by customer order by entry_on)
)
select
  greatest(r.from_on, coalesce(c.from_on, r.from_on)) as from_on, least(r.to_on, coalesce(c.to_on, r.to_on)) as to_on,
  r.customer, c.tier, c.segment, c.lifecycle_stage, c.relationship_type, c.region, c.reputation,
  'loyalty' as process, r.points
from running r
left join shape.customer_span c on c.customer = r.customer and c.from_on < r.to_on and c.to_on > r.from_on
where r.points <> 0

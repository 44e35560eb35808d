-- points_lot: one row per entry that gave points, with what became of them; points are spent oldest first.
-- kind: rows
-- tables: loyalty_entry
-- refresh: customer
-- row of shape.customer_span: customer
-- row of shape.loyalty_entry: customer
with moved as (        -- lots and uses as stretches of two running totals: where they overlap, the lot paid for the use
  select
    customer, entry_id, kind, entry_on, expires_on, abs(points) as points, points > 0 as given,
    sum(abs(points)) over (
      partition by customer, points > 0 order by entry_at, entry_id rows unbounded preceding) as upto
  from shape.loyalty_entry where points <> 0
),
paid as (
  select g.entry_id, u.kind, least(g.upto, u.upto) - greatest(g.upto - g.points, u.upto - u.points) as points
  from moved g join moved u
    on u.customer = g.customer and u.upto - u.points < g.upto and u.upto > g.upto - g.points
  where g.given and not u.given
),
used as (
  select
    entry_id, sum(points) as points, sum(case when kind = 'redeem' then points else 0 end) as redeemed,
    sum(case when kind = 'expire' then points else 0 end) as expired
  from paid group by entry_id
)
select
  g.entry_on as issued_on, g.expires_on, g.entry_id,
  g.customer, {customer: c.%},
  'loyalty' as process, g.points as issued, coalesce(u.redeemed, 0) as redeemed, coalesce(u.expired, 0) as expired,
  g.points - coalesce(u.points, 0) as live
from moved g
left join used u on u.entry_id = g.entry_id
left join shape.customer_span c on c.customer = g.customer and g.entry_on >= c.from_on and g.entry_on < c.to_on
where g.given

-- value_span: one row per active customer and stretch of days in which neither its tier nor the computed one changes.
-- kind: span
-- tables: subscription|order_line
-- agrees: subscription|order_line, customer|status_event
select
  greatest(b.from_on, coalesce(c.from_on, b.from_on)) as from_on,
  least(b.to_on, coalesce(c.to_on, b.to_on)) as to_on,
  b.customer, {customer: b.%}, b.kind,
  c.computed_tier,
  b.tier is null as untiered,
  case when d.own and b.tier <> 'strategic' then b.tier = c.computed_tier end as agrees   -- strategic is judgement
from shape.book_span b
cross join shape.own_tiers d
left join (                                      -- from the beginning on, so that no day falls out
  select from_on, to_on, customer, computed_tier from shape.computed_tier_span
  union all
  select date '0001-01-01', min(from_on), customer, null from shape.computed_tier_span group by customer
) c on c.customer = b.customer and c.from_on < b.to_on and c.to_on > b.from_on

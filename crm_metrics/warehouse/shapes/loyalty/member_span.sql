-- member_span: one row per member and stretch of days, cut at every use of the programme and where a dimension changes.
-- kind: span
-- tables: loyalty_entry
-- refresh: customer
-- row of shape.customer_span: customer
-- row of shape.loyalty_entry: customer
-- row of shape.membership: customer
with used as (
  select customer, entry_on, bool_or(kind = 'redeem') as redeemed
  from shape.loyalty_entry where kind in ('earn', 'redeem') group by customer, entry_on
),
cut as (
  select
    m.customer, m.turn_no, m.from_on as entered_on, m.to_on as left_on, m.from_on as day,
    null as used_on, null as redeemed_on
  from shape.membership m
  union all
  select m.customer, m.turn_no, m.from_on, m.to_on, u.entry_on, u.entry_on, case when u.redeemed then u.entry_on end
  from shape.membership m join used u on u.customer = m.customer and u.entry_on >= m.from_on and u.entry_on < m.to_on
),
day as (
  select customer, turn_no, entered_on, left_on, day, max(used_on) as used_on, max(redeemed_on) as redeemed_on
  from cut group by customer, turn_no, entered_on, left_on, day
),
piece as (
  select
    customer, entered_on, left_on, day as from_on, lead(day, 1, left_on) over upto as to_on,
    max(used_on) over upto as last_used_on, max(redeemed_on) over upto as last_redeemed_on
  from day
  window upto as (partition by customer, turn_no order by day)
)
select
  greatest(p.from_on, c.from_on) as from_on, least(p.to_on, c.to_on) as to_on,
  case when greatest(p.from_on, c.from_on) = p.entered_on then p.entered_on end as entered_on,
  case when least(p.to_on, c.to_on) = p.left_on and p.left_on < date '9999-12-31' then p.left_on end as left_on,
  p.last_used_on, p.last_redeemed_on,
  p.customer, {customer: c.%}, 'loyalty' as process
from piece p
join shape.customer_span c on c.customer = p.customer and c.from_on < p.to_on and c.to_on > p.from_on
where p.to_on > p.from_on

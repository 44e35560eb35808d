-- customer_span: one row per customer and stretch of days in which no dimension of it changes.
-- kind: span
-- tables: customer
-- member: loyalty_entry
-- refresh: customer
-- row of shape.customer_event: customer
-- row of shape.customer_today: customer
-- row of shape.membership: customer
with event as (
  select
    customer, attribute, changed_at, cast(changed_at at time zone :time_zone as date) as day,
    coalesce(old_value, '') as old_value, coalesce(new_value, '') as new_value,  -- '' = known to be empty
    row(changed_at, seq, coalesce(new_value, ''), coalesce(old_value, '')) as place   -- of several in one instant, too
  from shape.customer_event
  where attribute in ({customer_then: '$'})
),
origin as (                                      -- the first event's old value holds since the beginning
  select
    customer,
    {customer_then: min_by(old_value, place) filter (where attribute = '$') as %}
  from event group by customer
),
everyone as (
  select customer from shape.customer_today
  union select customer from origin where customer <> 'unknown'
  union select customer from shape.membership
),
cut as (
  select
    e.customer, date '0001-01-01' as day,
    {customer_then: coalesce(o.%, t.%, '') as %}, false as member
  from everyone e
  left join origin o on o.customer = e.customer
  left join shape.customer_today t on t.customer = e.customer
  union all
  select                                         -- the value of a day is the one at its end
    customer, day,
    {customer_then: max_by(new_value, place) filter (where attribute = '$')}, null
  from event where customer <> 'unknown' group by customer, day
  union all
  select customer, from_on, {customer_then: null}, true from shape.membership
  union all
  select customer, to_on, {customer_then: null}, false from shape.membership where to_on < date '9999-12-31'
),
stretch as (
  select
    customer, day, {customer_then: max(%) as %}, bool_or(member) as member
  from cut group by customer, day
),
filled as (
  select
    customer, day as from_on,
    lead(day, 1, date '9999-12-31') over (partition by customer order by day) as to_on,
    {customer_then: last_value(% ignore nulls) over upto as %},
    last_value(member ignore nulls) over upto as member
  from stretch
  window upto as (partition by customer order by day rows between unbounded preceding and current row)
)
select
  f.from_on, f.to_on, f.customer, {customer_then: nullif(f.%, '') as %}, {customer_now: t.%}, t.kind, t.name, f.member
from filled f left join shape.customer_today t on t.customer = f.customer

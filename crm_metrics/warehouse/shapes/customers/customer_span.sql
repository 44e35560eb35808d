-- customer_span: one row per customer and stretch of days in which no dimension of it changes.
-- kind: span
-- tables: customer
-- member: loyalty_entry
with event as (
  select
    customer, attribute, changed_at, cast(changed_at at time zone :time_zone as date) as day,
    coalesce(old_value, '') as old_value, coalesce(new_value, '') as new_value   -- '' = known to be empty
  from shape.customer_event
  where attribute in ('value_tier', 'segment', 'lifecycle_stage', 'relationship_type')
),
origin as (                                      -- the first event's old value holds since the beginning
  select
    customer,
    min_by(old_value, changed_at) filter (where attribute = 'value_tier') as tier,
    min_by(old_value, changed_at) filter (where attribute = 'segment') as segment,
    min_by(old_value, changed_at) filter (where attribute = 'lifecycle_stage') as lifecycle_stage,
    min_by(old_value, changed_at) filter (where attribute = 'relationship_type') as relationship_type
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
    coalesce(o.tier, t.tier, '') as tier, coalesce(o.segment, t.segment, '') as segment,
    coalesce(o.lifecycle_stage, t.lifecycle_stage, '') as lifecycle_stage,
    coalesce(o.relationship_type, t.relationship_type, '') as relationship_type, false as member
  from everyone e
  left join origin o on o.customer = e.customer
  left join shape.customer_today t on t.customer = e.customer
  union all
  select                                         -- the value of a day is the one at its end
    customer, day,
    max_by(new_value, changed_at) filter (where attribute = 'value_tier'),
    max_by(new_value, changed_at) filter (where attribute = 'segment'),
    max_by(new_value, changed_at) filter (where attribute = 'lifecycle_stage'),
    max_by(new_value, changed_at) filter (where attribute = 'relationship_type'), null
  from event where customer <> 'unknown' group by customer, day
  union all
  select customer, from_on, null, null, null, null, true from shape.membership
  union all
  select customer, to_on, null, null, null, null, false from shape.membership where to_on < date '9999-12-31'
),
stretch as (
  select
    customer, day, max(tier) as tier, max(segment) as segment, max(lifecycle_stage) as lifecycle_stage,
    max(relationship_type) as relationship_type, bool_or(member) as member
  from cut group by customer, day
),
filled as (
  select
    customer, day as from_on,
    lead(day, 1, date '9999-12-31') over (partition by customer order by day) as to_on,
    last_value(tier ignore nulls) over upto as tier,
    last_value(segment ignore nulls) over upto as segment,
    last_value(lifecycle_stage ignore nulls) over upto as lifecycle_stage,
    last_value(relationship_type ignore nulls) over upto as relationship_type,
    last_value(member ignore nulls) over upto as member
  from stretch
  window upto as (partition by customer order by day rows between unbounded preceding and current row)
)
select
  f.from_on, f.to_on, f.customer, nullif(f.tier, '') as tier, nullif(f.segment, '') as segment,
  nullif(f.lifecycle_stage, '') as lifecycle_stage, nullif(f.relationship_type, '') as relationship_type,
  t.region, t.reputation, t.kind, t.name, f.member
from filled f left join shape.customer_today t on t.customer = f.customer

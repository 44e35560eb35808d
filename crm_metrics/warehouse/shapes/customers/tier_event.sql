-- tier_event: one row per change of a customer's value tier: as imported, else as computed; set by hand above both.
-- kind: rows
-- tables: customer
with base as (
  select coalesce(k.customer, e.entity_id) as customer, e.changed_at, e.seq, e.old_value, e.new_value
  from main.status_event e left join shape.customer_key k on k.alias_id = e.entity_id
  where e.entity = 'customer' and e.attribute = 'value_tier'
  union all
  select s.customer, cast(s.from_on as timestamp) at time zone :time_zone, 1, s.before, s.computed_tier
  from shape.computed_tier_span s cross join shape.own_tiers d where not d.own
),
decided as (
  select coalesce(k.customer, s.customer_id) as customer, s.since_on as from_on,
    coalesce(s.until_on + 1, date '9999-12-31') as to_on
  from main.strategic_customer s left join shape.customer_key k on k.alias_id = s.customer_id
),
reach as (
  select *, max(to_on) over (partition by customer order by from_on, to_on
                             rows between unbounded preceding and 1 preceding) as reached
  from decided
),
numbered as (
  select *, count(*) filter (where reached is null or from_on > reached) over (
    partition by customer order by from_on, to_on rows unbounded preceding) as stretch
  from reach
),
by_hand as (
  select customer, cast(min(from_on) as timestamp) at time zone :time_zone as since_at,
    case when max(to_on) < date '9999-12-31' then cast(max(to_on) as timestamp) at time zone :time_zone
      else timestamptz 'infinity' end as until_at
  from numbered group by customer, stretch
),
edge as (
  select customer, since_at as changed_at, true as starts from by_hand
  union all
  select customer, until_at, false from by_hand where until_at < timestamptz 'infinity'
),
known as (                                       -- what held without the hand at each edge
  select e.customer, e.changed_at, e.starts,
    case when count(b.changed_at) > 0 then max_by({'v': b.new_value}, row(b.changed_at, b.seq)).v
      else coalesce(any_value(o.old_value), any_value(t.tier)) end as value
  from edge e
  left join base b on b.customer = e.customer and b.changed_at <= e.changed_at
  left join (select customer, min_by({'v': old_value}, row(changed_at, seq)).v as old_value from base group by customer) o
    on o.customer = e.customer
  left join shape.customer_today t on t.customer = e.customer
  group by e.customer, e.changed_at, e.starts
)
select b.changed_at, b.seq, b.customer, b.old_value, b.new_value
from base b
where not exists (
  select 1 from by_hand h where h.customer = b.customer and b.changed_at >= h.since_at and b.changed_at <= h.until_at)
union all
select changed_at, 1, customer, case when starts then value else 'strategic' end,
  case when starts then 'strategic' else value end
from known

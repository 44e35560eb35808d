-- customer_state: one row per customer and stretch of time in which none of their tracked attributes changed.
-- kind: rows
-- tables: customer
with change as (
  select entity_id, from_at,
    -- a box, so that a value that was emptied
    any_value({'v': value}) filter (where attribute = 'value_tier') as tier,
    any_value({'v': value}) filter (where attribute = 'segment') as segment,     -- differs from one that did not change
    any_value({'v': value}) filter (where attribute = 'lifecycle_stage') as lifecycle_stage,
    any_value({'v': value}) filter (where attribute = 'relationship_type') as relationship_type
  from shape.attribute_span
  where entity = 'customer' and attribute in ('value_tier', 'segment', 'lifecycle_stage', 'relationship_type')
  group by entity_id, from_at
),
carried as (
  select entity_id, from_at, lead(from_at) over so_far as next_at,
    last_value(tier ignore nulls) over so_far as tier,
    last_value(segment ignore nulls) over so_far as segment,
    last_value(lifecycle_stage ignore nulls) over so_far as lifecycle_stage,
    last_value(relationship_type ignore nulls) over so_far as relationship_type
  from change
  window so_far as (partition by entity_id order by from_at)
)
select
  coalesce(c.from_at, timestamptz '-infinity') as from_at,
  coalesce(c.next_at, timestamptz 'infinity') as to_at,
  coalesce(k.customer, c.entity_id) as customer,
  case when c.tier is null then k.tier else c.tier.v end as tier,
  case when c.segment is null then k.segment else c.segment.v end as segment,
  case when c.lifecycle_stage is null then k.lifecycle_stage else c.lifecycle_stage.v end as lifecycle_stage,
  case when c.relationship_type is null then k.relationship_type else c.relationship_type.v end as relationship_type,
  k.region, k.reputation
from shape.customer_today k full join carried c on c.entity_id = k.customer
where coalesce(k.customer, c.entity_id) <> 'unknown'

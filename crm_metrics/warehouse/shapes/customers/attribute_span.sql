-- attribute_span: one row per value that a tracked attribute had, between two changes; only of what ever changed.
-- kind: rows
-- tables: status_event
-- refresh: entity_id
-- row of main.status_event: entity_id
-- row of shape.customer_event: customer as entity_id
with event as (
  select entity, entity_id, attribute, changed_at, seq, old_value, new_value
  from main.status_event where entity <> 'customer'
  union all
  select 'customer', customer, attribute, changed_at, seq, old_value, new_value from shape.customer_event
),
numbered as (
  select *,
    lead(changed_at) over change as next_at,
    row_number() over change as change_no
  from event
  window change as (partition by entity, entity_id, attribute order by changed_at, seq, new_value, old_value)
)
select changed_at as from_at, coalesce(next_at, timestamptz 'infinity') as to_at, entity, entity_id, attribute,
  new_value as value
from numbered where next_at is null or next_at > changed_at
union all                                      -- the first event's old value holds since the beginning
select timestamptz '-infinity', changed_at, entity, entity_id, attribute, old_value
from numbered where change_no = 1

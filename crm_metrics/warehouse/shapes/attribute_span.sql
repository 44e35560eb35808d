-- attribute_span: one row per value that a tracked attribute had, between two changes; only of what ever changed.
-- kind: rows
-- tables: status_event
with event as (
  select e.entity,
    case when e.entity = 'customer' then coalesce(k.customer, e.entity_id) else e.entity_id end as entity_id,
    e.attribute, e.changed_at, e.old_value, e.new_value
  from main.status_event e left join shape.customer_key k on k.alias_id = e.entity_id and e.entity = 'customer'
),
numbered as (
  select *,
    lead(changed_at) over change as next_at,
    row_number() over change as change_no
  from event
  window change as (partition by entity, entity_id, attribute order by changed_at, new_value)
)
select changed_at as from_at, coalesce(next_at, timestamptz 'infinity') as to_at, entity, entity_id, attribute,
  new_value as value
from numbered where next_at is null or next_at > changed_at
union all                                      -- the first event's old value holds since the beginning
select timestamptz '-infinity', changed_at, entity, entity_id, attribute, old_value
from numbered where change_no = 1

-- status_event: one row per change of a tracked attribute.
-- kind: rows
-- tables: status_event
-- refresh: changed_on
-- row of main.status_event: cast(changed_at at time zone :time_zone as date) as changed_on
select
  cast(e.changed_at at time zone :time_zone as date) as changed_on, e.changed_at, e.entity, e.entity_id, e.attribute,
  e.seq, e.old_value, e.new_value, e.agent_id as agent
from main.status_event e

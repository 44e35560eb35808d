-- customer_event: one row per change of a tracked attribute of a customer, under the id that stays.
-- kind: rows
-- tables: customer
select e.changed_at, e.seq, coalesce(k.customer, e.entity_id) as customer, e.attribute, e.old_value, e.new_value
from main.status_event e left join shape.customer_key k on k.alias_id = e.entity_id
where e.entity = 'customer' and e.attribute <> 'value_tier'
union all
select changed_at, seq, customer, 'value_tier', old_value, new_value from shape.tier_event

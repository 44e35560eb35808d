-- customer_state: one row per customer and stretch of time in which none of their tracked attributes changed.
-- kind: rows
-- tables: customer
-- refresh: customer
-- row of shape.attribute_span: case when entity = 'customer' then entity_id end as customer
-- row of shape.customer_today: customer
with change as (
  select entity_id, from_at,
    -- a box, so that a value that was emptied differs from one that did not change
    {customer_then: any_value({'v': value}) filter (where attribute = '$') as %}
  from shape.attribute_span
  where entity = 'customer' and attribute in ({customer_then: '$'})
  group by entity_id, from_at
),
carried as (
  select entity_id, from_at, lead(from_at) over so_far as next_at,
    {customer_then: last_value(% ignore nulls) over so_far as %}
  from change
  window so_far as (partition by entity_id order by from_at)
)
select
  coalesce(c.from_at, timestamptz '-infinity') as from_at,
  coalesce(c.next_at, timestamptz 'infinity') as to_at,
  coalesce(k.customer, c.entity_id) as customer,
  {customer_then: case when c.% is null then k.% else c.%.v end as %}, {customer_now: k.%}
from shape.customer_today k full join carried c on c.entity_id = k.customer
where coalesce(k.customer, c.entity_id) <> 'unknown'

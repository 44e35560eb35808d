-- item_state: one row per item and stretch of time in which none of its tracked attributes changed.
-- kind: rows
-- tables: work_item
-- refresh: work_item
-- row of main.work_item: work_item_id as work_item
-- link of shape.attribute_span: work_item = case when entity = 'work_item' then entity_id end
with change as (
  select entity_id, from_at,
    -- a box, so that a value that was emptied differs from one that did not change
    {item: any_value({'v': value}) filter (where attribute = '$') as %}
  from shape.attribute_span
  where entity = 'work_item' and attribute in ({item: '$'})
  group by entity_id, from_at
),
carried as (
  select entity_id, from_at, lead(from_at) over so_far as next_at,
    {item: last_value(% ignore nulls) over so_far as %}
  from change
  window so_far as (partition by entity_id order by from_at)
)
select
  coalesce(c.from_at, timestamptz '-infinity') as from_at,
  coalesce(c.next_at, timestamptz 'infinity') as to_at,
  w.work_item_id as work_item,
  case when c.status is null then w.status else c.status.v end as status,
  c.status is not null as status_tracked,
  case when c.priority is null then w.priority else c.priority.v end as priority,
  case when c.team is null then w.team else c.team.v end as team,
  case when c.expected_amount is null then w.expected_amount
    else try_cast(c.expected_amount.v as decimal(14, 2)) end as expected_amount,
  case when c.expected_close_on is null then w.expected_close_on
    else try_cast(c.expected_close_on.v as date) end as expected_close_on
from main.work_item w left join carried c on c.entity_id = w.work_item_id

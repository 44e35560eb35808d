-- point_cost_span: one row per stretch of days with one cost of a point, as recorded among the goals under point_cost.
-- kind: span
-- tables: target
with said as (
  select
    valid_from, max(coalesce(valid_to, date '9999-12-31')) as valid_to,
    cast(max(goal) as decimal(14, 4)) as point_cost
  from main.target
  where metric = 'point_cost' and coalesce(process, 'loyalty') = 'loyalty' and team is null and agent_id is null
    and value_tier is null and touchpoint_id is null
  group by valid_from
)
select
  valid_from as from_on, least(valid_to, lead(valid_from, 1, date '9999-12-31') over (order by valid_from)) as to_on,
  point_cost
from said

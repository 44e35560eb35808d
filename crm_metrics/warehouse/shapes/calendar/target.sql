-- target: one row per goal or recorded forecast, scope and validity.
-- kind: rows
-- tables: target
select
  valid_from, valid_to, metric, cadence, process, team, agent_id as agent, value_tier as tier,
  touchpoint_id as touchpoint, goal, tolerance
from main.target

-- agent_time: one row per agent, process, state and start, as it came; agent_day cuts it at midnight.
-- kind: rows
-- tables: agent_time
-- refresh: started_on
-- row of main.agent_time: cast(started_at at time zone :time_zone as date) as started_on
-- link of shape.team_area: team
select
  cast(t.started_at at time zone :time_zone as date) as started_on, t.started_at, t.agent_id as agent,
  t.team, {team: a.%}, t.process,
  t.state, t.seconds, t.scheduled_seconds, t.cost
from main.agent_time t left join shape.team_area a on a.team = t.team

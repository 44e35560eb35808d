-- agent: one row per person who attends, with today's team and area.
-- kind: rows
-- tables: agent
select agent_id as agent, name, team, {team: %}, process, calendar_id, hourly_cost, active from main.agent

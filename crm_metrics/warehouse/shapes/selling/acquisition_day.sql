-- acquisition_day: one row per day and part of what winning customers costs: labour of presales and sales, their campaigns.
-- kind: rows
-- tables: agent_time, campaign
-- cost: agent_time, agent_time|agent, campaign
  -- without a process of its own: a number of sales that reads the rows of presales, too
select day, team, {team: %}, agent, cast(null as varchar) as campaign, cast(null as varchar) as channel, cost,
  present
from shape.agent_day where process in ('presales', 'sales')
union all
select day, null, {team: null}, null, campaign, channel, cost, null
from shape.campaign_day where process in ('presales', 'sales')

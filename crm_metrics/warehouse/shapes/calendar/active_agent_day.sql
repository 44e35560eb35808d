-- active_agent_day: one row per process, agent and civil day with a handled contact or a finished item.
-- kind: rows
-- tables: interaction|work_item
-- nothing: nothing to divide by: no agent-days
with done as (
  select process, agent, offered_on as day, team, 1 as contacts, 0 as items
  from shape.interaction where handled and agent is not null
  union all
  select s.process, s.agent_id, i.moment_on, i.team, 0, 1
  from main.work_item s join shape.item_stamp i on i.work_item = s.work_item_id and i.anchor = 'finished'
  where s.agent_id is not null
),
by_team as (
  select day, process, agent, team, sum(contacts) as contacts, sum(items) as items from done group by day,
    process, agent, team
),
agent_day as (                                 -- a day counts once: for the team for which most was done
  select day, process, agent, max_by(team, row(contacts + items, team)) as team, sum(contacts) as contacts,
    sum(items) as items
  from by_team group by day, process, agent
)
select d.day, d.process, d.agent, d.team, {team: a.%}, cast(d.contacts as bigint) as contacts,
  cast(d.items as bigint) as items
from agent_day d left join shape.team_area a on a.team = d.team

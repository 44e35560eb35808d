-- agent_team_span: one row per agent and stretch of days in one team, for what hangs on the agent and not on its work.
-- kind: span
-- tables: agent
with stretch as (
  select
    case when s.from_at > timestamptz '-infinity' then cast(s.from_at at time zone :time_zone as date)
      else date '0001-01-01' end as from_on,
    case when s.to_at < timestamptz 'infinity' then cast(s.to_at at time zone :time_zone as date)
      else date '9999-12-31' end as to_on,
    s.entity_id as agent, s.value as team
  from shape.attribute_span s where s.entity = 'agent' and s.attribute = 'team'
  union all                                      -- who never changed is in today's
  select date '0001-01-01', date '9999-12-31', a.agent_id, a.team
  from main.agent a
  where a.agent_id not in (select entity_id from shape.attribute_span where entity = 'agent' and attribute = 'team')
)
select s.from_on, s.to_on, s.agent, s.team, {team: h.%}
from stretch s left join shape.team_area h on h.team = s.team
where s.from_on < s.to_on

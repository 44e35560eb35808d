-- agent_day: one row per agent, process, team and civil day: what the day was spent on, planned for and cost.
-- kind: rows
-- tables: agent_time
-- cost: agent_time, agent_time|agent
-- nothing: nothing to divide by: no hours
with entry as (
  select t.agent_id, t.team, t.process, t.state, t.seconds, t.scheduled_seconds, epoch(t.started_at) as start_s,
    cast(t.started_at at time zone :time_zone as date) as first_day,
    cast((t.started_at + to_seconds(greatest(t.seconds, coalesce(t.scheduled_seconds, 0),
      1) - 1)) at time zone :time_zone as date) as last_day,
    coalesce(t.cost, case when t.state <> 'absent' then cast(a.hourly_cost as double) * t.seconds / 3600 end) as cost,
    case when t.state in ('handling', 'available') then 'productive' else t.state end as plan
  from main.agent_time t left join main.agent a on a.agent_id = t.agent_id
),
dated as (
  select *, unnest(generate_series(0, last_day - first_day)) as later from entry
),
bounded as (                                   -- a row past midnight belongs to two days
  select *, first_day + cast(later as integer) as day,
    epoch(cast(first_day + cast(later as integer) as timestamp) at time zone :time_zone) as day_start,
    epoch(cast(first_day + cast(later as integer) + 1 as timestamp) at time zone :time_zone) as day_end
  from dated
),
piece as (
  select agent_id, team, process, state, plan, day, cost, seconds as whole, scheduled_seconds is not null as planned,
    greatest(start_s, day_start) as from_s,
    cast(round(greatest(least(start_s + seconds, day_end) - greatest(start_s, day_start), 0)) as bigint) as seconds,
    cast(round(greatest(least(start_s + coalesce(scheduled_seconds, 0), day_end) - greatest(start_s,
      day_start), 0)) as bigint) as scheduled
  from bounded
),
hourly as (
  select *, unnest(generate_series(cast(floor(from_s / 3600) as bigint), cast(floor((from_s + greatest(seconds,
    scheduled, 1) - 1) / 3600) as bigint))) as hour_no
  from piece where day is not null
),
  -- handling and available are one planned state; absence is no work planned
agreed as (
  select agent_id, process, team, day, plan, hour_no,
    sum(greatest(least(from_s + seconds, (hour_no + 1) * 3600) - greatest(from_s, hour_no * 3600), 0)) as seconds,
    sum(greatest(least(from_s + scheduled, (hour_no + 1) * 3600) - greatest(from_s, hour_no * 3600), 0)) as scheduled
  from hourly where plan <> 'absent'
  group by agent_id, process, team, day, plan, hour_no
),
adherence as (
  select agent_id, process, team, day, cast(round(sum(least(seconds, scheduled))) as bigint) as adherent
  from agreed group by agent_id, process, team, day
),
total as (
  select agent_id, process, team, day,
    coalesce(sum(seconds) filter (where plan = 'productive'), 0) as productive,
    coalesce(sum(seconds) filter (where state = 'handling'), 0) as handling,
    coalesce(sum(seconds) filter (where state = 'training'), 0) as training,
    coalesce(sum(seconds) filter (where state <> 'absent'), 0) as paid,
    sum(scheduled) filter (where planned and state <> 'absent') as scheduled,
    sum(case when whole > 0 then cost * seconds / whole else cost end) as cost
  from piece group by agent_id, process, team, day
)
select
  t.day, t.agent_id as agent, t.team, {team: a.%}, t.process,
  cast(t.productive as bigint) as productive_seconds, cast(t.handling as bigint) as handling_seconds,
  cast(t.training as bigint) as training_seconds, cast(t.paid as bigint) as paid_seconds,
  cast(t.scheduled as bigint) as scheduled_seconds,
  case when t.scheduled is not null then coalesce(h.adherent, 0) end as adherent_seconds,
  cast(t.cost as decimal(24, 4)) as cost,
  t.paid > 0 as present
from total t
left join adherence h on h.agent_id = t.agent_id and h.process = t.process and h.team = t.team and h.day = t.day
left join shape.team_area a on a.team = t.team

-- agent_day: one row per agent, process, team and civil day: what the day was spent on, planned for and cost.
-- Time of one agent in one process and state counts once where its rows overlap, for the row that began first; states beside
-- each other are added up, and a day has no more hours than the clock gives it. A start without an hour tells no overlap and no
-- hour of adherence.
-- kind: rows
-- tables: agent_time
-- cost: agent_time, agent_time|agent
-- nothing: nothing to divide by: no hours
-- refresh: day
-- together: days
-- row of main.agent_time: cast(started_at at time zone :time_zone as date) .. cast((started_at
--   + to_seconds(greatest(seconds, coalesce(scheduled_seconds, 0)))) at time zone :time_zone as date) as day
-- link of main.agent: agent = agent_id
-- link of shape.team_area: team
with told as (                                   -- what was spent, and beside it what was planned
  select agent_id, team, process, state, started_at, seq, seconds, 'spent' as what, cost,
    coalesce(list_contains(_days, 'started_at'), false) as day_alone
  from main.agent_time
  union all
  select agent_id, team, process, state, started_at, seq, scheduled_seconds, 'planned', null,
    coalesce(list_contains(_days, 'started_at'), false)
  from main.agent_time where scheduled_seconds is not null
),
reached as (
  select *, epoch(started_at) as told_s, case when not day_alone then max(epoch(started_at) + seconds) over (
    partition by agent_id, process, state, what, day_alone order by started_at, seq, team, seconds
    rows between unbounded preceding and 1 preceding) end as covered_s
  from told
),
entry as (
  select t.agent_id, t.team, t.process, t.state, t.what, t.day_alone, t.cost as told_cost, a.hourly_cost,
    least(greatest(told_s, coalesce(covered_s, told_s)), told_s + t.seconds) as start_s,
    t.told_s, t.told_s + t.seconds as end_s,
    case when t.state in ('handling', 'available') then 'productive' else t.state end as plan
  from reached t left join main.agent a on a.agent_id = t.agent_id
),
measured as (
  select *, end_s - start_s as spell,
    -- what another row covers wholly stays on the day of its beginning
    cast(to_timestamp(case when end_s > start_s then start_s else told_s end) at time zone :time_zone as date) as first_day,
    cast(to_timestamp(case when end_s > start_s then greatest(end_s - 1, start_s) else told_s end)
      at time zone :time_zone as date) as last_day,
    case when what = 'spent' then coalesce(told_cost,
      case when state <> 'absent' then cast(hourly_cost as double) * (end_s - start_s) / 3600 end) end as cost
  from entry
),
dated as (
  select *, unnest(generate_series(0, last_day - first_day)) as later from measured
),
bounded as (                                   -- a row past midnight belongs to two days
  select *, first_day + cast(later as integer) as day,
    epoch(cast(first_day + cast(later as integer) as timestamp) at time zone :time_zone) as day_start,
    epoch(cast(first_day + cast(later as integer) + 1 as timestamp) at time zone :time_zone) as day_end
  from dated
),
piece as (
  select agent_id, team, process, state, plan, day, cost, spell as whole, what = 'planned' as planned, day_alone,
    greatest(start_s, day_start) as from_s, cast(round(day_end - day_start) as bigint) as day_seconds,
    case when what = 'spent' then cast(round(greatest(least(end_s, day_end) - greatest(start_s, day_start), 0)) as bigint)
      else 0 end as seconds,
    case when what = 'planned' then cast(round(greatest(least(end_s, day_end) - greatest(start_s, day_start), 0)) as bigint)
      else 0 end as scheduled
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
    least(coalesce(sum(seconds) filter (where plan = 'productive'), 0), any_value(day_seconds)) as productive,
    coalesce(sum(seconds) filter (where state = 'handling'), 0) as handling,
    coalesce(sum(seconds) filter (where state = 'training'), 0) as training,
    least(coalesce(sum(seconds) filter (where state <> 'absent'), 0), any_value(day_seconds)) as paid,
    bool_or(day_alone) as day_alone,
    sum(scheduled) filter (where planned and state <> 'absent') as scheduled,
    -- what was paid twice was paid; decimal, so that a sum is the same in any order
    sum(cast(case when whole > 0 then cost * seconds / whole else cost end as decimal(24, 8))) as cost
  from piece group by agent_id, process, team, day
)
select
  t.day, t.agent_id as agent, t.team, {team: a.%}, t.process,
  cast(t.productive as bigint) as productive_seconds, cast(t.handling as bigint) as handling_seconds,
  cast(t.training as bigint) as training_seconds, cast(t.paid as bigint) as paid_seconds,
  cast(t.scheduled as bigint) as scheduled_seconds,
  case when t.scheduled is not null and not t.day_alone then coalesce(h.adherent, 0) end as adherent_seconds,
  cast(t.cost as decimal(24, 4)) as cost,
  t.paid > 0 as present
from total t
left join adherence h on h.agent_id = t.agent_id and h.process = t.process and h.team = t.team and h.day = t.day
left join shape.team_area a on a.team = t.team

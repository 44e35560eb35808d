-- Agents' time: two blocks of work a day, the break between them, meetings, absences; with the roster beside the facts.

insert into main.agent_time (agent_id, team, process, started_at, state, seconds, scheduled_seconds, cost, _source)
with shifts as (
  select s.*, s.day::timestamp + interval 8 hour as starts, s.agent_id || s.day as key, 14400 as morning,
    case when saturday then 7200 else 10800 end as afternoon, case when process in ('telemarketing', 'collections') then 0.62
        when process = 'service' then 0.74 else 0.55 end as load
  from demo_shift as s where not (process = 'telemarketing' and day = getvariable('demo_missing'))),
drawn as (
  select *, case when absent then 0 else floor(900 * draw(key, 'away') * draw(key, 'away'))::integer end as aux,
    floor(240 * draw(key, 'longer'))::integer as overrun, least(0.95, greatest(0.3, load + 0.07 * bell(key, 'load'))) as busy,
    weekday = 5 and week(day) % 2 = 0 as meets
  from shifts),
rows as (
  select agent_id, team, process, day, hourly_cost, starts as started, 'handling' as state,
    case when absent then 0 else floor((morning - aux) * busy)::integer end as seconds, morning as scheduled from drawn
  union all
  select agent_id, team, process, day, hourly_cost, starts + to_seconds(floor((morning - aux) * busy)::integer), 'available',
    morning - aux - floor((morning - aux) * busy)::integer, 0 from drawn where not absent
  union all
  select agent_id, team, process, day, hourly_cost, starts + to_seconds(morning - aux), 'aux', aux, 0 from drawn where aux > 90
  union all
  select agent_id, team, process, day, hourly_cost, starts + to_seconds(morning), 'break', case when absent then 0 else 900
      + overrun end, 900 from drawn
  union all
  select agent_id, team, process, day, hourly_cost, starts, 'absent', morning + afternoon, 0 from drawn where absent
  union all
  select agent_id, team, process, day, hourly_cost, starts + interval 30 minute + to_seconds(morning + 900), 'meeting', case
      when absent then 0 else 1800 end, 1800
  from drawn where meets
  union all
  select agent_id, team, process, day, hourly_cost, starts + to_seconds(morning + 2700 + 1800 * meets::integer), 'handling',
    case when absent then 0 else floor(afternoon * busy)::integer end, afternoon from drawn
  union all
  select agent_id, team, process, day, hourly_cost, starts + to_seconds(morning + 2700 + 1800 * meets::integer
      + floor(afternoon * busy)::integer), 'available',
    afternoon - floor(afternoon * busy)::integer, 0 from drawn where not absent)
select agent_id, team, process, zoned(started), state, seconds, scheduled, (hourly_cost * seconds / 3600)::decimal(12, 2),
  case when process = 'telemarketing' then 'dialler' else 'telephony' end
from rows order by started, agent_id, state;

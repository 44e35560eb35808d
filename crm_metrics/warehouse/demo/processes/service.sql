-- Service: cases with their clocks, pauses, handovers and reopenings; calls, chats, messages and what people do by themselves.

create temp table demo_case as
with days as (
  select *, unnest(range(volume(92, level * case when is_open then list_extract([1.18, 1.06, 1.0, 0.98, 0.96, 0.48, 0]::double[],
      weekday) else 0.24 end, day, 'case'))) as k
  from demo_day where day between getvariable('demo_first') and getvariable('demo_last')),
drawn as materialized (
  select d.*, d.day || '-' || k as key, draw(d.day || '-' || k, 'channel') as u_channel,
    1 + floor(b.customers * draw(d.day || '-' || k, 'who'))::integer as who
  from days as d join demo_book as b on b.day = d.day),
placed as (
  select d.*, c.customer_id, c.tier, c.region,
    case when d.is_open then case when u_channel < 0.44 then 'linea' when u_channel < 0.80 then 'mensajes' when u_channel < 0.92
        then 'correo' else 'portal' end
         else case when u_channel < 0.62 then 'mensajes' when u_channel < 0.82 then 'correo' else 'portal' end end as point
  from drawn as d join demo_customer as c on c.rank = d.who
  left join demo_leaving as l on l.customer_id = c.customer_id and l.left_on < d.day
  where l.customer_id is null or draw(d.key, 'former') < 0.15),
described as (
  select key, day, customer_id, tier, point,
    case when point = 'linea' then case when region in ('Bogotá', 'Santander', 'Eje Cafetero') then 'Voz Norte' else 'Voz Sur' end
         when point = 'mensajes' then 'Digital' else 'Soluciones' end as team,
    case when draw(key, 'kind') < 0.09 then 'complaint' else 'request' end as kind,
    pick(['facturación', 'facturación', 'falla técnica', 'falla técnica', 'falla técnica', 'instalación', 'garantía', 'entrega',
        'información', 'cambio de plan'],
         draw(key, 'reason')) as reason,
    case when draw(key, 'priority') < 0.04 then 'urgent' when tier in ('strategic', 'high') or draw(key, 'priority') < 0.16
        then 'high'
         when draw(key, 'priority') < 0.82 then 'normal' else 'low' end as priority,
    hours_in(day, case when point = 'linea' then phone_hours(draw(key, 'hour'), saturday)
        else any_hours(draw(key, 'hour')) end) as opened,
    null::integer as planted
  from placed
  -- Planted: strategic customers whose cases have been open for 12 to 30 days.
  union all
  select 'old-' || number, day, customer_id, tier, point, team, kind, reason, priority, opened, planted from demo_old_case),
targeted as (
  select *, case when tier = 'strategic' or priority = 'urgent' then 3600 else 7200 end as response_target,
    case when tier = 'strategic' and priority = 'urgent' then 16200 when tier = 'strategic' then 48600
         else case priority when 'urgent' then 32400 when 'high' then 64800 when 'normal' then 97200
             else 162000 end end as resolution_target
  from described),
clocked as (
  select t.*, l.seconds_before + least(l.open_seconds, date_diff('second', l.opens_at, t.opened)) as linea_open,
    c.seconds_before + least(c.open_seconds, date_diff('second', c.opens_at, t.opened)) as company_open
  from targeted as t
  asof join (select * from demo_opening where calendar_id = 'linea') as l on t.opened >= l.opens_at
  asof join (select * from demo_opening where calendar_id = 'company') as c on t.opened >= c.opens_at),
due as (                                                -- the day on which the promise of a first response runs out
  select c.*, (o.opens_at + to_seconds(greatest(1, c.linea_open + c.response_target - o.seconds_before)))::date as due_on
  from clocked as c asof join (select * from demo_opening where calendar_id = 'linea') as o on c.linea_open
      + c.response_target > o.seconds_before),
spent as (
  select *, case when point = 'linea' then 0
                 -- Planted: Digital answers 88 % in time, and 62 % of what falls due in the last 15 days.
                 when draw(key, 'answers') < case when team = 'Digital' then case when due_on >= getvariable('demo_step') then 0.62
                     else 0.88 end else 0.85 end
                 then floor(response_target * (0.03 + 0.94 * draw(key, 'answer-takes')))::bigint
                 else floor(response_target * (1.04 + 0.7 * tail(draw(key, 'answer-takes'))))::bigint end as response_used,
    draw(key, 'resolves') < case team when 'Voz Norte' then 0.62 when 'Voz Sur' then 0.55 when 'Digital' then 0.56
        else 0.60 end as resolves_in_time,
    draw(key, 'at-once') < case point when 'linea' then 0.79 when 'mensajes' then 0.76 else 0.66 end as at_once,
    case when draw(key, 'waits') < 0.2 then 3600 + floor(40000 * draw(key, 'waits-for'))::bigint else 0 end as pause_used
  from due),
responded as (
  select s.*, case when point = 'linea' then s.opened else o.opens_at
      + to_seconds(greatest(1, s.linea_open + s.response_used - o.seconds_before)) end as responded
  from spent as s asof join (select * from demo_opening where calendar_id = 'linea') as o on s.linea_open
      + greatest(s.response_used, 1) > o.seconds_before)
select *, company_open + case when resolves_in_time then floor(resolution_target * (0.15 + 0.8 * draw(key,
    'resolve-takes')))::bigint
                              else floor(resolution_target * (1.02 + 0.45
                                  * tail(draw(key, 'resolve-takes'))))::bigint end as resolve_open,
  floor(330 * tail(draw(key, 'talk')))::integer as talk_seconds
from responded;

create temp table demo_case_end as
with paused as (
  -- A pause stands between a first answer and the resolution; the clock does not run in it.
  select *, case when at_once then 0 else pause_used end as pause, resolve_open + case when at_once then 0
      else pause_used end as end_open from demo_case),
ended as (
  select p.*, o.opens_at + to_seconds(greatest(1, p.end_open - o.seconds_before)) as by_clock
  from paused as p asof join (select * from demo_opening where calendar_id = 'company') as o on p.end_open > o.seconds_before),
resolved as (
  select *, case when at_once then responded + to_seconds(talk_seconds + 400 * (point <> 'linea')::integer)
                 else greatest(by_clock, responded + to_seconds(1500 + talk_seconds)) end as resolved from ended),
reopened as (
  select *, case when draw(key, 'reopens') < 0.055 then resolved + to_seconds(floor(86400 * (1 + 8 * draw(key,
      'reopens-after')))::bigint) end as reopened
  from resolved)
select r.* replace (case when planted is not null then null else resolved end as resolved),
  case when planted is not null then null when reopened is null then resolved
       else reopened + to_seconds(floor(86400 * (0.2 + 2 * draw(key, 'again')))::bigint) end as closed,
  'crm:T' || lpad(row_number() over (order by r.opened, r.key)::varchar, 6, '0') as work_item_id,
  pick(w.agents, draw(r.key, 'agent')) as agent_id,
  not at_once and r.team in ('Voz Norte', 'Voz Sur', 'Digital') and draw(key, 'handed') < 0.22 as handed_over
from reopened as r join demo_day as d on d.day = r.responded::date
join demo_crew as w on w.team = r.team and w.day = least(d.next_open, getvariable('demo_last_open'));

insert into demo_work_item (work_item_id, process, kind, customer_id, touchpoint_id, agent_id, team, priority, reason, opened_at,
    first_response_at,
  first_resolved_at, closed_at, status, outcome, _source)
select work_item_id, 'service', kind, customer_id, 'crm:tp-' || point, agent_id,
  case when handed_over and known(responded + interval 20 minute) is not null then 'Soluciones' else team end, priority, reason,
      zoned(opened),
  zoned(known(responded)), zoned(known(resolved)), zoned(known(closed)),
  case when known(closed) is not null then 'closed' when known(resolved) is not null and reopened is null then 'resolved'
       when known(responded) is not null then 'in_progress' else 'open' end,
  case when known(closed) is not null then case when draw(key, 'unresolved') < 0.04 then 'unresolved' else 'resolved' end end, 'crm'
from demo_case_end order by opened, work_item_id;

insert into demo_status_event (entity, entity_id, attribute, changed_at, old_value, new_value, agent_id, _source)
with changes as (
  select work_item_id, agent_id, 'status' as attribute, responded + interval 10 second as moment, 'open' as old_value,
      'in_progress' as new_value
  from demo_case_end where not at_once
  union all                                             -- waiting for the customer: the clock of the resolution stands still
  select c.work_item_id, c.agent_id, 'status', s.opens_at + to_seconds(greatest(1, c.pause_from - s.seconds_before)), 'in_progress',
      'pending_customer'
  from (select *, greatest(company_open, end_open - pause - 900) as pause_from from demo_case_end where pause > 0
      and planted is null) as c
  asof join (select * from demo_opening where calendar_id = 'company') as s on c.pause_from > s.seconds_before
  union all
  select c.work_item_id, c.agent_id, 'status', s.opens_at + to_seconds(greatest(1, c.pause_to - s.seconds_before)),
      'pending_customer', 'in_progress'
  from (select *, greatest(company_open, end_open - pause - 900) + pause as pause_to from demo_case_end where pause > 0
      and planted is null) as c
  asof join (select * from demo_opening where calendar_id = 'company') as s on c.pause_to > s.seconds_before
  union all
  select work_item_id, agent_id, 'status', resolved, case when at_once then 'open' else 'in_progress' end, case
      when reopened is null then 'closed' else 'resolved' end
  from demo_case_end
  union all
  select work_item_id, agent_id, 'status', reopened, 'resolved', 'reopened' from demo_case_end where reopened is not null
  union all
  select work_item_id, agent_id, 'status', closed, 'reopened', 'closed' from demo_case_end where reopened is not null
  union all
  select work_item_id, agent_id, 'team', responded + interval 20 minute, team, 'Soluciones' from demo_case_end where handed_over
  union all
  select work_item_id, agent_id, 'priority', responded + interval 25 minute, 'normal', 'high'
  from demo_case_end where priority = 'high' and tier not in ('strategic', 'high') and not at_once and draw(key, 'raised') < 0.3)
select distinct on (work_item_id, attribute, moment) 'work_item', work_item_id, attribute, zoned(moment), old_value, new_value,
    agent_id, 'crm'
from changes where known(moment) is not null
order by moment, work_item_id, attribute, old_value, new_value;

create temp table demo_call as                          -- every contact of service, before its times are cut at the last evening
with contacts as (
  -- the call that opens a case, or our written answer to it
  select work_item_id, customer_id, key, 'first' as part, point, case when point = 'linea' then 'inbound'
      else 'outbound' end as direction, team, agent_id,
    responded as answered, talk_seconds, true as handled
  from demo_case_end where known(responded) is not null
  union all                                             -- the answer that ends a case not solved at once
  select e.work_item_id, e.customer_id, e.key, 'last', case when point = 'portal' then 'correo' else point end, 'outbound',
    case when handed_over then 'Soluciones' else e.team end, pick(w.agents, draw(e.key, 'second-agent')),
    resolved - to_seconds(floor(240 * tail(draw(e.key, 'last-talk')))::integer + 20),
        floor(240 * tail(draw(e.key, 'last-talk')))::integer, true
  from demo_case_end as e join demo_day as d on d.day = e.resolved::date
  join demo_crew as w on w.team = case when handed_over then 'Soluciones' else e.team end and w.day = d.last_open
  where not at_once and known(resolved) is not null and resolved - responded > interval 40 minute),
others as (                                             -- calls and chats without a case
  select d.day, d.saturday, k, point, d.day || '-' || point || k as key, b.customers
  from (select *, unnest(range(volume(case point when 'linea' then 56 when 'chat' then 52 else 8 end,
                                      level * list_extract([1.2, 1.06, 1.0, 0.97, 0.96, 0.46, 0]::double[], weekday), day || point,
                                          'call'))) as k
        from demo_day, (select unnest(['linea', 'chat', 'visita-tecnica']) as point)
        where is_open and day between getvariable('demo_first') and getvariable('demo_last')) as d
  join demo_book as b on b.day = d.day),
more as (
  select null as work_item_id, case when draw(o.key, 'known') < 0.93 then c.customer_id end as customer_id, o.key, 'info' as part,
      o.point,
    case when o.point = 'visita-tecnica' then 'outbound' else 'inbound' end as direction, t.team,
        pick(w.agents, draw(o.key, 'agent')) as agent_id,
    hours_in(o.day, phone_hours(draw(o.key, 'hour'), o.saturday)) as answered,
    floor(case o.point when 'linea' then 300 when 'chat' then 420 else 2400 end
        * tail(draw(o.key, 'talk')))::integer as talk_seconds,
    o.point = 'visita-tecnica' or draw(o.key, 'gives-up') >= case when o.point = 'chat' then 0.06 else 0.13 end as handled
  from others as o join demo_customer as c on c.rank = 1 + floor(o.customers * draw(o.key, 'who'))::integer,
    (select case when o.point = 'chat' then 'Digital' when o.point = 'visita-tecnica' then 'Soluciones'
                 when c.region in ('Bogotá', 'Santander', 'Eje Cafetero') then 'Voz Norte' else 'Voz Sur' end as team) as t,
    demo_crew as w
  where w.team = t.team and w.day = o.day)
select *, draw(key || part, 'wait') as u_wait from contacts union all select *, draw(key || part, 'wait') from more;

insert into demo_interaction (interaction_id, process, touchpoint_id, direction, customer_id, work_item_id, agent_id, team,
    offered_at, answered_at,
  connected_at, ended_at, talk_seconds, hold_seconds, wrap_seconds, disposition, right_party, transferred, _source)
with waited as (
  select *, case when direction = 'outbound' then 0
                 when not handled then case when u_wait < 0.13 then 1 + floor(30 * u_wait)::integer
                     else floor(70 * tail(u_wait))::integer end
                 -- busy hours wait longer
                 when u_wait < case when hour(answered) in (11, 16) then 0.77 else 0.89 end then 2 + floor(20 * u_wait)::integer
                 else 21 + floor(60 * tail(draw(key || part, 'long')))::integer end as wait_seconds,
    floor(talk_seconds * (0.8 + 0.4 * draw(agent_id, 'pace')))::integer as talked
  from demo_call),
timed as (
  select *, case when handled then answered - to_seconds(wait_seconds) else answered end as offered,
    case when draw(key || part, 'hold') < 0.25 then floor(60 * tail(draw(key || part, 'held')))::integer else 0 end as held
        from waited)
select 'telephony:S' || key || part, 'service', 'crm:tp-' || point, direction, customer_id, work_item_id, case when handled
    then agent_id end, team,
  zoned(offered), case when handled then zoned(answered) end, case when direction = 'outbound' then zoned(answered) end,
  zoned(case when handled then answered + to_seconds(talked + held) else offered + to_seconds(wait_seconds) end),
  case when handled then talked end, case when handled then held end, case when handled then 30
      + floor(60 * draw(key || part, 'wrap'))::integer end,
  case when handled then 'handled' else 'abandoned' end, direction = 'outbound' or null, handled and direction = 'inbound'
      and draw(key || part, 'moved') < 0.08,
  'telephony'
from timed
where answered + to_seconds(coalesce(talked, 0) + held + wait_seconds) < getvariable('demo_last') + interval 1 day
union all
select 'telephony:P' || d.day || '-' || k, 'service', 'crm:tp-' || case when draw(d.day || '-' || k, 'self') < 0.6 then 'app'
    else 'portal' end, 'inbound',
  c.customer_id, null, null, null, zoned(m.moment), null, null,
      zoned(m.moment + to_seconds(40 + floor(120 * tail(draw(d.day || '-' || k, 'self-takes')))::integer)),
  null, null, null, 'self_served', null, false, 'telephony'
from (select *, unnest(range(volume(62, level, day, 'self'))) as k from demo_day where day between getvariable('demo_first')
    and getvariable('demo_last')) as d
join demo_book as b on b.day = d.day join demo_customer as c on c.rank = 1 + floor(b.customers * draw(d.day || '-' || k,
    'self-who'))::integer,
  (select least(hours_in(d.day, any_hours(draw(d.day || '-' || k, 'self-hour'))), hours_in(d.day, 23.6)) as moment) as m
order by 9, 1;

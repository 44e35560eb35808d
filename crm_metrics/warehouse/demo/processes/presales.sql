-- Presales: leads, their first response against the promise of an open hour, attempts, qualification, conversion.

create temp table demo_lead as
with came as (                                          -- those who became customers ...
  select 'w' || c.key as key, c.customer_id, c.kind as customer_kind, true as won, h.day as raw_day,
    hours_in(d.last_open, office_hours(draw(c.key, 'lead-won-hour'), dd.saturday)) as closed
  from demo_customer as c join demo_day as d on d.day = c.acquired_on join demo_day as dd on dd.day = d.last_open
  join demo_day as h on h.day = c.acquired_on - 2 - floor(8 * tail(draw(c.key, 'lead-age')))::integer
  where h.day >= getvariable('demo_first') and draw(c.key, 'lead') < 0.40
  union all                                             -- ... and the others
  select 'n' || d.day || '-' || k, null, case when draw(d.day || '-' || k, 'lead-kind') < 0.14 then 'company' else 'person' end,
      false, d.day,
    d.day::timestamp + to_days(6 + floor(13 * tail(draw(d.day || '-' || k, 'lead-life')))::integer)
  from (select day, unnest(range(volume(18.6, level * list_extract([1.12, 1.08, 1.04, 1.0, 0.96, 0.9, 0.9]::double[], weekday), day,
      'lead'))) as k
        from demo_day where day between getvariable('demo_first') and getvariable('demo_last')) as d),
prospects as (select customer_id, row_number() over (order by number) as number from demo_person where prospect),
placed as (
  select l.key, coalesce(l.customer_id, p.customer_id) as customer_id, l.won, l.closed,
    case when l.customer_kind = 'company' then 'Preventa Empresas' else 'Preventa Hogares' end as team,
    hours_in(l.raw_day, any_hours(draw(l.key, 'hour'))) as opened
  from (select *, case when customer_id is null then 1
      + floor(draw(key, 'who') * (select count(*) from prospects))::integer end as prospect_number from came) as l
  left join prospects as p on p.number = l.prospect_number),
clocked as (                                            -- the promise runs in open seconds of the line
  select p.*, o.seconds_before + least(o.open_seconds, date_diff('second', o.opens_at, p.opened)) as at_open_seconds
  from placed as p asof join (select * from demo_opening where calendar_id = 'linea') as o on p.opened >= o.opens_at),
answered as (
  select *, draw(key, 'answer') as u_answer,
    at_open_seconds + case when draw(key, 'in-time') < case team when 'Preventa Hogares' then 0.86 else 0.78 end
                           then 60 + floor(3500 * draw(key, 'takes'))::integer else 3660
                               + floor(9000 * tail(draw(key, 'takes')))::integer end as due_open_seconds
  from clocked),
responded as (
  select a.*, case when a.u_answer < 0.95 or a.won
                   then o.opens_at + to_seconds(greatest(1, a.due_open_seconds - o.seconds_before)) end as responded
  from answered as a asof join (select * from demo_opening where calendar_id = 'linea') as o
      on a.due_open_seconds > o.seconds_before)
select r.*, 'crm:L' || lpad(row_number() over (order by r.opened, r.key)::varchar, 6, '0') as work_item_id,
  pick(w.agents, draw(r.key, 'agent')) as agent_id,
  -- which attempt reaches the person: 1 to 3, or 9 for never; who buys was reached
  case when draw(r.key, 'reached') < 0.42 then 1 when draw(r.key, 'reached') < 0.58 then 2 when draw(r.key, 'reached') < 0.67 then 3
       when r.won then 1 else 9 end as reached,
  pick(['buscadores', 'buscadores', 'buscadores', 'redes', 'redes', 'referidos', 'ferias', null], draw(r.key, 'from')) as came_by
from responded as r join demo_day as d on d.day = r.opened::date
join demo_crew as w on w.team = r.team and w.day = least(d.next_open, getvariable('demo_last_open'));

create temp table demo_lead_step as
select *, responded + to_seconds(3600 * (2 + floor(140 * draw(key, 'qualifies-after'))::integer)) as raw_qualified,
  case when won then greatest(closed, responded + interval 2 hour) else greatest(closed, responded + interval 1 day, opened
      + interval 1 day) end as ends
from demo_lead;

insert into demo_work_item (work_item_id, process, kind, customer_id, campaign_id, touchpoint_id, agent_id, team, priority,
    opened_at,
  first_response_at, qualified_at, closed_at, status, outcome, outcome_reason, _source)
with steps as (
  select *, known(ends) is null as open,
    case when responded is not null and (won or (reached < 9 and draw(key, 'qualifies') < 0.42))
         then least(raw_qualified, ends - interval 10 minute) end as qualified
  from demo_lead_step)
select work_item_id, 'presales', 'lead', coalesce(customer_id, 'unknown'), 'crm:cmp-' || came_by, 'crm:tp-llamada-preventa',
    agent_id, team, 'normal',
  zoned(opened), zoned(known(responded)), zoned(known(case when qualified is not null then greatest(qualified, responded) end)),
      zoned(known(ends)),
  case when not open then 'closed' when known(qualified) is not null then 'qualified' when known(responded) is not null
      then 'contacted' else 'new' end,
  case when open then null when won then 'won' when reached = 9 or qualified is null then 'disqualified' else 'lost' end,
  case when open or won then null when reached = 9 then 'no_answer' else pick(['price', 'need_changed', 'better_offer'],
      draw(key, 'why')) end, 'crm'
from steps order by opened, work_item_id;

insert into demo_interaction (interaction_id, process, touchpoint_id, direction, customer_id, work_item_id, campaign_id, agent_id,
    team, offered_at,
  answered_at, connected_at, ended_at, talk_seconds, hold_seconds, wrap_seconds, disposition, right_party, transferred, _source)
with numbered as (
  select *, unnest(range(1, 1 + least(reached, 3)))::integer as attempt from demo_lead_step where responded is not null),
dated as materialized (select *, responded::date + 2 * (attempt - 1) as raw_day from numbered),
attempts as (
  select l.*, hours_in(d.next_open, office_hours(draw(l.key || l.attempt, 'try-hour'), dd.saturday)) as later
  from dated as l join demo_day as d on d.day = l.raw_day join demo_day as dd on dd.day = d.next_open),
timed as (
  select *, 'try' || attempt as part, 'llamada-preventa' as point, case when attempt = 1 then responded else later end as moment,
    attempt = reached as right_party, case when attempt = reached then floor(240 * tail(draw(key || attempt, 'talk')))::integer
        else 0 end as talk_seconds
  from attempts
  union all                                             -- a meeting by video with some of those reached
  select *, 'meet', 'reunion', hours_in(later::date, office_hours(draw(key, 'meet-hour'), false)) + interval 1 hour, true,
    1200 + floor(1500 * draw(key, 'meet'))::integer
  from attempts where attempt = reached and draw(key, 'meets') < case when won then 0.6 else 0.16 end and later > responded
      + interval 3 hour)
select 'telephony:' || work_item_id || part, 'presales', 'crm:tp-' || point, 'outbound', customer_id, work_item_id,
    'crm:cmp-' || came_by, agent_id, team,
  zoned(moment), case when right_party then zoned(moment + interval 8 second) end, case when right_party
      then zoned(moment + interval 9 second) end,
  zoned(moment + to_seconds(talk_seconds + 25)), talk_seconds, 0, case when right_party then 45 else 10 end,
  case when right_party then 'handled' else pick(['no_answer', 'no_answer', 'machine', 'busy', 'invalid'],
      draw(key || attempt, 'missed')) end,
  right_party, false, 'telephony'
from timed
where moment < getvariable('demo_last') + interval 1 day - interval 2 hour and moment < ends
order by moment, 1;

-- Telemarketing: lists of records, what became of each, and the dials that led there.

create temp table demo_record as
with records as (
  select *, unnest(range(1, 1 + floor(records * getvariable('demo_size'))::integer)) as k from demo_list),
drawn as (
  select r.*, r.campaign_id || '-' || k as key, c.customer_id, c.region,
    starts_on + floor(days * draw(r.campaign_id || '-' || k, 'loaded'))::integer as loaded_on,
    draw(r.campaign_id || '-' || k, 'control') < control_share as is_control, draw(r.campaign_id || '-' || k, 'result') as u
  from records as r join demo_book as b on b.day = r.starts_on
  join demo_customer as c on c.rank = 1 + floor(b.customers * draw(r.campaign_id || '-' || k, 'who'))::integer),
decided as (
  select *, case when is_control then case when u < control_won_share then 'won' else 'untouched' end
                 when u < won_share then 'won' when u < 0.752 then 'refused' when u < 0.764 then 'opt_out'
                     else 'unreached' end as result,
    case when draw(key, 'team') < 0.55 then 'Telemercadeo Uno' else 'Telemercadeo Dos' end as team,
    case when draw(key, 'tries') < 0.42 then 1 when draw(key, 'tries') < 0.68 then 2 when draw(key, 'tries') < 0.84 then 3
         when draw(key, 'tries') < 0.94 then 4 else 5 end as reached
  from drawn where loaded_on between getvariable('demo_first') and getvariable('demo_last'))
select d.*, 'crm:M' || lpad(row_number() over (order by d.loaded_on, d.key)::varchar, 6, '0') as work_item_id,
  hours_in(d.loaded_on, 6.5) as opened
from decided as d;

create temp table demo_dial as
with numbered as (
  select *, unnest(range(1, 1 + case when result = 'unreached' then 5 else reached end))::integer as attempt from demo_record
      where not is_control),
dated as materialized (
  select *, loaded_on + 1 + 5 * (attempt - 1) + floor(4 * draw(key || attempt, 'when'))::integer as raw_day from numbered),
tries as (
  select r.*, d.next_open as dialled_on, dd.saturday
  -- what falls on a closed day, and half of what falls on a Saturday, is spread over the days after it: Mondays are not twice as busy
  from dated as r join demo_day as r_day on r_day.day = r.raw_day
  join demo_day as d on d.day = r.raw_day + case when r_day.is_open and not (r_day.saturday and draw(r.key || r.attempt,
      'saturday') < 0.6) then 0
                                                 else 1 + r_day.saturday::integer
                                                     + floor(4 * draw(r.key || r.attempt, 'moved'))::integer end
  join demo_day as dd on dd.day = d.next_open),
agreed as (
  select t.*, pick(w.agents, draw(t.key || attempt, 'agent')) as agent_id,
    hours_in(dialled_on, office_hours(draw(t.key || attempt, 'hour'), saturday)) as moment,
    result <> 'unreached' and attempt = reached as final, draw(t.key || attempt, 'miss') as u_miss,
        draw(t.key || attempt, 'talk') as u_talk
  from tries as t join demo_crew as w on w.team = t.team and w.day = t.dialled_on)
select *, case when final then case result when 'won' then 'handled' when 'refused' then 'refused' else 'opt_out' end
               when u_miss < 0.46 then 'no_answer' when u_miss < 0.70 then 'machine' when u_miss < 0.81 then 'busy'
                   when u_miss < 0.86 then 'invalid'
               when u_miss < 0.872 then 'abandoned' else 'handled' end as disposition
from agreed;

insert into demo_work_item (work_item_id, process, kind, customer_id, campaign_id, touchpoint_id, agent_id, team, is_control,
    opened_at, first_response_at,
  closed_at, status, outcome, outcome_reason, expected_amount, amount, product_id, _source)
with lasts as (select work_item_id, max(moment) as last_moment, max(moment) filter (where final) as won_moment,
    arg_max(agent_id, attempt) as agent_id
               from demo_dial group by work_item_id),
closing as (
  select r.*, l.agent_id,
    case when r.result = 'won' and r.is_control then hours_in(d.next_open, 10.5)
         when r.result in ('untouched', 'unreached') then hours_in(r.ends_on, 19)
         else l.won_moment + interval 12 minute end as closed
  from demo_record as r left join lasts as l using (work_item_id)
  join demo_day as d on d.day = r.loaded_on + 3 + floor(22 * draw(r.key, 'control-day'))::integer)
select work_item_id, 'telemarketing', 'list_record', customer_id, campaign_id, 'crm:tp-llamada-oferta', case
    when known(closed) is not null then agent_id end,
  team, is_control, zoned(opened), null, zoned(known(closed)),
  case when known(closed) is not null then 'closed' else 'loaded' end,
  case when known(closed) is not null then case when result = 'won' then 'won' else 'lost' end end,
  case when known(closed) is not null and result <> 'won' then result end, 150000,
  case when known(closed) is not null and result = 'won' then pesos(90000 + 120000 * draw(key, 'amount')) end,
  case when known(closed) is not null and result = 'won' then 'crm:p-plan-basico' end, 'crm'
from closing order by opened, work_item_id;

insert into demo_interaction (interaction_id, process, touchpoint_id, direction, customer_id, work_item_id, campaign_id, agent_id,
    team, offered_at,
  answered_at, connected_at, ended_at, talk_seconds, hold_seconds, wrap_seconds, disposition, right_party, transferred, _source)
with timed as (
  select *, 4 + floor(16 * draw(key || attempt, 'rings'))::integer as rings,
    case when disposition in ('handled', 'refused', 'opt_out')
         then floor(case when disposition = 'handled' and final then 420 when disposition = 'refused' then 110 else 45 end
                    * tail(u_talk) * (0.8 + 0.4 * draw(agent_id, 'pace')))::integer end as talked
  from demo_dial where dialled_on <> getvariable('demo_missing'))       -- Planted: the dialler's export lacks a day.
select 'dialler:' || work_item_id || '-' || attempt, 'telemarketing', 'crm:tp-llamada-oferta', 'outbound', customer_id,
    work_item_id, campaign_id,
  case when talked is not null then agent_id end, team, zoned(moment),
  case when talked is not null or disposition = 'abandoned' then zoned(moment + to_seconds(rings)) end,
  case when talked is not null then zoned(moment + to_seconds(rings + 1)) end,
      zoned(moment + to_seconds(rings + 2 + coalesce(talked, 0))),
  talked, case when talked is not null then 0 end, case when talked is not null then 20
      + floor(30 * draw(key || attempt, 'wrap'))::integer end,
  disposition, case when talked is null then null else final end, false, 'dialler'
from timed where moment < getvariable('demo_last') + interval 1 day - interval 2 hour
order by moment, 1;

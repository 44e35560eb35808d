-- Written service: the dates told to customers, what they write while a case is open and what they get, and letters of no case.

update demo_work_item as w set expected_close_on = p.told
from (
  select work_item_id, opened::date + case priority when 'urgent' then 2 when 'high' then 4 when 'normal' then 6 else 10 end
      + floor(2 * draw(key, 'told'))::integer as told
  from demo_case_end where draw(key, 'is-told') < 0.7) as p
where p.work_item_id = w.work_item_id;

insert into main.sla_policy (policy_id, process, clock, priority, value_tier, target_seconds, calendar_id, pause_statuses,
    valid_from, valid_to, _source)
values ('crm:sla-siguiente', 'service', 'next_response', null, null, 14400, 'linea', [], date '2020-01-01', null, 'crm');

insert into demo_interaction (interaction_id, process, touchpoint_id, direction, customer_id, work_item_id, agent_id, team,
    offered_at, answered_at, connected_at, ended_at, talk_seconds, hold_seconds, wrap_seconds, disposition, right_party,
    transferred, _source)
with writing as (                                       -- a third writes again while the case is open
  select *, responded + to_seconds(floor(date_diff('second', responded, resolved) * (0.15 + 0.4
      * draw(key, 'writes-when')))::bigint) as written
  from demo_case_end
  where not at_once and point in ('correo', 'portal', 'mensajes') and known(resolved) is not null
    and resolved - responded > interval 5 hour and draw(key, 'writes') < 0.35),
clocked as (
  select w.*, o.seconds_before + least(o.open_seconds, date_diff('second', o.opens_at, w.written)) as written_open,
    case when draw(key, 'writes-back') < 0.82 then floor(14400 * (0.05 + 0.9 * draw(key, 'writes-takes')))::bigint
      else floor(14400 * (1.05 + 0.6 * tail(draw(key, 'writes-takes'))))::bigint end as used
  from writing as w asof join (select * from demo_opening where calendar_id = 'linea') as o on w.written >= o.opens_at),
answered as (
  select c.*, o.opens_at + to_seconds(greatest(1, c.written_open + c.used - o.seconds_before)) as answered
  from clocked as c asof join (select * from demo_opening where calendar_id = 'linea') as o
    on c.written_open + c.used > o.seconds_before),
said as (
  select 'telephony:N' || key as id, 'inbound' as direction, customer_id, work_item_id, agent_id, team, point, written as moment,
    60 + floor(90 * draw(key, 'reads'))::integer as talked, null::boolean as right_party from answered
  union all                                             -- the answer that ends the case answers the rest
  select 'telephony:R' || key, 'outbound', customer_id, work_item_id, agent_id, team, point, answered,
    120 + floor(150 * tail(draw(key, 'answers-back')))::integer, true from answered
  where answered < resolved - interval 30 minute)
select id, 'service', 'crm:tp-' || case when point = 'portal' then 'correo' else point end, direction, customer_id, work_item_id,
  agent_id, team, zoned(moment), case when direction = 'outbound' then zoned(moment) end,
  case when direction = 'outbound' then zoned(moment) end, case when direction = 'outbound'
    then zoned(moment + to_seconds(talked)) end, talked, 0, 0, 'handled', right_party, false, 'telephony'
from said where known(moment + to_seconds(talked)) is not null
order by 9, 1;

insert into demo_interaction (interaction_id, process, touchpoint_id, direction, customer_id, agent_id, team, offered_at, ended_at,
    talk_seconds, hold_seconds, wrap_seconds, disposition, transferred, _source)
with letters as (                                       -- e-mails of no case: most get a reply, some never do
  select d.day || '-carta' || d.k as key, d.day, c.customer_id, c.tier,
    hours_in(d.day, any_hours(draw(d.day || '-carta' || d.k, 'hour'))) as moment, d.next_open,
    draw(d.day || '-carta' || d.k, 'forgotten') < case c.tier when 'strategic' then 0.02 when 'high' then 0.05 when 'medium'
        then 0.10 else 0.16 end as forgotten
  from (select *, unnest(range(volume(6, level, day, 'letters'))) as k from demo_day
        where day between getvariable('demo_first') and getvariable('demo_last')) as d
  join demo_book as b on b.day = d.day
  join demo_customer as c on c.rank = 1 + floor(b.customers * draw(d.day || '-carta' || d.k, 'who'))::integer),
replied as (
  select l.*, pick(w.agents, draw(l.key, 'agent')) as agent_id, 90 + floor(200 * tail(draw(l.key, 'talk')))::integer as talked,
    greatest(hours_in(n.day, office_hours(draw(l.key, 'answer-hour'), n.saturday)), l.moment + interval 20 minute) as replied
  from letters as l join demo_day as f on f.day = l.day + 1 + floor(1.5 * draw(l.key, 'later'))::integer
  join demo_day as n on n.day = f.next_open join demo_crew as w on w.team = 'Soluciones' and w.day = f.last_open)
select 'telephony:L' || key, 'service', 'crm:tp-correo', 'inbound', customer_id, case when not forgotten then agent_id end,
  'Soluciones', zoned(moment), case when not forgotten then zoned(replied) end, case when not forgotten then talked end,
  case when not forgotten then 0 end, case when not forgotten then 0 end, case when forgotten then 'no_answer' else 'handled' end,
  false, 'telephony'
from replied where forgotten or known(replied) is not null
order by 8, 1;

insert into main.comment_theme (theme, pattern)
values ('Entrega', '(?:^|[^\pL\pN])(?:entrega)(?:$|[^\pL\pN])'), ('Respuesta', '(?:^|[^\pL\pN])(?:llamar|respuesta)(?:$|[^\pL\pN])'),
  ('Precio', '(?:^|[^\pL\pN])(?:precio)(?:$|[^\pL\pN])');

insert into main.contact_reason (reason, contact_kind, first_level)
values ('facturación', 'concern', true), ('entrega', 'concern', true), ('información', 'need', true),
  ('instalación', 'need', false), ('falla técnica', 'problem', true), ('garantía', 'problem', false),
  ('cambio de plan', 'opportunity', true);

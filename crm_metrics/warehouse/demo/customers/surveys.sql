-- Surveys: after contacts, cases, orders and sales, twice a year about the relationship, and monitored quality; most stay unanswered.

create temp table demo_asked as
with contacts as (
  select i.interaction_id as key, i.process, i.touchpoint_id, i.customer_id, i.interaction_id, i.work_item_id, i.agent_id, i.team,
      i.ended_at, i.disposition,
    i.right_party, coalesce(i.talk_seconds + i.hold_seconds + i.wrap_seconds, 0) as handled_seconds
  from demo_interaction as i
  where i.disposition in ('handled', 'refused', 'self_served') and i.customer_id is not null and i.touchpoint_id <> 'crm:tp-entrega'
    and i.touchpoint_id <> 'crm:tp-visita-tecnica'),   -- Planted: nobody asks there.
scored as (
  select *, case process
    -- Planted, speed and satisfaction. Service: best around seven minutes. Collections: the longer the better. Telemarketing: no matter.
    when 'service' then case when disposition = 'self_served' then 0.74 else 0.865 - 1.0 * (handled_seconds - 420.0)
        * (handled_seconds - 420.0) / ((handled_seconds + 420.0) * (handled_seconds + 420.0)) end
    when 'collections' then 0.64 + 0.28 * (handled_seconds - 330.0) / (handled_seconds + 330.0)
    when 'telemarketing' then 0.74
    -- Planted, Simpson: teams that take longer satisfy more; within each team the longer contacts satisfy less.
    when 'sales' then least(0.97, case team when 'Ventas Tienda' then 0.72 - 0.34 * (handled_seconds - 470.0) / (handled_seconds
        + 470.0)
                                when 'Ventas Digital' then 0.81 - 0.34 * (handled_seconds - 710.0) / (handled_seconds + 710.0)
                                else 0.90 - 0.34 * (handled_seconds - 1190.0) / (handled_seconds + 1190.0) end)
    when 'loyalty' then 0.85 when 'presales' then 0.80 else 0.66 end as chance,
    case when disposition = 'self_served' then 0.08 else case process when 'service' then 0.45 when 'collections' then 0.75
        when 'telemarketing' then 0.5 when 'sales' then 0.5 when 'presales' then 0.7 else 0.8 end end as share
  from contacts where process <> 'presales' or right_party)
select 'c' || key as key, 'csat' as instrument, false as relationship, process, touchpoint_id, customer_id, interaction_id,
    work_item_id, null as order_id, agent_id, team,
  ended_at + interval 10 minute as sent, chance, case process when 'service' then 0.46 else 0.36 end as answers from scored
      where draw(key, 'asked') < share
union all                                               -- effort, after a case is solved
select 'e' || work_item_id, 'ces', false, process, touchpoint_id, customer_id, null, work_item_id, null, agent_id, team,
    first_resolved_at + interval 20 minute,
  case when closed_at > first_resolved_at then 0.45 else 0.76 end, 0.30
from demo_work_item where process = 'service' and first_resolved_at is not null and draw(work_item_id, 'asked-effort') < 0.45
union all                                               -- orders: late ones please few
select 'o' || o.order_id, 'csat', false, 'sales', 'crm:tp-entrega', o.customer_id, null, null, o.order_id, null, null,
    zoned(d.delivered + interval 1 day),
  case when d.delivered::date <= d.promised_on then 0.83 else 0.30 end, 0.42
from demo_order as o join demo_delivery as d using (order_id) where o.ordered >= getvariable('demo_first')
    and draw(o.order_id, 'asked') < 0.8
union all                                               -- would recommend, after a sale and after a request to leave
select 'n' || work_item_id, 'nps', false, process, touchpoint_id, customer_id, null, work_item_id, null, agent_id, team, closed_at
    + interval 1 day,
  case when process = 'sales' then 0.54 else 0.40 end, 0.34
from demo_work_item
where outcome = 'won' and (process = 'sales' or (process = 'retention' and kind = 'save'))
union all                                               -- the relationship: every customer about twice a year, loyalty's own figure
select 'r' || c.key || m.month, 'nps', true, 'loyalty', null, c.customer_id, null, null, null, null, null,
  zoned(hours_in(m.month + floor(28 * draw(c.key || m.month, 'when'))::integer, 9 + 8 * draw(c.key || m.month, 'hour'))),
  case c.tier when 'strategic' then 0.46 when 'high' then 0.52 when 'medium' then case
      when m.month >= getvariable('demo_price_rise') then 0.40 else 0.50 end else 0.50 end, 0.26
from demo_customer as c, (select unnest(generate_series(getvariable('demo_first'), getvariable('demo_last'),
    interval 1 month))::date as month) as m
where m.month > c.acquired_on and draw(c.key || m.month, 'relation') < 1.0 / 11
  and not exists (select 1 from demo_leaving as l where l.customer_id = c.customer_id and l.left_on <= m.month + 28)
union all                                               -- monitored contacts, scored by us
select 'q' || key, 'qa', false, process, touchpoint_id, customer_id, interaction_id, work_item_id, null, agent_id, team, ended_at
    + interval 2 day, 0.84, 1.0
from contacts where process in ('service', 'collections', 'telemarketing') and draw(key, 'monitored') < 0.03;

insert into main.survey (survey_id, instrument, relationship, customer_id, process, touchpoint_id, interaction_id, work_item_id,
    order_id, agent_id, team,
  sent_at, responded_at, score, scale_min, scale_max, comment, _source)
with answered as (
  select *, draw(key, 'likes') < chance as pleased, draw(key, 'score') as u,
    sent + to_seconds(120 + floor(60000 * draw(key, 'replies-after') * draw(key, 'replies-after'))::bigint) as responded
  from demo_asked where sent < zoned(getvariable('demo_last') + interval 1 day)),
judged as (
  select *, draw(key, 'replies') < answers and responded < zoned(getvariable('demo_last') + interval 1 day) as replied,
    case instrument
      when 'csat' then case when pleased then case when u < 0.68 then 5 else 4 end when u < 0.42 then 3 when u < 0.62 then 2
          else 1 end
      when 'ces' then case when pleased then 5 + floor(3 * u)::integer else 1 + floor(4 * u)::integer end
      when 'nps' then case when pleased then 9 + (u < 0.55)::integer when u < 0.64 then 7 + (u < 0.36)::integer
          else floor(7 * (u - 0.64) / 0.36)::integer end
      else 60 + floor(40 * (0.3 + 0.7 * draw(key, 'quality')))::integer end as score
  from answered)
select 'surveys:' || key, instrument, relationship, customer_id, process, touchpoint_id, interaction_id, work_item_id, order_id,
    agent_id, team,
  sent, case when replied then responded end, case when replied then score end,
  case instrument when 'csat' then 1 when 'ces' then 1 else 0 end, case instrument when 'csat' then 5 when 'ces' then 7 when 'nps'
      then 10 else 100 end,
  case when replied and instrument in ('csat', 'nps') and not pleased and draw(key, 'says') < 0.12
       then pick(['Tuve que llamar varias veces.', 'La entrega llegó tarde.', 'Nadie me dio una respuesta clara.',
           'Subió el precio sin aviso.',
                  'El técnico no llegó.'], draw(key, 'says-what')) end, 'surveys'
from judged order by sent, key;

insert into demo_interaction (interaction_id, process, touchpoint_id, direction, customer_id, agent_id, team, offered_at,
    answered_at, connected_at, ended_at,
  talk_seconds, hold_seconds, wrap_seconds, disposition, right_party, transferred, _source)
with calls as (                                         -- the club calls most of those who would not recommend us
  select s.survey_id, s.customer_id, pick(w.agents, draw(s.survey_id, 'closing-agent')) as agent_id,
    hours_in(d.next_open, office_hours(draw(s.survey_id, 'closing-hour'), dd.saturday)) as moment,
        floor(300 * tail(draw(s.survey_id, 'closing-talk')))::integer as talked
  from main.survey as s join demo_day as d on d.day = (s.responded_at at time zone 'America/Bogota')::date + 1
      + floor(3 * draw(s.survey_id, 'closing-day'))::integer
  join demo_day as dd on dd.day = d.next_open join demo_crew as w on w.team = 'Club Andina' and w.day = d.next_open
  where s.instrument = 'nps' and s.score <= 6 and draw(s.survey_id, 'closing') < 0.78)
select 'telephony:F' || survey_id, 'loyalty', 'crm:tp-club-linea', 'outbound', customer_id, agent_id, 'Club Andina', zoned(moment),
    zoned(moment + interval 9 second),
  zoned(moment + interval 10 second), zoned(moment + to_seconds(10 + talked)), talked, 0, 40, 'handled', true, false, 'telephony'
from calls;

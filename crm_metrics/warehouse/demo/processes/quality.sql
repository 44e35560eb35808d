-- The three questions of an ACSI-type index, ratings good or bad after a chat, and two hours of training a month.

insert into main.survey (survey_id, instrument, question, relationship, customer_id, process, touchpoint_id, interaction_id,
    agent_id, team, sent_at, responded_at, score, scale_min, scale_max, _source)
with asked as (                                         -- the relationship, once a year or so, by e-mail
  select 'a' || c.key || m.month as key, c.customer_id, 0.66 + case c.tier when 'strategic' then 0.08 when 'high' then 0.05
      else 0 end as level,
    zoned(hours_in(m.month + floor(28 * draw(c.key || m.month, 'acsi-when'))::integer, 9 + 8 * draw(c.key || m.month,
        'acsi-hour'))) as sent
  from demo_customer as c, (select unnest(generate_series(getvariable('demo_first'), getvariable('demo_last'),
      interval 1 month))::date as month) as m
  where m.month > c.acquired_on and draw(c.key || m.month, 'acsi') < 1.0 / 14
    and not exists (select 1 from demo_leaving as l where l.customer_id = c.customer_id and l.left_on <= m.month + 28)),
acsi as (
  select 'surveys:' || key || q.question as survey_id, 'acsi' as instrument, q.question, true as relationship, customer_id,
    'loyalty' as process, null as touchpoint_id, null as interaction_id, null as agent_id, null as team, sent,
    sent + to_seconds(300 + floor(50000 * draw(key, 'acsi-replies-after'))::bigint) as responded,
    draw(key, 'acsi-replies') < 0.24 as replies,
    least(10, greatest(1, round(1 + 9 * (level + q.shift + 0.11 * bell(key, 'acsi-mood')
        + 0.05 * bell(key, 'acsi-' || q.question)))))::double as score, 1 as scale_min, 10 as scale_max
  from asked, (values ('satisfaction', 0.06), ('expectation', 0.0), ('ideal', -0.05)) as q (question, shift)),
rated as (
  select 'surveys:g' || interaction_id as survey_id, 'good_bad' as instrument, null as question, false as relationship,
    customer_id, process, touchpoint_id, interaction_id, agent_id, team, ended_at + interval 5 minute as sent,
    ended_at + interval 9 minute as responded, draw(interaction_id, 'rates') < 0.38 as replies,
    (draw(interaction_id, 'rates-good') < 0.83)::integer::double as score, 0 as scale_min, 1 as scale_max
  from demo_interaction
  where process = 'service' and touchpoint_id = 'crm:tp-chat' and disposition = 'handled' and customer_id is not null)
select survey_id, instrument, question, relationship, customer_id, process, touchpoint_id, interaction_id, agent_id, team, sent,
  case when replied then responded end, case when replied then score end, scale_min, scale_max, 'surveys'
from (select *, replies and responded < zoned(getvariable('demo_last') + interval 1 day) as replied
      from (select * from acsi union all select * from rated))
where sent < zoned(getvariable('demo_last') + interval 1 day)
order by sent, survey_id;

insert into main.agent_time (agent_id, team, process, started_at, state, seconds, scheduled_seconds, cost, _source)
select agent_id, team, process, zoned(day::timestamp + interval 16 hour), 'training', 3600, 3600, hourly_cost::decimal(12, 2),
  case when process = 'telemarketing' then 'dialler' else 'telephony' end
from demo_shift
where weekday = 3 and week(day) % 2 = 0 and not absent and not (process = 'telemarketing' and day = getvariable('demo_missing'))
  and draw(agent_id || day, 'trains') < 0.6
order by day, agent_id;

-- what satisfaction should be in a quarter and in a year, where it is what it should be in a month
insert into main.target (metric, cadence, process, goal, tolerance, valid_from, _source)
select 'csat', cadence, process, goal, 0.02, date '2020-01-01', 'crm'
from (values (null, 0.78), ('presales', 0.81), ('sales', 0.79), ('service', 0.78), ('collections', 0.65), ('telemarketing', 0.75),
    ('loyalty', 0.85), ('retention', 0.68)) as goals (process, goal),
  (values ('quarter'), ('year')) as cadences (cadence);

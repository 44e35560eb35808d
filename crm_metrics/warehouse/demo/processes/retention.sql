-- Retention: requests to leave, lost or kept, and the departures that nobody handled.

create temp table demo_save as
with asked as (
  -- seven in ten of those who leave by their own will asked first ...
  select 'l' || c.key as key, l.customer_id, l.left_on - 1 - floor(6 * draw(c.key, 'asks'))::integer as raw_day, l.left_on,
      'lost' as outcome, 1.0 as kept_share,
    pick(case when c.tier = 'medium' and l.left_on >= getvariable('demo_price_rise')
        then ['price', 'price', 'price', 'better_offer', 'dissatisfied']
              else ['dissatisfied', 'better_offer', 'need_changed', 'price', 'other'] end, draw(c.key, 'leaves-why')) as reason
  from demo_leaving as l join demo_customer as c using (customer_id)
  where l.end_reason = 'voluntary' and draw(c.key, 'asks-first') < 0.70
  union all                                             -- ... some stayed with a lower price ...
  select 'd' || c.key, h.customer_id, h.changed_on, null, 'won', 0.85, 'price'
  from demo_change as h join demo_customer as c using (customer_id) where h.reason = 'downgrade'
  union all                                             -- ... and some because somebody listened
  select 'k' || c.key || m.month, c.customer_id, m.month + floor(28 * draw(c.key || m.month, 'kept-day'))::integer, null, 'won',
      1.0, 'dissatisfied'
  from demo_customer as c, (select unnest(generate_series(getvariable('demo_first'), getvariable('demo_last'),
      interval 1 month))::date as month) as m
  where c.has_plan and m.month > c.acquired_on + 60
    and draw(c.key || m.month, 'kept') < case when c.tier = 'medium' and m.month >= getvariable('demo_price_rise') then 0.0105
        else 0.0045 end),
placed as (
  select a.*, t.tier, t.has_shop, hours_in(d.last_open, office_hours(draw(a.key, 'hour'), dd.saturday)) as opened, d.last_open
  from asked as a join demo_customer as t using (customer_id) join demo_day as d on d.day = a.raw_day join demo_day as dd
      on dd.day = d.last_open
  left join demo_leaving as l on l.customer_id = a.customer_id and l.left_on <= a.raw_day
  where l.customer_id is null and d.last_open between getvariable('demo_first') and getvariable('demo_last')),
valued as (
  select p.*, (select max(s.mrr) from main.subscription as s where s.customer_id = p.customer_id and s.starts_on < p.last_open + 1
               and coalesce(s.ends_on, date '9999-12-31') >= p.last_open) as mrr
  from placed as p)
select v.*, 'crm:R' || lpad(row_number() over (order by v.opened, v.key)::varchar, 6, '0') as work_item_id,
    pick(w.agents, draw(v.key, 'agent')) as agent_id,
  least(v.opened + to_seconds(1800 + floor(90000 * draw(v.key, 'decides') * draw(v.key, 'decides'))::bigint),
      coalesce(v.left_on::timestamp + interval 18 hour, timestamp '9999-01-01')) as closed
from valued as v join demo_crew as w on w.team = 'Retención' and w.day = v.last_open
where mrr is not null;

insert into demo_work_item (work_item_id, process, kind, customer_id, touchpoint_id, agent_id, team, priority, reason, opened_at,
    first_response_at, closed_at,
  status, outcome, outcome_reason, expected_amount, amount, _source)
select work_item_id, 'retention', 'save', customer_id, 'crm:tp-retiro', agent_id, 'Retención', case
    when tier in ('strategic', 'high') then 'high' else 'normal' end,
  reason, zoned(opened), zoned(opened + interval 40 second), zoned(known(closed)), case when known(closed) is null then 'open'
      else 'closed' end,
  case when known(closed) is not null then outcome end, case when known(closed) is not null and outcome = 'lost' then reason end,
      mrr,
  case when known(closed) is not null and outcome = 'won' then pesos(mrr * kept_share) end, 'crm'
from demo_save
union all                                               -- departures that nobody handled
select 'crm:E' || c.key, 'retention', 'exit', l.customer_id, null, null, 'Retención', 'normal', null,
    zoned(l.left_on::timestamp + interval 9 hour), null,
  zoned(l.left_on::timestamp + interval 9 hour), 'closed', 'lost',
  case l.end_reason when 'involuntary' then 'payment_failed' when 'ended_by_us'
      then pick(['ended_by_us_volume', 'ended_by_us_fraud'], draw(c.key, 'by-us'))
                    when 'end_of_life' then 'other' else pick(['dissatisfied', 'better_offer', 'need_changed', 'price', 'other'],
                        draw(c.key, 'leaves-why')) end,
  null, null, 'crm'
from demo_leaving as l join demo_customer as c using (customer_id)
left join demo_save as s on s.customer_id = l.customer_id and s.outcome = 'lost'
where s.customer_id is null
union all                                               -- and those who were won back
select 'crm:B' || c.key, 'retention', 'win_back', s.customer_id, 'crm:tp-retiro', null, 'Retención', 'normal', null,
  zoned((s.starts_on - 6)::timestamp + interval 9 hour), zoned((s.starts_on - 6)::timestamp + interval 9 hour),
      zoned(s.starts_on::timestamp + interval 10 hour),
  'closed', 'won', null, s.mrr, s.mrr, 'crm'
from main.subscription as s join demo_customer as c using (customer_id) where s.subscription_id like '%-2'
order by 10, 1;

insert into demo_interaction (interaction_id, process, touchpoint_id, direction, customer_id, work_item_id, agent_id, team,
    offered_at, answered_at,
  connected_at, ended_at, talk_seconds, hold_seconds, wrap_seconds, disposition, right_party, transferred, _source)
with timed as (
  select *, 5 + floor(28 * draw(key, 'wait'))::integer as waited,
    floor(540 * tail(draw(key, 'talk')) * (0.8 + 0.4 * draw(agent_id, 'pace')))::integer as talked
  from demo_save)
select 'telephony:R' || key, 'retention', 'crm:tp-retiro', 'inbound', customer_id, work_item_id, agent_id, 'Retención',
    zoned(opened + to_seconds(40 - waited)),
  zoned(opened + interval 40 second), null, zoned(opened + to_seconds(40 + talked)), talked, 30, 60, 'handled', true, false,
      'telephony'
from timed
order by 9, 1;

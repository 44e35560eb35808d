-- Sales: opportunities behind the assisted orders and plans, those lost, those open; their contacts and their steps.

create temp table demo_sale as
with won as (
  select 'o' || o.order_id as key, o.customer_id, o.tier, o.kind as customer_kind, o.order_id, o.ordered as closed,
    (select sum(l.amount) from demo_line as l where l.order_id = o.order_id) as amount, true as won,
    case when draw(o.order_id, 'kind') < 0.25 then 'cross_sell' else 'new_sale' end as kind
  from demo_order as o where o.assisted
  union all
  select 'p' || c.key, c.customer_id, c.tier, c.kind, null,
    hours_in(d.last_open, office_hours(draw(c.key, 'sold-hour'), dd.saturday)), s.mrr * 12, true, 'new_sale'
  from demo_customer as c
  join main.subscription as s on s.customer_id = c.customer_id and s.starts_on = c.acquired_on
  join demo_day as d on d.day = c.acquired_on join demo_day as dd on dd.day = d.last_open
  where c.acquired_on > getvariable('demo_first') + 4 and draw(c.key, 'sold') < 0.45
  union all
  select 'u' || c.key || h.changed_on, c.customer_id, c.tier, c.kind, null, hours_in(d.last_open, office_hours(draw(c.key,
      'up-hour'), dd.saturday)),
    pesos(s.mrr * 12 * 0.23), true, 'upsell'
  from demo_change as h join demo_customer as c using (customer_id)
  join main.subscription as s on s.customer_id = c.customer_id and s.starts_on = h.changed_on
  join demo_day as d on d.day = h.changed_on join demo_day as dd on dd.day = d.last_open
  where h.reason = 'upgrade' and h.changed_on > getvariable('demo_first') + 4),
-- closings past the end are the pipeline still open: lost ones and coming wins
lost_days as (
  select d.day, d.saturday, d.level,
    unnest(range(volume(7.0, d.level * case when d.day > getvariable('demo_last') then 2.5 else 1 end, d.day, 'lost'))) as k
  from demo_day as d where d.is_open and d.day between getvariable('demo_first') + 1 and getvariable('demo_last') + 80),
lost as (
  select 'l' || l.day || '-' || k as key, c.customer_id, c.tier, c.kind as customer_kind, null as order_id,
    hours_in(l.day, office_hours(draw(l.day || '-' || k, 'lost-hour'), l.saturday)) as closed,
    pesos(420000 * tail(draw(l.day || '-' || k, 'lost-amount')) * case c.tier when 'strategic' then 10 when 'high' then 2.4
        else 1.6 end) as amount,
    false as won, pick(['new_sale', 'new_sale', 'cross_sell', 'upsell'], draw(l.day || '-' || k, 'lost-kind')) as kind
  from lost_days as l join demo_book as b on b.day = least(l.day, getvariable('demo_last'))
  join demo_customer as c on c.rank = 1 + floor(b.customers * draw(l.day || '-' || k, 'lost-who'))::integer),
deals as (
  select *, case when customer_kind = 'company' then 'Ventas Empresas'
                 when draw(key, 'team') < 0.52 then 'Ventas Tienda' else 'Ventas Digital' end as team,
    draw(key, 'cycle') as u_cycle
  from (select * from won union all select * from lost)),
timed as (
  select *, closed - to_seconds(floor(86400 * case team when 'Ventas Tienda' then 8 * tail(u_cycle) when 'Ventas Digital' then 17
      * tail(u_cycle)
                                                        else 36 * tail(u_cycle) end * case when won then 1
                                                            else 0.85 end)::bigint) as raw_opened
  from deals),
opened as (
  select t.*, hours_in(d.last_open, office_hours(draw(t.key, 'open-hour'), dd.saturday)) as opened_at_office
  from timed as t join demo_day as d on d.day = t.raw_opened::date join demo_day as dd on dd.day = d.last_open),
placed as (
  select *, least(opened_at_office, closed - interval 25 minute) as opened from opened)
select p.*, 'crm:D' || lpad(row_number() over (order by p.opened, p.key)::varchar, 6, '0') as work_item_id,
  pick(w.agents, draw(p.key, 'agent')) as agent_id, known(p.closed) is null as open,
  p.opened + (p.closed - p.opened) * 0.45 as proposed, draw(p.key, 'proposal') < case when p.won then 0.96
      else 0.55 end as has_proposal,
  pesos(p.amount * (1 + 0.12 * draw(p.key, 'asked'))) as expected_amount
from placed as p
join demo_crew as w on w.team = p.team and w.day = least(greatest(p.closed::date, getvariable('demo_first_open')),
    getvariable('demo_last_open'))
where p.opened < getvariable('demo_last') + interval 1 day;

insert into demo_work_item (work_item_id, process, kind, customer_id, product_id, touchpoint_id, agent_id, team, priority,
    opened_at, first_response_at,
  closed_at, expected_close_on, status, outcome, outcome_reason, expected_amount, amount, _source)
select work_item_id, 'sales', kind, customer_id, null,
  'crm:tp-' || case team when 'Ventas Tienda' then 'tienda' when 'Ventas Digital' then 'asesoria' else 'visita-comercial' end,
  agent_id, team, case when tier in ('strategic', 'high') then 'high' else 'normal' end, zoned(opened), zoned(opened),
  zoned(known(closed)), (opened + (closed - opened) * (0.55 + 0.75 * draw(key, 'expected')))::date,
  case when not open then case when won then 'won' else 'lost' end when has_proposal and known(proposed) is not null
      then 'proposal' else 'new' end,
  case when open then null when won then 'won' else 'lost' end,
  case when not open and not won then pick(['price', 'better_offer', 'need_changed', 'no_answer'], draw(key, 'why')) end,
  expected_amount, case when won and not open then amount end, 'crm'
from demo_sale order by opened, work_item_id;

insert into demo_status_event (entity, entity_id, attribute, changed_at, old_value, new_value, agent_id, _source)
select 'work_item', work_item_id, 'status', zoned(proposed), 'new', 'proposal', agent_id, 'crm'
from demo_sale where has_proposal and known(proposed) is not null and (closed - opened) > interval 1 hour
union all
select 'work_item', work_item_id, 'status', zoned(closed), case when has_proposal and (closed - opened) > interval 1 hour
    then 'proposal' else 'new' end,
  case when won then 'won' else 'lost' end, agent_id, 'crm'
from demo_sale where not open
union all                                               -- the amount asked falls when the proposal is made
select 'work_item', work_item_id, 'expected_amount', zoned(proposed), pesos(expected_amount * 1.08)::varchar,
    expected_amount::varchar, agent_id, 'crm'
from demo_sale where has_proposal and known(proposed) is not null and draw(key, 'revised') < 0.25
order by 4, 2, 3;

insert into demo_interaction (interaction_id, process, touchpoint_id, direction, customer_id, work_item_id, agent_id, team,
    offered_at, answered_at,
  connected_at, ended_at, talk_seconds, hold_seconds, wrap_seconds, disposition, right_party, transferred, _source)
with moments as (
  select *, opened as moment, 'a' as part, 'inbound' as direction,
    case team when 'Ventas Tienda' then 'tienda' when 'Ventas Digital' then 'asesoria' else 'visita-comercial' end as point
  from demo_sale where opened >= getvariable('demo_first')
  union all
  select s.*, hours_in(d.next_open, office_hours(draw(s.key, 'second-hour'), dd.saturday)), 'b', 'outbound', 'seguimiento'
  from demo_sale as s join demo_day as d on d.day = s.proposed::date join demo_day as dd on dd.day = d.next_open
  where (s.closed - s.opened) > interval 2 day and draw(s.key, 'second') < 0.8 and s.proposed >= getvariable('demo_first')
  union all
  select s.*, hours_in(d.next_open, office_hours(draw(s.key, 'after-hour'), dd.saturday)), 'c', 'outbound', 'seguimiento'
  from demo_sale as s join demo_day as d on d.day = s.closed::date + 1 + floor(3 * draw(s.key, 'after-day'))::integer
      join demo_day as dd on dd.day = d.next_open
  where s.won and draw(s.key, 'after') < 0.68),
lasting as (
  select *, case when part = 'a' and team = 'Ventas Digital' then floor(5 + 25 * draw(key || part, 'wait'))::integer
      else 3 end as wait_seconds,
    floor(case team when 'Ventas Tienda' then 380 when 'Ventas Digital' then 620 else 1100 end
          * tail(draw(key || part, 'talk')) * (0.8 + 0.4 * draw(agent_id, 'pace')))::integer as talk_seconds
  from moments)
select 'telephony:' || work_item_id || part, 'sales', 'crm:tp-' || point, direction, customer_id, work_item_id, agent_id, team,
    zoned(moment),
  zoned(moment + to_seconds(wait_seconds)), case when direction = 'outbound' then zoned(moment + to_seconds(wait_seconds)) end,
  zoned(moment + to_seconds(wait_seconds + talk_seconds)), talk_seconds, 0, floor(40 + 60 * draw(key || part, 'wrap'))::integer,
      'handled',
  true, false, 'telephony'
from lasting where moment < getvariable('demo_last') + interval 1 day - interval 3 hour
order by moment, 1;

insert into demo_interaction (interaction_id, process, touchpoint_id, direction, customer_id, agent_id, team, offered_at,
    answered_at, connected_at, ended_at,
  talk_seconds, hold_seconds, wrap_seconds, disposition, right_party, transferred, _source)
with calls as (                                         -- a call to agree the hour of some deliveries
  select o.order_id, o.customer_id, pick(w.agents, draw(o.order_id, 'delivery-agent')) as agent_id,
    hours_in(d.next_open, office_hours(draw(o.order_id, 'delivery-hour'), dd.saturday)) as moment,
        floor(80 * tail(draw(o.order_id, 'delivery-talk')))::integer as talked
  from demo_order as o join demo_day as d on d.day = o.ordered_on + 1 join demo_day as dd on dd.day = d.next_open
  join demo_crew as w on w.team = 'Ventas Digital' and w.day = d.next_open
  where draw(o.order_id, 'delivery-call') < 0.12)
select 'telephony:E' || order_id, 'sales', 'crm:tp-entrega', 'outbound', customer_id, agent_id, 'Ventas Digital', zoned(moment),
    zoned(moment + interval 9 second),
  zoned(moment + interval 10 second), zoned(moment + to_seconds(10 + talked)), talked, 0, 20, 'handled', true, false, 'telephony'
from calls;

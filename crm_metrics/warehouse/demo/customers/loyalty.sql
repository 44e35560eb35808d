-- Loyalty: the club's members, points earned with orders and bills, redeemed or expired; its desk. Its export is four days late.

create temp table demo_member as
select c.*, greatest(acquired_on + floor(60 * draw(key, 'joins-after'))::integer, getvariable('demo_first') - 400) as raw_joined,
  draw(key, 'joins') as u_joins
from demo_customer as c where draw(key, 'joins') < case when has_shop then 0.62 else 0.40 end;

create temp table demo_points as
with members as (
  select m.*, case when raw_joined < getvariable('demo_first') then getvariable('demo_first')
      + floor(340 * draw(key, 'joins-later') * draw(key, 'joins-later'))::integer
                   else raw_joined end as joined_on
  from demo_member as m),
placed as (
  select m.*, d.last_open as enrolled_on, hours_in(d.last_open, office_hours(draw(m.key, 'joins-hour'), dd.saturday)) as enrolled
  from members as m join demo_day as d on d.day = m.joined_on join demo_day as dd on dd.day = d.last_open),
earned as (
  select p.customer_id, o.order_id as lot, o.ordered as moment,
      (select sum(l.amount) from demo_line as l where l.order_id = o.order_id) // 2000 as points, o.order_id
  from placed as p join demo_order as o using (customer_id) where o.ordered > p.enrolled
  union all                                             -- a plan earns every quarter
  select p.customer_id, p.key || q.day, (q.day + floor(91 * draw(p.key, 'quarter'))::integer)::timestamp + interval 6 hour,
      case p.tier when 'strategic' then 3000 when 'high' then 500 when 'medium' then 270 else 140 end, null
  from placed as p, (select unnest(generate_series(getvariable('demo_first') - 2, getvariable('demo_last'),
      interval 91 day))::date as day) as q
  where p.has_plan and q.day + floor(91 * draw(p.key, 'quarter'))::integer > p.enrolled_on
    and not exists (select 1 from demo_leaving as l where l.customer_id = p.customer_id and l.left_on <= q.day + 91)),
spent as (
  select *, case when draw(lot, 'redeems') < 0.66 then moment + to_seconds(86400 * (6 + floor(55 * tail(draw(lot,
      'redeems-after')))::bigint)) end as redeemed
  from earned where points > 0),
entries as (
  select customer_id, 'enrol' as kind, enrolled as moment, 0 as points, null::date as expires_on, null as order_id,
      'n' || key as key from placed
  union all select customer_id, 'earn', moment, points, (moment + interval 365 day)::date, order_id, 'e' || lot from spent
  union all select customer_id, 'redeem', redeemed, -points, null, null, 'r' || lot from spent where redeemed < moment
      + interval 365 day
  union all select customer_id, 'expire', moment + interval 365 day, -points, null, null, 'x' || lot from spent
            where redeemed is null or redeemed >= moment + interval 365 day
  union all select customer_id, 'leave', l.left_on::timestamp + interval 20 hour, 0, null, null, 'l' || p.key
            from placed as p join demo_leaving as l using (customer_id) where not p.has_shop and l.left_on > p.enrolled_on + 1)
select *, moment::date as entry_on from entries where moment < getvariable('demo_late') + interval 1 day
    and moment >= getvariable('demo_first');

insert into main.loyalty_entry (entry_id, customer_id, kind, entry_at, points, expires_on, order_id, _source)
select 'loyalty:' || key, customer_id, kind, zoned(moment), points, expires_on, order_id, 'loyalty'
    from demo_points order by moment, key;

insert into demo_interaction (interaction_id, process, touchpoint_id, direction, customer_id, agent_id, team, offered_at,
    answered_at, connected_at, ended_at,
  talk_seconds, hold_seconds, wrap_seconds, disposition, right_party, transferred, _source)
with calls as (
  select d.*, d.day || '-' || k as key, b.customers from (
    select *, unnest(range(volume(21, level, day, 'club'))) as k
    from demo_day where is_open and day between getvariable('demo_first') and getvariable('demo_last')) as d join demo_book as b
        on b.day = d.day),
timed as (
  select c.key, p.customer_id, pick(w.agents, draw(c.key, 'club-agent')) as agent_id,
      hours_in(c.day, office_hours(draw(c.key, 'club-hour'), c.saturday)) as moment,
    3 + floor(30 * draw(c.key, 'club-wait'))::integer as waited,
        floor(260 * tail(draw(c.key, 'club-talk')))::integer as talk_seconds
  from calls as c join demo_customer as p on p.rank = 1 + floor(c.customers * draw(c.key, 'club-who'))::integer
  join demo_crew as w on w.team = 'Club Andina' and w.day = c.day)
select 'telephony:C' || key, 'loyalty', 'crm:tp-club-linea', 'inbound', customer_id, agent_id, 'Club Andina', zoned(moment),
    zoned(moment + to_seconds(waited)), null,
  zoned(moment + to_seconds(waited + talk_seconds)), talk_seconds, 0, 35, 'handled', true, false, 'telephony'
from timed
order by 8, 1;

-- Customers (with a first purchase or contract) and prospects (without), and their other ids.

create temp table demo_person as
with numbered as (
  select number, lpad(number::varchar, 6, '0') as key, number > getvariable('demo_customers') as prospect
  from range(1, 1 + getvariable('demo_customers') + (getvariable('demo_customers') * 3) // 10) as r (number)),
drawn as (
  select *, draw(key, 'tier') as u_tier, draw(key, 'kind') as u_kind, draw(key, 'has') as u_has, draw(key, 'since') as u_since,
    draw(key, 'since-in') as u_in
  from numbered),
valued as (
  select *, case when u_tier < 0.03 then 'strategic' when u_tier < 0.15 then 'high' when u_tier < 0.50 then 'medium'
      else 'low' end as tier
  from drawn)
select number, key, 'crm:C' || key as customer_id, prospect, tier,
  case when u_kind < case tier when 'strategic' then 1.0 when 'high' then 0.25 when 'medium' then 0.06 else 0.02 end
       then 'company' else 'person' end as kind,
  pick(['Bogotá', 'Bogotá', 'Bogotá', 'Antioquia', 'Antioquia', 'Valle', 'Valle', 'Atlántico', 'Santander', 'Eje Cafetero'],
      draw(key, 'region')) as region,
  not prospect and (u_has < 0.56 or u_has >= 0.86) as has_plan,
  not prospect and u_has >= 0.56 as has_shop,
  tier in ('strategic', 'high') or draw(key, 'postpaid') < 0.16 as postpaid,          -- billed monthly, pays later
  case when prospect then null
       when u_since >= getvariable('demo_joining') then getvariable('demo_first') - 1 - floor(1460 * u_in)::integer
       else getvariable('demo_first') + floor((getvariable('demo_last') - getvariable('demo_first') + 1)
           * u_in)::integer end as acquired_on,
  case when prospect then getvariable('demo_first') + floor((getvariable('demo_last') - getvariable('demo_first') + 1)
      * u_in)::integer end as seen_on
from valued;

-- in the order they came, so that "one of those we had that day" is a number
create temp table demo_customer as
select *, row_number() over (order by acquired_on, number)::integer as rank from demo_person where not prospect;

create temp table demo_book as                          -- how many customers had come by each day
select d.day, coalesce(max(c.rank), 0)::integer as customers
from demo_day as d asof left join (select acquired_on, max(rank) as rank from demo_customer group by acquired_on) as c
    on d.day >= c.acquired_on
group by d.day;

insert into main.customer_alias (alias_id, customer_id, rule, _source)
select 'shop:' || key, customer_id, 'correo', 'crm' from demo_customer where has_shop and draw(key, 'alias') < 0.06 order by key;

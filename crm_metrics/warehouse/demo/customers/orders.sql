-- Orders of the shop: first purchases, repeats, deliveries promised and kept, returns.

create temp table demo_order as
with months as (
  select unnest(generate_series(date_trunc('month', getvariable('demo_first') - 365), getvariable('demo_last'),
      interval 1 month))::date as month),
shoppers as (
  select *, 'shop:' || key as alias,
    case when draw(key, 'once') < 0.5 then 0 else case tier when 'strategic' then 0.70 when 'high' then 0.58 when 'medium'
        then 0.46 else 0.38 end end as chance,
    case when draw(key, 'stops') < 0.3 then acquired_on + 60 + floor(900 * draw(key, 'stops-day'))::integer
        else date '9999-12-31' end as stops_on
  from demo_customer where has_shop),
bought as (
  select s.*, s.acquired_on as ordered_on, 'first' as which from shoppers as s
      where s.acquired_on >= getvariable('demo_first') - 365
  union all
  select s.*, m.month + floor(draw(s.key || m.month, 'buys-day') * day(last_day(m.month)))::integer, m.month::varchar
  from shoppers as s, months as m
  where m.month > s.acquired_on
    and draw(s.key || m.month, 'buys') < s.chance * list_extract([0.85, 0.85, 0.95, 0.9, 1.1, 1.0, 0.95, 0.95, 0.95, 1.0, 1.2,
        1.3]::double[], month(m.month))),
placed as (
  select b.customer_id, b.key, b.alias, b.tier, b.kind, b.has_plan, b.ordered_on, which,
    hours_in(b.ordered_on, any_hours(draw(b.key || which, 'buys-hour'))) as ordered,
    draw(b.key || which, 'assisted') as u_assisted, d.is_open, d.saturday
  from bought as b join demo_day as d on d.day = b.ordered_on
  where b.ordered_on <= getvariable('demo_last') and b.ordered_on >= getvariable('demo_first') - 365 and b.ordered_on < b.stops_on)
select 'shop:O' || lpad(row_number() over (order by ordered, key)::varchar, 6, '0') as order_id, customer_id, key, tier, kind,
    alias,
  -- An adviser sells at the office's hours; the rest is bought without one.
  is_open and u_assisted < 0.30 and ordered_on >= getvariable('demo_first') as assisted,
  case when is_open and u_assisted < 0.30 then hours_in(ordered_on, office_hours(draw(key || which, 'office-hour'), saturday))
      else ordered end as ordered,
  ordered_on
from placed;

create temp table demo_line as
with numbered as (
  select o.*, unnest(range(1, 2 + (draw(order_id, 'second') < 0.40)::integer
      + (draw(order_id, 'third') < 0.12)::integer)) as line_no from demo_order as o),
priced as (
  select n.*, p.product_id, p.unit_cost / 0.68 as price,
    1 + (draw(order_id || line_no, 'two') < 0.12)::integer as quantity,
    case when draw(order_id || line_no, 'off') < 0.4 then 0.05 + 0.15 * draw(order_id || line_no, 'off-by') else 0 end as discount
  from numbered as n
  join (select *, row_number() over (order by product_id) as number, count(*) over () as products from main.product
      where not recurring) as p
    on p.number = 1 + floor(draw(n.order_id || n.line_no, 'product') * p.products)::integer)
select *, pesos(price * quantity) as list_amount, pesos(price * quantity * (1 - discount)) as amount,
    pesos(price * 0.68 * quantity) as cost
from priced;

create temp table demo_delivery as
with promised as (
  select order_id, ordered, ordered_on + 3 + floor(4 * draw(order_id, 'promise'))::integer as promised_on,
      draw(order_id, 'delivery') as u
  from demo_order)
select order_id, promised_on, u < 0.914 as on_time,
  case when u >= 0.992 then null                        -- lost on the way
       when u >= 0.914 then hours_in(promised_on + 1 + floor(3 * tail(draw(order_id, 'late')))::integer, 9 + 9
           * draw(order_id, 'hour'))
       else hours_in(greatest((ordered + interval 1 day)::date, promised_on - floor(3 * draw(order_id, 'early'))::integer), 9 + 9
           * draw(order_id, 'hour')) end as delivered
from promised;

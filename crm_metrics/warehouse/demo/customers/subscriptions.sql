-- Plans: who leaves when and why, upgrades, the price rise, returns; and from them the spans of constant revenue.

create temp table demo_leaving as                       -- at most one departure of each customer, drawn month by month
with months as (
  select unnest(generate_series(date_trunc('month', getvariable('demo_first')), getvariable('demo_last'),
      interval 1 month))::date as month),
chances as (
  select c.customer_id, c.tier, m.month, draw(c.key || m.month, 'leaves') as u,
    -- Planted: the price rise takes the medium tier from about 0.8 % to about 2.5 % a month.
    case when c.tier = 'medium' and m.month >= getvariable('demo_price_rise') then 0.0240
         else case c.tier when 'low' then 0.0060 when 'medium' then 0.0060 when 'high' then 0.0046 else 0.0025 end end as voluntary,
    -- Planted: failed payments, of those who pay by card; more of them in the last four months.
    case when c.postpaid then 0 when m.month >= getvariable('demo_failing') then 0.0075 else 0.0017 end as involuntary,
    case when c.has_shop then 0.15 else 1.0 end             -- who has both lines hardly leaves ...
      -- ... and new ones leave sooner
      * case when m.month < c.acquired_on + 150 then 1.8 when m.month > c.acquired_on + 900 then 0.85 else 1.0 end as share
  from demo_customer as c, months as m
  where c.has_plan and m.month > c.acquired_on + 25),
drawn as (
  select *, case when u < voluntary * share then 'voluntary'
                 when u < (voluntary + involuntary) * share then 'involuntary'
                 when u < (voluntary + involuntary + 0.0003) * share then 'end_of_life'
                 when u < (voluntary + involuntary + 0.0006) * share then 'ended_by_us' end as end_reason,
    month + floor(draw(customer_id || month, 'leaves-day') * day(last_day(month)))::integer as left_on
  from chances)
select customer_id, tier, end_reason, left_on
from drawn
where end_reason is not null and left_on <= getvariable('demo_last')
qualify row_number() over (partition by customer_id order by month) = 1;

create temp table demo_change as                        -- what changes a customer's revenue, as a share of the first price
with plans as (
  select c.*, coalesce(l.left_on, date '9999-12-31') as left_on
  from demo_customer as c left join demo_leaving as l using (customer_id) where c.has_plan),
changes as (
  select customer_id, greatest(acquired_on + 60, getvariable('demo_first'))
      + floor(740 * draw(key, 'upgrade-day'))::integer as changed_on,
    'upgrade' as reason, 0.30::decimal(4, 2) as step, left_on
  from plans where draw(key, 'upgrade') < 0.11
  union all
  select customer_id, greatest(acquired_on + 60, getvariable('demo_first')) + floor(740 * draw(key, 'downgrade-day'))::integer,
    'downgrade', -0.15, left_on
  from plans where draw(key, 'downgrade') < 0.035
  union all
  select customer_id, getvariable('demo_price_rise'), 'price', 0.09, left_on
  from plans where tier = 'medium' and acquired_on < getvariable('demo_price_rise') - 60)
select customer_id, changed_on, reason, step
from changes
where changed_on < least(left_on, getvariable('demo_last'))
qualify row_number() over (partition by customer_id, changed_on order by reason) = 1;

insert into main.subscription (subscription_id, customer_id, product_id, starts_on, ends_on, mrr, renewal_due_on, end_reason,
    _source)
with plans as (
  select c.*, l.left_on, l.end_reason,
    case c.tier when 'strategic' then 1200000 + 1800000 * draw(key, 'price') when 'high' then 140000 + 110000 * draw(key, 'price')
                when 'medium' then 79000 + 30000 * draw(key, 'price') else 39000 + 20000 * draw(key, 'price') end as price,
    'crm:' || case c.tier when 'strategic' then 'p-plan-empresa' when 'high' then 'p-plan-premium' when 'medium' then 'p-plan-plus'
        else 'p-plan-basico' end as product_id
  from demo_customer as c left join demo_leaving as l using (customer_id) where c.has_plan),
starts as (
  select customer_id, acquired_on as starts_on, null as reason, 0::decimal(4, 2) as step from plans
  union all select customer_id, changed_on, reason, step from demo_change),
spans as (
  select customer_id, starts_on,
    lead(starts_on) over later as next_on, lead(reason) over later as next_reason,
    1 + sum(step) over (partition by customer_id order by starts_on rows between unbounded preceding and current row) as times
  from starts window later as (partition by customer_id order by starts_on)),
priced as (
  select 'billing:S' || p.key as subscription_id, p.customer_id, p.product_id, s.starts_on,
      coalesce(s.next_on, p.left_on) as ends_on,
    pesos(p.price * s.times) as mrr, p.acquired_on, coalesce(s.next_reason, p.end_reason) as end_reason
  from spans as s join plans as p using (customer_id)
  union all                                             -- some come back
  select 'billing:S' || p.key || '-2', p.customer_id, p.product_id, p.left_on + 25 + floor(120 * draw(p.key, 'back-day'))::integer,
      null,
    pesos(p.price), p.left_on + 25 + floor(120 * draw(p.key, 'back-day'))::integer, null
  from plans as p where p.left_on is not null and draw(p.key, 'back') < 0.09)
select subscription_id, customer_id, product_id, starts_on, ends_on, mrr,
  case when draw(subscription_id, 'annual') < 0.6
       then (acquired_on + to_months((12 * (1 + date_diff('month', acquired_on, greatest(starts_on,
           getvariable('demo_first'))) // 12))::integer))::date end,
  end_reason, 'billing'
from priced where starts_on <= getvariable('demo_last')
order by starts_on, subscription_id;

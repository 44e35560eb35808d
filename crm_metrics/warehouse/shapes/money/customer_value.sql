-- customer_value: one row per customer and month with revenue in the window before it, and for the month it ran out.
-- kind: rows
-- tables: subscription|order_line|receivable
-- margin: subscription|order_line|receivable, order_line|product
-- refresh: valued_on
-- row of shape.ledger_month: cast(month_on + interval 1 month as date) .. least(
--   cast(month_on + to_months((select max(window_months) + 1 from main.tier_rule)) as date),
--   (select max(last_on) from shape.value_reach)) as valued_on
with rule as (
  select *, cast(revenue_weight as decimal(9, 6)) as on_revenue, cast(margin_weight as decimal(9, 6)) as on_margin
  from main.tier_rule
),
booked as (
  select *, extract(year from month_on) * 12 + extract(month from month_on) as month_no,
    lead(month_on) over (partition by customer order by month_on) as next_on
  from shape.ledger_month
),
valued as (            -- each booking opens the months up to the next one, or until its window has run out
  select b.customer,
    cast(unnest(generate_series(cast(b.month_on + interval 1 month as timestamp),
      cast(least(coalesce(b.next_on, r.last_on), cast(b.month_on + to_months(u.window_months + 1) as date), r.last_on)
        as timestamp), interval 1 month)) as date) as valued_on
  from booked b cross join rule u cross join shape.value_reach r
),
line as (
  select customer, month_no, null as valued_on, revenue, costed_revenue, margin from booked
  union all
  select customer, extract(year from valued_on) * 12 + extract(month from valued_on), valued_on, null, null, null
  from valued
),
windowed as (
  select l.customer, l.valued_on,
    coalesce(sum(l.revenue) over before, 0) as revenue,
    coalesce(sum(l.costed_revenue) over before, 0) as costed_revenue,
    sum(l.margin) over before as margin
  from line l cross join rule u
  window before as (partition by l.customer order by l.month_no range between u.window_months preceding and 1 preceding)
),
rated as (             -- what has no cost earns like what has one; where nothing has, revenue alone decides
  select *, coalesce(cast(sum(margin) over (partition by valued_on)
      / nullif(sum(costed_revenue) over (partition by valued_on), 0) as decimal(18, 6)), 1) as rate
  from windowed where valued_on is not null
),
worth as (
  select t.valued_on, t.customer,
    cast(t.revenue as decimal(18, 2)) as revenue, cast(t.margin as decimal(18, 2)) as margin,
    cast(u.on_revenue * t.revenue + u.on_margin * (coalesce(t.margin, 0) + (t.revenue - t.costed_revenue) * t.rate)
      as decimal(18, 2)) as value
  from rated t cross join rule u
),
ladder as (            -- of equal values all stand on the same rung
  select valued_on, value, sum(sum(greatest(value, 0))) over richest
      - sum(greatest(value, 0)) as above,   -- what richer ones bring
    sum(sum(greatest(value, 0))) over (partition by valued_on) as total
  from worth group by valued_on, value
  window richest as (partition by valued_on order by value desc)
)
select
  w.valued_on, w.customer, w.revenue, w.margin, w.value,
  cast(l.above as double) / nullif(cast(l.total as double), 0) as share_above,
  case
    when w.value <= 0 then 'low'
    when u.criterion = 'amount' then case when w.value >= u.high then 'high' when w.value >= u.medium then 'medium'
      else 'low' end
    when l.above < u.high * cast(l.total as double) then 'high'
    when l.above < u.medium * cast(l.total as double) then 'medium'
    else 'low'
  end as computed_tier,
  case when w.value <= 0 then 'no_value' else u.criterion end as tier_reason
from worth w
cross join rule u
join ladder l on l.valued_on = w.valued_on and l.value = w.value

-- ledger_month: one row per customer and whole month with revenue; of the debtors' ledger where no other is loaded.
-- kind: rows
-- tables: subscription|order_line|receivable
-- margin: subscription|order_line|receivable, order_line|product
-- refresh: customer
-- row of main.receivable: nullif(kept_id(customer_id), 'unknown') as customer
-- row of main.subscription: nullif(kept_id(customer_id), 'unknown') as customer
-- row of shape.sale_line: nullif(customer, 'unknown') as customer
-- link of shape.customer_key: customer = alias_id; customer
-- what is sold in a month that still runs opens no other one
with reach as (select since, sold, last_on from shape.value_reach),
span as (              -- what was accrued before the data begin is not told apart by customers who had left by then
  select s.customer_id, s.product_id, s.mrr, greatest(s.starts_on, coalesce(r.since, s.starts_on)) as from_on,
    least(coalesce(s.ends_on, r.last_on), r.last_on) as to_on
  from main.subscription s cross join reach r where s.mrr > 0
),
accrued as (           -- a month's revenue is spread evenly over its days; decimal: a sum is the same in any order
  select s.customer_id, s.product_id, cast(m.month_at as date) as month_on,
    cast(s.mrr * (least(s.to_on, cast(m.month_at + interval 1 month as date))
      - greatest(s.from_on, cast(m.month_at as date))) / extract(day from last_day(cast(m.month_at as date)))
      as decimal(24, 8)) as revenue,
    s.mrr
  from span s
  cross join unnest(generate_series(cast(date_trunc('month', s.from_on) as timestamp),
    cast(s.to_on - 1 as timestamp), interval 1 month)) as m(month_at)
  where s.to_on > s.from_on
),
entry as (
  select l.customer as customer_id, cast(date_trunc('month', l.ordered_on) as date) as month_on, l.amount as revenue,
    coalesce(l.cost, l.quantity * p.unit_cost) as cost
  from shape.sale_line l left join main.product p on p.product_id = l.product_id
  union all
  select a.customer_id, a.month_on, a.revenue, cast(a.revenue / a.mrr * p.unit_cost as decimal(24, 8))
  from accrued a left join main.product p on p.product_id = a.product_id
  union all
  select v.customer_id, cast(date_trunc('month', v.entry_on) as date), v.amount, null
  from main.receivable v cross join reach r where not r.sold and v.kind in ('invoice', 'credit_note')
)
select
  e.month_on, coalesce(k.customer, e.customer_id) as customer,
  cast(sum(e.revenue) as decimal(18, 2)) as revenue,
  cast(coalesce(sum(e.revenue) filter (where e.cost is not null), 0) as decimal(18, 2)) as costed_revenue,
  cast(sum(e.revenue - e.cost) as decimal(18, 2)) as margin      -- of what has a cost; null where nothing has
from entry e join reach r on e.month_on < r.last_on left join shape.customer_key k on k.alias_id = e.customer_id
where coalesce(k.customer, e.customer_id) <> 'unknown'
group by e.month_on, coalesce(k.customer, e.customer_id)

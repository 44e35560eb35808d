-- purchase: one row per order, with its place among those of its customer; delivery is judged by the day.
-- kind: rows
-- tables: order_line
-- margin: order_line, order_line|product
-- nothing: nothing to divide by: no orders
with bought as (
  select
    order_id, min(ordered_on) as ordered_on, max(promised_on) as promised_on,
    case when bool_and(delivered_on is not null) filter (where sold) then max(delivered_on) end as delivered_on,
    bool_and(coalesce(delivered_on <= promised_on, false)) filter (where sold and promised_on is not null) as punctual,
    min(customer) as customer, min(campaign) as campaign, min(agent) as agent, min(team) as team, {team: min(%) as %},
    sum(amount) as amount, sum(margin) as margin, count(*) filter (where sold) as lines
  from shape.order_line where not is_return
  group by order_id
),
known as (
  select
    order_id, row_number() over following as order_no, lead(ordered_on) over following as next_on
  from bought where customer <> 'unknown'
  window following as (partition by customer order by ordered_on, order_id)
),
reach as (select loaded_through as through from shape.watermark where table_name = 'order_line')
select
  b.ordered_on, b.promised_on, b.delivered_on, b.order_id,
  b.customer, {customer: c.%},
  {customer_then: p.% as promised_%},
  b.campaign, b.agent, b.team, {team: b.%}, b.amount, b.margin, b.lines,
  n.order_no,
  -- the first order of the history is the first one of all only where nothing says that the customer came before
  case when n.order_no is not null
    then n.order_no = 1 and coalesce(k.acquired_on >= b.ordered_on, true) end as first_order,
  case when n.order_no = 1 and coalesce(k.acquired_on >= b.ordered_on, true) then b.amount
    when n.order_no is not null then 0 end as first_order_amount,
  case when n.order_no is not null then coalesce(n.next_on, w.through) - b.ordered_on end as gap_days,
  case when b.promised_on <= w.through then b.punctual end as on_time,   -- never delivered is late, not missing
  case when n.order_no is not null then n.next_on is not null end as repeated,
  case when n.order_no is not null and b.ordered_on + 90 <= w.through
       then coalesce(n.next_on <= b.ordered_on + 90, false) end as repeated_90d
from bought b
left join reach w on true
left join known n on n.order_id = b.order_id
left join shape.customer_today k on k.customer = b.customer
left join shape.customer_span c on c.customer = b.customer and b.ordered_on >= c.from_on and b.ordered_on < c.to_on
left join shape.customer_span p on p.customer = b.customer and b.promised_on >= p.from_on and b.promised_on < p.to_on

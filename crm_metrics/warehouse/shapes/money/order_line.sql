-- order_line: one row per line of a one-off sale; a return is a negative line on the day on which it came back.
-- kind: rows
-- tables: order_line
-- cost: order_line, order_line|product
-- margin: order_line, order_line|product
-- costed: order_line, order_line|product
-- nothing: nothing to divide by: no order lines
with line_told as (
  select
    l.* exclude (customer_id, ordered_at, product_id, quantity, list_amount, amount, cost, is_return, returned_order_id),
    s.* exclude (order_id, line_no), p.line as product_line,
    cast(l.delivered_at at time zone :time_zone as date) as delivered_on,
    coalesce(s.cost, case when not s.is_discount then cast(s.quantity * p.unit_cost as decimal(14, 2)) end) as told_cost
  from main.order_line l
  join shape.sale_line s on s.order_id = l.order_id and s.line_no = l.line_no
  left join main.product p on p.product_id = l.product_id
),
line as (                                        -- a discount costs nothing more: its order's margin is less by it
  select *, coalesce(told_cost, case when is_discount and bool_and(told_cost is not null) filter (
    where not is_return and not is_discount) over (partition by order_id) then 0 end) as known_cost
  from line_told
),
back as (                                        -- what came back is taken off the first lines of its product first
  select s.order_id, s.line_no, sum(abs(r.quantity)) as quantity
  from line s join line r
    on r.is_return and r.sold_in = s.order_id and r.product_id = s.product_id
   and r.ordered_on between s.ordered_on and s.ordered_on + 30
  where not s.is_return and not s.is_discount
  group by s.order_id, s.line_no
),
before as (
  select order_id, line_no, coalesce(sum(quantity) over (
    partition by order_id, product_id order by line_no rows between unbounded preceding and 1 preceding), 0) as quantity
  from line where not is_return and not is_discount
),
reach as (select loaded_through as through from shape.watermark where table_name = 'order_line')
select
  l.ordered_on, l.promised_on, l.delivered_on, l.ordered_at, l.delivered_at, l.order_id, l.line_no,
  l.customer, {customer: c.%},
  l.product_id as product, l.product_line, l.work_item_id as work_item, l.campaign_id as campaign,
  l.agent_id as agent, l.team, {team: h.%},
  l.quantity, l.list_amount, l.amount, l.known_cost as cost, l.amount - l.known_cost as margin,
  l.list_amount - l.amount as discount,
  not l.is_return and not l.is_discount as sold, l.is_return, l.is_discount,
  l.list_amount is not null as priced, l.known_cost is not null as costed,
  case when not l.is_return and not l.is_discount and l.ordered_on + 30 <= w.through
       then coalesce(b.quantity, 0) > f.quantity end as returned_30d
from line l
left join reach w on true
left join back b on b.order_id = l.order_id and b.line_no = l.line_no
left join before f on f.order_id = l.order_id and f.line_no = l.line_no
left join shape.team_area h on h.team = l.team
left join shape.customer_span c on c.customer = l.customer and l.ordered_on >= c.from_on and l.ordered_on < c.to_on

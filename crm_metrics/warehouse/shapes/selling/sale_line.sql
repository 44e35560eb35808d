-- sale_line: one row per line of an order document: sold, or given back by the same document or by one of its own.
-- kind: rows
-- tables: order_line
with told as (
  select
    l.order_id, l.line_no, coalesce(k.customer, l.customer_id) as customer, l.product_id, l.ordered_at,
    cast(l.ordered_at at time zone :time_zone as date) as ordered_on,
    l.quantity, l.list_amount, l.amount, l.cost, l.returned_order_id,
    -- taken back: said so, a negative quantity, or a document that takes money off and sells nothing; a negative amount
    -- beside lines that sell is a discount of their order
    l.is_return or l.quantity < 0 or (l.amount < 0 and not bool_or(
      not l.is_return and l.quantity >= 0 and l.amount > 0) over (partition by l.order_id)) as is_return
  from main.order_line l left join shape.customer_key k on k.alias_id = l.customer_id
),
line as (
  select *, not is_return and amount < 0 as is_discount,
    bool_and(list_amount is not null) filter (where not is_return and amount >= 0) over (partition by order_id) as priced
  from told
),
own as (select distinct order_id, product_id from line where not is_return and not is_discount),
given_back as (        -- what names no order and stands in none gives back the last purchase of that product
  select r.order_id, r.line_no, max_by(s.order_id, row(s.ordered_at, s.order_id)) as sold_in
  from line r
  join line s
    on s.customer = r.customer and s.product_id = r.product_id and not s.is_return and not s.is_discount
      and s.ordered_at <= r.ordered_at
  left join own o on o.order_id = r.order_id and o.product_id = r.product_id
  where r.is_return and r.returned_order_id is null and o.order_id is null and r.customer <> 'unknown'
  group by r.order_id, r.line_no
)
select
  l.order_id, l.line_no, l.customer, l.product_id, l.ordered_at, l.ordered_on, l.is_return, l.is_discount,
  case when l.is_return then coalesce(l.returned_order_id, g.sold_in, l.order_id) end as sold_in,
  -- a discount hands nothing over: it has no pieces, and no list price of its own beside lines that have one
  case when l.is_return then -abs(l.quantity) when l.is_discount then 0 else l.quantity end as quantity,
  case when l.is_return then -abs(l.list_amount) when l.is_discount then case when l.priced then 0 end
    else l.list_amount end as list_amount,
  case when l.is_return then -abs(l.amount) else l.amount end as amount,
  case when l.is_return then -abs(l.cost) else l.cost end as cost
from line l left join given_back g on g.order_id = l.order_id and g.line_no = l.line_no

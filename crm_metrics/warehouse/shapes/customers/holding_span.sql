-- holding_span: one row per customer, product line and stretch of days on which the customer holds it.
-- kind: span
-- tables: subscription|order_line
with held as (         -- a subscription that is paid or paused, or an order in the last days of the rule
  select 'subscription' as ledger, customer, product_id, from_on, to_on from shape.paid_span
  union all
  select 'order_line', customer, product_id, ordered_on, ordered_on + :active_book_days
  from shape.sale_line where not is_return and not is_discount
),
seen as (                                        -- what would end after its ledger's watermark has not ended yet
  select distinct                                -- equal rows would have no order
    h.customer, coalesce(p.line, h.product_id) as product_line, h.from_on,
    case when h.to_on > w.loaded_through then date '9999-12-31' else h.to_on end as to_on
  from held h
  left join shape.watermark w on w.table_name = h.ledger
  left join main.product p on p.product_id = h.product_id
  where h.customer <> 'unknown' and h.to_on > h.from_on
),
reach as (
  select *, max(to_on) over (partition by customer, product_line order by from_on, to_on
                             rows between unbounded preceding and 1 preceding) as reached
  from seen
),
numbered as (
  select *, count(*) filter (where reached is null or from_on > reached) over (
    partition by customer, product_line order by from_on, to_on rows unbounded preceding) as stretch
  from reach
)
select min(from_on) as from_on, max(to_on) as to_on, customer, product_line
from numbered group by customer, product_line, stretch

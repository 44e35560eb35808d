-- line_start: one row per customer and product line: the day on which the customer first bought it.
-- kind: rows
-- tables: subscription|order_line
select
  min(from_on) as started_on, customer, product_line,
  row_number() over (partition by customer order by min(from_on), product_line) as line_no
from shape.holding_span group by customer, product_line

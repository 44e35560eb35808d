-- line_pair_day: one row per day and ordered pair of product lines: how many customers came to hold both on that day.
-- kind: rows
-- tables: subscription|order_line
select greatest(a.started_on, b.started_on) as day, a.product_line, b.product_line as with_line, count(*) as holders
from shape.line_start a join shape.line_start b on b.customer = a.customer and b.product_line <> a.product_line
group by all

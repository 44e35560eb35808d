-- line_day: one row per day on which somebody first bought a product line: how many, and how many bought anything at all.
-- kind: rows
-- tables: subscription|order_line
select started_on as day, product_line, count(*) as holders, count_if(line_no = 1) as buyers
from shape.line_start group by started_on, product_line

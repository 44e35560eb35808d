-- value_month: one row per month at whose beginning customers were valued, with the next one.
-- kind: rows
-- tables: subscription|order_line|receivable
select valued_on, lead(valued_on) over (order by valued_on) as next_on
from (select distinct valued_on from shape.customer_value) as valued

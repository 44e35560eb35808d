-- value_reach: one row: the first day of the last month whose past is whole, the last at which customers are valued.
-- kind: rows
-- tables: subscription|order_line|receivable
select cast(date_trunc('month', min(loaded_through) + 1) as date) as last_on
from shape.watermark where table_name in ('subscription', 'order_line')
  or (table_name = 'receivable'
    and not exists (select 1 from shape.watermark where table_name in ('subscription', 'order_line')))

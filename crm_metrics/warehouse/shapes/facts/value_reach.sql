-- value_reach: one row: the first day of the last month whose past is whole, the last at which customers are valued.
-- kind: rows
-- tables: subscription|order_line|receivable
with told as (
  select table_name <> 'receivable' as sold, loaded_from, loaded_through
  from shape.watermark where table_name in ('subscription', 'order_line', 'receivable')
)
select
  cast(date_trunc('month', min(loaded_through) filter (where sold or not any_sold) + 1) as date) as last_on,
  min(loaded_from) as since,                       -- the first day of the data
  coalesce(bool_or(sold), false) as sold           -- another table than the debtors' ledger tells revenue
from (select *, bool_or(sold) over () as any_sold from told) as told

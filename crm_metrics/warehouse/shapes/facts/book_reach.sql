-- book_reach: one row: the months of the data of what customers hold, which go on when a month begins or ends.
-- kind: rows
-- tables: subscription|order_line
select
  max(loaded_from) as since,
  cast(date_trunc('month', min(loaded_through)) as date) as month_on,           -- the first day of the last month begun
  cast(date_trunc('month', min(loaded_through) + 1) as date) as whole_until     -- the months before this day are whole
from shape.watermark where table_name in ('subscription', 'order_line')

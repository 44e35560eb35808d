-- watermark: one row per input table that was ever loaded: its first day, how far its sources reach, and its "now".
-- kind: rows
-- tables: company
with reach as (                                -- a source reaches as far as its furthest load; it never goes back
  select source, max(loaded_through) as through, max_by(source_ended, load_id) as ended
  from main.load_log group by source
),
table_reach as (
  select
    l.table_name,
    min(l.loaded_from) as loaded_from,
    coalesce(min(r.through) filter (where not r.ended), max(r.through)) as loaded_through
  from main.load_log l join reach r on r.source = l.source
  group by l.table_name
)
select
  table_name, loaded_from, loaded_through,
  cast(loaded_through + 1 as timestamp) at time zone :time_zone as now_at
from table_reach

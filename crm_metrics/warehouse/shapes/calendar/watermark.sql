-- watermark: one row per input table that was ever loaded: its first day, how far its sources reach, and its "now".
-- kind: rows
-- tables: company
with source_reach as (                         -- a source reaches as far as its furthest load; it never goes back
  select source, max(loaded_through) as through, max_by(source_ended, load_id) as ended
  from main.load_log group by source
),
reach as (                                     -- and so do its tables, but where its files end on days of their own
  select
    l.source, l.table_name, r.ended,
    case when s.source is null then any_value(r.through) else max(l.loaded_through) end as through
  from main.load_log l join source_reach r on r.source = l.source
  left join main.separate_source s on s.source = l.source
  group by l.source, l.table_name, r.ended, s.source
),
table_reach as (
  select
    l.table_name,
    min(l.loaded_from) as loaded_from,
    coalesce(min(r.through) filter (where not r.ended), max(r.through)) as loaded_through
  from main.load_log l join reach r on r.source = l.source and r.table_name = l.table_name
  group by l.table_name
)
select
  table_name, loaded_from, loaded_through,
  cast(loaded_through + 1 as timestamp) at time zone :time_zone as now_at
from table_reach

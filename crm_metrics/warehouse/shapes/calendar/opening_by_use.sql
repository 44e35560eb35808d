-- opening_by_use: one row per opening and 86,400 open seconds of its calendar that it has a part of; so an amount of open time
-- is held against the few openings in which it may run out.
-- kind: rows
-- tables: business_hours
with opening as (
  select calendar_id, opens_at, closes_at, open_seconds_before,
    open_seconds_before + epoch(closes_at) - epoch(opens_at) as open_seconds_after,
    lead(open_seconds_before) over (partition by calendar_id order by opens_at) as next_before
  from shape.open_interval
)
select u.open_day, o.calendar_id, o.opens_at, o.open_seconds_before, o.open_seconds_after, o.next_before
from opening o
cross join unnest(generate_series(cast(floor(o.open_seconds_before / 86400) as bigint),
  cast(floor(coalesce(o.next_before, o.open_seconds_after) / 86400) as bigint))) as u(open_day)

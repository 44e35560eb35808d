-- opening_by_day: one row per opening and day of UTC in which an instant may have it as its latest one; so an instant is held
-- against the few openings of its day. The last opening of a calendar has no next one, and stands on all days after it.
-- kind: rows
-- tables: business_hours
with opening as (
  select calendar_id, opens_at, closes_at, open_seconds_before,
    lead(opens_at) over (partition by calendar_id order by opens_at) as next_at
  from shape.open_interval
),
ends as (
  select cast(floor(max(epoch(closes_at)) / 86400) as bigint) as last_day from opening
)
select u.utc_day, o.calendar_id, o.opens_at, o.closes_at, o.next_at, o.open_seconds_before
from opening o cross join ends e
cross join unnest(generate_series(cast(floor(epoch(o.opens_at) / 86400) as bigint),
  coalesce(cast(floor(epoch(o.next_at) / 86400) as bigint), e.last_day))) as u(utc_day)

-- open_interval: one row per opening of a calendar, in instants; business time is a difference of open seconds.
-- kind: rows
-- tables: business_hours
with ends as (
  select min(day) as first, max(day) + 1 as last from shape.calendar_day
),
  -- rows that touch or overlap are one opening, or their hours would count twice
marked as (
  select calendar_id, weekday, opens, closes,
    opens > max(closes) over (
      partition by calendar_id, weekday order by opens, closes rows between unbounded preceding
        and 1 preceding) as apart
  from shape.business_hours
),
numbered as (
  select calendar_id, weekday, opens, closes,
    sum(case when apart then 1 else 0 end) over (
      partition by calendar_id, weekday order by opens, closes rows unbounded preceding) as opening
  from marked
),
opening as (
  select calendar_id, weekday, min(opens) as opens, max(closes) as closes
  from numbered group by calendar_id, weekday, opening
),
  -- local hours of the day become instants: days of 23 and 25 hours come out right
instant as (
  select o.calendar_id, (d.day + o.opens) at time zone :time_zone as opens_at,
    (d.day + o.closes) at time zone :time_zone as closes_at
  from shape.calendar_day d
  join opening o on o.weekday = d.weekday
  left join shape.holiday h on h.calendar_id = o.calendar_id and h.day = d.day
  where h.day is null and o.calendar_id <> 'always'
  union all
  select 'always', cast(first as timestamp) at time zone :time_zone, cast(last as timestamp) at time zone :time_zone
  from ends where first is not null
)
select opens_at, closes_at, calendar_id,
  cast(coalesce(sum(epoch(closes_at) - epoch(opens_at)) over (
    partition by calendar_id order by opens_at rows between unbounded preceding and 1 preceding),
      0) as bigint) as open_seconds_before
from instant where closes_at > opens_at

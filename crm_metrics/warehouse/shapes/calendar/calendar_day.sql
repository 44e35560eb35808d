-- calendar_day: one row per civil day, from the first fact to well after the last one, so that clocks can run out; to the
-- end of that year, so that one more day of facts leaves it as it was.
-- kind: rows
-- tables: company
with fact as (
  select min(offered_at) as first_at, max(offered_at) as last_at from main.interaction
  union all select min(opened_at), max(coalesce(closed_at, opened_at)) from main.work_item
  union all select min(changed_at), max(changed_at) from main.status_event
  union all select min(started_at), max(started_at) from main.agent_time
  union all select min(sent_at), max(coalesce(responded_at, sent_at)) from main.survey
  union all select min(ordered_at), max(ordered_at) from main.order_line
  union all select min(entry_at), max(entry_at) from main.loyalty_entry
),
reached as (
  select cast(min(first_at) at time zone :time_zone as date) as first,
    cast(max(last_at) at time zone :time_zone as date) as last from fact
  union all select min(starts_on), max(starts_on) from main.subscription
  union all select min(entry_on), max(greatest(entry_on, coalesce(due_on, entry_on))) from main.receivable
  union all select min(starts_on), max(starts_on) from main.campaign
  union all select min(loaded_from), max(loaded_through) from main.load_log
),
span as (                                      -- a mistyped year must not make a calendar of ten thousand years
  select
    greatest(min(first), date '1900-01-01') - 31 as first,
    least(max(last), date '2150-12-31') + 400
      + coalesce((select cast(max(target_seconds) // 10000 as integer)
        from main.sla_policy where target_seconds < 1e9), 0) as last
  from reached
),
day_list as (
  select cast(unnest(generate_series(cast(first as timestamp),
    date_trunc('year', last) + interval 1 year - interval 1 day, interval 1 day)) as date) as day from span
),
settings as (select coalesce((select fiscal_year_start_month from main.company), 1) as fiscal_start),
open_weekday as (
  select distinct weekday from shape.business_hours where calendar_id = 'company'
  union all
  select weekday from unnest([1, 2, 3, 4, 5]) as ordinary(weekday)
  where not exists (select 1 from shape.business_hours where calendar_id = 'company')
),
numbered as (
  select
    d.day, cast(isodow(d.day) as integer) as weekday,
    cast(date_trunc('month', d.day) as date) as month_on,
    cast((month(d.day) - s.fiscal_start + 12) % 12 as integer) as fiscal_month_before,
    h.day is not null as closed, h.name as holiday
  from day_list d cross join settings s
  left join shape.holiday h on h.calendar_id = 'company' and h.day = d.day
)
select
  n.day, n.weekday,
  strftime(n.day, '%G-W%V') as iso_week,
  n.day - (n.weekday - 1) as week_on,
  n.month_on,
  cast(n.month_on - to_months(n.fiscal_month_before % 3) as date) as quarter_on,
  cast(n.month_on - to_months(n.fiscal_month_before) as date) as year_on,
  n.fiscal_month_before + 1 as fiscal_month,
  n.fiscal_month_before // 3 + 1 as fiscal_quarter,
  -- the calendar year in which it ends
  cast(year(n.month_on + to_months(11 - n.fiscal_month_before)) as integer) as fiscal_year,
  w.weekday is not null and not n.closed as working,
  n.holiday
from numbered n left join open_weekday w on w.weekday = n.weekday

-- The company, its opening hours, and the days with their season, growth and openings.

-- Inside a transaction DuckDB guesses that a new table is small and loops over it; an as-of join then takes ten times as long.
set asof_loop_join_threshold = 0;

insert into main.company (name, time_zone, currency, locale, _source)
values ('Andina Hogar (demo)', 'America/Bogota', 'COP', 'es-CO', 'crm');

insert into main.business_hours (calendar_id, weekday, opens, closes, _source)
select calendar_id, weekday, opens::time, closes::time, 'crm'
from (values ('company', 1, 5, '08:00', '12:30'), ('company', 1, 5, '13:30', '18:00'), ('company', 6, 6, '09:00', '13:00'),
             ('linea', 1, 5, '07:00', '20:00'), ('linea', 6, 6, '08:00', '17:00'))
     as hours (calendar_id, first_weekday, last_weekday, opens, closes),
     range(1, 8) as days (weekday)
where weekday between first_weekday and last_weekday
order by calendar_id, weekday, opens;

create temp table demo_day as
with days as (
  select unnest(generate_series(getvariable('demo_first') - 365, getvariable('demo_last') + 120, interval 1 day))::date as day),
marked as (
  select day, isodow(day) as weekday,
    day in (select h.day from main.holiday as h where h.calendar_id = 'company') as holiday
  from days)
select day, weekday, holiday, weekday < 7 and not holiday as is_open, weekday = 6 as saturday,
  list_extract([0.96, 0.94, 0.98, 0.97, 1.02, 1.00, 0.98, 0.99, 1.00, 1.01, 1.07, 1.12]::double[], month(day))
    * (1 + 0.0002 * date_diff('day', getvariable('demo_first'), day)) as level,   -- season and a modest growth
  min(day) filter (where weekday < 7 and not holiday) over (order by day rows between current row
      and unbounded following) as next_open,
  max(day) filter (where weekday < 7 and not holiday) over (order by day rows between unbounded preceding
      and current row) as last_open
from marked;

create temp table demo_opening as                       -- openings with the open seconds before each: business time both ways
with openings as (
  select h.calendar_id, d.day + h.opens as opens_at, d.day + h.closes as closes_at
  from demo_day as d join main.business_hours as h on h.weekday = d.weekday where not d.holiday)
select calendar_id, opens_at, closes_at, date_diff('second', opens_at, closes_at) as open_seconds,
  coalesce(sum(date_diff('second', opens_at, closes_at)) over (
    partition by calendar_id order by opens_at rows between unbounded preceding and 1 preceding), 0)::bigint as seconds_before
from openings;

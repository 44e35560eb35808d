-- The plan of sales for quarters and years: as many average months as they have.

insert into main.target (metric, cadence, process, team, goal, tolerance, valid_from, valid_to, _source)
with spans as (
  select goal, team, t.valid_from, s.cadence, s.months, date_trunc(s.cadence, t.valid_from)::date as from_on
  from main.target as t, (values ('quarter', 3), ('year', 12)) as s (cadence, months)
  where t.metric = 'bookings' and t.cadence = 'month')
select 'bookings', cadence, 'sales', team, round(avg(goal) * months), round(avg(goal) * months * 0.03), from_on,
  (from_on + to_months(months))::date, 'crm'
from spans group by cadence, months, team, from_on order by 7, 2, 4;

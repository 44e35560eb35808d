-- holiday: one row per calendar and closed day; those of the company's file before imported rows.
-- kind: rows
-- tables: holiday
select day, calendar_id, name from main.holiday
where calendar_id not in (select calendar_id from main.declared_calendar where holidays)
union all
select day, calendar_id, name from main.declared_holiday

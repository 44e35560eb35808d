-- holiday: one row per calendar and closed day.
-- kind: rows
-- tables: holiday
select day, calendar_id, name from main.holiday

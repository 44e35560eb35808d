-- business_hours: one row per opening of a weekday, in local hours; a calendar of the company's file before imported rows.
-- kind: rows
-- tables: business_hours
select calendar_id, weekday, opens, closes from main.business_hours
where calendar_id not in (select calendar_id from main.declared_calendar)
union all
select calendar_id, weekday, opens, closes from main.declared_hours

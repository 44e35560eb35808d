-- business_hours: one row per opening of a weekday, in local hours.
-- kind: rows
-- tables: business_hours
select calendar_id, weekday, opens, closes from main.business_hours

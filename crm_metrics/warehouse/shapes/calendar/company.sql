-- company: one row, the company whose boards these are.
-- kind: rows
-- tables: company
select name, time_zone, currency, fiscal_year_start_month, locale from main.company

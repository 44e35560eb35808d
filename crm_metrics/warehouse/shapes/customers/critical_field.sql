-- critical_field: one row per critical field of a customer's record: those of the company's list, else the usual six.
-- kind: rows
-- tables: customer
select field from main.critical_field
union all
select unnest(['contact', 'region', 'segment', 'tier', 'lifecycle_stage', 'agent']) as field
where not exists (select 1 from main.critical_field)

-- own_tiers: one row: whether the company imports the value tier of any customer; it then goes by its own.
-- kind: rows
-- tables: customer
-- own: customer, status_event
select exists (select 1 from main.customer where value_tier is not null)
  or exists (select 1 from main.status_event where entity = 'customer' and attribute = 'value_tier') as own

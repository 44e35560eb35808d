-- customer_alias: one row per other id of a customer.
-- kind: rows
-- tables: customer_alias
select a.alias_id, coalesce(k.customer, a.customer_id) as customer, a.rule
from main.customer_alias a left join shape.customer_key k on k.alias_id = a.alias_id

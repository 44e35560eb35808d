-- customer_key: one row per alias of a customer, with the id that stays; chains are followed, circles are left alone.
-- kind: rows
-- tables: customer_alias
with recursive chain (alias_id, customer, steps) as (
  select alias_id, customer_id, 1 from main.customer_alias where alias_id <> 'unknown'
  union all
  select c.alias_id, a.customer_id, c.steps + 1
  from chain c join main.customer_alias a on a.alias_id = c.customer
  where c.steps < 20                             -- a circle would go on for ever
)
select alias_id, max_by(customer, steps) as customer
from chain
where customer not in (select alias_id from main.customer_alias)
group by alias_id

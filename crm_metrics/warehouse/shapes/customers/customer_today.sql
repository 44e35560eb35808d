-- customer_today: one row per customer as of now, the rows of its aliases folded into the id that stays.
-- kind: rows
-- tables: customer
with known as (
  select c.*, coalesce(k.customer, c.customer_id) as customer,
    case when k.customer is null then 0 else 1 end as folded   -- what the row of the alias says fills the gaps only
  from main.customer c left join shape.customer_key k on k.alias_id = c.customer_id
  where c.customer_id <> 'unknown'
)
select
  customer,
  min_by(name, (folded, customer_id)) as name,
  min_by(kind, (folded, customer_id)) as kind,
  {customer: min_by($, (folded, customer_id)) filter (where $ is not null) as %},
  min_by(owner_agent_id, (folded, customer_id)) filter (where owner_agent_id is not null) as agent,
  min_by(acquisition_campaign_id, (folded, customer_id)) filter (where acquisition_campaign_id is not null) as campaign,
  bool_or(email is not null or phone is not null) as reachable,
  bool_or(email is not null) as emailed,
  bool_or(phone is not null) as phoned,
  min_by(_source, (folded, customer_id)) as source,
  min(acquired_on) as acquired_on,
  min(created_at) as created_at,
  min(cast(created_at at time zone :time_zone as date)) as created_on
from known
group by customer

-- membership: one row per stretch of a customer in the loyalty programme, from the first entry to the one that leaves.
-- kind: rows
-- tables: loyalty_entry
with entry as (
  select
    coalesce(k.customer, l.customer_id) as customer, l.kind, l.entry_at,
    cast(l.entry_at at time zone :time_zone as date) as entry_on
  from main.loyalty_entry l left join shape.customer_key k on k.alias_id = l.customer_id
  where l.customer_id <> 'unknown' and l.kind in ('enrol', 'earn', 'redeem', 'leave')
),
turn as (              -- every leaving closes one turn; who earns without enrolling is a member all the same
  select *, coalesce(count(*) filter (where kind = 'leave') over (
    partition by customer order by entry_at, case kind when 'leave' then 1 else 0 end
    rows between unbounded preceding and 1 preceding), 0) as turn_no
  from entry
)
select
  customer,
  min(entry_on) filter (where kind <> 'leave') as from_on,
  coalesce(max(entry_on) filter (where kind = 'leave'), date '9999-12-31') as to_on,
  turn_no
from turn
group by customer, turn_no
having count(*) filter (where kind <> 'leave') > 0

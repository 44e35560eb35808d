-- membership: one row per stretch of a customer in the loyalty programme, from the entry that enrols to the one that leaves.
-- kind: rows
-- tables: loyalty_entry
with entry as (
  select
    coalesce(k.customer, l.customer_id) as customer, l.kind, l.entry_at,
    cast(l.entry_at at time zone :time_zone as date) as entry_on
  from main.loyalty_entry l left join shape.customer_key k on k.alias_id = l.customer_id
  where l.customer_id <> 'unknown' and l.kind in ('enrol', 'earn', 'redeem', 'leave')
),
rule as (select count(*) filter (where kind = 'enrol') > 0 as enrolments_kept from entry),
placed as (            -- of one moment, who was a member leaves and comes back; who was none comes and leaves
  select *, max_by(kind, entry_at) filter (where kind in ('enrol', 'leave')) over past as stood,
    count(*) over past > 0 as known
  from entry
  window past as (partition by customer order by entry_at
    range between unbounded preceding and interval 1 microsecond preceding)
),
turn as (              -- every leaving closes one turn
  select *, coalesce(count(*) filter (where kind = 'leave') over (
    partition by customer order by entry_at,
      (kind = 'leave') = not (known and coalesce(stood, 'enrol') = 'enrol'), kind
    rows between unbounded preceding and 1 preceding), 0) as turn_no
  from placed
),
-- who earns or redeems without enrolling is a member all the same; after leaving, what was left is spent and what was
-- bought before is posted: only enrolling anew begins a new turn, or earning, where the programme keeps no enrolments
marked as (
  select t.*, t.kind = 'enrol' or (t.turn_no = 0 and t.kind in ('earn', 'redeem'))
    or (t.kind = 'earn' and not r.enrolments_kept) as enrols
  from turn t cross join rule r
)
select
  customer,
  min(entry_on) filter (where enrols) as from_on,
  coalesce(max(entry_on) filter (where kind = 'leave'), date '9999-12-31') as to_on,
  turn_no
from marked
group by customer, turn_no
having count(*) filter (where enrols) > 0

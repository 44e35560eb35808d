-- receivable: one row per entry of the debtors' ledger; a payment is credited once, to the last contact before it.
-- kind: rows
-- tables: receivable
-- collected_amount: receivable, interaction
-- credited: receivable, interaction
-- agent: receivable, interaction
-- team: receivable, interaction
-- ledger of amount: invoices
-- ledger of cash: payments
-- ledger of collected_amount: payments
-- ledger of credited: payments
-- nothing: nothing to divide by: no entries
with entry as (                                  -- an entry without an invoice stands in the customer's own account
  select r.*, coalesce(k.customer, r.customer_id) as customer,
    coalesce('invoice ' || r.invoice_id, 'customer ' || coalesce(k.customer, r.customer_id)) as account
  from main.receivable r left join shape.customer_key k on k.alias_id = r.customer_id
),
part as (                                        -- what of an invoice is due on one day: an instalment
  select distinct account, coalesce(due_on, entry_on) as part_on from entry where kind = 'invoice'
),
contact as (
  select
    coalesce(k.customer, i.customer_id) as customer, i.agent_id, i.team, i.offered_at, i.interaction_id,
    cast(i.offered_at at time zone :time_zone as date) as day
  from main.interaction i left join shape.customer_key k on k.alias_id = i.customer_id
  where i.process = 'collections' and i.right_party and i.customer_id <> 'unknown'
),
earned as (                                      -- within fourteen days of a right-party contact with that customer
  select e.entry_id,
    max_by(struct_pack(agent := c.agent_id, team := c.team), row(c.offered_at, c.interaction_id)) as who
  from entry e join contact c on c.customer = e.customer and c.day between e.entry_on - 14 and e.entry_on
  where e.kind = 'payment' and e.interaction_id is null and e.agent_id is null and e.team is null
  group by e.entry_id
),
said as (                                        -- where the source says whose it is, that holds
  select
    e.entry_id, coalesce(e.agent_id, i.agent_id) as agent, coalesce(e.team, i.team) as team
  from entry e left join main.interaction i on i.interaction_id = e.interaction_id
  where e.interaction_id is not null or e.agent_id is not null or e.team is not null
),
credit as (
  select
    e.entry_id, case when e.kind = 'payment' then s.entry_id is not null or w.entry_id is not null end as credited,
    coalesce(s.agent, w.who.agent) as agent, coalesce(s.team, w.who.team) as team
  from entry e
  left join said s on s.entry_id = e.entry_id
  left join earned w on w.entry_id = e.entry_id
)
select
  e.entry_on, e.due_on, e.entry_id, e.invoice_id, e.account, e.kind, e._source as source,
  p.part_on,                                     -- the part that it names; and the one at which it is counted
  coalesce(p.part_on, min(p.part_on) filter (where e.kind = 'invoice') over accounted, min(e.entry_on) over accounted)
    as home_on,
  e.customer, {customer: c.%},
  'collections' as process, x.agent, x.team, {team: h.%}, e.amount,
  case when e.kind in ('payment', 'reversal') then -e.amount else 0 end as cash,
  case when x.credited then -e.amount else 0 end as collected_amount,
  e.disputed, x.credited
from entry e
join credit x on x.entry_id = e.entry_id
left join part p on p.account = e.account
  and p.part_on = case when e.kind = 'invoice' then coalesce(e.due_on, e.entry_on) else e.due_on end
left join shape.team_area h on h.team = x.team
left join shape.customer_span c on c.customer = e.customer and e.entry_on >= c.from_on and e.entry_on < c.to_on
window accounted as (partition by e.account)

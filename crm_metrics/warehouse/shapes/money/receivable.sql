-- receivable: one row per entry of the debtors' ledger and invoice that it settles; a payment is credited once.
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
with recursive entry as materialized (
  select r.*, coalesce(k.customer, r.customer_id) as customer
  from main.receivable r left join shape.customer_key k on k.alias_id = r.customer_id
),
listed as (                                      -- a payment of several invoices names them by bars
  select entry_id, entry_on, amount, regexp_extract(invoice_id, '^[a-z0-9_]+:') as prefix,
    trim(unnest(string_split(invoice_id, '|'))) as name
  from entry e where kind <> 'invoice' and contains(invoice_id, '|')
    and not exists (select 1 from entry i where i.kind = 'invoice' and i.invoice_id = e.invoice_id)
),
named as (
  select distinct entry_id, entry_on, amount,
    case when starts_with(name, prefix) then name else prefix || name end as invoice_id
  from listed where name <> ''
),
linked (invoice_id, root) as (
  select invoice_id, invoice_id from named
  union
  select n.invoice_id, l.root
  from linked l join named m on m.invoice_id = l.invoice_id join named n on n.entry_id = m.entry_id
),
bundle as (select invoice_id, min(root) as bundle from linked group by invoice_id),
turn as (                                        -- what the invoices of a bundle share, in its order
  select b.bundle, n.entry_id, n.entry_on, n.amount,
    row_number() over (partition by b.bundle order by n.entry_on, n.entry_id) as turn
  from (select entry_id, entry_on, amount, min(invoice_id) as invoice_id from named group by entry_id, entry_on, amount) n
  join bundle b on b.invoice_id = n.invoice_id
),
standing as (                                    -- what each of them owes on that day, before what is shared
  select t.bundle, t.turn, t.amount, b.invoice_id, bool_or(n.entry_id is not null) as meant,
    coalesce(sum(e.amount) filter (where e.entry_on <= t.entry_on), 0) as owed,
    coalesce(min(coalesce(e.due_on, e.entry_on)) filter (where e.kind = 'invoice'), date '9999-12-31') as due_on
  from turn t
  join bundle b on b.bundle = t.bundle
  left join named n on n.entry_id = t.entry_id and n.invoice_id = b.invoice_id
  left join entry e on e.invoice_id = b.invoice_id
  group by t.bundle, t.turn, t.amount, b.invoice_id
),
placed as (                                      -- money goes to the oldest first; what bounces takes the newest back
  select *, row_number() over (partition by bundle, turn
      order by meant desc, (due_on - date '2000-01-01') * sign(-amount), invoice_id) as place,
    row_number() over (partition by bundle, turn order by meant desc, due_on desc, invoice_id desc) = 1 as newest
  from standing
),
divided (bundle, turn, invoice_id, taken, piece) as (
  select bundle, cast(0 as bigint), invoice_id, cast(0 as decimal(18, 2)), cast(0 as decimal(18, 2)) from bundle
  union all
  select bundle, turn, invoice_id, cast(taken + piece as decimal(18, 2)), cast(piece as decimal(18, 2)) from (
    select bundle, turn, invoice_id, taken, sign(-amount) * (
      greatest(least(room, abs(amount) - coalesce(sum(room) over (
        partition by bundle order by place rows between unbounded preceding and 1 preceding), 0)), 0)
      + case when newest then greatest(abs(amount) - sum(room) over (partition by bundle), 0) else 0 end) as piece
    from (
      select p.*, d.taken, case when not p.meant then 0 when p.amount < 0 then greatest(p.owed - d.taken, 0)
        else greatest(d.taken, 0) end as room
      from divided d join placed p on p.bundle = d.bundle and p.turn = d.turn + 1 and p.invoice_id = d.invoice_id
    )
  )
),
piece as (
  select t.entry_id, d.invoice_id, -d.piece as amount
  from divided d join turn t on t.bundle = d.bundle and t.turn = d.turn where d.piece <> 0
),
booked as (                                      -- an entry without an invoice stands in the customer's own account
  select e.entry_id, e.kind, e.entry_on, e.due_on, e.disputed, e._source, e.customer,
    coalesce(p.invoice_id, e.invoice_id) as invoice_id, coalesce(p.amount, e.amount) as amount,
    coalesce('invoice ' || coalesce(p.invoice_id, e.invoice_id), 'customer ' || e.customer) as account
  from entry e left join piece p on p.entry_id = e.entry_id
),
part as (                                        -- what of an invoice is due on one day: an instalment
  select account, coalesce(due_on, entry_on) as part_on from booked where kind = 'invoice' group by all
),
first_part as (
  select account, coalesce(min(coalesce(due_on, entry_on)) filter (where kind = 'invoice'), min(entry_on)) as part_on
  from booked group by account
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
  -- the part that it names, and the one at which it is counted
  case when e.kind = 'invoice' then coalesce(e.due_on, e.entry_on) else p.part_on end as part_on,
  case when e.kind = 'invoice' then coalesce(e.due_on, e.entry_on) else coalesce(p.part_on, f.part_on) end as home_on,
  e.customer, {customer: c.%},
  'collections' as process, x.agent, x.team, {team: h.%}, e.amount,
  case when e.kind in ('payment', 'reversal') then -e.amount else 0 end as cash,
  case when x.credited then -e.amount else 0 end as collected_amount,
  e.disputed, x.credited
from booked e
join credit x on x.entry_id = e.entry_id
join first_part f on f.account = e.account
left join part p on p.account = e.account and p.part_on = e.due_on and e.kind <> 'invoice'
left join shape.team_area h on h.team = x.team
left join shape.customer_span c on c.customer = e.customer and e.entry_on >= c.from_on and e.entry_on < c.to_on

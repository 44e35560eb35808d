-- promise: one row per promise to pay obtained in a contact, with what was paid of it in time.
-- kind: rows
-- tables: interaction
-- kept_amount: interaction, receivable
-- due_amount: interaction, receivable
-- kept: interaction, receivable
-- paid_amount: interaction, receivable
-- ledger of kept_amount: payments
-- ledger of due_amount: payments
-- ledger of kept: payments
-- ledger of paid_amount: payments
-- nothing: nothing to divide by: no promises
with recursive reach as (
  select min(loaded_through) as through
    from shape.watermark where table_name in ('interaction', 'receivable') having count(*) = 2
),
promise as (
  select i.*, row_number() over (partition by customer order by promised_on, offered_at, interaction_id) as turn
  from shape.interaction i
  where promised_on is not null and promised_amount is not null
),
  -- a payment that bounced was never made: a reversal takes back the newest money that came before it
cash as (
  select customer, account, entry_id, entry_on, kind, -amount as paid, sum(-amount) over so_far as balance
  from shape.receivable
  where kind in ('payment', 'reversal')
  window so_far as (partition by account order by entry_on, kind, entry_id rows unbounded preceding)
),
stayed as (
  select *, min(balance) over (partition by account order by entry_on, kind, entry_id
    rows between current row and unbounded following) as lowest
  from cash
),
payment as (
  select customer, entry_id, entry_on, sum(greatest(lowest - (balance - paid), 0)) as paid
  from stayed where kind = 'payment' group by customer, entry_id, entry_on
),
  -- each promise in its turn takes what the older ones left
spending (customer, entry_id, entry_on, left_over, turn, taken) as (
  select distinct p.customer, p.entry_id, p.entry_on, cast(p.paid as decimal(14, 2)), cast(0 as bigint),
    cast(0 as decimal(14, 2))
  from payment p join promise q on q.customer = p.customer and p.entry_on >= q.offered_on
    and p.entry_on <= q.promised_on + :promise_grace_days
  where p.paid > 0 and p.customer <> 'unknown'
  union all
  select customer, entry_id, entry_on, cast(left_over - taking as decimal(14, 2)), turn, cast(taking as decimal(14, 2))
  from (
    select s.customer, s.entry_id, s.entry_on, s.left_over, q.turn,
      case when s.entry_on >= q.offered_on and s.entry_on <= q.promised_on + :promise_grace_days
        then greatest(least(s.left_over, q.promised_amount - coalesce(sum(
          case when s.entry_on >= q.offered_on and s.entry_on <= q.promised_on + :promise_grace_days
            then s.left_over else 0 end) over (
          partition by s.customer order by s.entry_on, s.entry_id rows between unbounded preceding
            and 1 preceding), 0)), 0)
        else 0 end as taking
    from spending s join promise q on q.customer = s.customer and q.turn = s.turn + 1
  )
),
judged as (                                    -- nobody knows what an unknown customer paid
  select p.*, p.customer <> 'unknown' and p.promised_on + :promise_grace_days <= r.through as settled,
    p.customer <> 'unknown' and r.through is not null as known
    from promise p left join reach r on true
),
kept as (
  select customer, turn, sum(taken) as kept_amount from spending where turn > 0 group by customer, turn
)
select
  p.promised_on, p.offered_on as obtained_on, p.interaction_id, p.process,
  p.customer, {customer: s.%},
  p.agent, p.team, {team: p.%}, {touchpoint: p.%}, p.touchpoint, p.work_item, p.kind, p.reason, p.priority,
  p.product, p.product_line, p.campaign,
  p.promised_amount,
  case when p.settled then p.promised_amount end as due_amount,
  case when p.settled then coalesce(k.kept_amount, 0) end as kept_amount,
  case when p.settled then coalesce(k.kept_amount, 0) >= p.promised_amount end as kept,
  case when p.known then coalesce(k.kept_amount, 0) end as paid_amount   -- so far, also before its day is over
from judged p
left join kept k on k.customer = p.customer and k.turn = p.turn
left join shape.customer_state s on s.customer = p.customer
  and cast(p.promised_on as timestamp) at time zone :time_zone >= s.from_at
  and cast(p.promised_on as timestamp) at time zone :time_zone < s.to_at

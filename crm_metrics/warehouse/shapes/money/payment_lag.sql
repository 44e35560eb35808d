-- payment_lag: one row per piece of an invoice's money, with the days until it was paid; what is not paid is censored.
-- kind: rows
-- tables: receivable
-- ledger: invoices, payments
-- refresh: account
-- row of shape.invoice: account
-- link of shape.receivable: account
-- lasting: not paid
with day as (                                    -- credit allotted to an invoice pays it on that day
  select
    account, entry_on, sum(case when kind in ('payment', 'reversal', 'allocation') then -amount else 0 end) as cash,
    sum(case when kind in ('credit_note', 'write_off', 'adjustment') then -amount else 0 end) as forgiven
  from shape.receivable where kind <> 'invoice' and invoice_id is not null group by account, entry_on
),
running as (
  select *, sum(cash) over upto as received, sum(forgiven) over upto as given_up from day
  window upto as (partition by account order by entry_on rows unbounded preceding)
),
stayed as (                                      -- a payment that bounced later was never made, nor one given up for good
  select *, greatest(min(received) over onwards, 0) as kept, greatest(min(given_up) over onwards, 0) as lost from running
  window onwards as (partition by account order by entry_on rows between current row and unbounded following)
),
piece as (
  select account, entry_on, true as paid, kept - lag(kept, 1, 0) over upto as amount from stayed
  window upto as (partition by account order by entry_on)
  union all                                      -- forgiven money was never paid, and nobody waits for it any more
  select account, entry_on, false, lost - lag(lost, 1, 0) over upto from stayed
  window upto as (partition by account order by entry_on)
),
stacked as (
  select *, sum(amount) over (
    partition by account order by entry_on, paid desc rows unbounded preceding) as upto
  from piece where amount > 0
),
invoice as (                                     -- the whole of it, whatever its due days
  select *, sum(amount) over (partition by account) as whole from shape.invoice
  qualify row_number() over (partition by account order by issued_on, due_on) = 1
),
allotted as (                                        -- money above the invoice's amount is an advance on another one
  select i.account, s.entry_on, s.paid, least(i.whole, s.upto) - least(i.whole, s.upto - s.amount) as amount
  from invoice i join stacked s on s.account = i.account
),
gone as (select account, sum(amount) as amount from allotted group by account),
reach as (select loaded_through as through from shape.watermark where table_name = 'receivable'),
life as (
  select account, entry_on, paid, amount from allotted where amount > 0
  union all
  select i.account, w.through, false, i.whole - coalesce(g.amount, 0)
  from invoice i left join gone g on g.account = i.account cross join reach w
  where i.whole > coalesce(g.amount, 0)
)
select
  i.issued_on, l.entry_on as ended_on, i.invoice_id, i.account, i.customer, {customer: i.%}, 'collections' as process,
  -- what came before its invoice took no days that anybody could count
  case when l.entry_on >= i.issued_on then l.entry_on - i.issued_on end as pay_days, l.paid, l.amount
from life l join invoice i on i.account = l.account

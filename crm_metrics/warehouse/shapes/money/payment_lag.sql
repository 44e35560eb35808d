-- payment_lag: one row per piece of an invoice's money, with the days until it was paid; what is not paid is censored.
-- kind: rows
-- tables: receivable
with day as (
  select
    invoice_id, entry_on, sum(cash) as cash,
    sum(case when kind in ('credit_note', 'write_off') then -amount else 0 end) as forgiven
  from shape.receivable where kind <> 'invoice' group by invoice_id, entry_on
),
running as (
  select *, sum(cash) over (partition by invoice_id order by entry_on rows unbounded preceding) as received from day
),
stayed as (                                      -- a payment that bounced later was never made
  select *, greatest(min(received) over (
    partition by invoice_id order by entry_on rows between current row and unbounded following), 0) as kept
  from running
),
piece as (
  select invoice_id, entry_on, true as paid,
    kept - lag(kept, 1, 0) over (partition by invoice_id order by entry_on) as amount
  from stayed
  union all                                      -- forgiven money was never paid, and nobody waits for it any more
  select invoice_id, entry_on, false, forgiven from day
),
stacked as (
  select *, sum(amount) over (
    partition by invoice_id order by entry_on, paid desc rows unbounded preceding) as upto
  from piece where amount > 0
),
allotted as (                                        -- money above the invoice's amount is an advance on another one
  select i.invoice_id, s.entry_on, s.paid, least(i.amount, s.upto) - least(i.amount, s.upto - s.amount) as amount
  from shape.invoice i join stacked s on s.invoice_id = i.invoice_id
),
gone as (select invoice_id, sum(amount) as amount from allotted group by invoice_id),
reach as (select loaded_through as through from shape.watermark where table_name = 'receivable'),
life as (
  select invoice_id, entry_on, paid, amount from allotted where amount > 0
  union all
  select i.invoice_id, w.through, false, i.amount - coalesce(g.amount, 0)
  from shape.invoice i left join gone g on g.invoice_id = i.invoice_id cross join reach w
  where i.amount > coalesce(g.amount, 0)
)
select
  i.issued_on, l.entry_on as ended_on, i.invoice_id, i.customer, {customer: i.%}, 'collections' as process,
  greatest(l.entry_on - i.issued_on, 0) as pay_days, l.paid, l.amount
from life l join shape.invoice i on i.invoice_id = l.invoice_id

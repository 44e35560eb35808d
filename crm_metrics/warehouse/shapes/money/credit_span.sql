-- credit_span: one row per account and stretch of days on which the company owes its customer the same.
-- kind: span
-- tables: receivable
-- ledger: invoices, payments, numbers
with billed as (                                 -- payments without any invoice are a list of payments, nobody's credit
  select distinct r.account from shape.receivable r join shape.ledger_source s on s.source is not distinct from r.source
  where s.invoices
)
select
  greatest(b.from_on, coalesce(c.from_on, b.from_on)) as from_on, least(b.to_on, coalesce(c.to_on, b.to_on)) as to_on,
  i.invoice_id, i.customer, {customer: c.%},
  'collections' as process, b.credit as balance
from shape.account_balance b
join billed l on l.account = b.account
join shape.invoice i on i.account = b.account and i.due_on = b.due_on
left join shape.customer_span c on c.customer = i.customer and c.from_on < b.to_on and c.to_on > b.from_on
where b.credit > 0

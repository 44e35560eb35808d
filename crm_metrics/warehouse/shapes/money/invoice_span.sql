-- invoice_span: one row per due day of an invoice and stretch of one debt, cut where its age or a dimension changes.
-- kind: span
-- tables: receivable
-- ledger: invoices
-- ledger of overdue: invoices, dues
-- ledger of bucket: invoices, dues
-- nothing: nothing to divide by: no balance
-- refresh: account
-- row of shape.account_balance: account
-- row of shape.invoice: account
-- link of shape.customer_span: customer
with bucket (name, since_days, until_days) as (  -- days past due at the close; on the due day it is still current
  values ('0', -1000000, 1), ('1-30', 1, 31), ('31-60', 31, 61), ('61-90', 61, 91), ('91+', 91, 4000000)
),
aged as (
  select
    greatest(b.from_on, case when a.since_days < 0 or i.undated then b.from_on else i.due_on + a.since_days end) as from_on,
    least(b.to_on, case when a.until_days > 91 or i.undated then b.to_on else i.due_on + a.until_days end) as to_on,
    i.invoice_id, i.account, i.issued_on, i.due_on, i.customer, b.balance, case when not i.undated then a.name end as bucket, b.disputed
  from shape.account_balance b
  join shape.invoice i on i.account = b.account and i.due_on = b.due_on
  join bucket a
    on (a.since_days < 0 or (i.due_on + a.since_days < b.to_on and not i.undated))   -- nobody knows the age of an undated one
   and (a.until_days > 91 or i.due_on + a.until_days > b.from_on or i.undated)
  where b.balance > 0
)
select
  greatest(a.from_on, coalesce(c.from_on, a.from_on)) as from_on, least(a.to_on, coalesce(c.to_on, a.to_on)) as to_on,
  a.invoice_id, a.account, a.issued_on, a.due_on,
  a.customer, {customer: c.%},
  'collections' as process, a.balance, a.bucket, a.bucket <> '0' as overdue, a.disputed
from aged a
left join shape.customer_span c on c.customer = a.customer and c.from_on < a.to_on and c.to_on > a.from_on

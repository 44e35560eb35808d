-- invoice: one row per invoice, with the day on which nothing was owed any more.
-- kind: rows
-- tables: receivable
-- nothing: nothing to divide by: no invoices
with entry as (
  select
    invoice_id, coalesce(min(entry_on) filter (where kind = 'invoice'), min(entry_on)) as issued_on,
    coalesce(max(coalesce(due_on, entry_on)) filter (where kind = 'invoice'), min(entry_on)) as due_on,
    max_by(customer, row(entry_on, entry_id)) as customer, max(entry_on) as touched_on,
    coalesce(sum(amount) filter (where kind = 'invoice'), 0) as amount, bool_or(disputed) as disputed
  from shape.receivable group by invoice_id
),
owed as (select invoice_id, max(to_on) as until_on from shape.invoice_balance group by invoice_id),
dated as (
  select e.*,
    case when o.until_on is null then e.touched_on
         when o.until_on < date '9999-12-31' then o.until_on end as settled_on
  from entry e left join owed o on o.invoice_id = e.invoice_id
),
reach as (select loaded_through as through from shape.watermark where table_name = 'receivable')
select
  d.issued_on, d.due_on, d.settled_on, d.invoice_id,
  d.customer, {customer: c.%},
  'collections' as process, d.amount, coalesce(d.settled_on, w.through) - d.issued_on as pay_days,
  greatest(d.due_on - d.issued_on, 0) as terms_days, d.settled_on is not null as settled, d.disputed
from dated d
left join reach w on true
left join shape.customer_span c on c.customer = d.customer and d.issued_on >= c.from_on and d.issued_on < c.to_on

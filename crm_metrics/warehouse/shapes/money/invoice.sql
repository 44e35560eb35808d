-- invoice: one row per invoice and due day of it, with the day on which nothing was owed of it any more.
-- kind: rows
-- tables: receivable
-- ledger: invoices
-- nothing: nothing to divide by: no invoices
-- refresh: account
-- row of shape.account_balance: account
-- row of shape.receivable: account
-- link of shape.customer_span: customer
-- lasting: settled_on is null
with account as (                                -- whoever pays, the debt is that of the one who was invoiced
  select account, max_by(customer, row(customer <> 'unknown', kind = 'invoice', entry_on, entry_id)) as customer,
    max(entry_on) as touched_on, bool_or(disputed and part_on is null) as disputed
  from shape.receivable group by account
),
part as (
  select
    account, home_on as due_on, any_value(invoice_id) as invoice_id,
    bool_or(kind = 'invoice' and due_on is not null) as dated,
    bool_or(kind = 'invoice' and due_on is null and source in (select source from main.undated_source)) as untold,
    coalesce(min(entry_on) filter (where kind = 'invoice'), min(entry_on)) as issued_on,
    coalesce(sum(amount) filter (where kind = 'invoice'), 0) as amount,
    bool_or(disputed and part_on is not null) as disputed
  from shape.receivable group by account, home_on
),
owed as (
  select account, due_on, max(to_on) as until_on from shape.account_balance where balance > 0 group by account, due_on
),
dated as (
  select p.*, a.customer, p.disputed or a.disputed as in_dispute,
    case when o.until_on is null then a.touched_on
         when o.until_on < date '9999-12-31' then o.until_on end as settled_on
  from part p
  join account a on a.account = p.account
  left join owed o on o.account = p.account and o.due_on = p.due_on
),
reach as (select loaded_through as through from shape.watermark where table_name = 'receivable')
select
  d.issued_on, d.due_on, d.settled_on, d.invoice_id, d.account,
  d.customer, {customer: c.%},
  'collections' as process, d.amount,
  case when coalesce(d.settled_on, w.through) >= d.issued_on then coalesce(d.settled_on, w.through) - d.issued_on
    end as pay_days,
  -- nobody granted a term that ends before the invoice, nor one without a due day
  case when d.dated and d.due_on >= d.issued_on then d.due_on - d.issued_on end as terms_days,
  d.settled_on is not null as settled, d.in_dispute as disputed,
  d.untold and not d.dated as undated              -- due on a day that its source never told: it stands here at its issue
from dated d
left join reach w on true
left join shape.customer_span c on c.customer = d.customer and d.issued_on >= c.from_on and d.issued_on < c.to_on

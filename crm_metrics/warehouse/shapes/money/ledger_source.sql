-- ledger_source: one row per source of the debtors' ledger: whether it tells what was invoiced, and what was paid.
-- kind: rows
-- tables: receivable
with entry as (
  select source, kind, account, invoice_id, due_on,
    bool_or(kind = 'invoice') over (partition by account) as billed,
    bool_or(kind = 'credit_note') over (partition by account) as credited,
    bool_or(kind in ('payment', 'reversal', 'allocation')) over (partition by account) as paid
  from shape.receivable
),
told as (                                        -- payments that another source brings are told, where they name its invoices
  select
    source, count(*) as entries, bool_or(billed) as invoices,
    bool_or(kind in ('payment', 'reversal') or (kind = 'invoice' and paid)) as payments,
    bool_and(kind = 'invoice') as only_invoices,
    count(distinct account) filter (where invoice_id is not null and not billed and not credited) as unknown_invoices,
    count(distinct account) filter (where kind = 'invoice' and due_on is null) as undated,
    count(distinct account) filter (where kind = 'invoice') as of_all
  from entry group by source
),
newest as (
  select source, max_by(rows_read, load_id) as rows_read from main.load_log where table_name = 'receivable' group by source
)
select
  t.source, t.invoices, t.payments, t.unknown_invoices,
  o.source is not null and t.only_invoices         -- it says that it lists what is open, and all of it is in its last file
    and coalesce(n.rows_read >= t.entries, true) as listed,
  case when u.source is not null then t.undated else 0 end as undated,   -- else an invoice without a due day is due at once
  u.source is not null and t.undated > 0 and t.undated = t.of_all as all_undated
from told t left join main.undated_source u on u.source = t.source
  left join newest n on n.source = t.source left join main.declared_open o on o.source = t.source

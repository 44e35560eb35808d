-- ledger_source: one row per source of the debtors' ledger: whether it tells what was invoiced, and what was paid.
-- kind: rows
-- tables: receivable
with entry as (
  select source, kind,
    bool_or(kind = 'invoice') over (partition by account) as billed,
    bool_or(kind in ('payment', 'reversal', 'allocation')) over (partition by account) as paid
  from shape.receivable
),
told as (                                        -- payments that another source brings are told, where they name its invoices
  select
    source, count(*) as entries, bool_or(billed) as invoices,
    bool_or(kind in ('payment', 'reversal') or (kind = 'invoice' and paid)) as payments,
    bool_and(kind = 'invoice') as only_invoices
  from entry group by source
),
newest as (
  select source, max_by(rows_read, load_id) as rows_read from main.load_log where table_name = 'receivable' group by source
)
select
  t.source, t.invoices, t.payments,
  t.only_invoices and coalesce(n.rows_read >= t.entries, true) as listed   -- all that it ever told stands in its last file
from told t left join newest n on n.source = t.source

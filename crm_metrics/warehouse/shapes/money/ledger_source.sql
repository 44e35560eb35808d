-- ledger_source: one row per source of the debtors' ledger: whether it tells what was invoiced, and what was paid.
-- kind: rows
-- tables: receivable
with entry as (
  select e.source, e.kind, e.account, e.invoice_id, e.amount, e.due_on, o.source is not null as declared,
    bool_or(e.kind = 'invoice') over (partition by e.account) as billed,
    bool_or(e.kind = 'credit_note') over (partition by e.account) as credited,
    bool_or(e.kind in ('payment', 'reversal', 'allocation')) over (partition by e.account) as paid,
    bool_or(o.source is null) over (partition by e.account) as told_elsewhere,
    bool_or(e.kind = 'allocation' and e.amount < 0) over (partition by e.entry_on) as allotted
  from shape.receivable e left join main.declared_open o on o.source = e.source
),
told as (                                        -- payments that another source brings are told, where they name its invoices
  select
    source, bool_or(declared) as declared, count(*) as entries, bool_or(billed) as invoices,
    bool_or(kind in ('payment', 'reversal') or (kind = 'invoice' and paid)) as payments,
    bool_and(kind = 'invoice') as only_invoices,
    count(distinct account) filter (where invoice_id is not null and not billed and not credited) as unknown_invoices,
    bool_or(declared and kind = 'invoice' and told_elsewhere) as twice,
    coalesce(sum(amount) filter (where kind = 'allocation'), 0) as moved,
    bool_or(kind = 'allocation' and not allotted) as only_taken,
    count(distinct account) filter (where kind = 'invoice' and due_on is null) as undated,
    count(distinct account) filter (where kind = 'invoice') as of_all
  from entry group by source
),
newest as (
  select source, max_by(rows_read, load_id) as rows_read from main.load_log where table_name = 'receivable' group by source
)
select
  t.source, t.invoices, t.unknown_invoices, t.declared,
  t.payments and not t.declared as payments,       -- of a list of what is open, credits and advances are what is open too
  t.declared and t.only_invoices                   -- it says that it lists what is open, and all of it is in its last file
    and coalesce(n.rows_read >= t.entries, true) as listed,
  t.twice,                                         -- what another source tells of an open debt is taken off it already
  t.moved, t.only_taken,                           -- an allocation has two sides; their rates of exchange may differ
  case when u.source is not null then t.undated else 0 end as undated,   -- else an invoice without a due day is due at once
  u.source is not null and t.undated > 0 and t.undated = t.of_all as all_undated
from told t left join newest n on n.source = t.source left join main.undated_source u on u.source = t.source

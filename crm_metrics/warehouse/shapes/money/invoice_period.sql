-- invoice_period: one row per period asked and due day of an invoice with a balance or an entry in it, between the ends.
-- kind: period
-- finals: month, receivable.entry_on
-- refresh: customer
-- row of shape.invoice: customer
-- link of shape.account_balance: customer = (select min(i.customer) from shape.invoice as i where i.account = x.account)
-- link of shape.receivable: customer = (select min(i.customer) from shape.invoice as i where i.account = x.account)
-- link of shape.customer_span: customer
-- tables: receivable
-- ledger: invoices
-- ledger of opening_balance: invoices, payments
-- ledger of paid_on_overdue: invoices, payments, dues
-- ledger of overdue_opening: invoices, payments, dues
-- ledger of rolled_balance: invoices, payments, dues
-- ledger of cured_balance: invoices, payments, dues
-- ledger of written_off: invoices, payments
-- ledger of closing_current: invoices, dues
-- ledger of closing_overdue: invoices, dues
-- nothing of closing_current: nothing to divide by: there was nothing to collect
-- nothing of overdue_opening: nothing to divide by: nothing was overdue at the opening
-- nothing of opening_balance: nothing to divide by: nothing was owed at the opening
-- nothing of invoiced: nothing to divide by: no credit sales
-- nothing: nothing to divide by: no balance
with bucket (rank, name) as (values (0, '0'), (1, '1-30'), (2, '31-60'), (3, '61-90'), (4, '91+')),
part as (
  select a.period, b.account, b.due_on, a.first, a.last, b.balance as opening_balance, b.credit as opening_credit,
    0 as closing_balance, 0 as closing_credit, 0 as invoiced, 0 as paid, 0 as credited, 0 as written_off, 0 as adjusted,
    0 as allocated, 0 as settled, 0 as settled_anywhere, 0 as written_anywhere, b.disputed
  from asked a join shape.account_balance b on b.from_on < a.first and b.to_on >= a.first
  union all
  select a.period, b.account, b.due_on, a.first, a.last, 0, 0, b.balance, b.credit, 0, 0, 0, 0, 0, 0, 0, 0, 0, b.disputed
  from asked a join shape.account_balance b on b.from_on < a.next and b.to_on >= a.next
  union all
  select a.period, e.account, e.home_on, a.first, a.last, 0, 0, 0, 0,
    case when e.kind = 'invoice' then e.amount else 0 end, e.cash,
    case when e.kind = 'credit_note' then -e.amount else 0 end,
    case when e.kind = 'write_off' then -e.amount else 0 end,
    case when e.kind = 'adjustment' then e.amount else 0 end,
    case when e.kind = 'allocation' then e.amount else 0 end,
    case when e.part_on is not null and e.kind in ('payment', 'reversal', 'allocation') then -e.amount else 0 end,
    case when e.part_on is null and e.kind in ('payment', 'reversal', 'allocation') then -e.amount else 0 end,
    case when e.part_on is null and e.kind = 'write_off' then -e.amount else 0 end, e.disputed
  from asked a join shape.receivable e on e.entry_on >= a.first and e.entry_on <= a.last
),
summed as (
  select
    period, account, due_on, first, last, sum(opening_balance) as opening_balance, sum(opening_credit) as opening_credit,
    sum(closing_balance) as closing_balance, sum(closing_credit) as closing_credit,
    sum(invoiced) as invoiced, sum(paid) as paid, sum(credited) as credited, sum(written_off) as written_off,
    sum(adjusted) as adjusted, sum(allocated) as allocated, sum(settled) as settled,
    sum(settled_anywhere) as settled_anywhere, sum(written_anywhere) as written_anywhere, bool_or(disputed) as disputed
  from part group by period, account, due_on, first, last
),
pooled as (                                      -- as in account_balance: what names no part pays what was due first
  select *,
    sum(settled_anywhere + greatest(settled - opening_balance - invoiced, 0)) over (partition by period, account) as pool,
    sum(written_anywhere) over (partition by period, account) as written_loose,
    greatest(opening_balance - greatest(settled, 0), 0) as left_over,
    sum(greatest(opening_balance - greatest(settled, 0), 0)) over (partition by period, account order by due_on) as left_so_far
  from summed
),
aged as (                                        -- days past due at the close of the day before, and of the last day
  select s.*, i.customer, i.invoice_id, i.issued_on,
    s.opening_balance - least(s.left_over, greatest(s.left_so_far - greatest(s.pool, 0), 0)) as opening_paid,
    case when not i.undated then s.first - 1 - s.due_on end as opening_age,
    case when not i.undated then s.last - s.due_on end as closing_age
  from pooled s join shape.invoice i on i.account = s.account and i.due_on = s.due_on
),
ranked as (
  select *,
    case when opening_balance > 0 and opening_age is not null then least((greatest(opening_age, 0) + 29) // 30, 4) end as opening_rank,
    case when closing_balance > 0 and closing_age is not null then least((greatest(closing_age, 0) + 29) // 30, 4) end as closing_rank
  from aged
),
judged as (
  select *,
    coalesce(opening_rank > 0, false) as opening_overdue,
    case when opening_rank is not null then coalesce(closing_rank > opening_rank, false) end as rolled,
    case when opening_rank > 0                                  -- not by writing it off
      then coalesce(closing_rank = 0, written_off - written_anywhere + written_loose = 0) end as cured
  from ranked
)
select
  j.period, j.invoice_id, j.issued_on, j.due_on,
  j.customer, {customer: c.%},
  'collections' as process,
  j.opening_balance, j.opening_credit,
  o.name as opening_bucket,
  j.invoiced, j.paid, j.credited, j.written_off, j.adjusted, j.allocated,
  case when j.opening_overdue then j.opening_paid else 0 end as paid_on_overdue,
  j.closing_balance, j.closing_credit,
  d.name as closing_bucket,
  case when j.closing_rank = 0 then j.closing_balance else 0 end as closing_current,
  case when j.closing_rank > 0 then j.closing_balance else 0 end as closing_overdue,
  case when j.opening_overdue then j.opening_balance else 0 end as overdue_opening,
  case when j.rolled then least(j.opening_balance, j.closing_balance) else 0 end as rolled_balance,
  case when j.cured then j.opening_balance else 0 end as cured_balance,
  j.opening_overdue, j.rolled, j.cured, j.disputed
from judged j
left join bucket o on o.rank = j.opening_rank
left join bucket d on d.rank = j.closing_rank
left join shape.customer_span c
  on c.customer = j.customer
 and greatest(j.first - 1, j.issued_on) >= c.from_on and greatest(j.first - 1, j.issued_on) < c.to_on

-- invoice_period: one row per period asked and invoice with a balance or an entry in it, between the period's own ends.
-- kind: period
-- tables: receivable
-- nothing: nothing to divide by: no balance
with bucket (rank, name) as (values (0, '0'), (1, '1-30'), (2, '31-60'), (3, '61-90'), (4, '91+')),
part as (
  select a.period, b.invoice_id, a.first, a.last, b.balance as opening_balance, 0 as closing_balance,
    0 as invoiced, 0 as paid, 0 as credited, 0 as written_off, b.disputed
  from asked a join shape.invoice_balance b on b.from_on < a.first and b.to_on >= a.first
  union all
  select a.period, b.invoice_id, a.first, a.last, 0, b.balance, 0, 0, 0, 0, b.disputed
  from asked a join shape.invoice_balance b on b.from_on < a.next and b.to_on >= a.next
  union all
  select a.period, e.invoice_id, a.first, a.last, 0, 0,
    case when e.kind = 'invoice' then e.amount else 0 end, e.cash,
    case when e.kind = 'credit_note' then -e.amount else 0 end,
    case when e.kind = 'write_off' then -e.amount else 0 end, e.disputed
  from asked a join shape.receivable e on e.entry_on >= a.first and e.entry_on <= a.last
),
summed as (
  select
    period, invoice_id, first, last, sum(opening_balance) as opening_balance, sum(closing_balance) as closing_balance,
    sum(invoiced) as invoiced, sum(paid) as paid, sum(credited) as credited, sum(written_off) as written_off,
    bool_or(disputed) as disputed
  from part group by period, invoice_id, first, last
),
aged as (                                        -- days past due at the close of the day before, and of the last day
  select s.*, i.customer, i.issued_on, i.due_on, s.first - 1 - i.due_on as opening_age, s.last - i.due_on as closing_age
  from summed s join shape.invoice i on i.invoice_id = s.invoice_id
),
ranked as (
  select *,
    case when opening_balance <> 0 then least((greatest(opening_age, 0) + 29) // 30, 4) end as opening_rank,
    case when closing_balance <> 0 then least((greatest(closing_age, 0) + 29) // 30, 4) end as closing_rank
  from aged
),
judged as (
  select *,
    coalesce(opening_rank > 0, false) as opening_overdue,
    case when opening_rank is not null then coalesce(closing_rank > opening_rank, false) end as rolled,
    case when opening_rank > 0 then coalesce(closing_rank = 0, written_off = 0) end as cured   -- not by writing it off
  from ranked
)
select
  j.period, j.invoice_id, j.issued_on, j.due_on,
  j.customer, {customer: c.%},
  'collections' as process,
  j.opening_balance,
  o.name as opening_bucket,
  j.invoiced, j.paid, j.credited, j.written_off,
  case when j.opening_overdue then greatest(0, least(j.paid, j.opening_balance)) else 0 end as paid_on_overdue,
  j.closing_balance,
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

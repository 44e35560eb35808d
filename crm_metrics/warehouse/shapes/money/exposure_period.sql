-- exposure_period: one row per period asked and customer that owes at its close, with how it paid in the year before.
-- kind: period
-- tables: receivable
-- ledger: invoices, payments, dues
-- nothing: nothing to divide by: no balance
with owed as (
  select
    a.period, a.last, s.customer, {customer: s.%},
    sum(s.balance) as balance, sum(case when s.overdue then s.balance else 0 end) as overdue_balance
  from asked a join shape.invoice_span s on s.from_on < a.next and s.to_on >= a.next
  group by all
),
due as (
  select a.period, a.last, i.account, i.customer, i.amount, i.due_on
  from asked a join shape.invoice i on i.due_on > a.last - 365 and i.due_on <= a.last and not i.undated
  where i.amount > 0 and i.customer <> 'unknown'
),
late as (                                        -- as it stood then: what became of an invoice afterwards is not asked
  select d.period, d.account, d.due_on, max(least(b.to_on, d.last) - d.due_on) as days_late
  from due d join shape.account_balance b
    on b.account = d.account and b.due_on = d.due_on and b.from_on <= d.last and b.to_on > d.due_on and b.balance > 0
  group by d.period, d.account, d.due_on
),
paid as (
  select
    d.period, d.customer, count(*) as parts, max(coalesce(l.days_late, 0)) as worst_days,
    sum(case when coalesce(l.days_late, 0) = 0 then d.amount else 0 end) / nullif(sum(d.amount), 0) as punctual_share
  from due d left join late l on l.period = d.period and l.account = d.account and l.due_on = d.due_on
  group by d.period, d.customer
),
judged as (
  select o.*,
    case when coalesce(p.parts, 0) < 3 then 'new_payer'   -- two due days are no behaviour yet
         when p.worst_days > 60 then 'pays_very_late'
         when p.punctual_share >= 0.9 and p.worst_days <= 30 then 'pays_on_time'
         else 'pays_late' end as payer
  from owed o left join paid p on p.period = o.period and p.customer = o.customer
)
select
  period, customer, {customer: %}, 'collections' as process,
  balance, overdue_balance, payer, case when payer in ('pays_late', 'pays_very_late') then balance else 0 end as late_payer_balance
from judged

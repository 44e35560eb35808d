-- countback_period: one row per period asked, customer and month of credit sales up to its close, the newest month first.
-- kind: period
-- tables: receivable
-- ledger: invoices
with month as (                                  -- whole months, the one of the close as far as it has run; two years of them
  select
    period, first, last, next, months_back,
    cast(date_trunc('month', last) as date) - to_months(cast(months_back as integer)) as month_on
  from (select *, unnest(range(24)) as months_back from asked) as numbered
),
dated as (
  select period, last, months_back, cast(month_on as date) as since_on,
    least(cast(month_on + to_months(1) as date) - 1, last) as until_on
  from month
),
part as (
  select d.period, e.customer, d.months_back, e.entry_on as day, e.amount as invoiced, 0 as closing_balance
  from dated d
  join shape.receivable e on e.entry_on >= d.since_on and e.entry_on <= d.until_on
  where e.kind = 'invoice'
  union all
  select a.period, i.customer, 0, a.last, 0, b.balance
  from asked a
  join shape.account_balance b on b.from_on < a.next and b.to_on >= a.next and b.balance > 0
  join shape.invoice i on i.account = b.account and i.due_on = b.due_on
),
summed as (
  select period, customer, months_back, sum(invoiced) as invoiced, sum(closing_balance) as closing_balance
  from part group by period, customer, months_back
)
select
  s.period, s.customer, {customer: c.%},
  'collections' as process, s.months_back, d.last - d.until_on as days_back, d.until_on - d.since_on + 1 as month_days,
  s.invoiced, s.closing_balance
from summed s
join dated d on d.period = s.period and d.months_back = s.months_back
left join shape.customer_span c on c.customer = s.customer and d.last >= c.from_on and d.last < c.to_on

-- account_balance: one row per account, due day and stretch of days of one debt of the customer, or one credit.
-- kind: span
-- tables: receivable
-- refresh: account
-- row of shape.receivable: account
-- What was paid is allotted anew for each day, to the parts that fell due first, but for entries that name their part: so
-- no order of rows, files or loads changes it, and a payment that bounced reopens what it had paid.
with part as (
  select account, home_on as due_on, home_on = max(home_on) over (partition by account) as newest,
    count(*) over (partition by account) as parts
  from shape.receivable group by account, home_on
),
moved as (
  select account, entry_on, part_on, sum(amount) as amount, bool_or(disputed) as disputed
  from shape.receivable group by account, entry_on, part_on
),
whole as (                                       -- what is due on one day: all its money is its own
  select m.account, m.entry_on, p.due_on, sum(sum(m.amount)) over upto as amount,
    bool_or(bool_or(m.disputed)) over upto as disputed   -- no entry says that a dispute is over
  from moved m join part p on p.account = m.account and p.parts = 1
  group by m.account, m.entry_on, p.due_on
  window upto as (partition by m.account order by m.entry_on)
),
day as (
  select account, entry_on,
    sum(sum(case when part_on is null then amount else 0 end)) over upto as loose,
    bool_or(bool_or(part_on is null and disputed)) over upto as disputed
  from moved where account in (select account from part where parts > 1) group by account, entry_on
  window upto as (partition by account order by entry_on)
),
standing as (                                    -- every part on every day of its account, before the loose money
  select
    d.account, d.entry_on, p.due_on, p.newest, d.loose, sum(coalesce(m.amount, 0)) over upto as amount,
    d.disputed or bool_or(coalesce(m.disputed, false)) over upto as disputed
  from day d
  join part p on p.account = d.account
  left join moved m on m.account = d.account and m.entry_on = d.entry_on and m.part_on = p.due_on
  window upto as (partition by d.account, p.due_on order by d.entry_on)
),
pooled as (                                      -- a part paid beyond its amount pays the others
  select *,
    sum(greatest(-amount, 0)) over (partition by account, entry_on) - loose as pool,
    greatest(amount, 0) as owed,
    sum(greatest(amount, 0)) over (partition by account, entry_on order by due_on) as owed_so_far
  from standing
),
settled as (                                     -- what was added beyond the invoice is due last; what is left is a credit
  select account, entry_on, due_on, disputed,
    least(owed, greatest(owed_so_far - pool, 0)) + case when newest then greatest(-pool, 0) else 0 end as balance,
    case when newest then greatest(pool - owed_so_far, 0) else 0 end as credit
  from pooled
  union all
  select account, entry_on, due_on, disputed, greatest(amount, 0), greatest(-amount, 0) from whole
),
turn as (
  select * from settled
  window past as (partition by account, due_on order by entry_on)
  qualify row_number() over past = 1 or balance <> lag(balance) over past or credit <> lag(credit) over past
    or disputed <> lag(disputed) over past
),
stretch as (
  select entry_on as from_on,
    lead(entry_on, 1, date '9999-12-31') over (partition by account, due_on order by entry_on) as to_on,
    account, due_on, balance, credit, disputed
  from turn
)
select from_on, to_on, account, due_on, balance, credit, disputed from stretch where balance > 0 or credit > 0

-- invoice_balance: one row per invoice and stretch of days on which its balance stays the same and is not nought.
-- kind: span
-- tables: receivable
with day as (
  select invoice_id, entry_on, sum(amount) as amount, bool_or(disputed) as disputed
  from shape.receivable group by invoice_id, entry_on
),
running as (
  select
    invoice_id, entry_on as from_on,
    lead(entry_on, 1, date '9999-12-31') over upto as to_on,
    sum(amount) over upto as balance,
    bool_or(disputed) over upto as disputed      -- once disputed it stays so: no entry says that a dispute is over
  from day
  window upto as (partition by invoice_id order by entry_on)
)
select from_on, to_on, invoice_id, balance, disputed from running where balance <> 0

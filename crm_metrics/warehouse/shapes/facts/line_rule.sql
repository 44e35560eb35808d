-- line_rule: one row per first day of a month and two product lines: how many hold one, and how many of them the other.
-- kind: rows
-- tables: subscription|order_line
with month as (
  select distinct c.month_on as day
  from shape.calendar_day c join shape.book_reach w on c.month_on > w.since and c.day <= w.month_on
  where c.month_on = c.day
),
held as (              -- learnt from what was bought before that day alone
  select m.day, d.product_line, sum(d.holders) as holders
  from month m join shape.line_day d on d.day < m.day group by m.day, d.product_line
)
select h.day, h.product_line, p.with_line, cast(sum(p.holders) as bigint) as both,
  cast(any_value(h.holders) as bigint) as holders
from held h join shape.line_pair_day p on p.product_line = h.product_line and p.with_line <> p.product_line and p.day < h.day
group by h.day, h.product_line, p.with_line

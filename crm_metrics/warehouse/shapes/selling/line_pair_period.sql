-- line_pair_period: one row per period asked and ordered pair of product lines: who held one, the other and both by its close.
-- kind: period
-- tables: subscription|order_line
-- nothing: nothing to divide by: fewer than two product lines were bought
with held as (
  select a.period, d.product_line, sum(d.holders) as holders
  from asked a join shape.line_day d on d.day <= a.last group by a.period, d.product_line
),
everybody as (
  select a.period, sum(d.buyers) as buyers from asked a join shape.line_day d on d.day <= a.last group by a.period
),
together as (
  select a.period, d.product_line, d.with_line, sum(d.holders) as both
  from asked a join shape.line_pair_day d on d.day <= a.last group by a.period, d.product_line, d.with_line
)
select
  h.period, h.product_line, o.product_line as with_line, cast(e.buyers as bigint) as buyers,
  cast(h.holders as bigint) as holders, cast(o.holders as bigint) as with_holders,
  cast(coalesce(t.both, 0) as bigint) as both,
  cast(h.holders * 1e0 * o.holders / nullif(e.buyers, 0) as decimal(24, 6)) as expected   -- both, were the two independent
from held h
join held o on o.period = h.period and o.product_line <> h.product_line
join everybody e on e.period = h.period
left join together t on t.period = h.period and t.product_line = h.product_line and t.with_line = o.product_line

-- next_line: one row per active customer and first day of a month: the product line that the rule of that day would offer.
-- kind: rows
-- tables: subscription|order_line
-- refresh: customer
-- row of shape.book_stretch: customer
-- row of shape.line_start: customer
-- link of shape.customer_span: customer
-- moves: offered_on + 90
-- nothing: nothing to divide by: no recommendations
with reach as (
  select min(loaded_through) as through from shape.watermark where table_name in ('subscription', 'order_line')
),
month as (
  select distinct c.month_on as day
  from shape.calendar_day c join shape.book_reach w on c.month_on > w.since and c.day <= w.month_on
  where c.month_on = c.day
),
basket as (            -- what a customer holds between two first purchases, as one text
  select customer, started_on as from_on,
    lead(started_on, 1, date '9999-12-31') over (partition by customer order by started_on) as to_on, lines
  from (
    select customer, started_on, list(product_line order by started_on, product_line) over (
      partition by customer order by started_on range unbounded preceding) as lines
    from shape.line_start
    qualify row_number() over (partition by customer, started_on order by product_line) = 1
  ) told
),
holding as (              -- held when the month begins, by who is in the active book then
  select m.day, b.customer, list_sort(b.lines) as lines
  from month m
  join basket b on b.from_on < m.day and b.to_on >= m.day
  join shape.book_stretch k on k.customer = b.customer and k.from_on <= m.day and k.to_on > m.day
),
offered as (           -- per set of lines held: the line that most of the holders of one of them hold, too
  select s.day, s.lines, r.with_line as product_line, max(r.both * 1e0 / r.holders) as confidence
  from (select distinct day, lines from holding) s
  join shape.line_rule r on r.day = s.day
    and list_contains(s.lines, r.product_line) and not list_contains(s.lines, r.with_line)
  group by s.day, s.lines, r.with_line
),
best as (
  select day, lines, list(product_line) as candidates, max_by(product_line, row(confidence, product_line)) as product_line,
    max(confidence) as confidence
  from offered group by day, lines
),
bought as (            -- the first purchases of the next 90 days, of lines that were not held
  select h.day, h.customer, list(s.product_line) as bought_lines
  from holding h join shape.line_start s on s.customer = h.customer and s.started_on between h.day and h.day + 89
  group by h.day, h.customer
)
select
  h.day as offered_on, h.customer, {customer: c.%}, c.kind,
  b.product_line, cast(b.confidence as decimal(9, 8)) as confidence, len(b.candidates) as candidates,
  case when h.day + 90 <= w.through
    then coalesce(list_contains(g.bought_lines, b.product_line), false) end as hit_90d,
  case when h.day + 90 <= w.through then coalesce(len(list_intersect(g.bought_lines, b.candidates)), 0) end as bought_90d
from holding h
join best b on b.day = h.day and b.lines = h.lines
left join reach w on true
left join bought g on g.day = h.day and g.customer = h.customer
left join shape.customer_span c on c.customer = h.customer and h.day >= c.from_on and h.day < c.to_on

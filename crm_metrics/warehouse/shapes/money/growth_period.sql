-- growth_period: one row per period asked, customer and cell of its dimensions: who opened, came, moved, left, closed.
-- kind: period
-- tables: subscription|order_line
with side as (
  select
    a.period, b.customer, {customer: b.%}, b.kind,
    1 as opening, 0 as closing
  from asked a join shape.book_span b on b.from_on < a.first and b.to_on >= a.first
  union all
  select
    a.period, b.customer, {customer: b.%}, b.kind,
    0, 1
  from asked a join shape.book_span b on b.from_on < a.next and b.to_on >= a.next
),
cell as (                                        -- who changed a dimension stands in two cells
  select period, customer, {customer: %}, kind,
    sum(opening) as opening, sum(closing) as closing
  from side group by all
),
turn as (              -- who came and went, by the unbroken stretches: a second witness beside the cells
  select a.period, s.customer, bool_or(s.from_on < a.first and s.to_on >= a.first) as opened,
    bool_or(s.from_on < a.next and s.to_on >= a.next) as closed, bool_or(s.since_on < a.first) as known
  from asked a join shape.book_stretch s on s.from_on < a.next and s.to_on >= a.first
  group by a.period, s.customer
),
once as (              -- each coming and going is told once, in one cell
  select c.*, t.opened, t.closed, t.known,
    c.opening > 0 and row_number() over (partition by c.period, c.customer, c.opening > 0) = 1 as first_opening,
    c.closing > 0 and row_number() over (partition by c.period, c.customer, c.closing > 0) = 1 as first_closing,
    max(case when c.opening > 0 then c.tier end) over (partition by c.period, c.customer)
      is distinct from max(case when c.closing > 0 then c.tier end) over (partition by c.period, c.customer)
      as tier_moved
  from cell c left join turn t on t.period = c.period and t.customer = c.customer
)
select
  period, customer, {customer: %}, kind, opening, closing,
  first_closing and not opened and not known as joined,
  first_closing and not opened and known as returned,
  first_opening and not closed as churned,
  first_closing and opened and opening = 0 as moved_in,
  first_opening and closed and closing = 0 as moved_out,
  first_closing and opened and opening = 0 and tier_moved as tier_moved_in,
  first_opening and closed and closing = 0 and tier_moved as tier_moved_out
from once

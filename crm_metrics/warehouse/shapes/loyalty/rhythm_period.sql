-- rhythm_period: one row per period asked and customer with a rhythm of buying that was kept at its opening.
-- kind: period
-- tables: order_line
-- nothing: nothing to divide by: nobody with a rhythm of buying
select
  a.period, o.customer, {customer: c.%}, c.kind,
  o.usual_days, coalesce(a.last >= e.silent_on, false) as fell_silent
from asked a
join shape.rhythm_span o on o.from_on < a.first and o.to_on >= a.first and a.first - 1 < o.silent_on
left join shape.rhythm_span e on e.customer = o.customer and e.from_on < a.next and e.to_on >= a.next
left join shape.customer_span c on c.customer = o.customer and a.first - 1 >= c.from_on and a.first - 1 < c.to_on

-- rhythm_span: one row per day on which a known customer bought, until the next one, with its own usual gap so far.
-- kind: span
-- tables: order_line
with day as (select distinct customer, ordered_on from shape.purchase where customer <> 'unknown'),
gap as (
  select
    customer, ordered_on, row_number() over upto as purchase_no,
    ordered_on - lag(ordered_on) over upto as gap_days, lead(ordered_on, 1, date '9999-12-31') over upto as next_on
  from day
  window upto as (partition by customer order by ordered_on)
),
usual as (
  select *, median(gap_days) over (partition by customer order by ordered_on rows unbounded preceding) as usual_days
  from gap
)
select
  u.ordered_on as from_on, u.next_on as to_on, u.customer, u.purchase_no, u.usual_days,
  -- one gap is no rhythm: two of them at least, that is three days of purchase
  case when u.purchase_no >= 3
       then u.ordered_on + cast(floor(:inactivity_gaps * u.usual_days) as integer) + 1 end as silent_on
from usual u

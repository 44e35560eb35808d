-- computed_tier_span: one row per customer and stretch of days in which the computed value tier did not change.
-- kind: span
-- tables: subscription|order_line|receivable
-- refresh: customer
-- row of shape.customer_value: customer
with change as (
  select *, lag(computed_tier) over (partition by customer order by valued_on) as before
  from shape.customer_value
)
select
  valued_on as from_on, lead(valued_on, 1, date '9999-12-31') over (partition by customer order by valued_on) as to_on,
  customer, computed_tier, before
from change where before is distinct from computed_tier

-- free_trial_span: one row per free trial and stretch of days in which no dimension of its customer changes.
-- kind: span
-- tables: subscription
select
  greatest(t.started_on, coalesce(c.from_on, t.started_on)) as from_on,
  least(coalesce(t.ended_on, date '9999-12-31'), coalesce(c.to_on, date '9999-12-31')) as to_on,
  t.subscription_id, t.customer, {customer: c.%}, t.product, t.product_line
from shape.free_trial t
left join shape.customer_span c
  on c.customer = t.customer and c.from_on < coalesce(t.ended_on, date '9999-12-31') and c.to_on > t.started_on
where coalesce(t.ended_on, date '9999-12-31') > t.started_on

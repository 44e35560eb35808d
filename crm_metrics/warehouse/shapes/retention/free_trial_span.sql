-- free_trial_span: one row per free trial and stretch of days in which it runs and no dimension of its customer changes.
-- kind: span
-- tables: subscription
with span as (                                   -- a trial that begins anew did not run in between
  select t.subscription_id, t.customer, t.product, t.product_line, s.starts_on as from_on,
    least(coalesce(s.ends_on, date '9999-12-31'), coalesce(t.ended_on, date '9999-12-31'),
      lead(s.starts_on, 1, date '9999-12-31') over (partition by t.subscription_id order by s.starts_on, s.seq)) as to_on
  from shape.free_trial t
  join main.subscription s on s.subscription_id = t.subscription_id and s.mrr = 0
)
select
  greatest(t.from_on, coalesce(c.from_on, t.from_on)) as from_on, least(t.to_on, coalesce(c.to_on, t.to_on)) as to_on,
  t.subscription_id, t.customer, {customer: c.%}, t.product, t.product_line
from span t
left join shape.customer_span c on c.customer = t.customer and c.from_on < t.to_on and c.to_on > t.from_on
where t.to_on > t.from_on

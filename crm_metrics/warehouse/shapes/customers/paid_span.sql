-- paid_span: one row per subscription and stretch of days in which it is paid, or paused between two that are.
-- kind: span
-- tables: subscription
with span as (
  select s.*, coalesce(k.customer, s.customer_id) as customer
  from main.subscription s left join shape.customer_key k on k.alias_id = s.customer_id
),
paid as (              -- who pays nothing is no customer yet, or no more: a free trial, a free plan
  select * from span where mrr > 0 and coalesce(ends_on, date '9999-12-31') > starts_on
),
paused as (            -- until it is paid again, under its own id or another one, or given up while it stands still
  select p.subscription_id, p.customer, p.product_id, p.ends_on as from_on,
    least(coalesce(min(n.starts_on), date '9999-12-31'), coalesce(min(o.starts_on), date '9999-12-31'),
      coalesce(min(g.ends_on), date '9999-12-31')) as to_on
  from paid p
  left join paid n on n.subscription_id = p.subscription_id and n.starts_on >= p.ends_on
  left join paid o
    on o.customer = p.customer and o.product_id = p.product_id and o.starts_on >= p.ends_on and o.customer <> 'unknown'
  left join span g
    on g.subscription_id = p.subscription_id and g.mrr = 0 and g.ends_on > p.ends_on
   and g.end_reason in ('voluntary', 'involuntary', 'end_of_life', 'ended_by_us')
  where p.end_reason = 'pause'
  group by p.subscription_id, p.customer, p.product_id, p.ends_on
)
select
  starts_on as from_on, coalesce(ends_on, date '9999-12-31') as to_on, subscription_id, customer, product_id, mrr,
  false as paused, 0 as paused_mrr
from paid
union all
select u.from_on, u.to_on, u.subscription_id, u.customer, u.product_id, 0, true, p.mrr
from paused u
join paid p on p.subscription_id = u.subscription_id and p.ends_on = u.from_on and p.end_reason = 'pause'
where u.to_on > u.from_on

-- exchange_period: one row per period asked and customer: what the company gave to it, and what it left to the company.
-- kind: period
-- tables: subscription|order_line
-- margin: order_line|subscription, order_line|product
-- known_margin: order_line|subscription, order_line|product
-- discount: order_line
-- points_cost: loyalty_entry, target
-- point_cost: loyalty_entry, target
-- concession: work_item
-- serve_cost: interaction, agent_time|agent
-- nothing: no margin, or the targets hold no cost of a point
with base as (select *, true as kept from ({customer_period}) as p),
cost as (                                        -- the cost of a point as of the close: without one, its points have none
  select a.period, p.point_cost
  from asked a left join shape.point_cost_span p on a.last >= p.from_on and a.last < p.to_on
),
part as (
  select a.period, l.customer, l.discount, not l.priced as unpriced, 0 as redeemed, 0 as concession
  from asked a join shape.order_line l on l.ordered_on >= a.first and l.ordered_on <= a.last
  where not l.is_return
  union all
  select a.period, e.customer, 0, false, e.redeemed, 0
  from asked a join shape.loyalty_entry e on e.entry_on >= a.first and e.entry_on <= a.last
  where e.redeemed <> 0
  union all
  select a.period, w.customer, 0, false, 0, w.concession
  from asked a join shape.work_item w on w.closed_on >= a.first and w.closed_on <= a.last
  where w.kind = 'save' and w.outcome = 'won'
),
given as (
  select period, customer, sum(discount) as discount, sum(redeemed) as redeemed, sum(concession) as concession,
    bool_or(concession is null) as conceded_unknown, bool_or(unpriced) as discount_unknown
  from part group by period, customer
),
together as (
  select period, customer, b.* exclude (period, customer), g.discount, g.redeemed, g.concession, g.conceded_unknown,
    g.discount_unknown
  from base b full join given g using (period, customer)
)
select
  o.period, o.customer, {customer_then: coalesce(o.%, c.%) as %}, {customer_now: c.%}, c.kind,
  -- who only receives leaves no margin; what has no cost leaves nobody knows how much
  case when o.kept then o.margin else 0 end as margin,
  case when o.kept then o.known_margin else 0 end as known_margin,
  case when o.kept then o.serve_cost else 0 end as serve_cost,
  case when not coalesce(o.discount_unknown, false) then coalesce(o.discount, 0) end as discount,
  coalesce(o.redeemed, 0) * p.point_cost as points_cost, p.point_cost,
  case when not coalesce(o.conceded_unknown, false) then coalesce(o.concession, 0) end as concession
from together o
join asked a on a.period = o.period
join cost p on p.period = o.period
left join shape.customer_span c on c.customer = o.customer and a.last >= c.from_on and a.last < c.to_on

-- customer_period: one row per period asked and customer with anything in it, between the period's own ends.
-- kind: period
-- finals: month, order_line.ordered_on, interaction.offered_on, serving_day.offered_on
-- finals of customer_span: customer, book_stretch.from_on, book_span.from_on, holding_span.from_on, mrr_span.from_on,
--   order_line.ordered_on
-- refresh: customer
-- row of shape.book_span: customer
-- row of shape.holding_span: customer
-- row of shape.mrr_span: customer
-- row of shape.order_line: customer
-- row of shape.interaction: customer
-- link of shape.book_stretch: customer
-- link of shape.customer_span: customer
-- placed: top_revenue, profit_decile by revenue, margin, serve_cost
-- tables: subscription|order_line
-- opening_mrr: subscription
-- closing_mrr: subscription
-- kept_mrr: subscription
-- retained_mrr: subscription
-- expansion_mrr: subscription
-- contraction_mrr: subscription
-- churned_mrr: subscription
-- returned_mrr: subscription
-- new_mrr: subscription
-- recurring_revenue: subscription
-- margin: order_line|subscription, order_line|product
-- known_margin: order_line|subscription, order_line|product
-- profit: order_line|subscription, order_line|product, interaction, agent_time|agent
-- gain: order_line|subscription, order_line|product, interaction, agent_time|agent
-- loss: order_line|subscription, order_line|product, interaction, agent_time|agent
-- profit_decile: order_line|subscription, order_line|product, interaction, agent_time|agent
-- unprofitable: order_line|subscription, order_line|product, interaction, agent_time|agent
-- member: subscription|order_line, loyalty_entry
-- serve_cost: interaction, agent_time|agent
-- nothing of opening: nothing to divide by: no active customers at the start
with book as (
  select
    a.period, b.customer, b.from_on < a.first as opening, b.to_on >= a.next as closing, b.since_on < a.first as before,
    least(b.to_on, a.next) - greatest(b.from_on, a.first) as days,
    {customer_then: b.%}, b.member
  from asked a join shape.book_span b on b.from_on < a.next and b.to_on >= a.first
),
placed as (
  select
    period, customer, bool_or(opening) as opening_active, bool_or(closing) as closing_active, bool_or(before) as before,
    bool_or(closing and member) as member, sum(days) as active_days,
    {customer_then: max(case when opening then % end) as opening_%},
    {customer_then: max(case when closing then % end) as closing_%}
  from book group by period, customer
),
holding as (
  select a.period, h.customer, count(*) as lines_held
  from asked a join shape.holding_span h on h.from_on < a.next and h.to_on >= a.next
  group by a.period, h.customer
),
live as (              -- a month's revenue is spread evenly over the days of that month: whole months are exact
  select
    a.period, m.customer, m.since_on < a.first as before, m.mrr, m.unit_cost,
    case when m.from_on < a.first then m.mrr else 0 end as opening_mrr,
    case when m.to_on >= a.next then m.mrr else 0 end as closing_mrr,
    m.paused and m.from_on < a.first as opening_paused, m.paused and m.to_on >= a.next as closing_paused,
    greatest(m.from_on, a.first) as since, least(m.to_on, a.next) as until
  from asked a join shape.mrr_span m on m.from_on < a.next and m.to_on >= a.first
),
accrued as (
  select *,
    (extract(year from until) - extract(year from since)) * 12 + extract(month from until) - extract(month from since)
    + (extract(day from until) - 1) / extract(day from last_day(until))
    - (extract(day from since) - 1) / extract(day from last_day(since)) as months
  from live
),
recurring as (
  select
    period, customer, bool_or(before) as before, sum(opening_mrr) as opening_mrr, sum(closing_mrr) as closing_mrr,
    bool_or(opening_paused) as opening_paused, bool_or(closing_paused) as closing_paused,
    cast(sum(mrr * months) as decimal(18, 2)) as revenue,
    cast(sum((mrr - unit_cost) * months) as decimal(18, 2)) as margin,
    count(*) filter (where unit_cost is null and mrr > 0 and months > 0) as uncosted
  from accrued group by period, customer
),
sale as (
  select a.period, o.customer, sum(o.amount) as revenue, sum(o.margin) as margin,
    count(*) filter (where not o.costed) as uncosted
  from asked a join shape.order_line o on o.ordered_on >= a.first and o.ordered_on <= a.last
  group by a.period, o.customer
),
served as (                                      -- of customers, past ones too; what a prospect costs is acquisition
  select a.period, i.customer, sum(i.serve_cost) as serve_cost,
    count(*) filter (where i.serve_cost is null) as uncosted
  from asked a
  join shape.interaction i on i.offered_on >= a.first and i.offered_on <= a.last
  join shape.book_stretch b on b.customer = i.customer and b.stretch = 1 and b.from_on < a.next
  where i.serve_cost is not null or i.labour
  group by a.period, i.customer
),
told as (                                        -- where no contact's cost is known, nobody knows what serving anybody costs
  select a.period, bool_or(d.costed) or not bool_or(d.uncosted) as served
  from asked a join shape.serving_day d on d.offered_on >= a.first and d.offered_on <= a.last
  group by a.period
),
together as (
  select
    period, customer, p.* exclude (period, customer, before), coalesce(p.before, false) as before, h.lines_held,
    coalesce(r.before, false) as paid_before,
    coalesce(r.opening_paused, false) as opening_paused, coalesce(r.closing_paused, false) as closing_paused,
    coalesce(r.opening_mrr, 0) as opening_mrr, coalesce(r.closing_mrr, 0) as closing_mrr,
    coalesce(r.revenue, 0) + coalesce(s.revenue, 0) as revenue, coalesce(r.revenue, 0) as recurring_revenue,
    case when r.margin is not null or s.margin is not null or (r.revenue is null and s.revenue is null)
      then coalesce(r.margin, 0) + coalesce(s.margin, 0) end as known_margin,   -- of what has a cost
    case when coalesce(r.uncosted, 0) + coalesce(s.uncosted, 0) = 0 then known_margin end as margin,
    case when coalesce(v.uncosted, 0) = 0 and coalesce(t.served, true) then coalesce(v.serve_cost, 0) end as serve_cost
  from placed p
  full join holding h using (period, customer)
  full join recurring r using (period, customer)
  full join sale s using (period, customer)
  full join served v using (period, customer)
  left join told t using (period)
)
select
  o.period, o.customer,
  {customer_then: case when o.opening_active then o.opening_% when o.closing_active then o.closing_% else c.% end as %},
  {customer_now: c.%}, c.kind,
  o.opening_tier, o.closing_tier, o.opening_segment, o.closing_segment,
  o.opening_lifecycle_stage as opening_stage, o.closing_lifecycle_stage as closing_stage,
  coalesce(o.opening_active, false) as opening_active, coalesce(o.closing_active, false) as closing_active,
  coalesce(o.closing_active and not o.opening_active and not o.before, false) as joined,
  coalesce(o.opening_active and not o.closing_active, false) as churned,
  coalesce(o.closing_active and not o.opening_active and o.before, false) as returned,
  coalesce(o.member, false) as member,
  o.opening_mrr, o.closing_mrr, least(o.opening_mrr, o.closing_mrr) as kept_mrr,
  case when o.opening_mrr > 0 then o.closing_mrr else 0 end as retained_mrr,
  -- what stands still is neither lost nor won back: its pause is a contraction, its end an expansion
  case when o.opening_mrr > 0 or o.opening_paused then greatest(o.closing_mrr - o.opening_mrr, 0) else 0
       end as expansion_mrr,
  case when o.closing_mrr > 0 or o.closing_paused then greatest(o.opening_mrr - o.closing_mrr, 0) else 0
       end as contraction_mrr,
  case when o.closing_mrr = 0 and not o.closing_paused then o.opening_mrr else 0 end as churned_mrr,
  case when o.opening_mrr = 0 and o.paid_before and not o.opening_paused then o.closing_mrr else 0 end as returned_mrr,
  case when o.opening_mrr = 0 and not o.paid_before then o.closing_mrr else 0 end as new_mrr,
  coalesce(o.active_days, 0) as active_days, coalesce(o.lines_held, 0) as lines_held, o.revenue,
  o.recurring_revenue, o.margin, o.known_margin, o.serve_cost,
  o.margin - o.serve_cost as profit, o.serve_cost > o.margin as unprofitable,
  case when o.margin - o.serve_cost is not null then greatest(o.margin - o.serve_cost, 0) end as gain,
  case when o.margin - o.serve_cost is not null then greatest(o.serve_cost - o.margin, 0) end as loss,
  -- who is not known is many people: one customer neither among the largest nor among the tenths
  case when o.customer <> 'unknown'
    and row_number() over (partition by o.period, o.customer <> 'unknown' order by o.revenue desc, o.customer)
      <= ceil(count(*) filter (where o.revenue > 0 and o.customer <> 'unknown') over (partition by o.period) / 10)
    then o.revenue else 0 end as top_revenue,
  case when o.margin - o.serve_cost is not null and o.customer <> 'unknown' then lpad(cast(ntile(10) over (
    partition by o.period, o.margin - o.serve_cost is not null and o.customer <> 'unknown'
    order by o.margin - o.serve_cost desc, o.customer) as varchar), 2, '0') end as profit_decile
from together o
join asked a on a.period = o.period
left join shape.customer_span c on c.customer = o.customer and a.last >= c.from_on and a.last < c.to_on

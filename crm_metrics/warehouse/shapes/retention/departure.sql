-- departure: one row per customer and day on which it left the active book, with the reason where one was recorded.
-- kind: rows
-- tables: subscription|order_line
-- end_reason: subscription
-- involuntary: subscription, subscription|work_item
-- outcome_reason: subscription|order_line, work_item
-- reason: subscription|order_line, subscription|work_item
-- explained: subscription|order_line, subscription|work_item
-- cause: subscription|order_line, subscription|work_item
-- recoverable_revenue: subscription|order_line, subscription|work_item
-- nothing: nothing to divide by: no departures
with gone as (
  select b.*, lead(b.from_on) over (partition by b.customer order by b.from_on) as back_on
  from shape.book_stretch b
),
stopped as (                                     -- what was paid until that day, or before it was paused
  select g.customer, g.to_on, sum(greatest(p.mrr, p.paused_mrr)) as mrr
  from gone g join shape.paid_span p on p.customer = g.customer and p.to_on = g.to_on
  group by g.customer, g.to_on
),
told as (                                        -- the contract that ended that day, the dearest first
  select g.customer, g.to_on, max_by(s.end_reason, row(s.mrr, s.subscription_id)) as end_reason
  from gone g join shape.subscription s on s.customer = g.customer and s.ends_on = g.to_on
  where s.end_reason is not null and s.starts_on < s.ends_on   -- a plan of no day is lost by nobody
  group by g.customer, g.to_on
),
ended as (
  select s.customer, s.to_on, s.mrr, t.end_reason
  from stopped s left join told t on t.customer = s.customer and t.to_on = s.to_on
),
given_reason as (              -- a save that was lost, or an exit, between ninety days before and thirty after
  select g.customer, g.to_on, max_by(i.outcome_reason, row(i.closed_at, i.work_item_id)) as outcome_reason
  from gone g
  join (
    select coalesce(k.customer, w.customer_id) as customer, w.outcome_reason, w.closed_at, w.work_item_id,
      cast(w.closed_at at time zone :time_zone as date) as day
    from main.work_item w left join shape.customer_key k on k.alias_id = w.customer_id
    where w.process = 'retention' and w.outcome_reason is not null and (w.kind = 'exit' or w.outcome = 'lost')
  ) i on i.customer = g.customer and i.day between g.to_on - 90 and g.to_on + 30
  group by g.customer, g.to_on
),
lapsed as (                                      -- the year of the last order ran out that day: what its year of buying gave
  select g.customer, g.to_on, sum(l.amount) as amount
  from gone g
  join shape.order_line l on l.customer = g.customer
    and l.ordered_on > g.to_on - :active_book_days - 365 and l.ordered_on < g.to_on
  group by g.customer, g.to_on
  having max(l.ordered_on) filter (where l.sold) = g.to_on - :active_book_days
),
reach as (
  select min(loaded_through) as through from shape.watermark where table_name in ('subscription', 'order_line')
),
explained as (
  select
    g.customer, g.from_on, g.to_on, g.back_on, e.customer is not null as contract, e.end_reason, t.outcome_reason,
    coalesce(e.mrr, 0) as mrr, coalesce(e.mrr, 0) * 12 + coalesce(o.amount, 0) as yearly_revenue,
    coalesce(t.outcome_reason, case when e.end_reason = 'involuntary' then 'payment_failed' end) as reason
  from gone g
  left join ended e on e.customer = g.customer and e.to_on = g.to_on
  left join lapsed o on o.customer = g.customer and o.to_on = g.to_on
  left join given_reason t on t.customer = g.customer and t.to_on = g.to_on
  where g.to_on < date '9999-12-31'
)
select
  x.to_on as left_on, x.from_on as entered_on,
  x.customer, {customer: c.%}, c.kind,
  x.end_reason, x.outcome_reason, x.reason,
  case when x.contract or x.reason is not null                -- who only stops buying has no payment that could fail
       then coalesce(x.end_reason = 'involuntary', false) or coalesce(x.reason = 'payment_failed', false)
       end as involuntary,
  case when x.to_on + 180 <= w.through then coalesce(x.back_on <= x.to_on + 180, false) end as returned_180d,
  x.reason is not null as explained, x.mrr, x.yearly_revenue,
  case when x.end_reason = 'involuntary' or x.reason = 'payment_failed' then 'involuntary'
       when x.reason = 'ended_by_us_fraud' then 'fraud'
       when x.reason = 'ended_by_us_volume' or x.end_reason in ('ended_by_us', 'end_of_life') then 'ended_by_us'
       when x.end_reason is not null or x.reason is not null then 'voluntary' else 'unknown' end as cause,
  -- what a better service, price or collection could have kept
  case when x.reason in ('dissatisfied', 'better_offer', 'price', 'payment_failed') then x.yearly_revenue
       else 0 end as recoverable_revenue
from explained x
left join reach w on true
left join shape.customer_span c on c.customer = x.customer and x.to_on - 1 >= c.from_on and x.to_on - 1 < c.to_on

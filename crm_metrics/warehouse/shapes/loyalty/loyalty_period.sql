-- loyalty_period: one row per period asked and customer active at its close, with the four parts of the loyalty index.
-- kind: period
-- tables: subscription|order_line
-- repurchased: subscription|order_line
-- advocacy_points: subscription|order_line, survey
-- nothing: nothing to divide by: no active customers with this part
with active as (
  select a.period, a.last, b.*, least(b.since_on, coalesce(t.acquired_on, b.since_on)) as acquired_on
  from asked a
  join shape.book_span b on b.from_on < a.next and b.to_on >= a.next
  left join shape.customer_today t on t.customer = b.customer
),
holding as (
  select a.period, h.customer, count(*) as lines_held
  from asked a join shape.holding_span h on h.from_on < a.next and h.to_on >= a.next
  group by a.period, h.customer
),
offered as (                                     -- what anybody holds at that close, not what the catalogue says today
  select a.period, count(distinct h.product_line) as lines_offered
  from asked a join shape.holding_span h on h.from_on < a.next and h.to_on >= a.next
  group by a.period
),
bought as (                                      -- two days of purchase in a year, or a contract at both its ends
  select a.period, p.customer
  from asked a join shape.purchase p on p.ordered_on > a.last - 365 and p.ordered_on <= a.last
  group by a.period, p.customer having count(distinct p.ordered_on) > 1
  union
  select a.period, m.customer
  from asked a
  join shape.paid_span m on m.from_on < a.next and m.to_on >= a.next
  join shape.paid_span y on y.customer = m.customer and y.from_on <= a.last - 365 and y.to_on > a.last - 365
),
said as (                                        -- the last answer of the year about the relationship
  select a.period, s.customer,
    max_by(case when s.promoter then 100 when s.passive then 50 else 0 end, row(s.responded_at, s.survey_id)) as points
  from asked a join shape.survey s on s.responded_on > a.last - 365 and s.responded_on <= a.last
  where s.instrument = 'nps' and s.kind = 'relationship' and s.promoter is not null
  group by a.period, s.customer
)
select
  v.period, v.customer, {customer: v.%}, v.kind,
  v.last - v.acquired_on as tenure_days, b.customer is not null as repurchased,
  case when v.acquired_on > v.last - 365 then '0-1' when v.acquired_on > v.last - 730 then '1-2'
       when v.acquired_on > v.last - 1095 then '2-3' when v.acquired_on > v.last - 1825 then '3-5'
       else '5+' end as tenure_band,
  case when v.acquired_on > v.last - 365 then 0 when v.acquired_on > v.last - 730 then 25
       when v.acquired_on > v.last - 1095 then 50 when v.acquired_on > v.last - 1825 then 75
       else 100 end as tenure_points,
  s.points as advocacy_points, coalesce(h.lines_held, 0) as lines_held, o.lines_offered
from active v
left join holding h on h.period = v.period and h.customer = v.customer
left join offered o on o.period = v.period
left join bought b on b.period = v.period and b.customer = v.customer
left join said s on s.period = v.period and s.customer = v.customer

-- member_period: one row per period asked and customer of its opening book, members beside comparable non-members.
-- kind: period
-- tables: subscription|order_line
-- member: subscription|order_line, loyalty_entry
-- matched: subscription|order_line, loyalty_entry
-- unmatched: subscription|order_line, loyalty_entry
-- bought: order_line
-- nothing: nothing to compare: no members beside customers like them
with opening as (      -- who is a member is asked before the period, what is bought in it: joining takes time to happen
  select
    p.period, p.customer, {customer: p.%}, p.kind,
    p.revenue, coalesce(c.member, false) as member, a.first, a.last,
    case when b.since_on > a.first - 90 then 0 when b.since_on > a.first - 365 then 1
         when b.since_on > a.first - 1095 then 2 else 3 end as tenure_band
  from ({customer_period}) as p
  join asked a on a.period = p.period
  join shape.book_stretch b on b.customer = p.customer and b.from_on < a.first and b.to_on >= a.first
  left join shape.customer_span c on c.customer = p.customer and a.first - 1 >= c.from_on and a.first - 1 < c.to_on
  where p.opening_active
),
buyer as (
  select distinct a.period, s.customer
  from asked a join shape.purchase s on s.ordered_on >= a.first and s.ordered_on <= a.last
),
together as (
  select o.* exclude (first, last), case when b.customer is null then 0 else 1 end as bought
  from opening o left join buyer b on b.period = o.period and b.customer = o.customer
),
beside as (
  select *,
    avg(revenue) filter (where not member) over cell as matched_revenue,
    avg(bought) filter (where not member) over cell as matched_bought
  from together
  window cell as (partition by period, tier, segment, tenure_band)
)
select
  period, customer, {customer: %}, kind, member,
  member and matched_revenue is not null as matched, member and matched_revenue is null as unmatched,
  revenue, matched_revenue, bought, matched_bought
from beside

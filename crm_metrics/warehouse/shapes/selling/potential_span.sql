-- potential_span: one row per month and active customer who lags behind the upper quarter of its peers, and in what.
-- kind: span
-- tables: subscription|order_line
with standing as (                               -- as the month began: what lay behind, and what was held
  select v.valued_on, v.customer, v.revenue, {customer: c.%}, c.kind, c.name
  from shape.customer_value v
  join shape.book_stretch b on b.customer = v.customer and b.from_on < v.valued_on and b.to_on >= v.valued_on
  left join shape.customer_span c on c.customer = v.customer and v.valued_on >= c.from_on and v.valued_on < c.to_on
),
holding as (
  select s.valued_on, s.customer, count(h.product_line) as lines_held
  from standing s
  left join shape.holding_span h on h.customer = s.customer and h.from_on < s.valued_on and h.to_on >= s.valued_on
  group by s.valued_on, s.customer
),
peers as (                                       -- the same tier and segment in the same month
  select s.valued_on, s.tier, s.segment, count(*) as peers,
    cast(quantile_cont(s.revenue, 0.75) as decimal(18, 2)) as peer_revenue,
    quantile_disc(h.lines_held, 0.75) as peer_lines
  from standing s join holding h on h.valued_on = s.valued_on and h.customer = s.customer
  group by s.valued_on, s.tier, s.segment
),
gap as (
  select s.*, h.lines_held, p.peers, p.peer_revenue, p.peer_lines,
    s.revenue <= p.peer_revenue / 2 as spends_less, h.lines_held < p.peer_lines as holds_less
  from standing s
  join holding h on h.valued_on = s.valued_on and h.customer = s.customer
  join peers p on p.valued_on = s.valued_on and p.tier is not distinct from s.tier
    and p.segment is not distinct from s.segment
  where p.peers >= :least_peers
)
select
  g.valued_on as from_on,
  case when m.next_on is not null then cast(g.valued_on + interval 1 month as date)
    else date '9999-12-31' end as to_on,
  g.customer, g.name, {customer: g.%}, g.kind,
  'sales' as process, t.agent, a.team, {team: a.%},
  case when not g.holds_less then 'spend' when not g.spends_less then 'lines' else 'spend_and_lines' end
    as potential_reason,
  g.revenue, g.peer_revenue, g.lines_held, g.peer_lines, g.peers,
  greatest(g.peer_revenue - g.revenue, 0) as potential_revenue
from gap g
join shape.value_month m on m.valued_on = g.valued_on
left join shape.customer_today t on t.customer = g.customer
left join shape.agent_team_span a on a.agent = t.agent and g.valued_on >= a.from_on and g.valued_on < a.to_on
where g.spends_less or g.holds_less

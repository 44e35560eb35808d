-- revenue_rank_period: one row per period asked and known customer with revenue in it, by rank; of the whole company.
-- kind: period
-- tables: subscription|order_line
with recurring as (    -- as in customer_period: a month's revenue lies evenly on its days
  select a.period, m.customer, m.mrr, greatest(m.from_on, a.first) as since, least(m.to_on, a.next) as until
  from asked a join shape.mrr_span m on m.from_on < a.next and m.to_on > a.first
),
earned as (
  select period, customer,
    mrr * ((extract(year from until) - extract(year from since)) * 12
      + extract(month from until) - extract(month from since)
      + (extract(day from until) - 1) / extract(day from last_day(until))
      - (extract(day from since) - 1) / extract(day from last_day(since))) as revenue
  from recurring
  union all
  select a.period, o.customer, o.amount
  from asked a join shape.order_line o on o.ordered_on >= a.first and o.ordered_on <= a.last
),
total as (
  select period, customer, cast(sum(revenue) as decimal(18, 2)) as revenue
  from earned group by period, customer
),
ranked as (
  select *, count(*) over (partition by period) as customers,
    row_number() over (partition by period order by revenue desc, customer) as place
  from total where revenue > 0 and customer <> 'unknown'
)
select period, revenue, customers, place, (customers + 1 - 2 * place) * revenue as inequality,
  customers * revenue as reach
from ranked

-- preference: one row per customer, axis (line bought, channel used) and stretch of days with one most frequent choice.
-- kind: span
-- tables: order_line|subscription|interaction
-- refresh: customer
-- row of shape.order_line: nullif(customer, 'unknown') as customer
-- row of shape.subscription: nullif(customer, 'unknown') as customer
-- row of shape.interaction: case when direction = 'inbound' then nullif(customer, 'unknown') end as customer
with choice as (
  select 'line' as axis, customer, ordered_on as day, product_line as chosen, count(distinct order_id) as times
  from shape.order_line where sold and product_line is not null group by all
  union all
  select 'line', customer, starts_on, product_line, count(*)
  from shape.subscription where product_line is not null and mrr > 0 group by all
  union all            -- the channel that the customer chose: what we dial says nothing
  select 'channel', customer, offered_on, channel, count(*)
  from shape.interaction where direction = 'inbound' and channel is not null group by all
),
daily as (
  select axis, customer, day, chosen, sum(times) as times from choice where customer <> 'unknown' group by all
),
counted as (
  select *, sum(times) over (partition by axis, customer, chosen order by day) as so_far from daily
),
leading_choice as (    -- a tie goes to the later choice
  select axis, customer, day,
    max_by(chosen, row(so_far, day, chosen)) over (
      partition by axis, customer order by day range unbounded preceding) as chosen
  from counted
),
turned as (
  select * from (
    select axis, customer, day, any_value(chosen) as chosen from leading_choice group by axis, customer, day) as told
  qualify chosen is distinct from lag(chosen) over (partition by axis, customer order by day)
)
select
  day as from_on, lead(day, 1, date '9999-12-31') over (partition by axis, customer order by day) as to_on,
  axis, customer, chosen
from turned

-- customer_score: one row per customer of the active book and month's close: ranks, and what the fitted models expect.
-- kind: span
-- tables: subscription|order_line
-- recency_days: order_line
-- frequency: order_line
-- money: order_line
-- recency_rank: order_line
-- frequency_rank: order_line
-- money_rank: order_line
-- rfm_cell: order_line
-- rfm_best: order_line
-- p_alive: order_line
-- expected_orders: order_line
-- p_alive_low: order_line
-- p_alive_high: order_line
-- retention_12m: subscription
-- retention_low: subscription
-- retention_high: subscription
-- clv_12m: order_line|subscription, order_line|product
-- clv_low: order_line|subscription, order_line|product
-- clv_high: order_line|subscription, order_line|product
-- nothing: the model has no estimate as of then; the command doctor says why
-- written by the analysis when a version is published; empty until then
select
  cast(null as date) as from_on, cast(null as date) as to_on,
  c.customer, {customer: c.%}, c.kind,
  cast(null as boolean) as newly_acquired,
  cast(null as integer) as recency_days, cast(null as integer) as frequency, cast(null as decimal(18, 2)) as money,
  cast(null as integer) as recency_rank, cast(null as integer) as frequency_rank, cast(null as integer) as money_rank,
  cast(null as varchar) as rfm_cell, cast(null as boolean) as rfm_best,
  cast(null as double) as expected_orders, cast(null as double) as p_alive, cast(null as double) as p_alive_low,
  cast(null as double) as p_alive_high, cast(null as double) as retention_12m, cast(null as double) as retention_low,
  cast(null as double) as retention_high,
  cast(null as decimal(18, 2)) as clv_12m, cast(null as decimal(18, 2)) as clv_low,
  cast(null as decimal(18, 2)) as clv_high, cast(null as date) as fitted_on
from shape.customer_span c
where false

-- controlled_record: one row per item of a campaign that has both: items treated, and items held out on purpose.
-- kind: rows
-- tables: work_item
-- campaign_ends_on: work_item, campaign
-- nothing: nothing to compare: no campaign with a control group
with design as (
  select campaign, kind, count(*) as items, count_if(is_control) as held_out
  from shape.work_item where campaign is not null
  group by campaign, kind
  having count_if(is_control) between 1 and count(*) - 1
)
select
  w.opened_on, w.closed_on, w.campaign_ends_on, w.work_item, w.process, w.kind,
  {customer: w.%},
  {customer_then: w.opened_%}, w.opened_priority,
  {customer_then: w.closed_%}, w.closed_priority,
  w.product, w.product_line, w.campaign, w.touchpoint, {touchpoint: w.%}, w.priority, w.is_control, w.won,
  -- a campaign counts on both sides by the same weight, however many of it were held out: treated by the share held
  -- out, held out by the share treated (overlap weights: F. Li, K. L. Morgan, A. M. Zaslavsky, JASA 113, 2018)
  case when not w.is_control then cast(d.held_out * 1e0 / d.items as decimal(12, 10)) end as treated_weight,
  case when not w.is_control
    then cast(case when w.won then d.held_out * 1e0 / d.items else 0 end as decimal(12, 10)) end as treated_win,
  case when w.is_control then cast(1 - d.held_out * 1e0 / d.items as decimal(12, 10)) end as control_weight,
  case when w.is_control
    then cast(case when w.won then 1 - d.held_out * 1e0 / d.items else 0 end as decimal(12, 10)) end as control_win,
  -- what the held out bought anyway, blown up to the size of the treated, is taken off
  cast(case when w.won and not w.is_control then w.amount
    when w.won then -w.amount * (d.items - d.held_out) / d.held_out else 0 end as decimal(24, 4)) as incremental_amount
from shape.work_item w join design d on d.campaign = w.campaign and d.kind = w.kind

-- open_item_span: one row per item and stretch of days in which it was pending, neither resolved nor closed, and none of
-- its dimensions changed.
-- kind: span
-- tables: work_item
-- stage_win_rate: work_item, status_event
-- refresh: work_item
-- row of main.work_item: work_item_id as work_item, kept_id(customer_id) as customer
-- link of main.product: product = product_id
-- link of main.touchpoint: touchpoint = touchpoint_id
-- link of shape.item_stamp: work_item
-- link of shape.item_state: work_item
-- link of shape.resolved_span: work_item
-- link of shape.customer_state: customer
-- link of shape.stage_win_rate: process, status, from_on = known_on ..
-- link of shape.team_area: team
-- lasting: process = 'sales' and to_on = date '9999-12-31'
with item as (
  select w.*, s.customer, s.moment_on as opened_on, cast(w.closed_at at time zone :time_zone as date) as closed_on
  from main.work_item w join shape.item_stamp s on s.work_item = w.work_item_id and s.anchor = 'opened'
  -- else never open at a close
  where w.closed_at is null or cast(w.closed_at at time zone :time_zone as date) > s.moment_on
),
reach as (select loaded_through as through from shape.watermark where table_name = 'work_item'),
cut as (
  select work_item_id as work_item, opened_on as from_on from item
  union
  select i.work_item_id, cast(s.from_at at time zone :time_zone as date)
  from item i join shape.item_state s on s.work_item = i.work_item_id and s.from_at > i.opened_at
  where i.closed_at is null or s.from_at < i.closed_at
  union
  select i.work_item_id, cast(c.from_at at time zone :time_zone as date)
  from item i join shape.customer_state c on c.customer = i.customer and c.from_at > i.opened_at
  where i.closed_at is null or c.from_at < i.closed_at
  union                                        -- who was answered waits no longer, until the case is reopened
  select i.work_item_id, cast(unnest([greatest(r.from_at, i.opened_at)] || case when r.to_at < coalesce(i.closed_at, timestamptz 'infinity')
    then [r.to_at] else [] end) at time zone :time_zone as date)
  from item i join shape.resolved_span r on r.work_item = i.work_item_id
    and r.to_at > i.opened_at and (i.closed_at is null or r.from_at < i.closed_at)
  union                                        -- in each month an opportunity is worth what was known when it began
  select work_item_id, cast(unnest(generate_series(date_trunc('month', opened_on) + interval 1 month,
    coalesce(closed_on - 1, w.through), interval 1 month)) as date)
  from item left join reach w on true where process = 'sales'
),
piece as (                                     -- the value of a day is the one at its close
  select work_item, from_on,
    lead(from_on) over (partition by work_item order by from_on) as next_on,
    cast(from_on + 1 as timestamp) at time zone :time_zone - interval 1 microsecond as close_at
  from cut
),
standing as (                                  -- whether it stood resolved at the close of its first day, and next to it
  select p.*, r.work_item is not null as resolved,
    lag(r.work_item is not null, 1, true) over so_far as resolved_before,
    lead(r.work_item is not null, 1, true) over so_far as resolved_after
  from piece p
  left join shape.resolved_span r on r.work_item = p.work_item and p.close_at >= r.from_at and p.close_at < r.to_at
  window so_far as (partition by p.work_item order by p.from_on)
)
select
  p.from_on,
  coalesce(p.next_on, i.closed_on, date '9999-12-31') as to_on,
  case when p.resolved_before then p.from_on end as entered_on,
  case when p.resolved_after then coalesce(p.next_on, i.closed_on) end as left_on,
  p.work_item, i.opened_on, i.process, i.kind,
  i.customer, {customer: c.%},
  i.product_id as product, d.line as product_line, i.campaign_id as campaign,
  i.touchpoint_id as touchpoint, {touchpoint: t.%}, i.agent_id as agent, s.team, {team: a.%}, s.priority, i.reason,
  s.status, s.expected_amount, s.expected_close_on, g.win_rate as stage_win_rate
from standing p
join item i on i.work_item_id = p.work_item
join shape.item_state s on s.work_item = p.work_item and p.close_at >= s.from_at and p.close_at < s.to_at
left join shape.customer_state c on c.customer = i.customer and p.close_at >= c.from_at and p.close_at < c.to_at
left join shape.team_area a on a.team = s.team
left join main.product d on d.product_id = i.product_id
left join main.touchpoint t on t.touchpoint_id = i.touchpoint_id
asof left join shape.stage_win_rate g on g.process = i.process and g.status = s.status and p.from_on >= g.known_on
where not p.resolved and (p.next_on is not null or i.closed_on is null or i.closed_on > p.from_on)

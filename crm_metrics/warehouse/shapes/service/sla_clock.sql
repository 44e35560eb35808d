-- sla_clock: one row per run of a promised clock of an item, under the policy of its opening.
-- kind: rows
-- tables: work_item, sla_policy
-- nothing: nothing to divide by: no times agreed fell due
-- refresh: work_item
-- row of main.work_item: work_item_id as work_item
-- link of shape.clock_run: work_item
-- link of shape.item_stamp: work_item
-- link of main.product: product = product_id
-- link of main.touchpoint: touchpoint = touchpoint_id
with local as (
  select r.*,
    cast(r.started_at at time zone :time_zone as date) as started_on,
    cast(r.stopped_at at time zone :time_zone as date) as stopped_on,
    cast(r.due_at at time zone :time_zone as date) as due_on,
    case
      when r.stopped_at is not null then r.used > r.target_seconds
      when r.used >= r.target_seconds then true          -- run out and unanswered: whatever comes now comes too late
    end as breached
  from shape.clock_run r where r.policy is not null
)
select
  r.due_on, case when r.breached then r.due_on end as breached_on, r.started_on, r.stopped_on,
  r.due_at, r.started_at, r.stopped_at, r.work_item, r.clock, r.run,
  r.policy, r.calendar_id, w.process, w.kind,
  s.customer, {customer: s.%},
  w.product_id as product, p.line as product_line, w.campaign_id as campaign,
  w.touchpoint_id as touchpoint, {touchpoint: t.%}, w.agent_id as agent, s.team, {team: s.%}, s.priority, w.reason,
  r.target_seconds,
  cast(round(r.used) as bigint) as used_seconds,
  cast(round(greatest(r.used - r.target_seconds, 0)) as bigint) as over_seconds,
  r.paused, not r.breached as met, r.breached
from local r
join main.work_item w on w.work_item_id = r.work_item
join shape.item_stamp s on s.work_item = r.work_item and s.anchor = 'opened'
left join main.product p on p.product_id = w.product_id
left join main.touchpoint t on t.touchpoint_id = w.touchpoint_id

-- sla_risk_span: one row per running clock and stretch of days with under a fifth of its time left.
-- kind: span
-- tables: work_item, sla_policy
with risk as (
  select work_item, clock, run, policy, target_seconds,
    cast(due_at at time zone :time_zone as date) as due_on,
    cast(risk_at at time zone :time_zone as date) as risk_on,
    -- least passes over the one that is absent
    cast(least(stopped_at, due_at) at time zone :time_zone as date) as end_on,
    stopped_at is null and (due_at is null or due_at > until_at) as running
  from shape.clock_run
  where policy is not null and risk_at < until_at and (stopped_at is null or risk_at < stopped_at)
),
lasting as (
  select *, case when running then date '9999-12-31' else end_on end as over_on from risk
)
select
  greatest(r.risk_on, o.from_on) as from_on,
  least(r.over_on, o.to_on) as to_on,
  case when r.risk_on >= o.from_on then r.risk_on end as entered_on,
  case when r.over_on <= o.to_on and not r.running then r.over_on end as left_on,
  r.work_item, r.clock, r.run, r.policy, r.due_on, r.target_seconds, o.opened_on, o.process, o.kind,
  o.customer, {customer: o.%},
  o.product, o.product_line, o.campaign, o.touchpoint, {touchpoint: o.%},
  o.agent, o.team, {team: o.%}, o.priority,
    o.reason, o.status
from lasting r
join shape.open_item_span o on o.work_item = r.work_item and o.from_on < r.over_on and o.to_on > r.risk_on
where r.over_on > r.risk_on

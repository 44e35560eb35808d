-- survey: one row per invitation and question, answered or not.
-- kind: rows
-- tables: survey
-- followed_up: survey, interaction
with reach as (
  select
    (select loaded_through from shape.watermark where table_name = 'survey') as answers,
    (select min(now_at) from shape.watermark where table_name in ('survey',
      'interaction') having count(*) = 2) as contacts_at,
    (select coalesce(max(calendar_id), 'always') from shape.open_interval where calendar_id = 'company') as calendar_id
),
answer as (
  select s.*, coalesce(k.customer, s.customer_id) as customer,
    cast(s.sent_at at time zone :time_zone as date) as sent_on,
    cast(s.responded_at at time zone :time_zone as date) as responded_on,
    coalesce(s.responded_at, s.sent_at) as moment_at,
    s.score is not null and s.instrument = 'nps' and s.scale_min = 0 and s.scale_max = 10 as nps,
    s.score is not null and s.instrument = 'csat' and s.scale_min = 1 and s.scale_max = 5 as csat,
    s.score is not null and s.instrument = 'ces' and s.scale_min = 1 and s.scale_max = 7 as ces
  from main.survey s left join shape.customer_key k on k.alias_id = s.customer_id
),
detractor as (
  select survey_id, customer, responded_at, r.calendar_id from answer cross join reach r where nps and score < 7
),
measured as (
  select d.*, coalesce(i.open_seconds_before + least(epoch(i.closes_at), epoch(d.responded_at)) - epoch(i.opens_at), 0)
    + :detractor_followup_seconds as due_open
  from detractor d
  asof left join shape.open_interval i on i.calendar_id = d.calendar_id and d.responded_at >= i.opens_at
),
due as (
  select m.survey_id, m.customer, m.responded_at,
    case when m.due_open <= i.open_seconds_before + epoch(i.closes_at) - epoch(i.opens_at)
      then i.opens_at
        + to_microseconds(cast(round((m.due_open - i.open_seconds_before) * 1000000) as bigint)) end as due_at
  from measured m asof left join shape.open_interval i on i.calendar_id = m.calendar_id
    and m.due_open > i.open_seconds_before
),
outreach as (
  select customer, offered_at from shape.interaction where dial and handled and customer <> 'unknown'
),
follow as (
  select d.survey_id, d.due_at, d.customer <> 'unknown' as known, o.offered_at <= d.due_at as followed_up
  from due d asof left join outreach o on o.customer = d.customer and d.responded_at < o.offered_at
)
select
  a.sent_on, a.responded_on, cast(f.due_at at time zone :time_zone as date) as follow_up_due_on,
  a.sent_at, a.responded_at, f.due_at as follow_up_due_at,
  a.survey_id, a.instrument, a.question,
  case when a.relationship then 'relationship' else 'transactional' end as kind,
  coalesce(a.process, i.process, w.process, t.process) as process,
  coalesce(a.touchpoint_id, i.touchpoint, w.touchpoint_id) as touchpoint, t.channel,
  a.customer, c.tier, c.segment, c.lifecycle_stage, c.relationship_type, c.region, c.reputation,
  o.tier as sent_tier, o.segment as sent_segment, o.lifecycle_stage as sent_lifecycle_stage,
    o.relationship_type as sent_relationship_type,
  coalesce(a.agent_id, i.agent, w.agent_id) as agent, coalesce(a.team, i.team, w.team) as team, h.area,
  coalesce(i.reason, w.reason) as reason, coalesce(i.priority, w.priority) as priority,
  coalesce(i.product, w.product_id) as product, p.line as product_line, coalesce(i.campaign, w.campaign_id) as campaign,
  a.interaction_id, coalesce(a.work_item_id, i.work_item) as work_item, a.order_id,
  a.score, a.scale_min, a.scale_max, a.weight, a.comment,
  100e0 * (a.score - a.scale_min) / (a.scale_max - a.scale_min) as score_100,
  a.responded_at is not null as answered,
  case when a.sent_on + 14 <= r.answers then coalesce(a.responded_on <= a.sent_on + 14, false) end as answered_14d,
  case when a.nps then a.score >= 9 end as promoter,
  case when a.nps then a.score >= 7 and a.score < 9 end as passive,
  case when a.nps then a.score < 7 end as detractor,
  case when a.csat then a.score >= 4 end as satisfied,
  case when a.ces then a.score >= 5 end as easy,
  case when a.instrument = 'good_bad' and a.score is not null
    then a.score > (a.scale_min + a.scale_max) / 2 end as good,
  case when f.known and f.due_at <= r.contacts_at then coalesce(f.followed_up, false) end as followed_up
from answer a
cross join reach r
left join shape.interaction i on i.interaction_id = a.interaction_id
left join main.work_item w on w.work_item_id = coalesce(a.work_item_id, i.work_item)
left join main.touchpoint t on t.touchpoint_id = coalesce(a.touchpoint_id, i.touchpoint, w.touchpoint_id)
left join main.product p on p.product_id = coalesce(i.product, w.product_id)
left join shape.team_area h on h.team = coalesce(a.team, i.team, w.team)
left join shape.customer_state c on c.customer = a.customer and a.moment_at >= c.from_at and a.moment_at < c.to_at
left join shape.customer_state o on o.customer = a.customer and a.sent_at >= o.from_at and a.sent_at < o.to_at
left join follow f on f.survey_id = a.survey_id

-- survey: one row per invitation and question, answered or not.
-- kind: rows
-- tables: survey
-- followed_up: survey, interaction
-- at_closing: survey, work_item
-- product: survey, work_item|order_line
-- yearly_revenue: survey, subscription|order_line
-- satisfied_revenue: survey, subscription|order_line
-- promoter_revenue: survey, subscription|order_line
-- detractor_revenue: survey, subscription|order_line
-- nothing: nothing to divide by: no answers
-- nothing of answered_14d: nothing to divide by: no survey of a source that tells whom it asked
-- refresh: survey_id
-- row of main.survey: survey_id, interaction_id, order_id, kept_id(customer_id) as customer,
--   (instrument = 'nps' and score < 7) as detractor
-- link of main.work_item: work_item = work_item_id
-- link of main.touchpoint: touchpoint = touchpoint_id
-- link of shape.interaction: interaction_id;
--   customer = nullif(customer, 'unknown'), detractor = case when direction = 'outbound' and handled then true end,
--   follow_up_due_on = offered_on ..
-- link of shape.item_state: work_item
-- link of shape.sale_line: order_id
-- link of shape.order_line: customer = nullif(customer, 'unknown')
-- link of shape.mrr_span: customer
-- link of shape.customer_state: customer
-- link of shape.customer_key: customer = alias_id; customer
-- link of shape.team_area: team
-- moves: sent_on + 14, follow_up_due_on, follow_up_due_on - 1
with reach as (
  select
    (select loaded_through from shape.watermark where table_name = 'survey') as answers,
    (select min(now_at) from shape.watermark where table_name in ('survey',
      'interaction') having count(*) = 2) as contacts_at,
    (select coalesce(max(calendar_id), 'always') from shape.open_interval where calendar_id = 'company') as calendar_id
),
answer as not materialized (                    -- read by several: each takes the few columns that it needs
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
  select survey_id, customer, responded_at, r.calendar_id from answer cross join reach r
  where nps and score < 7 and not coalesce(list_contains(_days, 'responded_at'), false)   -- the hours begin with an hour
),
measured as (
  select d.*, coalesce(i.open_seconds_before + least(epoch(i.closes_at), epoch(d.responded_at)) - epoch(i.opens_at), 0)
    + :detractor_followup_seconds as due_open
  from detractor d cross join (select max(utc_day) as last_day from shape.opening_by_day) n
  left join shape.opening_by_day i on i.calendar_id = d.calendar_id
    and i.utc_day = least(cast(floor(epoch(d.responded_at) / 86400) as bigint), n.last_day)
    and d.responded_at >= i.opens_at and (i.next_at is null or d.responded_at < i.next_at)
),
due as (
  select m.survey_id, m.customer, m.responded_at,
    case when m.due_open <= i.open_seconds_after
      then i.opens_at
        + to_microseconds(cast(round((m.due_open - i.open_seconds_before) * 1000000) as bigint)) end as due_at
  from measured m left join shape.opening_by_use i on i.calendar_id = m.calendar_id
    and i.open_day = cast(floor(m.due_open / 86400) as bigint)
    and m.due_open > i.open_seconds_before and (i.next_before is null or m.due_open <= i.next_before)
),
outreach as (
  select customer, offered_at from shape.interaction
  where direction = 'outbound' and handled and customer in (select customer from detractor where customer <> 'unknown')
),
follow as (
  select d.survey_id, d.due_at, d.customer <> 'unknown' as known, o.offered_at <= d.due_at as followed_up
  from due d asof left join outreach o on o.customer = d.customer and d.responded_at < o.offered_at
),
bought as (                                    -- an order of several products judges none of them; it may judge their line
  select l.order_id,
    case when count(distinct l.product_id) = 1 then min(l.product_id) end as product,
    case when count(distinct p.line) = 1 then min(p.line) end as product_line
  from shape.sale_line l left join main.product p on p.product_id = l.product_id
  where not l.is_return and not l.is_discount
  group by l.order_id
),
spend as (
  select customer, ordered_on, sum(sum(amount)) over (partition by customer order by ordered_on) as total
  from shape.order_line where customer <> 'unknown' group by customer, ordered_on
),
recurring as (
  select a.survey_id, 12 * sum(m.mrr) as yearly
  from answer a
  join shape.mrr_span m on m.customer = a.customer and m.from_on <= a.responded_on and m.to_on > a.responded_on
  where a.nps or a.csat
  group by a.survey_id
),
weighed as (                                   -- what the customer was worth on the eve: nothing that came after
  select a.survey_id,
    cast(greatest(coalesce(u.total, 0) - coalesce(f.total, 0), 0) + coalesce(r.yearly, 0) as decimal(18, 2)) as yearly
  from answer a
  asof left join spend u on u.customer = a.customer and a.responded_on > u.ordered_on
  asof left join spend f on f.customer = a.customer and a.responded_on - 365 > f.ordered_on
  left join recurring r on r.survey_id = a.survey_id
  where (a.nps or a.csat) and a.customer <> 'unknown'
),
rated as (                                     -- the contacts that answers name: the others take no memory
  select interaction_id, process, touchpoint, agent, team, reason, priority, product, campaign, work_item
  from shape.interaction where interaction_id in (select interaction_id from main.survey)
)
select
  a.sent_on, a.responded_on, cast(f.due_at at time zone :time_zone as date) as follow_up_due_on,
  a.sent_at, a.responded_at, f.due_at as follow_up_due_at,
  a.survey_id, a.instrument, a.question,
  case when a.relationship then 'relationship' else 'transactional' end as kind,
  coalesce(a.process, i.process, w.process, t.process) as process,
  coalesce(a.touchpoint_id, i.touchpoint, w.touchpoint_id) as touchpoint, {touchpoint: t.%},
  a.customer, {customer: c.%},
  {customer_then: o.% as sent_%},
  coalesce(a.agent_id, i.agent, w.agent_id) as agent, coalesce(a.team, i.team, q.team) as team, {team: h.%},
  coalesce(i.reason, w.reason) as reason, coalesce(i.priority, q.priority) as priority,
  coalesce(i.product, w.product_id, b.product) as product, coalesce(p.line, b.product_line) as product_line,
  coalesce(i.campaign, w.campaign_id) as campaign,
  a.interaction_id, coalesce(a.work_item_id, i.work_item) as work_item, a.order_id,
  a.score, a.scale_min, a.scale_max, a.weight, a.comment,
  100e0 * (a.score - a.scale_min) / (a.scale_max - a.scale_min) as score_100,
  a.responded_at is not null as answered,
  -- a form holds who answered and nobody else: of how many is unknown
  case when a.instrument <> 'qa' and g.invites and a.sent_on + 14 <= r.answers then coalesce(a.responded_on <= a.sent_on + 14, false) end as answered_14d,
  case when a.nps then a.score >= 9 end as promoter,
  case when a.nps then a.score >= 7 and a.score < 9 end as passive,
  case when a.nps then a.score < 7 end as detractor,
  case when a.csat then a.score >= 4 end as satisfied,
  case when a.ces then a.score >= 5 end as easy,
  x.weight as acsi_weight,
  -- decimal, so that a sum is the same in any order
  cast(x.weight * 100e0 * (a.score - a.scale_min) / (a.scale_max - a.scale_min) as decimal(18, 8)) as acsi_points,
  v.yearly as yearly_revenue,
  case when a.csat then case when a.score >= 4 then v.yearly else v.yearly * 0 end end as satisfied_revenue,
  case when a.nps then case when a.score >= 9 then v.yearly else v.yearly * 0 end end as promoter_revenue,
  case when a.nps then case when a.score < 7 then v.yearly else v.yearly * 0 end end as detractor_revenue,
  case when w.work_item_id is not null
    then coalesce(least(w.first_resolved_at, w.closed_at) <= a.sent_at, false) end as at_closing,
  case when a.instrument = 'good_bad' and a.score is not null
    then a.score > (a.scale_min + a.scale_max) / 2 end as good,
  case when f.known and f.due_at <= r.contacts_at then coalesce(f.followed_up, false) end as followed_up
from answer a
cross join reach r
left join shape.survey_source g on g.source is not distinct from a._source
left join rated i on i.interaction_id = a.interaction_id
left join main.work_item w on w.work_item_id = coalesce(a.work_item_id, i.work_item)
left join main.touchpoint t on t.touchpoint_id = coalesce(a.touchpoint_id, i.touchpoint, w.touchpoint_id)
left join bought b on b.order_id = a.order_id
left join main.product p on p.product_id = coalesce(i.product, w.product_id, b.product)
left join shape.item_state q on q.work_item = w.work_item_id and a.sent_at >= q.from_at and a.sent_at < q.to_at
left join shape.team_area h on h.team = coalesce(a.team, i.team, q.team)
left join shape.customer_state c on c.customer = a.customer and a.moment_at >= c.from_at and a.moment_at < c.to_at
left join shape.customer_state o on o.customer = a.customer and a.sent_at >= o.from_at and a.sent_at < o.to_at
left join follow f on f.survey_id = a.survey_id
left join weighed v on v.survey_id = a.survey_id
left join (values ('satisfaction', :acsi_satisfaction_weight), ('expectation', :acsi_expectation_weight),
  ('ideal', :acsi_ideal_weight)) as x (question, weight)
  on x.question = a.question and a.instrument = 'acsi' and a.score is not null

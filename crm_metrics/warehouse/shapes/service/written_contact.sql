-- written_contact: one row per message that a customer wrote and that awaits a reply: a case, or a message without one.
-- kind: rows
-- tables: interaction|work_item
-- nothing: nothing to divide by: no messages
-- refresh: contact
-- row of main.work_item: work_item_id as contact, work_item_id as work_item, null as customer
-- row of shape.interaction: interaction_id as contact, work_item, customer
-- link of main.product: product = product_id
-- link of shape.interaction: work_item; customer = case when handled then nullif(customer, 'unknown') end
-- link of shape.item_stamp: contact = work_item
-- moves: reply_due_on, reply_due_on - 1
with reach as (
  select min(now_at) as now_at,
    (select coalesce(max(calendar_id), 'always') from shape.open_interval where calendar_id = 'company') as calendar_id
  from shape.watermark where table_name in ('interaction', 'work_item')
),
point as (                                     -- who writes here awaits a reply; a chat is a queue like the telephone
  select touchpoint_id, channel from main.touchpoint where channel in ('email', 'messaging', 'web', 'app', 'mail')
),
reply as (                                     -- what a person of ours said to the customer
  select work_item, customer, coalesce(answered_at, offered_at) as moment_at from shape.interaction
  where handled and (direction = 'outbound' or answered_at is not null)
),
written_case as (
  select 'case' as form, w.work_item_id as contact, w.work_item_id as work_item, w.opened_at as asked_at, w.process, w.kind,
    s.customer, {customer: s.%},
    w.touchpoint_id as touchpoint, {touchpoint: t.%},
    w.product_id as product, d.line as product_line, w.campaign_id as campaign,
    w.agent_id as agent, s.team, {team: s.%}, s.priority, w.reason,
    least(w.first_response_at, r.moment_at) as replied_at,     -- least passes over the one that is absent
    n.answered
      and not coalesce(list_has_any(w._days, ['opened_at', 'first_response_at']), false) as known
  from main.work_item w
  join point t on t.touchpoint_id = w.touchpoint_id
  join shape.item_stamp s on s.work_item = w.work_item_id and s.anchor = 'opened'
  join shape.item_process n on n.process = w.process
  left join main.product d on d.product_id = w.product_id
  asof left join (select * from reply where work_item is not null) r
    on r.work_item = w.work_item_id and w.opened_at <= r.moment_at
  -- what we begin ourselves awaits no reply of ours
  where w.kind not in ('new_sale', 'cross_sell', 'upsell', 'renewal', 'dunning', 'list_record', 'win_back', 'exit')
),
message as (
  select 'message' as form, i.interaction_id as contact, i.work_item, i.offered_at as asked_at, i.process, i.kind,
    i.customer, {customer: i.%},
    i.touchpoint, {touchpoint: i.%}, i.product, i.product_line, i.campaign,
    i.agent, i.team, {team: i.%}, i.priority, i.reason,
    least(coalesce(i.answered_at, case when i.handled then i.ended_at end), r.moment_at) as replied_at,
    i.customer <> 'unknown' and (not i.handled or coalesce(i.answered_at, i.ended_at) is not null) as known
  from shape.interaction i
  left join point t on t.touchpoint_id = i.touchpoint
  asof left join (select * from reply where customer <> 'unknown') r
    on r.customer = i.customer and i.offered_at <= r.moment_at
  -- what its source calls written, or not, is so whatever its channel; messaging waits in a queue, too
  where i.attended and i.work_item is null and (i.written or t.channel = 'messaging')
),
asked as (
  select c.*, n.now_at, n.calendar_id from (select * from written_case union all select * from message) c
  cross join reach n
),
measured as (
  select a.*,
    coalesce(o.open_seconds_before + least(epoch(o.closes_at), epoch(a.asked_at)) - epoch(o.opens_at), 0)
      + :written_reply_seconds as due_open
  from asked a cross join (select max(utc_day) as last_day from shape.opening_by_day) n
  left join shape.opening_by_day o on o.calendar_id = a.calendar_id
    and o.utc_day = least(cast(floor(epoch(a.asked_at) / 86400) as bigint), n.last_day)
    and a.asked_at >= o.opens_at and (o.next_at is null or a.asked_at < o.next_at)
),
due as (
  select m.*,
    case when m.due_open <= o.open_seconds_after
      then o.opens_at
        + to_microseconds(cast(round((m.due_open - o.open_seconds_before) * 1000000) as bigint)) end as due_at
  from measured m left join shape.opening_by_use o on o.calendar_id = m.calendar_id
    and o.open_day = cast(floor(m.due_open / 86400) as bigint)
    and m.due_open > o.open_seconds_before and (o.next_before is null or m.due_open <= o.next_before)
)
select
  cast(d.due_at at time zone :time_zone as date) as reply_due_on,
  cast(d.asked_at at time zone :time_zone as date) as asked_on,
  cast(d.replied_at at time zone :time_zone as date) as replied_on,
  d.due_at, d.asked_at, d.replied_at, d.form, d.contact, d.work_item, d.process, d.kind,
  d.customer, {customer: d.%},
  d.product, d.product_line, d.campaign, d.touchpoint, {touchpoint: d.%},
  d.agent, d.team, {team: d.%}, d.priority, d.reason,
  case when d.known and d.due_at <= d.now_at then d.replied_at is null or d.replied_at > d.due_at end as unanswered
from due d

-- interaction: one row per contact or attempt, any channel, in or out.
-- kind: rows
-- tables: interaction
-- item_kind: interaction, work_item
-- closed_sale: interaction, work_item
-- serve_cost: interaction, agent_time|agent
-- monitored_14d: interaction, survey
-- existing: interaction, subscription|order_line
-- existing_seconds: interaction, subscription|order_line
-- nothing: nothing to divide by: no contacts
-- nothing of transferred: nothing to divide by: no contacts of a source that tells transfers
-- refresh: interaction_id
-- row of main.interaction: interaction_id, work_item_id as work_item, agent_id as agent, process,
--   cast(offered_at at time zone :time_zone as date) as offered_on, coalesce(
--   (select min(k.customer) from shape.customer_key k where k.alias_id = x.customer_id),
--   nullif(x.customer_id, 'unknown'),
--   (select min(s.customer) from shape.item_stamp s where s.work_item = x.work_item_id and s.anchor = 'opened'),
--   x.customer_id) as customer
-- link of main.work_item: work_item = work_item_id
-- link of main.survey: interaction_id = case when instrument = 'qa' and score is not null then interaction_id end
-- link of main.agent: agent = agent_id
-- link of main.product: product = product_id
-- link of main.touchpoint: touchpoint = touchpoint_id
-- link of shape.item_stamp: work_item
-- link of shape.agent_day: agent, offered_on = day
-- link of shape.customer_state: customer
-- link of shape.customer_key: customer = alias_id; customer
-- link of shape.book_stretch: customer
-- link of shape.team_area: team
-- beside: work_item; agent, offered_on, process; customer, offered_on = own.offered_on .. own.offered_on + 7
-- moves: offered_on + 7, offered_on + 14
with reach as (
  select loaded_through as through from shape.watermark where table_name = 'interaction'
),
loaded as (
  select count(*) > 0 as items from shape.watermark where table_name = 'work_item'
),
heard as not materialized (                    -- read by several: each takes the few columns that it needs
  select i.*,
    cast(i.offered_at at time zone :time_zone as date) as offered_on,
    coalesce(i.written, t.written, false) as message,
    i.direction = 'inbound' and i.disposition <> 'self_served' as attended,   -- by a person, or in vain
    attended and not message as queued,        -- who writes does not wait on the line
    i.disposition in ('handled', 'refused', 'opt_out') as talked,
    i.direction = 'outbound' and not message as dial,    -- a message that we send is no dial
    -- a wait that needs the hour of a day alone is unknown, and so is one that would end before it began
    case
      when coalesce(list_has_any(i._days, ['offered_at',
        case when i.disposition = 'abandoned' then 'ended_at' else 'answered_at' end]), false) then null
      -- whole microseconds: no 20.0000002
      when queued and i.disposition = 'abandoned' and i.ended_at >= i.offered_at
        then round(epoch(i.ended_at) - epoch(i.offered_at), 6)
      when queued and i.disposition <> 'abandoned' and i.answered_at >= i.offered_at
        then round(epoch(i.answered_at) - epoch(i.offered_at), 6)
    end as waited,
    -- a part that nobody told is none where the talk is told; without it the instants tell talk and hold; of what was
    -- written they tell the wait for the reply, and not the work on it
    case when i.talk_seconds is not null or (message or not talked) and coalesce(i.hold_seconds, i.wrap_seconds) is not null
      then coalesce(i.talk_seconds, 0) + coalesce(i.hold_seconds, 0) + coalesce(i.wrap_seconds, 0)
      when talked and not message and i.ended_at >= coalesce(i.answered_at, i.connected_at)
        and not coalesce(list_has_any(i._days, ['ended_at',
          case when i.answered_at is not null then 'answered_at' else 'connected_at' end]), false)
      then cast(round(epoch(i.ended_at) - epoch(coalesce(i.answered_at, i.connected_at))) as bigint)
        + coalesce(i.wrap_seconds, 0)
    end as handle_seconds
  from main.interaction i
  left join shape.written_touchpoint t on t.touchpoint = i.touchpoint_id
),
replied as (                                   -- cases whose written replies are rows of their own
  select distinct work_item_id from heard
  where message and direction = 'outbound' and talked and work_item_id is not null
),
  -- a question and the reply to it are one contact: the reply is the handled one
told as not materialized (
  select h.*, coalesce(h.message and h.attended and h.answered_at is null, false)
      and r.work_item_id is not null as replied_apart,
    h.talked and not replied_apart as handled
  from heard h left join replied r on r.work_item_id = h.work_item_id
),
  -- the contact that sold: the last one with the right person before the win, or of its day, where no hour is told
last_party as (
  select max_by(c.interaction_id, row(c.offered_at <= w.closed_at, c.offered_at, c.interaction_id)) as interaction_id
  from heard c join main.work_item w on w.work_item_id = c.work_item_id
  where c.right_party and w.outcome = 'won' and c.offered_on <= cast(w.closed_at at time zone :time_zone as date)
  group by c.work_item_id
),
caller as not materialized (                   -- who called in, or served himself
  select h.interaction_id, h.offered_at, h.attended,
    coalesce(k.customer, nullif(h.customer_id, 'unknown'), s.customer, h.customer_id) as customer
  from heard h
  left join shape.customer_key k on k.alias_id = h.customer_id
  left join shape.item_stamp s on s.work_item = h.work_item_id and s.anchor = 'opened'
  where h.direction = 'inbound'
),
queue as (
  select customer, offered_at from caller where attended and customer <> 'unknown'
),
contained as (
  select c.interaction_id, cast(q.offered_at at time zone :time_zone as date) as again_on
  from caller c asof left join queue q on q.customer = c.customer and c.offered_at < q.offered_at
  where not c.attended
),
checked as (                                   -- when a contact was scored for quality for the first time
  select interaction_id, min(cast(responded_at at time zone :time_zone as date)) as scored_on
  from main.survey where instrument = 'qa' and score is not null group by interaction_id
),
checks as (
  select min(loaded_through) as through
  from shape.watermark where table_name in ('interaction', 'survey') having count(*) = 2
),
known_since as (
  select customer, min(since_on) as since_on from shape.book_stretch group by customer
),
books as (
  select count(*) > 0 as loaded from shape.watermark where table_name in ('subscription', 'order_line')
),
labour as (                                    -- an agent's day is shared out by handled seconds, where all of them are told
  select d.agent, d.day, d.process, sum(d.cost) as cost from shape.agent_day d group by d.agent, d.day, d.process
),
handling as (
  select agent_id, offered_on, process,
    case when not bool_or(handled and handle_seconds is null) then sum(handle_seconds) end as seconds
  from told where agent_id is not null group by agent_id, offered_on, process
),
item as (                                      -- what a contact takes from its case
  select w.work_item_id, w.campaign_id, w.kind, w.reason, w.product_id, s.customer, s.priority
  from main.work_item w left join shape.item_stamp s on s.work_item = w.work_item_id and s.anchor = 'opened'
),
contact as (
  select c.*,
    coalesce(k.customer, nullif(c.customer_id, 'unknown'), s.customer, c.customer_id) as customer,
    coalesce(c.campaign_id, s.campaign_id) as campaign,
    s.kind as item_kind, s.reason, s.product_id as product, s.priority
  from told c
  left join shape.customer_key k on k.alias_id = c.customer_id
  left join item s on s.work_item_id = c.work_item_id
)
select
  c.offered_on, cast(c.answered_at at time zone :time_zone as date) as answered_on,
  cast(c.connected_at at time zone :time_zone as date) as connected_on,
    cast(c.ended_at at time zone :time_zone as date) as ended_on,
  c.interaction_id, c.offered_at, c.answered_at, c.connected_at, c.ended_at,
  case when not coalesce(list_contains(c._days, 'offered_at'), false)
    then cast(hour(c.offered_at at time zone :time_zone) as integer) end as offered_hour,
    cast(isodow(c.offered_on) as integer) as weekday,
  c.process, c.touchpoint_id as touchpoint, {touchpoint: t.%}, c.direction,
  c.customer, {customer: s.%},
  c.work_item_id as work_item, c.item_kind, c.item_kind as kind, c.reason, c.priority, c.product,
    p.line as product_line,
  c.campaign, c.agent_id as agent, c.team, {team: a.%},
  c.disposition, c.right_party,
  coalesce(c.right_party, case when v.parties and not c.talked then false end) as reached,   -- a talk of which nobody says: unknown
  case when v.transfers then c.transferred end as transferred,   -- of a source that never does: unknown
  c.promised_on, c.promised_amount,
  c.talk_seconds, c.hold_seconds, c.wrap_seconds,
  cast(round(c.waited) as bigint) as wait_seconds, cast(c.handle_seconds as bigint) as handle_seconds,
  cast(case when l.cost is not null then l.cost * c.handle_seconds / nullif(h.seconds, 0)
    else cast(g.hourly_cost as double) * c.handle_seconds / 3600 end as decimal(24, 4)) as serve_cost,
  -- it took somebody's time, known or not: what is sent to many by nobody takes none
  c.handled and not (c.message and c.direction = 'outbound' and c.agent_id is null) as labour,
  c.message as written, c.attended, c.queued, c.handled, c.replied_apart, c.dial,
  case when c.queued and (c.answered_at is not null or c.disposition <> 'handled')
    then c.answered_at is not null end as answered,
  case when c.queued and c.disposition = 'abandoned' then false
    when c.queued and c.waited is not null then c.waited <= :answer_target_seconds
    when c.queued and not c.handled then false end as in_target,
  case when c.queued then c.disposition = 'abandoned' end as abandoned,
  case when c.queued and c.disposition = 'abandoned' then coalesce(c.waited <= :answer_target_seconds, false)
    when c.queued and (c.waited is not null or not c.handled) then false end as abandoned_in_target,
  case when c.queued then c.disposition = 'abandoned'
    and coalesce(c.waited <= :short_abandon_seconds, false) end as abandoned_short,
  case when c.dial then c.handled or (c.answered_at is not null and c.disposition = 'abandoned') end as live_answer,
  case when c.dial and (c.handled or c.disposition = 'abandoned') and c.answered_at is not null then
    case when list_has_any(c._days, ['answered_at', 'connected_at']) then null when c.connected_at is not null
      then round(epoch(c.connected_at) - epoch(c.answered_at), 6) > :late_connect_seconds
      when c.disposition = 'abandoned' then true end end as late_connect,
  c.disposition = 'opt_out' as opted_out,
  c.promised_on is not null as promised,
  case when z.items and c.right_party then y.interaction_id is not null end as closed_sale,
  case when c.handled and c.offered_on + 14 <= u.through
    then coalesce(q.scored_on <= c.offered_on + 14, false) end as monitored_14d,
  case when x.loaded and c.customer <> 'unknown' then coalesce(e.since_on < c.offered_on, false) end as existing,
  case when x.loaded and c.customer <> 'unknown'
    then case when e.since_on < c.offered_on then cast(c.handle_seconds as bigint) else 0 end end as existing_seconds,
  case when c.direction = 'inbound' and c.offered_on + 7 <= r.through then
    case when c.attended then false
      when c.customer <> 'unknown' then n.again_on is null or n.again_on > c.offered_on + 7 end end as contained_7d
from contact c
left join shape.interaction_source v on v.source is not distinct from c._source
left join reach r on true
left join loaded z on true
left join checks u on true
left join books x on true
left join checked q on q.interaction_id = c.interaction_id
left join known_since e on e.customer = c.customer
left join main.touchpoint t on t.touchpoint_id = c.touchpoint_id
left join main.product p on p.product_id = c.product
left join main.agent g on g.agent_id = c.agent_id
left join shape.team_area a on a.team = c.team
left join shape.customer_state s on s.customer = c.customer and c.offered_at >= s.from_at and c.offered_at < s.to_at
left join last_party y on y.interaction_id = c.interaction_id
left join contained n on n.interaction_id = c.interaction_id
left join labour l on l.agent = c.agent_id and l.day = c.offered_on and l.process = c.process
left join handling h on h.agent_id = c.agent_id and h.offered_on = c.offered_on and h.process = c.process

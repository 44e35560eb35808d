-- clock_run: one row per run of a clock of an item, with or without a promise, measured in open seconds less pauses.
-- Its time used is unknown (null) where an end of it tells only a day, or stands before its beginning.
-- kind: rows
-- tables: work_item
-- refresh: work_item
-- row of main.work_item: work_item_id as work_item
-- link of main.interaction: work_item = work_item_id
-- link of main.status_event: work_item = case when entity = 'work_item' then entity_id end
-- link of shape.item_stamp: work_item
-- link of shape.item_state: work_item
-- lasting: stopped_at is null
with now_is as (
  select now_at from shape.watermark where table_name = 'work_item'
),
calendar as (
  select distinct calendar_id from shape.open_interval
),
known as (                                     -- an instant after the last day of the calendars stands on that day
  select max(utc_day) as last_day from shape.opening_by_day
),
opened as (
  select w.work_item_id as work_item, w.process, s.priority, s.tier, w.policy_id as own, s.moment_on as opened_on,
    w.opened_at, w.first_response_at, w.first_resolved_at, w.closed_at, coalesce(w._days, []) as days
  from main.work_item w join shape.item_stamp s on s.work_item = w.work_item_id and s.anchor = 'opened'
),
situation as (
  select distinct process, priority, tier, own, opened_on from opened
),
  -- the item's own policy, or none; where nobody says, that of the opening: tier and priority beats tier, tier beats
  -- priority
promised as (
  select s.process, s.priority, s.tier, s.own, s.opened_on, p.clock, p.policy_id, p.target_seconds, p.pause_statuses,
    -- a calendar without hours is round the clock, or nothing would ever be due
    coalesce(k.calendar_id, 'always') as calendar_id
  from situation s
  join main.sla_policy p on p.process = s.process
    and p.valid_from <= s.opened_on and (p.valid_to is null or s.opened_on < p.valid_to)
    and (s.own is null or s.own in (p.policy_id, p.policy_group))
    and (p.priority is null or p.priority = s.priority) and (p.value_tier is null or p.value_tier = s.tier)
  left join calendar k on k.calendar_id = p.calendar_id
  qualify row_number() over (
    partition by s.process, s.priority, s.tier, s.own, s.opened_on, p.clock
    order by p.value_tier is not null desc, p.priority is not null desc, p.valid_from desc, p.policy_id) = 1
),
message as (                                   -- what the customer wrote after the first answer, and what we answered
  select o.work_item, i.offered_at as moment_at, true as asked,
    coalesce(list_contains(i._days, 'offered_at'), false) as vague
  from main.interaction i join opened o on o.work_item = i.work_item_id
  where i.direction = 'inbound' and i.disposition <> 'self_served' and i.offered_at > o.first_response_at
    and (o.closed_at is null or i.offered_at < o.closed_at)
  union all
  select o.work_item, i.answered_at, false, coalesce(list_contains(i._days, 'answered_at'), false)
  from main.interaction i join opened o on o.work_item = i.work_item_id
  where i.direction = 'inbound' and i.answered_at > o.first_response_at
  union all
  select o.work_item, i.offered_at, false, coalesce(list_contains(i._days, 'offered_at'), false)
  from main.interaction i join opened o on o.work_item = i.work_item_id
  where i.direction = 'outbound' and i.disposition = 'handled' and i.offered_at > o.first_response_at
),
turn as (                                      -- a run lasts from the oldest unanswered message to the next answer
  select work_item, moment_at, asked, bool_or(vague) over (partition by work_item) as vague,
    coalesce(lag(asked) over (partition by work_item order by moment_at, asked), false) as waiting,
    min(case when not asked then moment_at end) over (
      partition by work_item order by moment_at, asked rows between 1 following and unbounded following) as answered_at
  from message
),
run as (
  select work_item, 'first_response' as clock, 1 as run, opened_at as started_at,
    coalesce(first_response_at, first_resolved_at, closed_at) as stopped_at,
    list_contains(days, 'opened_at') as day_started,
    list_contains(days, case when first_response_at is not null then 'first_response_at'
      when first_resolved_at is not null then 'first_resolved_at' else 'closed_at' end) as day_stopped
  from opened
  union all
  select work_item, 'resolution', 1, opened_at, coalesce(first_resolved_at, closed_at),
    list_contains(days, 'opened_at'),
    list_contains(days, case when first_resolved_at is not null then 'first_resolved_at' else 'closed_at' end)
  from opened
  union all
  select t.work_item, 'next_response',
    cast(row_number() over (partition by t.work_item order by t.moment_at) as integer),
    t.moment_at, least(t.answered_at, o.closed_at),         -- least passes over the one that is absent
    t.vague, t.vague or list_contains(o.days, 'closed_at')
  from turn t join opened o on o.work_item = t.work_item
  where t.asked and not t.waiting
),
clock as (
  select r.work_item, r.clock, r.run, r.started_at, r.stopped_at, r.day_started,
    r.day_started or r.day_stopped and r.stopped_at is not null or r.stopped_at < r.started_at as unknown,
    coalesce(r.stopped_at, greatest(n.now_at, r.started_at), r.started_at) as until_at,
    p.policy_id, p.target_seconds, p.pause_statuses,
    coalesce(p.calendar_id, k.calendar_id, 'always') as calendar_id
  from run r
  join opened o on o.work_item = r.work_item
  left join promised p on p.process = o.process and p.priority is not distinct from o.priority
    and p.tier is not distinct from o.tier and p.own is not distinct from o.own and p.opened_on = o.opened_on and p.clock = r.clock
  left join calendar k on k.calendar_id = 'company'
  left join now_is n on true
  where r.clock <> 'next_response' or p.policy_id is not null
),
measured as (
  select c.*,
    coalesce(a.open_seconds_before + least(epoch(a.closes_at), epoch(c.started_at)) - epoch(a.opens_at),
      0) as started_open,
    coalesce(b.open_seconds_before + least(epoch(b.closes_at), epoch(c.until_at)) - epoch(b.opens_at), 0) as until_open
  from clock c cross join known n
  left join shape.opening_by_day a on a.calendar_id = c.calendar_id
    and a.utc_day = least(cast(floor(epoch(c.started_at) / 86400) as bigint), n.last_day)
    and c.started_at >= a.opens_at and (a.next_at is null or c.started_at < a.next_at)
  left join shape.opening_by_day b on b.calendar_id = c.calendar_id
    and b.utc_day = least(cast(floor(epoch(c.until_at) / 86400) as bigint), n.last_day)
    and c.until_at >= b.opens_at and (b.next_at is null or c.until_at < b.next_at)
),
  -- an untracked status tells about now, not about the past of what is over
pause as (
  select c.work_item, c.clock, c.run, c.calendar_id, c.target_seconds, c.started_open,
    greatest(s.from_at, c.started_at) as from_at, least(s.to_at, c.until_at) as to_at,
    c.stopped_at is null and s.to_at > c.until_at as lasting
  from measured c
  join shape.item_state s on s.work_item = c.work_item and s.to_at > c.started_at and s.from_at < c.until_at
  where list_contains(c.pause_statuses, s.status) and (s.status_tracked or c.stopped_at is null)
),
paused as (
  select p.*,
    coalesce(a.open_seconds_before + least(epoch(a.closes_at), epoch(p.from_at)) - epoch(a.opens_at), 0) as from_open,
    coalesce(b.open_seconds_before + least(epoch(b.closes_at), epoch(p.to_at)) - epoch(b.opens_at), 0) as to_open
  from pause p cross join known n
  left join shape.opening_by_day a on a.calendar_id = p.calendar_id
    and a.utc_day = least(cast(floor(epoch(p.from_at) / 86400) as bigint), n.last_day)
    and p.from_at >= a.opens_at and (a.next_at is null or p.from_at < a.next_at)
  left join shape.opening_by_day b on b.calendar_id = p.calendar_id
    and b.utc_day = least(cast(floor(epoch(p.to_at) / 86400) as bigint), n.last_day)
    and p.to_at >= b.opens_at and (b.next_at is null or p.to_at < b.next_at)
),
  -- only a pause that begins before the time has run out moves the due instant
stopped as (
  select *, to_open - from_open as paused_seconds,
    from_open - started_open - coalesce(sum(to_open - from_open) over (
      partition by work_item, clock, run order by from_at rows between unbounded preceding and 1 preceding),
        0) as used_before
  from paused
),
pauses as (
  select work_item, clock, run,
    sum(paused_seconds) as paused_seconds,
    coalesce(sum(paused_seconds) filter (where used_before < target_seconds), 0) as before_due,
    coalesce(sum(paused_seconds) filter (where used_before < 0.8 * target_seconds), 0) as before_risk,
    coalesce(bool_or(lasting), false) as paused,
    coalesce(bool_or(lasting and used_before < target_seconds), false) as held_before_due,
    coalesce(bool_or(lasting and used_before < 0.8 * target_seconds), false) as held_before_risk
  from stopped group by work_item, clock, run
),
  -- a change of status that tells only a day may have begun or ended a pause at any hour of it
vague as (
  select distinct entity_id as work_item from main.status_event
  where entity = 'work_item' and attribute = 'status' and list_contains(_days, 'changed_at')
),
aimed as (
  select m.*,
    -- whole microseconds: no 3600.0000002
    case when not coalesce(m.unknown, false) and (v.work_item is null or coalesce(len(m.pause_statuses), 0) = 0)
      then round(m.until_open - m.started_open - coalesce(p.paused_seconds, 0), 6) end as used,
    coalesce(p.paused, false) as paused,
    case when not coalesce(p.held_before_due, false) and not m.day_started
      then m.started_open + m.target_seconds + coalesce(p.before_due, 0) end as due_open,
    case when not coalesce(p.held_before_risk, false) and not m.day_started
      then m.started_open + 0.8 * m.target_seconds + coalesce(p.before_risk, 0) end as risk_open
  from measured m left join pauses p on p.work_item = m.work_item and p.clock = m.clock and p.run = m.run
  left join vague v on v.work_item = m.work_item
)
select
  c.started_at, c.stopped_at, c.until_at, c.work_item, c.clock, c.run, c.policy_id as policy, c.calendar_id,
    c.target_seconds,
  c.used, c.paused,
  case when c.due_open <= d.open_seconds_after
    then d.opens_at
      + to_microseconds(cast(round((c.due_open - d.open_seconds_before) * 1000000) as bigint)) end as due_at,
  case when c.risk_open <= r.open_seconds_after
    then r.opens_at
      + to_microseconds(cast(round((c.risk_open - r.open_seconds_before) * 1000000) as bigint)) end as risk_at
from aimed c
left join shape.opening_by_use d on d.calendar_id = c.calendar_id
  and d.open_day = cast(floor(c.due_open / 86400) as bigint)
  and c.due_open > d.open_seconds_before and (d.next_before is null or c.due_open <= d.next_before)
left join shape.opening_by_use r on r.calendar_id = c.calendar_id
  and r.open_day = cast(floor(c.risk_open / 86400) as bigint)
  and c.risk_open > r.open_seconds_before and (r.next_before is null or c.risk_open <= r.next_before)

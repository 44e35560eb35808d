-- work_item: one row per lead, opportunity, ticket, collection case, campaign record or save.
-- kind: rows
-- tables: work_item
-- proposed_on: work_item, status_event
-- campaign_ends_on: work_item, campaign
-- campaign_channel: work_item, campaign
-- attempted: work_item, interaction
-- contacted_14d: work_item, interaction
-- followed_up_7d: work_item, interaction
-- first_contact: work_item, interaction
-- escalated: work_item, status_event
-- reopened_14d: work_item, status_event
-- accepted_30d: work_item, status_event
-- saved_90d: work_item, subscription|order_line
-- nothing: nothing to divide by: no items
-- nothing of qualified_30d: nothing to divide by: no items of a process that says when they were qualified
-- nothing of escalated: nothing to divide by: no cases whose history of priority or team is told
-- nothing of reopened_14d: nothing to divide by: no cases whose history of status is told
-- nothing of accepted_30d: nothing to divide by: no cases whose history of status is told
-- refresh: work_item
-- row of main.work_item: work_item_id as work_item, kept_id(customer_id) as customer,
--   cast(opened_at at time zone :time_zone as date) as opened_on,
--   cast(first_resolved_at at time zone :time_zone as date) as first_resolved_on,
--   cast(closed_at at time zone :time_zone as date) as closed_on
-- link of main.status_event: work_item = case when entity = 'work_item' then entity_id end
-- link of main.campaign: campaign = campaign_id
-- link of main.contact_reason: reason
-- link of main.product: product = product_id
-- link of main.touchpoint: touchpoint = touchpoint_id
-- link of shape.interaction: work_item;
--   customer = nullif(customer, 'unknown'), closed_on = offered_on - 7 .. offered_on;
--   customer = nullif(customer, 'unknown'), first_resolved_on = offered_on - :first_contact_days .. offered_on
-- link of shape.item_stamp: work_item
-- link of shape.item_state: work_item
-- link of shape.resolved_span: work_item
-- link of shape.clock_run: work_item
-- link of shape.book_span: customer
-- link of shape.customer_key: customer = alias_id; customer
-- link of shape.team_area: team
-- beside: customer, opened_on = own.first_resolved_on .. own.first_resolved_on + 30;
--   customer, opened_on = own.closed_on .. own.closed_on + 30
-- moves: opened_on + 14, opened_on + 30, opened_on + 60, opened_on + 180, closed_on + 7, closed_on + 90,
--   first_resolved_on + :first_contact_days, first_resolved_on + 14, first_resolved_on + 30, finished_on + 30,
--   promised_close_on
-- lasting: closed_at is null
  -- how far the tables behind a flag reach; none where one was never loaded
with reach as (
  select
    (select loaded_through from shape.watermark where table_name = 'work_item') as items,
    (select min(loaded_through)
      from shape.watermark where table_name in ('work_item', 'interaction') having count(*) = 2) as contacts,
    (select min(loaded_through)
      from shape.watermark where table_name in ('work_item', 'status_event') having count(*) = 2) as changes,
    (select min(loaded_through) from shape.watermark where table_name in ('work_item', 'subscription', 'order_line')
      having bool_or(table_name <> 'work_item') and bool_or(table_name = 'work_item')) as book
),
item as (
  select w.*, s.customer,
    s.moment_on as opened_on,
    cast(w.first_response_at at time zone :time_zone as date) as responded_on,
    cast(w.qualified_at at time zone :time_zone as date) as qualified_on,
    cast(w.first_resolved_at at time zone :time_zone as date) as first_resolved_on,
    cast(w.closed_at at time zone :time_zone as date) as closed_on,
    f.moment_at as finished_at, f.moment_on as finished_on,
    -- what a day alone is followed by comes after that day
    case when list_contains(w._days, 'opened_at')
      then cast(s.moment_on + 1 as timestamp) at time zone :time_zone - interval 1 microsecond
      else w.opened_at end as opened_by,
    r.held_at as resolved_by, e.held_at as closed_by, f.held_at as finished_by,
    coalesce(w.reason, '') as cause             -- a company that notes no reasons still sees who comes back
  from main.work_item w join shape.item_stamp s on s.work_item = w.work_item_id and s.anchor = 'opened'
  left join shape.item_stamp r on r.work_item = w.work_item_id and r.anchor = 'first_resolved'
  left join shape.item_stamp e on e.work_item = w.work_item_id and e.anchor = 'closed'
  left join shape.item_stamp f on f.work_item = w.work_item_id and f.anchor = 'finished'
),
contact as (
  select i.work_item,
    bool_or(i.direction = 'outbound') as attempted,
    min(i.offered_on) filter (where (i.handled or i.replied_apart) and coalesce(i.right_party, i.direction = 'inbound')) as contacted_on,
    -- a question that was solved before its reply went out is one contact all the same
    greatest(count(*) filter (where i.handled and i.offered_at <= w.resolved_by),
      cast(bool_or(i.replied_apart and i.offered_at <= w.resolved_by) as integer)) as until_resolved
  from shape.interaction i join item w on w.work_item_id = i.work_item
  group by i.work_item
),
outreach as (
  select customer, offered_at, offered_on
  from shape.interaction where direction = 'outbound' and handled and customer <> 'unknown'
),
followed as (
  select w.work_item_id as work_item, o.offered_on
  from item w asof left join outreach o on o.customer = w.customer and w.closed_by < o.offered_at
  where w.outcome = 'won'
),
incoming as (
  select customer, coalesce(reason, '') as cause, offered_at, offered_on
    from shape.interaction where attended and customer <> 'unknown'
),
resolved as (
  select work_item_id as work_item, customer, process, cause, resolved_by from item
  where first_resolved_at is not null and customer <> 'unknown'
),
opening as (
  select customer, process, cause, opened_at, opened_on from item where customer <> 'unknown'
),
came_back as (                                  -- least passes over the one that is absent
  select r.work_item, o.opened_on as again_on, least(c.offered_on, o.opened_on) as back_on
  from resolved r
  asof left join incoming c on c.customer = r.customer and c.cause = r.cause and r.resolved_by < c.offered_at
  asof left join opening o on o.customer = r.customer and o.process = r.process and o.cause = r.cause
    and r.resolved_by < o.opened_at
),
ended as (
  select work_item_id as work_item, customer, process, cause, finished_by
    from item where finished_at is not null and customer <> 'unknown'
),
recurred as (
  select e.work_item, o.opened_on as again_on
  from ended e
  asof left join opening o on o.customer = e.customer and o.process = e.process and o.cause = e.cause
    and e.finished_by < o.opened_at
),
reopened as (
  select work_item, cast(min(to_at) at time zone :time_zone as date) as reopened_on
  from shape.resolved_span where to_at < timestamptz 'infinity'
  group by work_item
),
promised as (                                   -- the first date told counts: a date moved is not a date met
  select work_item, cast(arg_min(expected_close_on, from_at) as date) as promised_close_on
  from shape.item_state where expected_close_on is not null group by work_item
),
ladder as (
  select * from (values ('low', 1), ('normal', 2), ('high', 3), ('urgent', 4)) as rungs(priority, rung)
),
escalated as (
  select distinct e.entity_id as work_item
  from main.status_event e
  join item w on w.work_item_id = e.entity_id and (w.closed_at is null or e.changed_at <= w.closed_by)
  left join ladder a on e.attribute = 'priority' and a.priority = e.old_value
  left join ladder b on e.attribute = 'priority' and b.priority = e.new_value
  where e.entity = 'work_item' and (b.rung > a.rung or e.attribute = 'team' and e.old_value <> e.new_value)
),
unranked as (                                   -- a change between words of priority of which nobody knows which is higher
  select distinct e.entity_id as work_item from main.status_event e
  join item w on w.work_item_id = e.entity_id and (w.closed_at is null or e.changed_at <= w.closed_by)
  where e.entity = 'work_item' and e.attribute = 'priority' and e.old_value <> e.new_value
    and not (e.old_value in (select priority from ladder) and e.new_value in (select priority from ladder))
),
stay as (
  select distinct w.work_item_id as work_item
  from item w join shape.book_span b on b.customer = w.customer and w.closed_on + 90 >= b.from_on
    and w.closed_on + 90 < b.to_on
  where w.kind = 'save'
)
select
  w.opened_on, w.responded_on, w.qualified_on, s4.moment_on as proposed_on, w.first_resolved_on, w.closed_on,
    w.finished_on,
  w.opened_at, w.opened_by, w.first_response_at as responded_at, w.qualified_at, s4.moment_at as proposed_at,
    w.first_resolved_at, w.closed_at, w.finished_at,
  w.work_item_id as work_item, w.process, w.kind,
  w.customer, {customer: s1.%},
  w.product_id as product, p.line as product_line, w.campaign_id as campaign, c.ends_on as campaign_ends_on,
  c.channel as campaign_channel,
  w.touchpoint_id as touchpoint, {touchpoint: t.%}, w.agent_id as agent, w.team, {team: a.%},
  w.priority, w.reason, w.is_control, w.status, w.outcome, w.outcome_reason, w.expected_close_on,
  {customer_then: s1.% as opened_%}, s1.priority as opened_priority, s1.team as opened_team, {team: s1.% as opened_%},
  {customer_then: s2.% as responded_%}, s2.priority as responded_priority,
  s2.team as responded_team, {team: s2.% as responded_%},
  {customer_then: s3.% as qualified_%}, s3.priority as qualified_priority,
  s3.team as qualified_team, {team: s3.% as qualified_%},
  {customer_then: s4.% as proposed_%}, s4.priority as proposed_priority,
  s4.team as proposed_team, {team: s4.% as proposed_%},
  {customer_then: s5.% as first_resolved_%}, s5.priority as first_resolved_priority,
  s5.team as first_resolved_team, {team: s5.% as first_resolved_%},
  {customer_then: s6.% as closed_%}, s6.priority as closed_priority, s6.team as closed_team, {team: s6.% as closed_%},
  {customer_then: s7.% as finished_%}, s7.priority as finished_priority, s7.team as finished_team,
  {team: s7.% as finished_%},
  w.expected_amount, w.amount, s1.expected_amount as opening_amount,
  case when w.kind = 'save' and w.outcome = 'won' then (w.expected_amount - w.amount) * 3 end as concession,
  cast(round(f.used) as bigint) as response_seconds, w.first_response_at is not null as responded,
  cast(round(g.used) as bigint) as resolution_seconds,
  coalesce(w.first_resolved_at, w.closed_at) is not null as completed,
  case when w.closed_on < w.opened_on then null
    else coalesce(w.closed_on, greatest(r.items, w.opened_on)) - w.opened_on end as cycle_days, w.closed_at is not null as closed,
  case when coalesce(w.qualified_on, w.closed_on) < w.opened_on then null
    else coalesce(w.qualified_on, w.closed_on, greatest(r.items, w.opened_on)) - w.opened_on end as qualify_days,
  w.qualified_at is not null as qualified,
  w.outcome = 'won' as won, w.outcome = 'lost' as lost, 
    -- a case solved and not closed yet is resolved, and one reopened was
    coalesce(w.outcome, case when w.first_resolved_at is not null then 'resolved' end) = 'resolved' as resolved,
    w.outcome in ('won', 'lost') as decided,
  case when r.contacts is not null then coalesce(i.attempted, false) end as attempted,
  case when w.opened_on + 14 <= r.contacts then coalesce(i.contacted_on <= w.opened_on + 14, false)
    end as contacted_14d,
  -- where no item of the process says when it was qualified, the export left that out: unknown, not 0 %
  case when w.opened_on + 30 <= r.items and n.qualified
    then coalesce(w.qualified_on <= w.opened_on + 30, false) end as qualified_30d,
  -- won without a day of winning: whether it was in time can't be known
  case when w.opened_on + 60 <= r.items and (w.closed_on is not null or w.outcome is distinct from 'won')
    then coalesce(w.outcome = 'won' and w.closed_on <= w.opened_on + 60, false) end as won_60d,
  case when w.opened_on + 180 <= r.items and (w.closed_on is not null or w.outcome is distinct from 'won')
    then coalesce(w.outcome = 'won' and w.closed_on <= w.opened_on + 180, false) end as won_180d,
  case when w.outcome = 'won' and w.closed_on + 7 <= r.contacts and w.customer <> 'unknown'
    then coalesce(u.offered_on <= w.closed_on + 7, false) end as followed_up_7d,
  -- without a history nobody knows whether it was raised or reopened: unknown, not 0 %
  case when w.closed_at is not null and r.changes is not null and n.steps
    and (e.work_item is not null or k.work_item is null) then e.work_item is not null end as escalated,
  case when w.first_resolved_on + 14 <= r.changes and n.statuses
    then coalesce(o.reopened_on <= w.first_resolved_on + 14, false) end as reopened_14d,
  case when w.first_resolved_on + 30 <= r.changes and n.statuses and w.customer <> 'unknown'
    then not coalesce(w.outcome = 'unresolved' and w.closed_on <= w.first_resolved_on + 30, false)
      and coalesce(o.reopened_on > w.first_resolved_on + 30, true)
      and coalesce(b.again_on > w.first_resolved_on + 30, true) end as accepted_30d,
  m.promised_close_on, s1.team as promised_close_team, {team: s1.% as promised_close_%},
    s1.priority as promised_close_priority,
  case when m.promised_close_on <= r.items
    then coalesce(coalesce(w.first_resolved_on, case when w.outcome in ('resolved', 'won') then w.closed_on end)
        <= m.promised_close_on, false)
      and not coalesce(w.outcome = 'unresolved' and w.closed_on <= m.promised_close_on, false) end as promise_met,
  coalesce(z.first_level, true) as first_level,
  coalesce(case when w.kind = 'complaint' then 'complaint' end, z.contact_kind) as contact_kind,
  case when w.finished_on + 30 <= r.items and w.customer <> 'unknown'
    then coalesce(q.again_on <= w.finished_on + 30, false) end as recurred_30d,
  case when w.kind = 'save' then w.outcome = 'won' end as saved_now,
  case when w.kind = 'save' and w.closed_on + 90 <= r.book then w.outcome = 'won'
    and y.work_item is not null end as saved_90d,
  -- where no contact of the process names its case, the export left the two unlinked: unknown, not 0 %
  case when w.first_resolved_on + :first_contact_days <= r.contacts and w.customer <> 'unknown'
    and n.linked then coalesce(i.until_resolved, 0) = 1
    and coalesce(o.reopened_on > w.first_resolved_on + :first_contact_days, true)
    and coalesce(b.back_on > w.first_resolved_on + :first_contact_days, true) end as first_contact
from item w
cross join reach r
join shape.item_stamp s1 on s1.work_item = w.work_item_id and s1.anchor = 'opened'
left join shape.item_stamp s2 on s2.work_item = w.work_item_id and s2.anchor = 'responded'
left join shape.item_stamp s3 on s3.work_item = w.work_item_id and s3.anchor = 'qualified'
left join shape.item_stamp s4 on s4.work_item = w.work_item_id and s4.anchor = 'proposed'
left join shape.item_stamp s5 on s5.work_item = w.work_item_id and s5.anchor = 'first_resolved'
left join shape.item_stamp s6 on s6.work_item = w.work_item_id and s6.anchor = 'closed'
left join shape.item_stamp s7 on s7.work_item = w.work_item_id and s7.anchor = 'finished'
left join shape.clock_run f on f.work_item = w.work_item_id and f.clock = 'first_response'
left join shape.clock_run g on g.work_item = w.work_item_id and g.clock = 'resolution'
left join main.product p on p.product_id = w.product_id
left join main.campaign c on c.campaign_id = w.campaign_id
left join main.touchpoint t on t.touchpoint_id = w.touchpoint_id
left join shape.team_area a on a.team = w.team
left join contact i on i.work_item = w.work_item_id
left join followed u on u.work_item = w.work_item_id
left join came_back b on b.work_item = w.work_item_id
left join recurred q on q.work_item = w.work_item_id
left join reopened o on o.work_item = w.work_item_id
left join main.contact_reason z on z.reason = w.reason
left join promised m on m.work_item = w.work_item_id
join shape.item_process n on n.process = w.process
left join escalated e on e.work_item = w.work_item_id
left join unranked k on k.work_item = w.work_item_id
left join stay y on y.work_item = w.work_item_id

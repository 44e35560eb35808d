-- item_stamp: one row per item and anchor that it reached, with the dimensions in force at that instant.
-- kind: rows
-- tables: work_item
-- refresh: work_item
-- row of main.work_item: work_item_id as work_item, kept_id(customer_id) as customer
-- link of shape.item_state: work_item
-- link of shape.customer_state: customer
-- link of shape.customer_key: customer = alias_id; customer
-- link of shape.team_area: team
with proposal as (                             -- the first entry into a status is what counts
  select work_item, min(from_at) as proposed_at
  from shape.item_state where lower(status) = 'proposal' group by work_item
),
item as (
  select w.*, coalesce(k.customer, w.customer_id) as customer,
    case when p.proposed_at <= coalesce(w.closed_at, timestamptz 'infinity')
        or list_contains(w._days, 'closed_at') and cast(p.proposed_at at time zone :time_zone as date)
          <= cast(w.closed_at at time zone :time_zone as date)
      then greatest(p.proposed_at, w.opened_at) end as proposed_at
  from main.work_item w
  left join shape.customer_key k on k.alias_id = w.customer_id
  left join (select work_item, proposed_at from proposal) p on p.work_item = w.work_item_id
),
told as (
  select work_item_id, customer, 'opened' as anchor, opened_at as moment_at, false as day_alone from item
  union all
  select work_item_id, customer, 'responded', first_response_at, list_contains(_days, 'first_response_at')
  from item where first_response_at is not null
  union all
  select work_item_id, customer, 'qualified', qualified_at, list_contains(_days, 'qualified_at')
  from item where qualified_at is not null
  union all select work_item_id, customer, 'proposed', proposed_at, false from item where proposed_at is not null
  union all
  select work_item_id, customer, 'first_resolved', first_resolved_at, list_contains(_days, 'first_resolved_at')
  from item where first_resolved_at is not null
  union all
  select work_item_id, customer, 'closed', closed_at, list_contains(_days, 'closed_at')
  from item where closed_at is not null
  union all                                    -- done at the first solution, or at the close where there was none
  select work_item_id, customer, 'finished',
    case when coalesce(outcome, 'resolved') = 'resolved' then coalesce(first_resolved_at, closed_at) else closed_at end,
    list_contains(_days, case when coalesce(outcome, 'resolved') = 'resolved' and first_resolved_at is not null
      then 'first_resolved_at' else 'closed_at' end)
  from item where closed_at is not null or first_resolved_at is not null
),
moment as (                                    -- what ends on a day alone ends with what held at the close of that day
  select work_item_id, customer, anchor, moment_at,
    case when day_alone then cast(cast(moment_at at time zone :time_zone as date) + 1 as timestamp)
      at time zone :time_zone - interval 1 microsecond else moment_at end as held_at
  from told
)
select
  cast(m.moment_at at time zone :time_zone as date) as moment_on, m.moment_at, m.held_at, m.anchor,
    m.work_item_id as work_item, m.customer,
  {customer: c.%},
  s.priority, s.team, {team: t.%}, s.expected_amount
from moment m
join shape.item_state s on s.work_item = m.work_item_id and m.held_at >= s.from_at and m.held_at < s.to_at
left join shape.customer_state c on c.customer = m.customer and m.held_at >= c.from_at and m.held_at < c.to_at
left join shape.team_area t on t.team = s.team

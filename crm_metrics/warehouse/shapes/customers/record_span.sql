-- record_span: one row per active customer and stretch of days: is its record filled, and is it still being kept.
-- kind: span
-- tables: customer, subscription|order_line
-- stale: customer, subscription|order_line, interaction|work_item|survey|order_line|subscription|status_event
-- refresh: customer
-- row of main.customer: kept_id(customer_id) as customer
-- row of main.interaction: nullif(kept_id(customer_id), 'unknown') as customer
-- row of main.order_line: nullif(kept_id(customer_id), 'unknown') as customer
-- row of main.status_event: case when entity = 'customer' then kept_id(entity_id) end as customer
-- row of main.subscription: nullif(kept_id(customer_id), 'unknown') as customer
-- row of main.survey: nullif(kept_id(customer_id), 'unknown') as customer
-- row of main.work_item: nullif(kept_id(customer_id), 'unknown') as customer
-- row of shape.book_span: customer
-- row of shape.customer_today: customer
-- link of shape.agent_team_span: agent
-- link of shape.customer_key: customer = alias_id; customer
with moment as (                                 -- whatever was recorded about a customer
  select customer_id, offered_at as moment_at from main.interaction
  union all select customer_id, opened_at from main.work_item
  union all select customer_id, responded_at from main.survey
    where responded_at is not null and instrument <> 'qa'      -- of an audit the customer knows nothing
  union all select customer_id, ordered_at from main.order_line
  union all select entity_id, changed_at from main.status_event where entity = 'customer'
  union all select customer_id, created_at from main.customer where created_at is not null
),
touched as (
  select distinct coalesce(k.customer, m.customer_id) as customer, m.day
  from (
    select customer_id, cast(moment_at at time zone :time_zone as date) as day from moment
    union all select customer_id, starts_on from main.subscription
  ) m
  left join shape.customer_key k on k.alias_id = m.customer_id
  where m.customer_id <> 'unknown'
),
follow as (select customer, day, lead(day) over (partition by customer order by day) as next_on from touched),
quiet as (                                       -- a silence of the days of the rule is stale until the next record
  select customer, day + :stale_record_days as from_on, coalesce(next_on, date '9999-12-31') as to_on, true as stale
  from follow where next_on is null or next_on > day + :stale_record_days
),
kept as (
  select customer, from_on, to_on, stale from quiet
  union all
  select customer, lag(to_on, 1, date '0001-01-01') over (partition by customer order by from_on), from_on, false
  from quiet
),
listed as (                                      -- the critical fields: the company's list, else the usual six
  select field from main.critical_field
  union all
  select unnest(['contact', 'region', 'segment', 'tier', 'lifecycle_stage', 'agent']) as field
  where not exists (select 1 from main.critical_field)
),
critical as (                                    -- one row: whether each field is critical
  select
    bool_or(field = 'contact') as contact, bool_or(field = 'region') as region, bool_or(field = 'segment') as segment,
    bool_or(field = 'tier') as tier, bool_or(field = 'lifecycle_stage') as lifecycle_stage,
    bool_or(field = 'agent') as agent, bool_or(field = 'email') as email, bool_or(field = 'phone') as phone,
    bool_or(field = 'name') as name, bool_or(field = 'relationship_type') as relationship_type,
    bool_or(field = 'campaign') as campaign
  from listed
)
select
  greatest(b.from_on, coalesce(q.from_on, b.from_on), coalesce(a.from_on, b.from_on)) as from_on,
  least(b.to_on, coalesce(q.to_on, b.to_on), coalesce(a.to_on, b.to_on)) as to_on,
  b.customer, {customer: b.%}, b.kind,
  t.agent, a.team, {team: a.%}, t.source,
  q.stale,
  coalesce(t.reachable, false) as reachable, b.region is not null as located, b.segment is not null as segmented,
  b.tier is not null as tiered, b.lifecycle_stage is not null as staged, t.agent is not null as owned,
  coalesce(t.emailed, false) as emailed, coalesce(t.phoned, false) as phoned, t.name is not null as named,
  b.relationship_type is not null as related, t.campaign is not null as won_by,
  (not k.contact or coalesce(t.reachable, false)) and (not k.region or b.region is not null)
    and (not k.segment or b.segment is not null) and (not k.tier or b.tier is not null)
    and (not k.lifecycle_stage or b.lifecycle_stage is not null) and (not k.agent or t.agent is not null)
    and (not k.email or coalesce(t.emailed, false)) and (not k.phone or coalesce(t.phoned, false))
    and (not k.name or t.name is not null) and (not k.relationship_type or b.relationship_type is not null)
    and (not k.campaign or t.campaign is not null) as complete
from shape.book_span b
cross join critical k
left join kept q on q.customer = b.customer and q.from_on < b.to_on and q.to_on > b.from_on and q.from_on < q.to_on
left join shape.customer_today t on t.customer = b.customer
left join shape.agent_team_span a
  on a.agent = t.agent
 and a.from_on < least(b.to_on, coalesce(q.to_on, b.to_on))
 and a.to_on > greatest(b.from_on, coalesce(q.from_on, b.from_on))

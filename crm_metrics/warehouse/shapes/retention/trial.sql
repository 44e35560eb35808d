-- trial: one row per stay in the stage of exploration that ended: by moving on, by dissolution or by 90 days of silence.
-- kind: rows
-- tables: customer, interaction|work_item
-- reason: customer, work_item
-- explained: customer, work_item
-- nothing: nothing to divide by: no trials that ended
with stretch as (
  select *, lifecycle_stage is distinct from lag(lifecycle_stage) over (partition by customer order by from_on) as turns
  from shape.customer_span
),
numbered as (
  select *, count(*) filter (where turns) over (partition by customer order by from_on rows unbounded preceding) as stay
  from stretch
),
stay as (
  select customer, stay, any_value(lifecycle_stage) as stage, min(from_on) as from_on, max(to_on) as to_on,
    lead(any_value(lifecycle_stage)) over (partition by customer order by stay) as next_stage
  from numbered group by customer, stay
),
reach as (
  select min(loaded_through) as through
  from shape.watermark where table_name in ('customer', 'interaction', 'work_item')
),
explorer as (
  select distinct customer from stay where stage = 'exploration'
),
sign as (                                      -- whatever shows that the customer is there
  select customer, offered_on as day from shape.interaction
  union select customer, opened_on from shape.work_item
  union select customer, closed_on from shape.work_item where closed_on is not null
  union select customer, created_on from shape.customer where created_on is not null
),
within as (            -- the day on which a stay was entered is a sign, too, where it is known
  select s.customer, s.stay, g.day from stay s join sign g on g.customer = s.customer
    and g.day >= s.from_on and g.day < s.to_on
  where s.stage = 'exploration'
  union
  select customer, stay, from_on from stay where stage = 'exploration' and from_on > date '0001-01-01'
),
spaced as (
  select *, lead(day, 1, date '9999-12-31') over (partition by customer, stay order by day) as next_day from within
),
begun as (
  select p.customer, p.stay, min(p.day) as started_on,
    min(p.day + 90) filter (where p.next_day > p.day + 90 and p.day + 90 <= w.through) as silent_on
  from spaced p left join reach w on true group by p.customer, p.stay
),
ended as (                                     -- a stay of which nothing was seen still ends when the stage changes
  select s.customer, b.started_on, s.next_stage, least(b.silent_on, nullif(s.to_on, date '9999-12-31')) as ended_on,
    case when b.silent_on < s.to_on then 'inactivity'
      when s.next_stage = 'dissolution' then 'dissolution'
      when s.next_stage is not null then 'moved_on' end as way_out
  from stay s left join begun b on b.customer = s.customer and b.stay = s.stay
  where s.stage = 'exploration'
),
given_reason as (              -- why the last lead or opportunity of the trial failed
  select e.customer, e.ended_on, max_by(i.outcome_reason, row(i.closed_at, i.work_item)) as reason
  from ended e
  join shape.work_item i on i.customer = e.customer and i.closed_on >= e.started_on and i.closed_on <= e.ended_on
  where i.outcome in ('lost', 'disqualified') and i.outcome_reason is not null
  group by e.customer, e.ended_on
)
select
  e.ended_on, e.started_on, e.ended_on - e.started_on as trial_days, 'presales' as process,
  e.customer, {customer exclude lifecycle_stage: c.%}, c.kind, t.campaign, t.channel,
  e.way_out, e.way_out <> 'moved_on' as lost,
  case when e.way_out <> 'moved_on' then o.reason end as reason, o.reason is not null as explained
from ended e
join reach w on e.ended_on <= w.through
left join given_reason o on o.customer = e.customer and o.ended_on = e.ended_on
left join shape.customer t on t.customer = e.customer
left join shape.customer_span c on c.customer = e.customer and e.ended_on - 1 >= c.from_on and e.ended_on - 1 < c.to_on
where e.customer <> 'unknown'

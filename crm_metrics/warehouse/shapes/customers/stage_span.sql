-- stage_span: one row per customer and stretch of days in one lifecycle stage, in the active book or out of it.
-- kind: span
-- tables: customer
-- active: customer, subscription|order_line
-- entered: customer, customer|status_event
-- moved_on: customer, customer|status_event
-- refresh: customer
-- row of shape.book_stretch: customer
-- row of shape.customer_span: customer
-- row of shape.customer_today: customer
-- moves: from_on + 90
with birth as (        -- a customer counts from the first day that anything says; else since ever
  select customer, min(day) as born_on from (
    select customer, least(created_on, acquired_on) as day from shape.customer_today
    union all
    select customer, from_on from shape.book_stretch
  ) known group by customer
),
turn as (                                        -- in the book, and the gaps before, between and after
  select customer, from_on, to_on, true as active from shape.book_stretch
  union all
  select customer, to_on, lead(from_on, 1, date '9999-12-31') over (partition by customer order by from_on), false
  from shape.book_stretch
  union all
  select t.customer, coalesce(b.born_on, date '0001-01-01'), coalesce(min(s.from_on), date '9999-12-31'), false
  from shape.customer_today t
  left join birth b on b.customer = t.customer
  left join shape.book_stretch s on s.customer = t.customer
  group by t.customer, b.born_on
),
piece as (
  select
    greatest(t.from_on, coalesce(c.from_on, t.from_on)) as from_on, least(t.to_on, coalesce(c.to_on, t.to_on)) as to_on,
    t.customer, t.active, {customer: c.%}, c.kind
  from turn t left join shape.customer_span c on c.customer = t.customer and c.from_on < t.to_on and c.to_on > t.from_on
  where t.to_on > t.from_on
),
changed as (
  select *, row_number() over line as piece_no,
    coalesce(lag(coalesce(lifecycle_stage, '')) over line <> coalesce(lifecycle_stage, ''), true) as changes
  from piece
  window line as (partition by customer order by from_on)
),
numbered as (
  select *,
    count(*) filter (where changes) over (partition by customer order by from_on rows unbounded preceding) as stage_no
  from changed
),
stage as (
  select
    customer, stage_no,
    lead(any_value(lifecycle_stage)) over line as next_stage, lead(min(from_on)) over line as next_on
  from numbered group by customer, stage_no
  window line as (partition by customer order by stage_no)
),
ladder (name, rung) as (
  values ('exploration', 1), ('awareness', 2), ('expansion', 3), ('commitment', 4), ('dissolution', 5)
),
reach as (select min(loaded_through) as through from shape.watermark where table_name in ('customer', 'status_event')),
entry as (
  select n.*, s.next_stage, s.next_on,
    n.changes and n.lifecycle_stage is not null and n.from_on > date '0001-01-01' as entered
  from numbered n join stage s on s.customer = n.customer and s.stage_no = n.stage_no
)
select
  e.from_on, e.to_on,
  e.customer, {customer: e.%}, e.kind,
  e.next_stage, e.next_on, e.active, e.entered,
  -- above commitment there is no stage, and dissolution is none to go on to
  case when e.entered and e.from_on + 90 <= w.through and e.lifecycle_stage not in ('commitment', 'dissolution')
       then coalesce(e.next_on <= e.from_on + 90 and o.rung = l.rung + 1, false) end as moved_on
from entry e
left join reach w on true
left join ladder l on l.name = e.lifecycle_stage
left join ladder o on o.name = e.next_stage

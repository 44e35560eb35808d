-- programme_day: one row per campaign, day and part of its result: what it cost, and the margin that it is credited with.
-- kind: rows
-- tables: campaign
-- cost: campaign, campaign|interaction|agent_time|agent
-- margin: campaign, order_line|subscription|work_item, order_line|subscription|work_item|product
-- incremental_amount: campaign, work_item
-- untold_costs: campaign, campaign|interaction|agent_time|agent
-- untold_margins: campaign, order_line|subscription|work_item, order_line|subscription|work_item|product
-- untold_amounts: campaign, work_item
-- nothing: nothing to divide by: no such campaign with a cost
with brought as (      -- the first year of a customer is credited to the campaign that brought it
  select customer, campaign, acquired_on from shape.customer where campaign is not null and acquired_on is not null
),
bought as (            -- an order is credited once: to its own campaign, to that of its sale, or to that one
  select l.order_id, min(l.campaign) as named, min(i.campaign_id) as sold
  from shape.order_line l left join main.work_item i on i.work_item_id = l.work_item
  where l.sold group by l.order_id
),
credited as (
  select b.order_id, coalesce(b.named, b.sold, t.campaign) as campaign
  from bought b
  join shape.purchase p on p.order_id = b.order_id
  left join brought t on t.customer = p.customer and p.ordered_on between t.acquired_on and t.acquired_on + 364
),
in_ledger as (         -- customers whose first year is credited by what they ordered or signed: their sales are in it
  select t.customer, t.campaign, t.acquired_on + 364 as until_on
  from brought t
  join (select customer from shape.order_line where sold union select customer from shape.paid_span) l
    on l.customer = t.customer
),
reach as (select loaded_through as through from shape.watermark where table_name = 'subscription'),
controlled as (select distinct campaign from shape.controlled_record),
part as (              -- a cost or margin that nobody told is counted: what is left would look like the whole
  select day, campaign, coalesce(cost, 0) as cost, 0 as margin, 0 as incremental_amount,
    case when cost is null then 1 else 0 end as untold_costs, 0 as untold_margins, 0 as untold_amounts
  from shape.campaign_day
  union all            -- the time of the people who make its contacts
  select offered_on, campaign, coalesce(sum(serve_cost), 0), 0, 0, count(*) filter (where serve_cost is null), 0, 0
  from shape.interaction
  where campaign is not null and (serve_cost is not null or labour) group by offered_on, campaign
  union all
  select l.ordered_on, c.campaign, 0, coalesce(sum(l.margin), 0), 0, 0, count(*) filter (where not l.costed), 0
  from shape.order_line l join credited c on c.order_id = l.order_id
  where c.campaign is not null group by l.ordered_on, c.campaign
  union all            -- a plan, month by month
  select m.month_on, t.campaign, 0, coalesce(sum(s.mrr - s.unit_cost), 0), 0, 0,
    count(*) filter (where s.unit_cost is null), 0
  from brought t
  join shape.mrr_span s on s.customer = t.customer
  join (select distinct month_on from shape.calendar_day) m
    on m.month_on >= s.from_on and m.month_on < s.to_on and m.month_on between t.acquired_on and t.acquired_on + 364
  join reach w on m.month_on <= w.through
  group by m.month_on, t.campaign
  union all            -- a sale that stands in no order: its amount less what one of its product costs, where it names one
  select w.closed_on, w.campaign, 0, coalesce(sum(w.amount - d.unit_cost), 0), 0, 0,
    count(*) filter (where w.amount - d.unit_cost is null), 0
  from shape.work_item w left join main.product d on d.product_id = w.product
  left join in_ledger l on l.customer = w.customer and l.campaign = w.campaign and w.closed_on <= l.until_on
  where w.won and (w.kind <> 'lead' or w.amount is not null)   -- a lead that becomes an opportunity is not sold yet
    and w.campaign is not null and not w.is_control and l.customer is null
    and not exists (select 1 from main.order_line o where o.work_item_id = w.work_item)
  group by w.closed_on, w.campaign
  union all
  select closed_on, campaign, 0, 0, coalesce(sum(incremental_amount), 0), 0, 0,
    count(*) filter (where incremental_amount is null)
  from shape.controlled_record
  where won group by closed_on, campaign
)
select
  p.day, p.campaign, g.process, g.channel, cast(p.cost as decimal(24, 4)) as cost,
  cast(p.margin as decimal(24, 4)) as margin, cast(p.incremental_amount as decimal(24, 4)) as incremental_amount,
  c.campaign is not null as controlled, p.untold_costs, p.untold_margins, p.untold_amounts
from part p
join main.campaign g on g.campaign_id = p.campaign
left join controlled c on c.campaign = p.campaign

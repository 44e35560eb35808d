-- opportunity: one row per opportunity of sales, with whether a contact of service or collections went before it.
-- kind: rows
-- tables: work_item
-- from_service: work_item, interaction
-- nothing: nothing to divide by: no opportunities
-- refresh: work_item
-- row of shape.work_item: work_item, customer
-- link of main.campaign: campaign = campaign_id
-- link of shape.interaction:
--   customer = case when process in ('service', 'collections') then nullif(customer, 'unknown') end
with helped as (
  select customer, offered_at, offered_on from shape.interaction
  where handled and process in ('service', 'collections') and customer <> 'unknown'
),
loaded as (select count(*) > 0 as contacts from shape.watermark where table_name = 'interaction')
select
  w.opened_on, w.closed_on, w.work_item, w.process, w.kind,
  w.customer, {customer: w.%},
  {customer_then: w.opened_%}, w.opened_priority, w.opened_team, {team: w.opened_%},
  {customer_then: w.closed_%}, w.closed_priority, w.closed_team, {team: w.closed_%},
  w.product, w.product_line, w.campaign, w.touchpoint, {touchpoint: w.%}, w.agent, w.team, {team: w.%},
  w.priority, w.reason,
  w.outcome_reason, w.won, w.lost, w.decided, w.opening_amount, w.amount,
  case when l.contacts and w.customer <> 'unknown'
    then coalesce(h.offered_on >= w.opened_on - 7, false) or coalesce(g.process in ('service', 'collections'), false)
    end as from_service
from shape.work_item w
left join loaded l on true
left join main.campaign g on g.campaign_id = w.campaign
-- what happened on the day of an opening that tells no hour counts as before it
asof left join helped h on h.customer = w.customer and w.opened_by > h.offered_at
where w.process = 'sales'

-- list_span: one row per record of a list in force and stretch of days in which neither it nor its customer changed.
-- kind: span
-- tables: work_item
-- attempted: work_item, interaction
-- nothing: nothing to divide by: no list in force
-- refresh: work_item
-- row of shape.work_item: work_item, customer
-- link of main.campaign: campaign = campaign_id
-- link of shape.interaction: work_item
-- link of shape.customer_span: customer
with record as (
  select w.*, c.ends_on + 1 as over_on
  from shape.work_item w left join main.campaign c on c.campaign_id = w.campaign
  where w.kind = 'list_record' and not w.is_control   -- who is held out on purpose is never dialled
),
first_dial as (
  select work_item, min(offered_on) as dialled_on
  from shape.interaction where direction = 'outbound' and work_item is not null
  group by work_item
),
half as (                                      -- before the first attempt, and from that day on
  select r.*, r.opened_on as from_on, least(coalesce(d.dialled_on, date '9999-12-31'),
    coalesce(r.over_on, date '9999-12-31')) as to_on, false as was_attempted
  from record r left join first_dial d on d.work_item = r.work_item
  union all
  select r.*, greatest(d.dialled_on, r.opened_on), coalesce(r.over_on, date '9999-12-31'), true
  from record r join first_dial d on d.work_item = r.work_item
),
loaded as (select count(*) > 0 as contacts from shape.watermark where table_name = 'interaction')
select
  greatest(h.from_on, coalesce(c.from_on, h.from_on)) as from_on, least(h.to_on, coalesce(c.to_on, h.to_on)) as to_on,
  h.opened_on, h.work_item, h.process, h.kind,
  h.customer, {customer: c.%},
  h.product, h.product_line, h.campaign, h.touchpoint, {touchpoint: h.%},
  h.opened_team as team, {team: h.opened_% as %},
  case when l.contacts then h.was_attempted end as attempted
from half h
left join loaded l on true
left join shape.customer_span c on c.customer = h.customer and c.from_on < h.to_on and c.to_on > h.from_on
where h.to_on > h.from_on

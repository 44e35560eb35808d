-- campaign_day: one row per campaign and day, with its share of the campaign's cost.
-- kind: rows
-- tables: campaign
with campaign as (
  select c.*,
    -- no end, or one in the far future:
    case when c.ends_on < w.loaded_through + 1830 then greatest(c.ends_on, c.starts_on)
      else greatest(w.loaded_through, c.starts_on) end as last_on                         -- it has run until now
  from main.campaign c left join shape.watermark w on w.table_name = 'campaign'
),
dated as (
  select campaign_id, process, channel, cost, last_on - starts_on + 1 as days,
    starts_on, unnest(generate_series(0, last_on - starts_on)) as before
  from campaign
)
select
  starts_on + cast(before as integer) as day, campaign_id as campaign, process, channel,
  -- the days sum to the cost
  cast(round(cost * (before + 1) / days, 2) - round(cost * before / days, 2) as decimal(14, 2)) as cost
from dated

-- sla_tier_period: one row per period asked and resolution clock of service that fell due: how its value tier fares then.
-- kind: period
-- tables: work_item, sla_policy
-- nothing: nothing to divide by: no times agreed fell due
with clock as (
  select a.period, c.tier, c.met
  from asked a join shape.sla_clock c on c.due_on >= a.first and c.due_on <= a.last
  where c.process = 'service' and c.clock = 'resolution' and c.tier is not null and c.met is not null
),
tally as (
  select period, tier, count_if(met) as met, count(*) as due from clock group by period, tier
),
judged as (                                    -- a tier of a few cases has no rate to speak of
  select period, tier, 100 * met >= :sla_floor_percent * due as above_floor,
    row_number() over (partition by period order by met * 1e0 / due, due desc, tier) as place
  from tally where due >= 30
)
select c.period, c.tier, c.met, coalesce(j.place = 1, false) as lowest,
  j.tier as judged_tier, case when j.above_floor then j.tier end as safe_tier
from clock c left join judged j on j.period = c.period and j.tier = c.tier

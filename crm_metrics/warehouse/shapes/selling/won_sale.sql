-- won_sale: one row per sale won whose week of follow-up is over, with what its customer answered in the thirty days after.
-- kind: rows
-- tables: work_item, interaction
-- satisfied: work_item, interaction, survey
-- judged: work_item, interaction, survey
-- nothing: nothing to divide by: no sales won
-- nothing of judged: nothing to divide by: no answers after these sales
-- refresh: work_item
-- row of shape.work_item: work_item, customer
-- link of shape.survey: customer = case when satisfied is not null then nullif(customer, 'unknown') end
with answered as (
  select w.work_item, count_if(s.satisfied) as satisfied, count(s.satisfied) as judged
  from shape.work_item w
  join shape.survey s on s.customer = w.customer and s.satisfied is not null
    and s.responded_on > w.closed_on and s.responded_on <= w.closed_on + 30
    -- about this sale, or at least about nothing that another team or person did
    and s.process = w.process and coalesce(s.team = w.closed_team, true) and coalesce(s.agent = w.agent, true)
  where w.won and w.customer <> 'unknown'
  group by w.work_item
)
select
  w.closed_on, w.closed_at, w.work_item, w.process, w.kind,
  w.touchpoint, {touchpoint: w.%}, w.customer, {customer: w.%}, w.agent, w.closed_team as team, {team: w.closed_% as %},
  w.reason, w.closed_priority as priority, w.product, w.product_line, w.campaign,
  case when w.followed_up_7d then 'followed_up' else 'not_followed_up' end as followed,
  a.satisfied, a.judged
from shape.work_item w
left join answered a on a.work_item = w.work_item
where w.won and w.followed_up_7d is not null

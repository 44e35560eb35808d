-- case_path: one row per case resolved or closed that contacts are known of, with the channels that it went through.
-- kind: rows
-- tables: work_item, interaction
-- satisfied: work_item, interaction, survey
-- judged: work_item, interaction, survey
-- nothing: nothing to divide by: no cases with contacts
-- nothing of judged: nothing to divide by: no answers on these cases
-- refresh: work_item
-- row of shape.work_item: work_item
-- link of shape.interaction: work_item
-- link of shape.survey: work_item
with step as (                                  -- who was talked to, or helped itself; attempts without an answer are none
  select work_item, channel, offered_at, interaction_id,
    lag(channel) over (partition by work_item order by offered_at, interaction_id) as before
  from shape.interaction
  where work_item is not null and channel is not null and (handled or disposition = 'self_served')
),
gone as (                                       -- one after another on the same channel are one step
  select work_item, count(*) as contacts,
    list(channel order by offered_at, interaction_id) filter (before is distinct from channel) as steps
  from step group by work_item
),
said as (
  select work_item, count_if(satisfied) as satisfied, count(satisfied) as judged
  from shape.survey where work_item is not null and satisfied is not null group by work_item
)
select
  w.finished_on, w.finished_at, w.work_item, w.process, w.kind,
  w.touchpoint, {touchpoint: w.%}, w.customer, {customer: w.%}, w.agent, w.finished_team as team, {team: w.finished_% as %},
  w.reason, w.finished_priority as priority, w.product, w.product_line, w.campaign,
  array_to_string(g.steps[:4], ' → ') || case when len(g.steps) > 4 then ' → …' else '' end as path,
  g.contacts, len(g.steps) > 1 as changed, w.finished_on - w.opened_on as days,
  s.satisfied, s.judged
from shape.work_item w
join gone g on g.work_item = w.work_item
left join said s on s.work_item = w.work_item
where w.finished_on is not null and w.finished_on >= w.opened_on

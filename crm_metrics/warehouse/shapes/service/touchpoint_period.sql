-- touchpoint_period: one row per period asked and active touchpoint: measured when it had contacts and answers.
-- kind: period
-- tables: touchpoint, interaction, survey
with contact as (
  select a.period, i.touchpoint, count(*) as contacts
  from asked a join shape.interaction i on i.offered_on >= a.first and i.offered_on <= a.last
  group by a.period, i.touchpoint
),
answer as (
  select a.period, s.touchpoint, count(*) as answers
  from asked a join shape.survey s on s.responded_on >= a.first and s.responded_on <= a.last
  where s.instrument <> 'qa'                   -- an audit is no answer of a customer
  group by a.period, s.touchpoint
)
select
  a.period, t.touchpoint_id as touchpoint, t.process, {touchpoint: t.%}, t.stage as lifecycle_stage,
  coalesce(c.contacts, 0) as contacts, coalesce(n.answers, 0) as answers,
  coalesce(c.contacts, 0) > 0 and coalesce(n.answers, 0) > 0 as measured
from asked a
cross join main.touchpoint t
left join contact c on c.period = a.period and c.touchpoint = t.touchpoint_id
left join answer n on n.period = a.period and n.touchpoint = t.touchpoint_id
where t.active

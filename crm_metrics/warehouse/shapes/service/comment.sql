-- comment: one row per comment of an answer and theme that it names; one without a theme where it names none.
-- kind: rows
-- tables: survey
-- nothing: nothing to divide by: no comments
select
  s.responded_on, s.responded_at, s.survey_id, s.instrument, s.kind, s.process,
  s.touchpoint, {touchpoint: s.%}, s.customer, {customer: s.%}, s.agent, s.team, {team: s.%},
  s.reason, s.priority, s.product, s.product_line, s.campaign, s.work_item, s.score, s.comment, t.theme,
  case when t.theme is null then s.survey_id end as unnamed,
  case when s.satisfied then s.survey_id end as satisfied, case when s.satisfied is not null then s.survey_id end as judged
from shape.survey s
left join main.comment_theme t on regexp_matches(strip_accents(lower(s.comment)), t.pattern)
where s.answered and s.instrument <> 'qa' and trim(s.comment) <> ''

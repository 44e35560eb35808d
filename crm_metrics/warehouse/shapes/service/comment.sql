-- comment: one row per comment of an answer and theme that it names; one without a theme where it names none.
-- kind: rows
-- tables: survey
-- nothing: nothing to divide by: no comments
with said as (                                 -- what was said, once; no control character stands in a word of a theme
  select comment, row_number() over (order by comment) // 1000 as sheet,
    ' ' || translate(strip_accents(lower(comment)), chr(29) || chr(30), chr(28) || chr(28)) || ' ' as plain
  from (select distinct comment from shape.survey where answered and instrument <> 'qa' and trim(comment) <> '') as told
),
  -- to read a pattern takes longer than to look for it: it is looked for in a thousand comments at once. A line ends with
  -- chr(30), and chr(29) marks where a word of the theme stood; the blanks keep the end of a line out of the place
sheet as (
  select sheet, list(comment order by comment) as comments, string_agg(plain, chr(30) order by comment) as page
  from said group by sheet
),
marked as (
  select t.theme, unnest(s.comments) as comment,
    unnest(string_split(regexp_replace(s.page, t.pattern, chr(29), 'g'), chr(30))) as line
  from sheet s cross join main.comment_theme t
),
named as (
  select comment, theme from marked where contains(line, chr(29))
)
select
  s.responded_on, s.responded_at, s.survey_id, s.instrument, s.kind, s.process,
  s.touchpoint, {touchpoint: s.%}, s.customer, {customer: s.%}, s.agent, s.team, {team: s.%},
  s.reason, s.priority, s.product, s.product_line, s.campaign, s.work_item, s.score, s.comment, n.theme,
  case when n.theme is null then s.survey_id end as unnamed,
  case when s.satisfied then s.survey_id end as satisfied, case when s.satisfied is not null then s.survey_id end as judged
from shape.survey s
left join named n on n.comment = s.comment
where s.answered and s.instrument <> 'qa' and trim(s.comment) <> ''

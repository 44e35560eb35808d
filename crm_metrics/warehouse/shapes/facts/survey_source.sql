-- survey_source: one row per source of the answers: whether it tells whom it asked.
-- kind: rows
-- tables: survey
select
  _source as source,
  coalesce(bool_or(responded_at is null or responded_at <> sent_at), false) as invites   -- silence, or a later answer
from main.survey group by _source

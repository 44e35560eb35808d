-- interaction_source: one row per source of the contacts: what it ever tells of them; what it never does is unknown.
-- kind: rows
-- tables: interaction
select
  _source as source,
  _source is not null and coalesce(bool_or(transferred), false) as transfers,   -- that one was transferred
  count(right_party) > 0 as parties                -- whether it reached the person wanted
from main.interaction group by _source

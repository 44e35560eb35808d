-- written_touchpoint: one row per touchpoint of the map or of a contact: whether customers write to it.
-- kind: rows
-- tables: interaction
select touchpoint_id as touchpoint, channel in ('email', 'web', 'app', 'mail') as written from main.touchpoint
union all                                      -- of a point that no map explains, its name may say that it is written to
select touchpoint_id,
  regexp_matches(name, '@|\b(e ?mails?|mails?|correos?|web|app|web ?forms?|forms?|formularios?|portal|buzon|cartas?)\b')
    and not regexp_matches(name, 'chat|whats|messenger|llamada|\b(calls?|voz|voice|tel|telefono|phone|video|sms)\b')
from (select distinct touchpoint_id,
  regexp_replace(regexp_replace(lower(strip_accents(touchpoint_id)), '^[a-z0-9_]+:', ''), '[\s_./-]+', ' ', 'g') as name
  from main.interaction where touchpoint_id not in (select touchpoint_id from main.touchpoint)) as unmapped

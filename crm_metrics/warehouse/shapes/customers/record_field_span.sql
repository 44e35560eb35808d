-- record_field_span: one row per active customer, critical field of its record and stretch of days: filled or not.
-- kind: span
-- tables: customer, subscription|order_line
-- refresh: customer
-- row of shape.record_span: customer
with listed as (                                      -- the critical fields: the company's list, else the usual six
  select field from main.critical_field
  union all
  select unnest(['contact', 'region', 'segment', 'tier', 'lifecycle_stage', 'agent']) as field
  where not exists (select 1 from main.critical_field)
)
select
  r.from_on, r.to_on,
  r.customer, {customer: r.%}, r.kind,
  r.agent, r.team, {team: r.%}, r.source, f.field,
  case f.field when 'contact' then r.reachable when 'region' then r.located when 'segment' then r.segmented
    when 'tier' then r.tiered when 'lifecycle_stage' then r.staged when 'agent' then r.owned
    when 'email' then r.emailed when 'phone' then r.phoned when 'name' then r.named
    when 'relationship_type' then r.related else r.won_by end as filled
from shape.record_span r
cross join listed f

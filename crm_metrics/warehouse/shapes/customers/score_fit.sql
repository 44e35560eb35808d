-- score_fit: one row per model, group and day of a fit: its parameters, how well they fit, or why there are none.
-- kind: rows
-- tables: subscription|order_line
-- written by the analysis when a version is published; empty until then
select
  cast(null as date) as fitted_on, cast(null as varchar) as model, cast(null as varchar) as population,
  cast(null as bigint) as customers, cast(null as varchar) as parameters, cast(null as double) as log_likelihood,
  cast(null as double) as fitted_to_seen, cast(null as boolean) as failed, cast(null as varchar) as reason,
  cast(null as varchar) as detail,
  cast(null as varchar) as made_of               -- the sum of all that the scores were made of
where false

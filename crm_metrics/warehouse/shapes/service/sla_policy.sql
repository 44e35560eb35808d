-- sla_policy: one row per promise and validity.
-- kind: rows
-- tables: sla_policy
select valid_from, valid_to, policy_id as policy, policy_group, process, clock, priority, value_tier as tier, target_seconds,
  calendar_id, pause_statuses
from main.sla_policy

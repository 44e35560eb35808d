-- touchpoint: one row per point of the interaction map, measured or not.
-- kind: rows
-- tables: touchpoint
select touchpoint_id as touchpoint, name, process, {touchpoint: %}, stage as lifecycle_stage, active
from main.touchpoint

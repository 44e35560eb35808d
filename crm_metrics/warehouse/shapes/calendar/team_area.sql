-- team_area: one row per team with the area that most of its people belong to today; of those who left, where all did.
-- kind: rows
-- tables: agent
select team, max_by(area, row(members, everyone, area)) as area
from (
  select team, area, count(*) filter (where active) as members, count(*) as everyone from main.agent group by team, area
) as counted
group by team

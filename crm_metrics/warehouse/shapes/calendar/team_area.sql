-- team_area: one row per team with the area that most of its people belong to today.
-- kind: rows
-- tables: agent
select team, max_by(area, row(members, area)) as area
from (select team, area, count(*) filter (where active) as members from main.agent group by team, area) as counted
group by team

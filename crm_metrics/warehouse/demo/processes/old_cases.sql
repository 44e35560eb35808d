-- Planted: up to twelve strategic customers, each with a case that nobody has closed for 12 to 30 days.

create temp table demo_old_case as
with chosen as (
  select c.*, row_number() over (order by draw(c.key, 'old-case'), c.number) as turn, count(*) over () as strategic
  from demo_customer as c left join demo_leaving as l using (customer_id)
  where c.tier = 'strategic' and c.has_plan and l.customer_id is null and c.acquired_on < getvariable('demo_last') - 90)
select d.day, turn as number, customer_id, tier, case when turn % 3 = 0 then 'mensajes' else 'correo' end as point,
  case when turn % 3 = 0 then 'Digital' else 'Soluciones' end as team, case when turn % 2 = 0 then 'complaint'
      else 'request' end as kind,
  pick(['falla técnica', 'facturación', 'garantía'], draw(c.key, 'old-reason')) as reason, 'high' as priority,
  hours_in(d.last_open, 9 + 6 * draw(c.key, 'old-hour')) as opened, turn::integer as planted
from chosen as c join demo_day as d on d.day = getvariable('demo_last') - 12 - floor(18 * draw(c.key, 'old-age'))::integer
where turn <= least(12, greatest(3, strategic // 4));

-- Customer records: who has an account manager, and who can be reached how.

update main.customer as c
set owner_agent_id = k.agent_id, email = case when k.u_email >= 0.07 then c.email end
from (
  select n.customer_id, draw(n.customer_id, 'email') as u_email,
    case when draw(n.customer_id, 'manager') < case n.value_tier when 'strategic' then 0.95 when 'high' then 0.7 else 0.04 end
      then pick(a.agents, draw(n.customer_id, 'which-manager')) end as agent_id
  from main.customer as n
  join (select team, list(agent_id order by agent_id) as agents from demo_agent group by team) as a
    on a.team = case n.kind when 'company' then 'Ventas Empresas' else 'Ventas Tienda' end) as k
where k.customer_id = c.customer_id;

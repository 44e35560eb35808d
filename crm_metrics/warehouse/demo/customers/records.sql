-- Customer records: who has an account manager, who can be reached how, and who agreed to it. Of a quarter nobody asked.

update main.customer as c
set owner_agent_id = k.agent_id, email = case when k.u_email >= 0.07 then c.email end,
  do_not_contact = case when draw(c.customer_id, 'asked-not') < 0.02 then true end,
  consent = case when draw(c.customer_id, 'agreed') < 0.70 then true when draw(c.customer_id, 'agreed') < 0.75 then false end,
  consent_phone = case when draw(c.customer_id, 'agreed-phone') < 0.06 then false end,
  consent_whatsapp = case when draw(c.customer_id, 'agreed-whatsapp') < 0.40 then true end,
  born_on = case when c.kind = 'person' and draw(c.customer_id, 'birthday') < 0.55
    then date '1950-01-01' + floor(55 * 365.25 * draw(c.customer_id, 'born'))::integer end
from (
  select n.customer_id, draw(n.customer_id, 'email') as u_email,
    case when draw(n.customer_id, 'manager') < case n.value_tier when 'strategic' then 0.95 when 'high' then 0.7 else 0.04 end
      then pick(a.agents, draw(n.customer_id, 'which-manager')) end as agent_id
  from main.customer as n
  join (select team, list(agent_id order by agent_id) as agents from demo_agent group by team) as a
    on a.team = case n.kind when 'company' then 'Ventas Empresas' else 'Ventas Tienda' end) as k
where k.customer_id = c.customer_id;

-- What was promised: service levels by tier and priority.

insert into main.sla_policy (policy_id, process, clock, priority, value_tier, target_seconds, calendar_id, pause_statuses,
    valid_from, valid_to, _source)
select 'crm:sla-' || id, process, clock, priority, value_tier, target_seconds, calendar_id,
  case when clock = 'resolution' then ['pending_customer'] else [] end, date '2020-01-01', null, 'crm'
from (values
  ('respuesta', 'service', 'first_response', null, null, 7200, 'linea'), ('respuesta-urgente', 'service', 'first_response',
      'urgent', null, 3600, 'linea'),
  ('respuesta-estrategico', 'service', 'first_response', null, 'strategic', 3600, 'linea'),
  ('solucion-baja', 'service', 'resolution', 'low', null, 162000, 'company'), ('solucion-normal', 'service', 'resolution', 'normal',
      null, 97200, 'company'),
  ('solucion-alta', 'service', 'resolution', 'high', null, 64800, 'company'), ('solucion-urgente', 'service', 'resolution',
      'urgent', null, 32400, 'company'),
  ('solucion-estrategico', 'service', 'resolution', null, 'strategic', 48600, 'company'),
  ('solucion-estrategico-urgente', 'service', 'resolution', 'urgent', 'strategic', 16200, 'company'),
  ('lead', 'presales', 'first_response', null, null, 3600, 'linea'), ('retiro', 'retention', 'resolution', null, null, 64800,
      'company'))
  as p (id, process, clock, priority, value_tier, target_seconds, calendar_id)
order by id;

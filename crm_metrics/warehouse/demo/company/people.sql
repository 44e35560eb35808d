-- Teams, agents and who is at work on which day; products, touchpoints, campaigns; customers and prospects.

create temp table demo_team as
select *, greatest(2, round(seats_full * getvariable('demo_size'))::integer) as seats
from (values
  ('Preventa Hogares',   'Comercial',    'presales',      5, 17500),
  ('Preventa Empresas',  'Comercial',    'presales',      4, 19500),
  ('Ventas Tienda',      'Comercial',    'sales',         6, 17000),
  ('Ventas Digital',     'Comercial',    'sales',         5, 18000),
  ('Ventas Empresas',    'Comercial',    'sales',         5, 24000),
  ('Voz Norte',          'Servicio',     'service',       8, 14500),
  ('Voz Sur',            'Servicio',     'service',       8, 14500),
  ('Digital',            'Servicio',     'service',       9, 15500),
  ('Soluciones',         'Servicio',     'service',       6, 18500),
  ('Cobranza Temprana',  'Cartera',      'collections',   7, 15000),
  ('Cobranza Avanzada',  'Cartera',      'collections',   6, 16500),
  ('Telemercadeo Uno',   'Comercial',    'telemarketing', 6, 13500),
  ('Telemercadeo Dos',   'Comercial',    'telemarketing', 5, 13500),
  ('Club Andina',        'Fidelización', 'loyalty',       5, 15500),
  ('Retención',          'Fidelización', 'retention',     5, 17500)) as t (team, area, process, seats_full, hourly_cost);

create temp table demo_agent as
with seats as (select *, unnest(range(1, seats + 1)) as seat from demo_team),
numbered as (select *, row_number() over (order by process, team, seat) as number from seats)
select 'crm:A' || lpad(number::varchar, 3, '0') as agent_id, team, area, process, seat, hourly_cost,
  ['María', 'Carlos', 'Lucía', 'Andrés', 'Paula', 'Jorge', 'Natalia', 'Felipe', 'Carolina', 'Diego', 'Valentina', 'Iván', 'Daniela',
   'Óscar', 'Juliana', 'Mauricio', 'Sandra', 'Ricardo', 'Ángela', 'Tomás', 'Laura', 'Hernán', 'Camila'][1 + (number % 23)::integer]
  || ' ' ||
  ['Ríos', 'Cano', 'Soto', 'Niño', 'Díaz', 'Mora', 'Peña', 'Vargas', 'Lara', 'Ortiz', 'Salazar', 'Pardo', 'Ruiz', 'Cárdenas',
      'Mejía',
   'Rojas', 'Quintero', 'Bernal', 'Acosta'][1 + (number * 7 % 19)::integer]
  || ' ' ||
  ['Gil', 'Vega', 'Nieto', 'Torres', 'Franco', 'Suárez', 'Duque', 'Parra', 'León', 'Zapata', 'Marín'][1
      + (number * 5 % 11)::integer] as name
from numbered;

insert into main.agent (agent_id, name, team, area, process, calendar_id, hourly_cost, active, _source)
select agent_id, name, team, area, process, 'company', hourly_cost, true, 'crm' from demo_agent order by agent_id;

create temp table demo_shift as                         -- who is planned on which open day; someone of each team always comes
with rostered as (
  select d.day, d.weekday, d.saturday, a.*,
    row_number() over (partition by d.day, a.team order by draw(a.agent_id || d.day, 'order'), a.agent_id) as turn
  from demo_day as d join demo_agent as a on not d.saturday or (a.seat + week(d.day)) % 2 = 0
  where d.is_open and d.day between getvariable('demo_first') and getvariable('demo_last'))
select *, turn > 1 and draw(agent_id || day, 'absent') < 0.035 as absent from rostered;

create temp table demo_crew as                          -- the agents present, to choose one from
select team, day, list(agent_id order by agent_id) as agents from demo_shift where not absent group by team, day;

insert into main.product (product_id, name, line, recurring, unit_cost, _source)
select 'crm:' || id, name, line, recurring, pesos(price * 0.68), 'crm'
from (values
  ('p-plan-basico', 'Plan Hogar Básico', 'Planes', true, 45000), ('p-plan-plus', 'Plan Hogar Plus', 'Planes', true, 89000),
  ('p-plan-premium', 'Plan Hogar Premium', 'Planes', true, 180000), ('p-plan-empresa', 'Plan Empresa', 'Planes', true, 1600000),
  ('p-nevera', 'Nevera 300 L', 'Electrodomésticos', false, 1850000), ('p-lavadora', 'Lavadora 16 kg', 'Electrodomésticos', false,
      1650000),
  ('p-estufa', 'Estufa de 4 puestos', 'Electrodomésticos', false, 780000), ('p-microondas', 'Horno microondas', 'Electrodomésticos',
      false, 390000),
  ('p-sofa', 'Sofá de 3 puestos', 'Muebles', false, 1350000), ('p-comedor', 'Comedor de 6 puestos', 'Muebles', false, 1490000),
  ('p-colchon', 'Colchón doble', 'Muebles', false, 990000), ('p-escritorio', 'Escritorio', 'Muebles', false, 420000),
  ('p-aire', 'Aire acondicionado', 'Climatización', false, 1720000), ('p-ventilador', 'Ventilador de torre', 'Climatización', false,
      260000),
  ('p-calentador', 'Calentador de agua', 'Climatización', false, 870000), ('p-vajilla', 'Vajilla de 20 piezas', 'Accesorios', false,
      180000),
  ('p-ollas', 'Juego de ollas', 'Accesorios', false, 240000), ('p-cama', 'Juego de cama', 'Accesorios', false, 150000),
  ('p-lampara', 'Lámpara de mesa', 'Accesorios', false, 110000)) as p (id, name, line, recurring, price)
order by id;

insert into main.touchpoint (touchpoint_id, name, process, channel, stage, active, _source)
select 'crm:tp-' || id, name, process, channel, stage, true, 'crm'
from (values
  ('llamada-preventa', 'Llamada de preventa', 'presales', 'phone', 'awareness'),
  ('reunion', 'Reunión de preventa', 'presales', 'video', 'awareness'), ('tienda', 'Tienda', 'sales', 'store', 'awareness'),
  ('asesoria', 'Asesoría por chat', 'sales', 'chat', 'awareness'), ('visita-comercial', 'Visita comercial', 'sales', 'visit',
      'expansion'),
  ('seguimiento', 'Llamada de seguimiento', 'sales', 'phone', 'expansion'), ('entrega', 'Entrega del pedido', 'sales', 'other',
      'expansion'),
  ('linea', 'Línea de servicio', 'service', 'phone', 'expansion'), ('chat', 'Chat de servicio', 'service', 'chat', 'expansion'),
  ('mensajes', 'Mensajes de servicio', 'service', 'messaging', 'expansion'), ('correo', 'Correo de servicio', 'service', 'email',
      'expansion'),
  ('portal', 'Portal de clientes', 'service', 'web', 'expansion'), ('app', 'Aplicación móvil', 'service', 'app', 'commitment'),
  ('visita-tecnica', 'Visita técnica', 'service', 'visit', 'expansion'), ('llamada-cobro', 'Llamada de cobranza', 'collections',
      'phone', 'dissolution'),
  ('llamada-oferta', 'Llamada de oferta', 'telemarketing', 'phone', 'awareness'),
  ('club-linea', 'Línea del club', 'loyalty', 'phone', 'commitment'),
  ('retiro', 'Línea de retiros', 'retention', 'phone', 'dissolution')) as t (id, name, process, channel, stage)
order by id;

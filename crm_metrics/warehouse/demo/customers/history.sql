-- The customers as they stand today, and what changed in their value and their relationship.

create temp table demo_doubt as                         -- some doubt for a while; those who still do are the customers at risk
select customer_id, doubted_on, doubted_on + 45 + floor(150 * draw(key, 'recovers'))::integer as recovered_on
from (select *, getvariable('demo_first') + 10 + floor((getvariable('demo_last') - getvariable('demo_first'))
    * draw(key, 'doubts'))::integer as doubted_on
      from demo_customer where draw(key, 'dissolves') < getvariable('demo_doubting')) as c
where acquired_on < doubted_on - 30 and doubted_on < getvariable('demo_last')
  and not exists (select 1 from demo_leaving as l where l.customer_id = c.customer_id);

create temp table demo_growth as                        -- and some come closer
select customer_id, greatest(getvariable('demo_first'), acquired_on) + 20 + floor(200 * draw(key, 'grows'))::integer as grew_on,
  case when draw(key, 'stage') < 0.35 then 'commitment' else 'expansion' end as stage
from demo_customer as c
where draw(key, 'grew') < 0.5 and draw(key, 'dissolves') >= getvariable('demo_doubting')
  and not exists (select 1 from demo_leaving as l where l.customer_id = c.customer_id);

insert into main.customer (customer_id, name, kind, value_tier, segment, lifecycle_stage, acquired_on, acquisition_campaign_id,
    region, owner_agent_id,
  created_at, relationship_type, reputation, email, phone, _source)
with described as (
  select p.*, l.left_on is not null as gone, coalesce(p.acquired_on - 3 - floor(20 * draw(p.key, 'seen'))::integer,
      p.seen_on) as first_seen,
    ['María', 'Luz', 'Ana', 'Carlos', 'José', 'Luis', 'Sofía', 'Camilo', 'Marta', 'Juan', 'Pilar', 'Rafael', 'Gloria', 'Sergio',
        'Elena'][1 + (p.number * 11 % 15)::integer] || ' ' ||
    ['Gómez', 'Rodríguez', 'Pérez', 'Martínez', 'Ramírez', 'Hernández', 'Castro', 'Moreno', 'Jiménez', 'Guerrero', 'Pineda',
        'Arias', 'Correa'][1 + (p.number * 7 % 13)::integer] || ' ' ||
    ['Ávila', 'Beltrán', 'Cuéllar', 'Forero', 'Guzmán', 'Herrera', 'Ibarra', 'Londoño', 'Montoya', 'Ospina', 'Prada'][1
        + (p.number * 5 % 11)::integer] as person,
    d.recovered_on, g.grew_on, g.stage as grown_stage
  from demo_person as p left join demo_leaving as l using (customer_id) left join demo_doubt as d using (customer_id) left
      join demo_growth as g using (customer_id))
select customer_id, case when kind = 'company' then pick(['Constructora', 'Hotel', 'Comercial', 'Conjunto', 'Clínica', 'Colegio'],
    draw(key, 'firm')) || ' Demo ' || number else person end,
  kind, case when prospect then null else tier end,
  case when kind = 'company' then case when tier = 'strategic' then 'Corporativo' else 'Pyme' end
      else pick(['Familia', 'Familia', 'Joven', 'Mayor'], draw(key, 'segment')) end,
  case when prospect then 'exploration' when gone or recovered_on >= getvariable('demo_last') then 'dissolution'
      when recovered_on is not null then 'expansion'
       when grew_on < getvariable('demo_last') then grown_stage when grew_on is not null then case grown_stage when 'commitment'
           then 'expansion' else 'awareness' end
       when draw(key, 'stage') < 0.25 then 'commitment' when draw(key, 'stage') < 0.75 then 'expansion' else 'awareness' end,
  acquired_on, case when acquired_on >= getvariable('demo_first') and draw(key, 'campaign') < 0.34
                    then 'crm:cmp-' || pick(['buscadores', 'redes', 'referidos', 'ferias'], draw(key, 'campaign-which')) end,
  region, null, zoned(first_seen::timestamp + interval 11 hour), pick(['transactional', 'long_term', 'personal', 'self_service',
      'automated'], draw(key, 'relation')),
  case when not prospect and draw(key, 'reputation') < 0.02 then 'high' else 'normal' end,
  'cliente' || number || '@ejemplo.invalid', null, 'crm'
from described order by customer_id;

insert into demo_status_event (entity, entity_id, attribute, changed_at, old_value, new_value, agent_id, _source)
with moved as (
  select *, greatest(getvariable('demo_first'), acquired_on + 90) + floor(700 * draw(key, 'tier-day'))::integer as moved_on
  from demo_customer
  where draw(key, 'tier-moves') < 0.06 and tier in ('medium', 'low')
    and moved_on < getvariable('demo_last'))
select 'customer', customer_id, 'value_tier', zoned(moved_on::timestamp + interval 5 hour), case tier when 'medium' then 'low'
    else 'medium' end, tier, null, 'crm' from moved
union all
select 'customer', l.customer_id, 'lifecycle_stage', zoned((l.left_on - 20)::timestamp + interval 5 hour), 'expansion',
    'dissolution', null, 'crm'
from demo_leaving as l where l.left_on - 20 >= getvariable('demo_first')
union all
select 'customer', customer_id, 'lifecycle_stage', zoned(doubted_on::timestamp + interval 5 hour), 'expansion', 'dissolution', null,
    'crm' from demo_doubt
union all
select 'customer', customer_id, 'lifecycle_stage', zoned(recovered_on::timestamp + interval 5 hour), 'dissolution', 'expansion',
    null, 'crm'
from demo_doubt where recovered_on < getvariable('demo_last')
union all
select 'customer', customer_id, 'lifecycle_stage', zoned(grew_on::timestamp + interval 5 hour), case stage when 'commitment'
    then 'expansion' else 'awareness' end, stage, null, 'crm'
from demo_growth where grew_on < getvariable('demo_last')
order by 4, 2, 3;

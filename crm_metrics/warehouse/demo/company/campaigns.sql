-- Campaigns: advertising and referral all year, dialling lists, and one with a control group.

-- lists of four weeks, counted back from the end; days = over which the records are loaded
create temp table demo_list as
select 'crm:cmp-lista-' || lpad(number::varchar, 2, '0') as campaign_id, 'Lista ' || number || ': asistencia del hogar' as name,
  starts_on, starts_on + 55 as ends_on, 28 as days, 1900 as records, 0.112 as won_share, null::double as control_won_share,
      0.0 as control_share
from (select row_number() over (order by starts_on) as number, starts_on
      from (select getvariable('demo_last') - 27 - 28
          * unnest(range(0, 1 + (getvariable('demo_last') - getvariable('demo_first')) // 28))::integer as starts_on)
      where starts_on not between getvariable('demo_last') - 195 and getvariable('demo_last') - 112)
union all
-- The planted campaign, in the place of three lists: 11.5 % of the treated, 8.5 % of the control group, so a lift of 3 points.
select 'crm:cmp-renueva', 'Renueva tu hogar', getvariable('demo_last') - 195, getvariable('demo_last') - 84, 84, 8550, 0.115, 0.085,
    1.0 / 3;

insert into main.campaign (campaign_id, name, process, channel, starts_on, ends_on, cost, _source)
select campaign_id, name, 'telemarketing', 'phone', starts_on, ends_on,
  pesos(records * getvariable('demo_size') * 2600), 'crm'
from demo_list
union all
select 'crm:cmp-' || id, name, 'presales', channel, getvariable('demo_first'), getvariable('demo_last') + 41,
  pesos(cost_per_day * getvariable('demo_size') * (date_diff('day', getvariable('demo_first'), getvariable('demo_last')) + 42)),
      'crm'
from (values ('buscadores', 'Anuncios en buscadores', 'ads', 520000), ('redes', 'Anuncios en redes', 'ads', 380000),
             ('referidos', 'Plan de referidos', 'referral', 160000), ('ferias', 'Ferias de vivienda', 'event', 210000)) as c (id,
                 name, channel, cost_per_day)
order by 1;

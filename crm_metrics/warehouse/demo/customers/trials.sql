-- Trials: who buys has explored before, and of the prospects who did not, some say that it is over.

insert into demo_status_event (entity, entity_id, attribute, changed_at, old_value, new_value, agent_id, _source)
with first_change as (
  select entity_id, min(changed_at) as changed_at, arg_min(old_value, changed_at) as old_value
  from demo_status_event where entity = 'customer' and attribute = 'lifecycle_stage' group by entity_id)
select 'customer', c.customer_id, 'lifecycle_stage', zoned(p.acquired_on::timestamp + interval 5 hour), 'exploration',
  coalesce(f.old_value, c.lifecycle_stage), null, 'crm'
from main.customer as c join demo_customer as p using (customer_id)
left join first_change as f on f.entity_id = c.customer_id
where p.acquired_on > getvariable('demo_first')
  and coalesce(f.changed_at > zoned(p.acquired_on::timestamp + interval 1 day), true)
  and coalesce(f.old_value, c.lifecycle_stage) <> 'exploration'
order by c.customer_id;

create temp table demo_given_up as                      -- the day after their last lead was closed
select customer_id, max(closed_at) as closed_at
from demo_work_item
where kind = 'lead' and customer_id in (select customer_id from demo_person where prospect)
group by customer_id
having bool_and(closed_at is not null) and max(closed_at) < zoned(getvariable('demo_last')::timestamp - interval 1 day)
  and draw(customer_id, 'gives-up') < 0.3;

insert into demo_status_event (entity, entity_id, attribute, changed_at, old_value, new_value, agent_id, _source)
select 'customer', customer_id, 'lifecycle_stage', closed_at + interval 20 hour, 'exploration', 'dissolution', null, 'crm'
from demo_given_up order by customer_id;

update main.customer set lifecycle_stage = 'dissolution'
where customer_id in (select customer_id from demo_given_up);

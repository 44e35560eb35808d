-- The facts of all processes, each table whole and in the order of time.

insert into main.work_item select * from demo_work_item order by opened_at, work_item_id;
insert into main.interaction select * from demo_interaction order by offered_at, interaction_id;
insert into main.status_event select * replace (1 as seq) from demo_status_event order by changed_at, entity, entity_id, attribute;

-- serving_day: one row per day with a contact that cost work: whether the cost of one of its contacts is known, or is not.
-- kind: rows
-- tables: interaction
select offered_on, bool_or(serve_cost is not null) as costed, bool_or(serve_cost is null) as uncosted
from shape.interaction where serve_cost is not null or labour
group by offered_on

"""What loaded rows leave open: which sale a return is of, whether a time agreed ran out, what came first on a day."""

from __future__ import annotations

import duckdb

RETURNED = "returned_order_id"
HOUR = "hour"
OPENING = "opening_hour"

# shapes/selling/sale_line.sql says what a return and a discount are; thirty days from a sale a return is in its rate.
_UNPLACED = """
insert into main.omitted_row
with line as (
  select
    l.order_id, l.line_no, coalesce(k.customer_id, l.customer_id) as customer, l.product_id, l.ordered_at,
    cast(l.ordered_at at time zone $zone as date) as day, l.returned_order_id, l._source as source, l.quantity,
    l.amount,
    l.is_return or l.quantity < 0 or (l.amount < 0 and not bool_or(
      not l.is_return and l.quantity >= 0 and l.amount > 0) over (partition by l.order_id)) as is_return
  from main.order_line l left join main.customer_alias k on k.alias_id = l.customer_id
),
own as (select distinct order_id, product_id from line where not is_return and amount >= 0),
candidate as (
  select r.source, r.order_id, r.line_no, s.order_id as sold_in, s.day
  from line r
  join line s
    on s.product_id = r.product_id and not s.is_return and s.amount >= 0 and s.ordered_at <= r.ordered_at
   and s.day >= r.day - 30 and (s.customer = r.customer or r.customer = 'unknown')
  left join own o on o.order_id = r.order_id and o.product_id = r.product_id
  where r.is_return and r.quantity <> 0 and r.returned_order_id is null and o.order_id is null
)
select
  (select coalesce(max(load_id), 0) + 1 from main.load_log), source, 'order_line', null,
  concat_ws(chr(31), order_id, line_no), 'lacks', $lacks, null, min(day), max(day), null, 1
from candidate
group by source, order_id, line_no
having count(distinct sold_in) > 1
"""


# A promise is judged by the hours of an item; one told by its day alone, or before it began, leaves it open.
_UNTIMED = """
insert into main.omitted_row
select
  (select coalesce(max(load_id), 0) + 1 from main.load_log), w._source, 'work_item', null, w.work_item_id, 'lacks',
  $lacks, w.process, cast(w.opened_at at time zone $zone as date),
  cast(coalesce(w.closed_at, w.first_resolved_at) at time zone $zone as date), null, 1
from main.work_item w
where (list_has_any(w._days, ['opened_at', 'first_response_at', 'first_resolved_at'])
    or (list_contains(w._days, 'closed_at') and w.first_resolved_at is null)
    or coalesce(w.first_resolved_at, w.closed_at) < w.opened_at or w.first_response_at < w.opened_at)
  and coalesce(w.policy_id, '') <> 'none'
  and exists (select 1 from main.sla_policy p where p.process = w.process)
"""


# Of an opportunity and a contact of service on one day, one told by its day alone, nobody knows which came first; it
# does not matter where another contact came in the days before (shapes/selling/opportunity.sql).
_UNORDERED = """
insert into main.omitted_row
with contact as (
  select coalesce(k.customer_id, i.customer_id) as customer, list_contains(i._days, 'offered_at') as day_alone,
    cast(i.offered_at at time zone $zone as date) as day
  from main.interaction i left join main.customer_alias k on k.alias_id = i.customer_id
  where i.disposition in ('handled', 'refused', 'opt_out') and i.process in ('service', 'collections')
),
item as (
  select w._source as source, w.work_item_id, w.process, coalesce(k.customer_id, w.customer_id) as customer,
    list_contains(w._days, 'opened_at') as day_alone, cast(w.opened_at at time zone $zone as date) as day,
    cast(w.closed_at at time zone $zone as date) as closed_on
  from main.work_item w left join main.customer_alias k on k.alias_id = w.customer_id
  where w.process = 'sales' and w.customer_id <> 'unknown'
)
select
  (select coalesce(max(load_id), 0) + 1 from main.load_log), source, 'work_item', null, work_item_id, 'lacks',
  $lacks, process, day, closed_on, null, 1
from item i
where exists (select 1 from contact c where c.customer = i.customer and c.day = i.day and (c.day_alone or i.day_alone))
  and not exists (select 1 from contact c where c.customer = i.customer and c.day >= i.day - 7 and c.day < i.day)
"""


def keep(connection: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Write down anew which rows leave something open, with the days of the numbers that it may be in.

    zone: the company's, in which days are cut.
    """
    for lacks, sql in ((RETURNED, _UNPLACED), (HOUR, _UNTIMED), (OPENING, _UNORDERED)):
        connection.execute("delete from main.omitted_row where lacks = ?", [lacks])
        connection.execute(sql, {"zone": zone, "lacks": lacks})

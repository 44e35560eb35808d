"""Returns that name no order and may be of several: nobody can tell which sale came back."""

from __future__ import annotations

import duckdb

LACKS = "returned_order_id"

# The rule of shapes/selling/sale_line.sql says what a return is; within thirty days of a sale it is in its return rate.
_UNPLACED = """
insert into main.omitted_row
with line as (
  select
    l.order_id, l.line_no, coalesce(k.customer_id, l.customer_id) as customer, l.product_id, l.ordered_at,
    cast(l.ordered_at at time zone $zone as date) as day, l.returned_order_id, l._source as source, l.quantity,
    l.is_return or l.quantity < 0 or (l.amount < 0 and not bool_or(
      not l.is_return and l.quantity >= 0 and l.amount > 0) over (partition by l.order_id)) as is_return
  from main.order_line l left join main.customer_alias k on k.alias_id = l.customer_id
),
own as (select distinct order_id, product_id from line where not is_return),
candidate as (
  select r.source, r.order_id, r.line_no, s.order_id as sold_in, s.day
  from line r
  join line s
    on s.product_id = r.product_id and not s.is_return and s.ordered_at <= r.ordered_at and s.day >= r.day - 30
   and (s.customer = r.customer or r.customer = 'unknown')
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


def keep(connection: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Write down anew which returns can't be placed, with the days of the sales that they may be of.

    zone: the company's, in which days are cut.
    """
    connection.execute("delete from main.omitted_row where lacks = ?", [LACKS])
    connection.execute(_UNPLACED, {"zone": zone, "lacks": LACKS})

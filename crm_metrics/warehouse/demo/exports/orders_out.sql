-- The order lines as the shop exports them, once the sales behind them are known.

insert into main.order_line (order_id, line_no, customer_id, product_id, work_item_id, campaign_id, agent_id, team, ordered_at,
    promised_on,
  delivered_at, quantity, list_amount, amount, cost, is_return, _source)
with lines as (
  select l.*, coalesce(a.alias_id, l.customer_id) as exported_customer_id, d.promised_on, known(d.delivered) as delivered,
    s.work_item_id, s.agent_id, s.team,
    l.ordered + interval 4 day + to_seconds(floor(1900000 * draw(order_id || line_no, 'return-after'))::bigint) as returned
  from demo_line as l join demo_delivery as d using (order_id)
  left join main.customer_alias as a on a.alias_id = l.alias
  left join demo_sale as s using (order_id))
select order_id, line_no, exported_customer_id, product_id, work_item_id, null, agent_id, team, zoned(ordered), promised_on,
    zoned(delivered),
  quantity, list_amount, amount, cost, false, 'shop'
from lines
union all
select order_id, line_no + 10, exported_customer_id, product_id, null, null, null, null,
    zoned(greatest(returned, delivered + interval 1 day)), null, null,
  -quantity, -list_amount, -amount, -cost, true, 'shop'
from lines
where draw(order_id || line_no, 'return') < 0.042 and delivered is not null
    and known(greatest(returned, delivered + interval 1 day)) is not null
order by 9, 1, 2;

-- offer: one row per offer made to a customer: a record of a list, a cross-sale or an upgrade, with what was preferred before.
-- kind: rows
-- tables: work_item
-- preferred_line: work_item, order_line|subscription
-- preferred_channel: work_item, interaction
-- nothing: nothing to divide by: no offers
-- refresh: work_item
-- row of shape.work_item: work_item, customer
-- link of shape.preference: customer
select
  w.opened_on, w.closed_on, w.work_item, w.process, w.kind,
  w.customer, {customer: w.%},
  {customer_then: w.opened_%}, w.opened_priority, w.opened_team, {team: w.opened_%},
  {customer_then: w.closed_%}, w.closed_priority, w.closed_team, {team: w.closed_%},
  w.product, w.product_line, w.campaign, w.touchpoint, {touchpoint: w.%}, w.agent, w.team, {team: w.%},
  w.priority, w.reason,
  w.won, w.decided, l.chosen as preferred_line, c.chosen as preferred_channel
from shape.work_item w
left join shape.preference l on l.axis = 'line' and l.customer = w.customer
  and l.from_on < w.opened_on and l.to_on >= w.opened_on
left join shape.preference c on c.axis = 'channel' and c.customer = w.customer
  and c.from_on < w.opened_on and c.to_on >= w.opened_on
where w.kind in ('list_record', 'cross_sell', 'upsell') and not w.is_control

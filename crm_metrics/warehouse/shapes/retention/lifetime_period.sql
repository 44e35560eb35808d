-- lifetime_period: one row per period asked and life in the active book that had begun by its close, as it stood then.
-- kind: period
-- tables: subscription|order_line
select
  a.period, l.customer, {customer: l.%}, l.kind,
  case when l.left_on <= a.last then l.left_on else a.last end - l.entered_on as days,
  l.entered_at_days,
  coalesce(l.left_on <= a.last, false) as departed
from asked a join shape.lifetime l on a.last - l.entered_on >= l.entered_at_days

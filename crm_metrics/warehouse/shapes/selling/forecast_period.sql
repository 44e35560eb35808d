-- forecast_period: one row per period asked, scope and calendar period in it whose bookings were forecast and are known.
-- kind: period
-- tables: work_item, target
-- nothing: nothing to divide by: no forecast of a finished period
with calendar as (
  select 'month' as cadence, 2 as size, month_on as from_on, max(day) as until_on from shape.calendar_day group by month_on
  union all
  select 'quarter', 3, quarter_on, max(day) from shape.calendar_day group by quarter_on
  union all
  select 'year', 4, year_on, max(day) from shape.calendar_day group by year_on
),
recorded as (              -- the forecast in force on the first day of its period; an unfinished period has no error yet
  select a.period, a.first, a.last, c.cadence, c.size, c.from_on, c.until_on, t.team, t.agent, t.tier, t.goal,
    t.team is not null as by_team, t.agent is not null as by_agent, t.tier is not null as by_tier
  from asked a
  join calendar c on c.from_on >= a.first and c.until_on <= a.last
  join shape.target t on t.metric = 'bookings_forecast' and t.cadence = c.cadence and t.touchpoint is null
    and coalesce(t.process, 'sales') = 'sales' and t.valid_from <= c.from_on
    and coalesce(t.valid_to > c.from_on, true)
  qualify row_number() over (partition by a.period, c.cadence, c.from_on, t.process, t.team, t.agent, t.tier
    order by t.valid_from desc) = 1
),
counted as (
  select *, count(*) over (partition by period, cadence, from_on, by_team, by_agent, by_tier) as scopes
  from recorded
),
kept as (              -- the period's own forecast, else those of its shortest parts; there the scopes told in most detail
  select * from counted
  qualify rank() over (partition by period
      order by case when from_on = first and until_on = last then 0 else 1 end, size) = 1
    and rank() over (partition by period, cadence, from_on
      order by scopes desc, by_agent desc, by_team desc, by_tier desc) = 1
),
sale as (
  select closed_on, closed_team, agent, closed_tier, amount from shape.work_item where process = 'sales' and won
)
select
  k.period, k.from_on as forecast_on, 'sales' as process, k.team, {team: h.%}, k.agent, k.tier,
  cast(max(k.goal) as decimal(18, 2)) as forecast,
  coalesce(sum(s.amount), 0) as actual,
  abs(cast(max(k.goal) as decimal(18, 2)) - coalesce(sum(s.amount), 0)) as error
from kept k
left join sale s on s.closed_on >= k.from_on and s.closed_on <= k.until_on
  and (k.team is null or s.closed_team = k.team) and (k.agent is null or s.agent = k.agent)
  and (k.tier is null or s.closed_tier = k.tier)
left join shape.team_area h on h.team = k.team
group by k.period, k.from_on, k.cadence, k.team, {team: h.%}, k.agent, k.tier

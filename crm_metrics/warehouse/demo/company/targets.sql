-- Goals, near what the company does, so that some are met and some are not; sums grow with the company's size.

insert into main.target (metric, cadence, process, team, value_tier, goal, tolerance, valid_from, touchpoint_id, _source)
-- the same goal for each cadence that the metric has; tolerance as a share of it
with rates as (
  select * from (values
    ('lead_response_sla', 'presales', ['day', 'week', 'month'], 0.82, 0.03), ('lead_first_response_time', 'presales', ['day',
        'week', 'month'], 0.70, 0.1),
    ('first_response_sla', 'presales', ['day', 'week', 'month'], 0.82, 0.03), ('lead_conversion_rate', 'presales', ['week',
        'month'], 0.11, 0.08),
    ('lead_contact_rate', 'presales', ['week', 'month'], 0.67, 0.03), ('qualification_rate', 'presales', ['week', 'month'], 0.34,
        0.05),
    ('leads_worked_per_hour', 'presales', ['day'], 0.80, 0.08), ('leads_worked_per_hour', 'presales', ['week'], 0.62, 0.08),
        ('leads_worked_per_hour', 'presales', ['month'], 0.53, 0.08),
    ('leads_worked_per_agent_day', 'presales', ['day'], 5.8, 0.08), ('leads_worked_per_agent_day', 'presales', ['week'], 3.5, 0.08),
        ('leads_worked_per_agent_day', 'presales', ['month'], 3.0, 0.08),
    ('win_rate', 'sales', ['week', 'month'], 0.60, 0.03), ('revenue_per_selling_hour', 'sales', ['week', 'month'], 165000, 0.08),
    ('revenue_per_agent_day', 'sales', ['week', 'month'], 1100000, 0.08), ('average_deal_size', 'sales', ['week', 'month'], 1300000,
        0.08),
    ('on_time_delivery_rate', 'sales', ['day', 'week', 'month'], 0.93, 0.02), ('sale_followup_rate', 'sales', ['week', 'month'],
        0.80, 0.05),
    ('return_rate', 'sales', ['week', 'month'], 0.04, 0.1), ('discount_rate', 'sales', ['week', 'month'], 0.05, 0.1),
        ('quota_attainment', 'sales', ['month'], 1.0, 0.05),
    ('service_level', 'service', ['day', 'week', 'month'], 0.80, 0.025), ('first_response_sla', 'service', ['day', 'week', 'month'],
        0.92, 0.02),
    ('sla_compliance', 'service', ['day', 'week', 'month'], 0.90, 0.02), ('sla_compliance', 'retention', ['week', 'month'], 0.95,
        0.03),
    ('first_contact_resolution', 'service', ['day', 'week', 'month'], 0.72, 0.025), ('abandonment_rate', 'service', ['day', 'week',
        'month'], 0.06, 0.15),
    ('average_speed_of_answer', 'service', ['day', 'week', 'month'], 22, 0.1), ('average_handle_time', 'service', ['day', 'week',
        'month'], 620, 0.06),
    ('cases_resolved_per_hour', 'service', ['day', 'week', 'month'], 0.50, 0.06),
        ('cases_resolved_per_agent_day', 'service', ['day', 'week', 'month'], 3.1, 0.05),
    ('contact_rate_per_customer', 'service', ['month'], 0.66, 0.05), ('backlog_age_p90', 'service', ['day', 'week', 'month'], 6,
        0.2),
    ('reopen_rate', 'service', ['week', 'month'], 0.05, 0.1), ('ces', 'service', ['day', 'week', 'month'], 0.77, 0.03),
        ('qa_score', 'service', ['week', 'month'], 0.85, 0.02),
    ('occupancy', 'service', ['day', 'week', 'month'], 0.75, 0.05), ('transfer_rate', 'service', ['day', 'week', 'month'], 0.05,
        0.1), ('adherence', 'service', ['day', 'week', 'month'], 0.95, 0.02),
    ('cei', 'collections', ['month'], 0.90, 0.02), ('dso', 'collections', ['month'], 20, 0.05),
        ('promise_kept_rate', 'collections', ['day', 'week', 'month'], 0.62, 0.05),
    ('promises_kept_share', 'collections', ['day', 'week', 'month'], 0.58, 0.05), ('roll_rate', 'collections', ['month'], 0.09,
        0.1),
    ('right_party_contact_rate', 'collections', ['day', 'week', 'month'], 0.34, 0.05),
        ('promise_rate', 'collections', ['day', 'week', 'month'], 0.74, 0.04),
    ('collected_per_hour', 'collections', ['week', 'month'], 13500, 0.1), ('collected_per_agent_day', 'collections', ['week',
        'month'], 84000, 0.1),
    ('overdue_rate', 'collections', ['day', 'week', 'month'], 0.14, 0.06), ('recovery_rate', 'collections', ['month'], 0.46, 0.05),
    ('contacts_per_hour', 'telemarketing', ['day', 'week', 'month'], 0.95, 0.06),
        ('contacts_per_agent_day', 'telemarketing', ['day', 'week', 'month'], 6.4, 0.06),
    ('contact_rate', 'telemarketing', ['day', 'week', 'month'], 0.27, 0.04), ('sales_conversion_rate', 'telemarketing', ['day',
        'week', 'month'], 0.15, 0.08),
    ('list_conversion_rate', 'telemarketing', ['week', 'month'], 0.11, 0.08), ('sales_per_hour', 'telemarketing', ['day', 'week',
        'month'], 0.15, 0.1),
    ('outbound_abandonment_rate', 'telemarketing', ['day', 'week', 'month'], 0.03, 0.1),
        ('outbound_abandonment_rate_30d', 'telemarketing', ['day', 'week', 'month'], 0.03, 0.1),
    ('opt_out_rate', 'telemarketing', ['day', 'week', 'month'], 0.015, 0.2),
    ('enrolments_per_hour', 'loyalty', ['day'], 0.10, 0.15), ('enrolments_per_hour', 'loyalty', ['week', 'month'], 0.125, 0.1),
    ('enrolments_per_agent_day', 'loyalty', ['day'], 0.65, 0.15), ('enrolments_per_agent_day', 'loyalty', ['week', 'month'], 0.84,
        0.1),
    ('repeat_purchase_rate', 'loyalty', ['month'], 0.36, 0.05), ('redemption_rate', 'loyalty', ['month'], 0.60, 0.04),
        ('enrolment_rate', 'loyalty', ['month'], 0.47, 0.03),
    ('customer_churn_rate', 'retention', ['month'], 0.010, 0.15), ('customer_retention_rate', 'retention', ['month'], 0.990, 0.002),
        ('nrr', 'retention', ['month'], 1.000, 0.004),
    ('grr', 'retention', ['month'], 0.995, 0.002), ('save_rate', 'retention', ['week', 'month'], 0.58, 0.06),
        ('save_rate_initial', 'retention', ['day', 'week', 'month'], 0.60, 0.06),
    ('saves_per_hour', 'retention', ['day'], 0.04, 0.15), ('saves_per_hour', 'retention', ['week', 'month'], 0.06, 0.1),
    ('saves_per_agent_day', 'retention', ['day', 'week', 'month'], 0.70, 0.1), ('involuntary_churn_share', 'retention', ['month'],
        0.12, 0.15), ('renewal_rate', 'retention', ['month'], 0.92, 0.02),
    ('nps', null, ['week', 'month'], 30, 0.1), ('nps_transactional', 'sales', ['week', 'month'], 32, 0.1),
        ('nps_transactional', 'retention', ['week', 'month'], 10, 0.5),
    ('nps_transactional', null, ['week', 'month'], 30, 0.1), ('response_rate', null, ['week', 'month'], 0.40, 0.05),
        ('touchpoint_coverage', null, ['month'], 1.0, 0.03),
    ('detractor_followup_sla', null, ['day', 'week', 'month'], 0.85, 0.05),
    ('csat', null, ['day', 'week', 'month'], 0.78, 0.02), ('csat', 'presales', ['day', 'week', 'month'], 0.81, 0.03),
        ('csat', 'sales', ['day', 'week', 'month'], 0.79, 0.02),
    ('csat', 'service', ['day', 'week', 'month'], 0.78, 0.02), ('csat', 'collections', ['day', 'week', 'month'], 0.65, 0.04),
        ('csat', 'telemarketing', ['day', 'week', 'month'], 0.75, 0.03),
    ('csat', 'loyalty', ['day', 'week', 'month'], 0.85, 0.02), ('csat', 'retention', ['day', 'week', 'month'], 0.68, 0.05),
        ('csat_mean', null, ['day', 'week', 'month'], 78, 0.02))
    as r (metric, process, cadences, goal, tolerance)),
sums as (                                               -- of a working day, a week, a month; null = the metric is not read so
  select * from (values
    ('leads_created', 'presales', 23, 160, 700), ('pipeline_created', 'sales', null, 145e6, 630e6),
        ('deals_won', 'sales', 11, 68, 300), ('new_customers', 'sales', 6, 44, 190),
    ('cases_opened', 'service', 96, 560, 2400), ('cases_resolved', 'service', 96, 550, 2350), ('backlog', 'service', 120, 120, 120),
        ('sla_breaches', null, 22, 120, 530),
    ('contacts_handled', null, 430, 2450, 10500), ('contacts_handled', 'presales', 19, 120, 530),
        ('contacts_handled', 'sales', 39, 265, 1150),
    ('contacts_handled', 'service', 245, 1330, 5600), ('contacts_handled', 'collections', 15, 92, 395),
        ('contacts_handled', 'telemarketing', 86, 490, 2130),
    ('contacts_handled', 'loyalty', 25, 148, 630), ('contacts_handled', 'retention', 3, 16, 66),
    ('cash_collected', 'collections', 23e6, 158e6, 690e6), ('overdue_receivables', 'collections', 71e6, 71e6, 71e6),
        ('dials', 'telemarketing', 235, 1330, 5850),
    ('list_sales', 'telemarketing', 10, 54, 230), ('enrolments', 'loyalty', 3, 21, 92),
        ('cancellation_requests', 'retention', 3, 16, 68), ('saves', 'retention', 2, 10, 44),
    ('points_redeemed', 'loyalty', 14000, 95000, 420000), ('active_customers', null, 8900, 8900, 8900),
        ('at_risk_customers', null, null, 290, 290), ('revenue', null, 37e6, 262e6, 1140e6))
    as s (metric, process, of_day, of_week, of_month)),
special as (                                            -- where one team, tier or point has a goal of its own
  select * from (values
    ('first_response_sla', ['day', 'week', 'month'], 'service', 'Digital', null, null, 0.86, 0.03),
        ('first_response_sla', ['day', 'week', 'month'], 'service', 'Soluciones', null, null, 0.85, 0.03),
    ('sla_compliance', ['day', 'week', 'month'], 'service', null, 'strategic', null, 0.92, 0.02),
        ('customer_churn_rate', ['month'], 'retention', null, 'strategic', null, 0.004, 0.2),
    ('customer_churn_rate', ['month'], 'retention', null, 'high', null, 0.006, 0.2), ('customer_churn_rate', ['month'], 'retention',
        null, 'medium', null, 0.010, 0.15),
    ('customer_churn_rate', ['month'], 'retention', null, 'low', null, 0.012, 0.15))
    as t (metric, cadences, process, team, value_tier, touchpoint_id, goal, tolerance)
  union all
  select 'csat', ['week', 'month'], null, null, null, touchpoint_id, case touchpoint_id when 'crm:tp-llamada-cobro' then 0.65
      when 'crm:tp-retiro' then 0.68 else 0.80 end, 0.02
  from main.touchpoint)
select metric, unnest(cadences), process, null, null, goal, goal * tolerance, date '2020-01-01', null, 'crm' from rates
union all
select metric, cadence, process, null, null, goal * getvariable('demo_size'), goal * getvariable('demo_size') * 0.05,
    date '2020-01-01', null, 'crm'
from (select metric, process, unnest(['day', 'week', 'month']) as cadence, unnest([of_day, of_week, of_month]::double[]) as goal
    from sums) where goal is not null
union all
select metric, unnest(cadences), process, team, value_tier, goal, goal * tolerance, date '2020-01-01', touchpoint_id, 'crm'
    from special;

insert into main.target (metric, cadence, process, team, goal, tolerance, valid_from, valid_to, _source)
with months as (                                        -- the plan of sales follows the season and asks for a little more
  select unnest(generate_series(date_trunc('month', getvariable('demo_first')), getvariable('demo_last'),
      interval 1 month))::date as month),
planned as (
  select m.month, (m.month + interval 1 month)::date as next_month, 370e6 * getvariable('demo_size') * d.level as amount,
    draw(m.month, 'forecast') as u_forecast
  from months as m join demo_day as d on d.day = m.month + 14),
book as (
  select sum(mrr) as opening from main.subscription
  where starts_on < getvariable('demo_first') and coalesce(ends_on, date '9999-12-31') >= getvariable('demo_first')),
teams as (select unnest(['Ventas Tienda', 'Ventas Digital', 'Ventas Empresas']) as team,
    unnest([0.41, 0.37, 0.22]::double[]) as share)
select 'bookings', 'month', 'sales', null, round(amount), round(amount * 0.03), month, next_month, 'crm' from planned
union all select 'bookings', 'month', 'sales', team, round(amount * share), round(amount * share * 0.05), month, next_month, 'crm'
    from planned, teams
union all select 'bookings', 'week', 'sales', null, round(amount * 7 / 30.4), round(amount * 7 / 30.4 * 0.05), month, next_month,
    'crm' from planned
union all select 'bookings', 'day', 'sales', null, round(amount / 24.5), round(amount / 24.5 * 0.1), month, next_month, 'crm'
    from planned
-- the plan of recurring revenue was made when the demo begins: the book of that day, and as much again as it then grew
union all select 'closing_mrr', 'month', 'retention', null, round(opening * (1 + 0.019 * (1 + date_diff('month',
    getvariable('demo_first'), month))), -6), round(opening * 0.01, -6), month, next_month, 'crm' from planned, book
union all select 'bookings_forecast', 'month', 'sales', null, round(amount * (0.93 + 0.16 * u_forecast)), 0, month, next_month,
    'crm' from planned
union all select 'bookings_forecast', 'month', 'sales', team, round(amount * share * (0.9 + 0.2 * draw(month || team, 'forecast'))),
    0, month, next_month, 'crm' from planned, teams
order by 7, 1, 2, 4;

-- what a point costs, recorded like a goal: it became dearer half a year ago
insert into main.target (metric, cadence, process, goal, tolerance, valid_from, valid_to, _source) values
  ('point_cost', 'month', 'loyalty', 18, 0, date '2020-01-01', getvariable('demo_last') - 180, 'crm'),
  ('point_cost', 'month', 'loyalty', 20, 0, getvariable('demo_last') - 180, null, 'crm');

-- Collections: monthly bills of who pays later, payments, and the cases, calls and promises of those who don't.

create temp table demo_bill as
with months as (
  select unnest(generate_series(date_trunc('month', getvariable('demo_first')) - interval 3 month, getvariable('demo_last'),
      interval 1 month))::date as month),
bills as (
  select c.customer_id, c.key, c.tier, m.month, m.month
      + floor(day(last_day(m.month)) * draw(c.key, 'bill-day'))::integer as billed_on
  from demo_customer as c, months as m where c.has_plan and c.postpaid),
priced as (
  select b.*, b.billed_on + 20 as due_on, s.mrr as amount, b.key || '-' || strftime(b.month, '%y%m') as bill
  from bills as b join main.subscription as s
    on s.customer_id = b.customer_id and s.starts_on <= b.billed_on and coalesce(s.ends_on, date '9999-12-31') > b.billed_on
  where b.billed_on <= getvariable('demo_last'))
select *, draw(bill, 'pays') as u_pays, draw(bill, 'pays-when') as u_when,
  -- Three in four pay by the due day, some within five days, the others come to collections on the seventh day.
  case when draw(bill, 'pays') < case tier when 'strategic' then 0.97 else 0.695 end then 'due'
       when draw(bill, 'pays') < case tier when 'strategic' then 1.0 else 0.80 end then 'late' else 'case' end as course,
  case when draw(bill, 'stage') < 0.54 then 'Cobranza Temprana' else 'Cobranza Avanzada' end as team
from priced;

create temp table demo_promise as                       -- up to two rounds of calls and promises for each case
with cases as (
  select b.*, b.due_on + 7 as opened_on, draw(bill, 'first-contact') < 0.86 as contacted, draw(bill, 'promises') < 0.70 as promises
  from demo_bill as b where course = 'case' and b.due_on + 7 between getvariable('demo_first') and getvariable('demo_last')),
first_round as (
  select c.*, 1 as round, d.next_open as contact_on, d.next_open + 2 + floor(4 * draw(bill, 'first-day'))::integer as promised_on
  from cases as c join demo_day as d on d.day = c.opened_on + floor(2 * draw(bill, 'first-call'))::integer
  where contacted),
judged as (
  select *, promises and draw(bill || round, 'keeps') <
    -- Planted: a plan that worked (Temprana, +14 points) and one that followed an unlucky week and changed nothing (Avanzada).
    case when team = 'Cobranza Temprana' then case when promised_on >= getvariable('demo_plan_works') then 0.70 else 0.56 end
         when promised_on >= getvariable('demo_unlucky') and promised_on < getvariable('demo_unlucky') + 7 then 0.34
             else 0.56 end as kept
  from first_round),
second_round as (
  select f.* exclude (round, contact_on, promised_on, kept), 2 as round, d.next_open as contact_on,
    d.next_open + 2 + floor(2 * draw(bill, 'second-day'))::integer as promised_on
  from judged as f join demo_day as d on d.day = f.promised_on + 4
  where f.promises and not f.kept and draw(bill, 'second-round') < 0.7),
both_rounds as (
  select *, false as kept from second_round
  union all by name select * from judged)
select * exclude (kept), case when round = 1 then kept else draw(bill || round, 'keeps') <
    case when team = 'Cobranza Temprana' then case when promised_on >= getvariable('demo_plan_works') then 0.70 else 0.56 end
         when promised_on >= getvariable('demo_unlucky') and promised_on < getvariable('demo_unlucky') + 7 then 0.34
             else 0.56 end end as kept,
  promises and draw(bill || round, 'partly') < 0.12 as partly
from both_rounds;

create temp table demo_contact as
select p.*, pick(w.agents, draw(p.bill || round, 'agent')) as agent_id,
  hours_in(p.contact_on, office_hours(draw(p.bill || round, 'hour'), d.saturday)) as moment, 'crm:K' || p.bill as work_item_id,
  'telephony:K' || p.bill || '-' || round as interaction_id,
  floor(270 * tail(draw(p.bill || round, 'talk')))::integer as talk_seconds,
  case when round = 2 and draw(p.bill || 1, 'partly') < 0.12 then amount - pesos(amount * 0.4) else amount end as promised_amount
from demo_promise as p join demo_day as d on d.day = p.contact_on join demo_crew as w on w.team = p.team and w.day = p.contact_on
where p.contact_on <= getvariable('demo_last');

create temp table demo_payment as                       -- what is paid, when, and after which contact
with kept as (select * from demo_contact where promises and kept),
partly as (select * from demo_contact where promises and not kept and partly),
settled as (select bill, min(promised_on) as promised_on from kept group by bill),
loose as (                                              -- neither on time nor promised and kept: with a later bill, or never
  select b.*, case when draw(b.bill, 'later') < 0.46 then b.due_on + 31 when draw(b.bill, 'later') < 0.70 then b.due_on + 61
                   when draw(b.bill, 'later') < 0.82 then b.due_on + 92 end as later_on
  from demo_bill as b left join settled as s using (bill)
  where b.course = 'case' and s.bill is null)
select bill, customer_id, due_on - floor(2 * u_when)::integer as paid_on, amount, null as interaction_id, null as agent_id,
    null as team, 'full' as part
from demo_bill where course = 'due'
union all
select bill, customer_id, due_on + 1 + floor(5 * u_when)::integer, amount, null, null, null, 'full' from demo_bill
    where course = 'late'
union all
select bill, customer_id, promised_on - floor(2 * draw(bill, 'early'))::integer + floor(3 * draw(bill, 'grace'))::integer,
  amount - coalesce((select sum(pesos(q.amount * 0.4)) from partly as q where q.bill = k.bill), 0), interaction_id, agent_id, team,
      'kept'
from kept as k
union all
select bill, customer_id, promised_on, pesos(amount * 0.4), interaction_id, agent_id, team, 'part' || round from partly
union all
select bill, customer_id, later_on, amount - coalesce((select sum(pesos(q.amount * 0.4)) from partly as q where q.bill = l.bill),
    0), null, null, null, 'later'
from loose as l where later_on is not null;

insert into main.receivable (entry_id, invoice_id, customer_id, kind, entry_on, due_on, amount, interaction_id, agent_id, team,
    disputed, _source)
select 'billing:' || bill || '-i', 'billing:' || bill, customer_id, 'invoice', billed_on, due_on, amount, null, null, null,
  course = 'case' and draw(bill, 'dispute') < 0.06, 'billing'
from demo_bill
union all
select 'billing:' || bill || '-' || part, 'billing:' || bill, customer_id, 'payment', paid_on, null, -amount, interaction_id,
    agent_id, team, false, 'billing'
from demo_payment where paid_on <= getvariable('demo_last') and amount > 0
union all                                               -- written off after half a year
select 'billing:' || bill || '-w', 'billing:' || bill, customer_id, 'write_off', due_on + 180, null,
  -(amount - coalesce((select sum(p.amount) from demo_payment as p where p.bill = b.bill), 0)), null, null, null, false, 'billing'
from demo_bill as b
where course = 'case' and due_on + 180 <= getvariable('demo_last')
  and amount > coalesce((select sum(p.amount) from demo_payment as p where p.bill = b.bill), 0)
order by 5, 1;

-- charges made by mistake, taken back by a credit note within the fortnight
insert into main.receivable (entry_id, invoice_id, customer_id, kind, entry_on, due_on, amount, _source)
with wrong as (
  select *, pesos(amount * (0.1 + 0.3 * draw(bill, 'wrong-by'))) as charged,
    billed_on + 4 + floor(10 * draw(bill, 'wrong-until'))::integer as seen_on
  from demo_bill where draw(bill, 'wrong') < 0.03)
select 'billing:' || bill || '-x', 'billing:' || bill || '-x', customer_id, 'invoice', billed_on, due_on, charged, 'billing'
from wrong
union all
select 'billing:' || bill || '-n', 'billing:' || bill || '-x', customer_id, 'credit_note', seen_on, null, -charged, 'billing'
from wrong where seen_on <= getvariable('demo_last')
order by 5, 1;

insert into demo_work_item (work_item_id, process, kind, customer_id, touchpoint_id, agent_id, team, priority, opened_at,
    first_response_at, closed_at,
  status, outcome, expected_amount, amount, _source)
with paid as (select bill, max(paid_on) as paid_on, sum(amount) as amount from demo_payment group by bill),
firsts as (select bill, min(moment) as moment, arg_max(agent_id, round) as agent_id from demo_contact group by bill),
cases as (
  select b.*, hours_in(b.due_on + 7, 7) as opened, f.moment, f.agent_id,
    case when p.amount = b.amount then hours_in(p.paid_on, 19) else hours_in(b.due_on + 180, 18) end as closed,
        coalesce(p.amount = b.amount, false) as resolved
  from demo_bill as b left join paid as p using (bill) left join firsts as f using (bill)
  where b.course = 'case' and b.due_on + 7 between getvariable('demo_first') and getvariable('demo_last'))
select 'crm:K' || bill, 'collections', 'dunning', customer_id, 'crm:tp-llamada-cobro', agent_id, team, case
    when tier in ('strategic', 'high') then 'high' else 'normal' end,
  zoned(opened), zoned(known(case when moment < closed then moment end)), zoned(known(closed)),
  case when known(closed) is not null then 'closed' when moment is not null then 'contacted' else 'new' end,
  case when known(closed) is not null then case when resolved then 'resolved' else 'unresolved' end end, amount,
  case when known(closed) is not null and resolved then amount end, 'crm'
from cases order by opened, 1;

insert into demo_interaction (interaction_id, process, touchpoint_id, direction, customer_id, work_item_id, agent_id, team,
    offered_at, answered_at,
  connected_at, ended_at, talk_seconds, hold_seconds, wrap_seconds, disposition, right_party, transferred, promised_on,
      promised_amount, _source)
with reached as (
  select *, floor(talk_seconds * (0.8 + 0.4 * draw(agent_id, 'pace')))::integer as talked from demo_contact),
dials as materialized (                                 -- those that reach nobody, before or instead of the contact
  select *, b.due_on + 8 + 2 * a as raw_day
  from (select *, unnest(range(1, 2 + floor(3 * draw(bill, 'misses'))::integer))::integer as a from demo_bill
        where course = 'case' and due_on + 7 between getvariable('demo_first') and getvariable('demo_last')) as b),
missed as (
  select 'telephony:K' || b.bill || '-n' || a as interaction_id, b.bill, b.customer_id, 'crm:K' || b.bill as work_item_id, b.team,
      a,
    hours_in(d.last_open, office_hours(draw(b.bill || a, 'miss-hour'), dd.saturday)) as moment, draw(b.bill || a, 'missed') as u
  from dials as b join demo_day as d on d.day = b.raw_day join demo_day as dd on dd.day = d.last_open
  where d.last_open between getvariable('demo_first') and getvariable('demo_last'))
select interaction_id, 'collections', 'crm:tp-llamada-cobro', 'outbound', customer_id, work_item_id, agent_id, team, zoned(moment),
  zoned(moment + interval 11 second), zoned(moment + interval 12 second), zoned(moment + to_seconds(12 + talked)), talked, 0,
  30 + floor(40 * draw(bill || round, 'wrap'))::integer, 'handled', true, false, case when promises then promised_on end, case
      when promises then promised_amount end, 'telephony'
from reached
union all
select interaction_id, 'collections', 'crm:tp-llamada-cobro', 'outbound', customer_id, work_item_id, null, team, zoned(moment),
    null, null,
  zoned(moment + interval 24 second), null, null, null, case when u < 0.55 then 'no_answer' when u < 0.82 then 'machine'
      when u < 0.94 then 'busy' else 'invalid' end,
  null, false, null, null, 'telephony'
from missed
order by 9, 1;

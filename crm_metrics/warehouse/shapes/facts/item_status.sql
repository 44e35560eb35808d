-- item_status: one row per process and status in which its cases stand or stood: whether work goes on in it.
-- kind: rows
-- tables: work_item, status_event
with item as (         -- what a day alone is followed by comes after that day
  select w.work_item_id, w.process, w.status, r.held_at as first_resolved_at, e.held_at as closed_at
  from main.work_item w
  left join shape.item_stamp r on r.work_item = w.work_item_id and r.anchor = 'first_resolved'
  left join shape.item_stamp e on e.work_item = w.work_item_id and e.anchor = 'closed'
),
tracked as (
  select s.work_item, i.process, s.status,
    s.to_at <= coalesce(i.first_resolved_at, i.closed_at, timestamptz 'infinity') as before,
    coalesce(s.from_at <= i.first_resolved_at and i.first_resolved_at < s.to_at
      or s.from_at <= i.closed_at and i.closed_at < s.to_at, false) as at_one
  from shape.item_state s join item i on i.work_item_id = s.work_item
  where s.status_tracked
),
held as (
  select process, status, count(*) filter (where before) as before, count(*) filter (where at_one) as at_one
  from tracked group by process, status
),
standing as (
  select process, status, count(*) filter (where coalesce(first_resolved_at, closed_at) is null) as unresolved, count(*) as items
  from item where work_item_id not in (select work_item from tracked)
  group by process, status
)
select
  coalesce(h.process, s.process) as process, coalesce(h.status, s.status) as status,
  -- held before a resolution more often than at one or at the close; one that was held at none of them is known by its
  -- word
  coalesce(h.before > h.at_one or h.at_one = 0
    and lower(h.status) in ('reopened', 'reabierto', 'reabierta', 'reaberto', 'open', 'abierto', 'abierta', 'aberto'),
    false) as working,
  -- without a history: a status of today whose word is one of work, or in which most cases were never resolved, unless
  -- its word says that they are
  coalesce(lower(s.status) in ('reopened', 'reabierto', 'reabierta', 'reaberto', 'open', 'abierto', 'abierta', 'aberto', 'aberta',
      'new', 'nuevo', 'nueva', 'novo', 'nova', 'pending', 'pendiente', 'pendente', 'hold', 'on hold', 'on-hold', 'on_hold',
      'in progress', 'in_progress', 'en progreso', 'en proceso', 'en curso', 'em andamento')
    or regexp_matches(lower(s.status), '^(a?waiting|esperando|en espera|em espera|aguardando)($|[^a-z])')
    or s.unresolved > s.items - s.unresolved
    and lower(s.status) not in ('solved', 'resolved', 'closed', 'resuelto', 'resuelta', 'solucionado', 'solucionada',
      'cerrado', 'cerrada', 'resolvido', 'resolvida', 'fechado', 'fechada'), false) as unsolved
from held h full join standing s on s.process = h.process and s.status = h.status
where coalesce(h.status, s.status) is not null

"""What is open with one customer: cases with the time that they have left, promises to pay, invoices past due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from crm_metrics.access import Scope
from crm_metrics.warehouse.dossier.events import WHOSE
from crm_metrics.warehouse.dossier.limits import conditions, limited
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.warehouse.waiting.clocks import RunningClock, clocks_left, most_urgent, promised

OWED = {"process": "process"}  # what a scope may limit of invoices
OF_CASES = {name: f"o.{column}" for name, column in WHOSE.items()}
CASES = """
select o.work_item, o.process, o.kind, o.status, o.priority, o.agent, o.team, o.opened_on, o.expected_amount
from shape.open_item_span o
where o.customer = $customer and o.from_on <= $day and o.to_on > $day
"""
PROMISES = """
select promised_on, promised_amount - coalesce(paid_amount, 0), agent, team, process from shape.promise
where customer = $customer and kept is null and promised_on >= $day and obtained_on <= $day
  and coalesce(paid_amount, 0) < promised_amount
"""
INVOICES = """
select invoice_id, due_on, balance, disputed from shape.invoice_span
where customer = $customer and overdue and from_on <= $day and to_on > $day
"""


@dataclass(frozen=True, kw_only=True)
class PendingCase:
    """A case that waits."""

    id: str
    """Its own."""
    process: str
    """Whose it is."""
    kind: str
    """What it is: request, complaint, a sale …"""
    status: str
    """In the word of its source."""
    priority: str
    """"" where nobody told."""
    agent: str
    """Who has it."""
    team: str
    """Which team has it."""
    opened_on: date
    """Since when."""
    amount: float | None
    """What is at stake; None where nobody told."""
    clock: RunningClock | None
    """Of the promised times that run the most urgent; None where none runs."""
    promised: bool
    """Whether any time was promised to it."""


@dataclass(frozen=True)
class OpenPromise:
    """A promise to pay that is not due yet. amount: what of it is still to be paid."""

    promised_on: date
    amount: float
    agent: str
    team: str
    process: str


@dataclass(frozen=True)
class OverdueInvoice:
    """What of an invoice is past due."""

    id: str
    due_on: date
    balance: float
    disputed: bool


def looked_at(scope: Scope) -> tuple[str, ...]:
    """The input tables of what is open that a reader may see."""
    seen = ["work_item", "interaction"] if conditions(scope, WHOSE) is not None else []
    return (*seen, *(["receivable"] if conditions(scope, OWED) is not None else []))


def open_cases(warehouse: Warehouse, customer: str, day: date, scope: Scope) -> tuple[PendingCase, ...]:
    """The cases of a customer that were open at the close of a day, those with the least time left first."""
    order = " order by o.opened_on, o.work_item"
    rows = _seen(warehouse, (CASES, order), customer, day, limited(scope, OF_CASES))
    ids = [row[0] for row in rows]
    clocks: dict[str, list[RunningClock]] = {}
    for one in clocks_left(warehouse, ids, day):
        clocks.setdefault(one.item, []).append(one)
    known = promised(warehouse, ids)
    cases = [
        PendingCase(
            id=one,
            process=process,
            kind=kind,
            status=status or "",
            priority=priority or "",
            agent=agent or "",
            team=team or "",
            opened_on=opened,
            amount=None if amount is None else float(amount),
            clock=most_urgent(clocks.get(one, ())),
            promised=one in known,
        )
        for one, process, kind, status, priority, agent, team, opened, amount in rows
    ]
    return tuple(sorted(cases, key=lambda case: (case.clock is None, case.clock.urgency if case.clock else ())))


def promises(warehouse: Warehouse, customer: str, day: date, scope: Scope) -> tuple[OpenPromise, ...]:
    """The promises to pay of a customer that are neither due nor paid in full yet, the nearest first."""
    rows = _seen(warehouse, (PROMISES, " order by promised_on, interaction_id"), customer, day, limited(scope, WHOSE))
    return tuple(
        OpenPromise(on, float(amount), agent or "", team or "", process) for on, amount, agent, team, process in rows
    )


def overdue(warehouse: Warehouse, customer: str, day: date, scope: Scope) -> tuple[OverdueInvoice, ...]:
    """What a customer owed past due at the close of a day, the oldest first."""
    rows = _seen(warehouse, (INVOICES, " order by due_on, invoice_id"), customer, day, limited(scope, OWED))
    return tuple(OverdueInvoice(one or "", on, float(balance), bool(disputed)) for one, on, balance, disputed in rows)


def _seen(
    warehouse: Warehouse, sql: tuple[str, str], customer: str, day: date, limits: tuple[str, dict[str, str]]
) -> list[tuple[Any, ...]]:
    """The rows of a customer that a reader may see. sql: what stands before the limits, and after them."""
    seen, values = limits
    return warehouse.fetch(sql[0] + seen + sql[1], {"customer": customer, "day": day, **values})

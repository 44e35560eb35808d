"""Everything that happened with one customer, over all processes: one row for each event, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crm_metrics.access import Scope
from crm_metrics.warehouse.dossier.limits import conditions
from crm_metrics.warehouse.restrictions import bound
from crm_metrics.warehouse.store import Warehouse

WHOSE = {"process": "process", "area": "area", "team": "team", "agent": "agent"}
SPOKEN = "handled and not coalesce(written, false)"  # of a contact: somebody of the company spoke with the customer
OPENED = {"process": "process", "area": "opened_area", "team": "opened_team", "agent": "agent"}
CLOSED = {"process": "process", "area": "closed_area", "team": "closed_team", "agent": "agent"}
COLUMNS = (
    "happened_on, happened_at, kind, process, agent, team, place, first, second, third, amount, quantity, reference"
)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened with a customer."""

    day: date
    """The civil day."""
    at: datetime | None
    """The instant in the company's zone; None where only the day is told."""
    kind: str
    """One of KINDS."""
    process: str
    """The process that it belongs to; "" for what the company says of the customer itself."""
    agent: str
    """Who of the company it was; "" where nobody told."""
    team: str
    """The team; "" where nobody told."""
    place: str
    """The point of contact; "" where there is none."""
    words: tuple[str, str, str]
    """What tells it apart from others of its kind, by the columns of the kind; "" where nobody told."""
    amount: float | None
    """Money; None where it has none."""
    quantity: float | None
    """Lines, points or a score; None where it has none."""
    reference: str
    """The id of its row."""


@dataclass(frozen=True, kw_only=True)
class EventKind:
    """Where events of a kind come from."""

    table: str = ""
    """The input table that must be loaded; "" for none."""
    shape: str
    """The shape whose rows they are."""
    select: str
    """The columns of an event, as SQL."""
    whose: Mapping[str, str]
    """Of each dimension that a scope may limit, where it stands, as SQL."""
    where: str = ""
    """Which rows are events, as SQL; "" for all of them."""
    group: str = ""
    """What makes one event of several rows, as SQL."""


def _columns(**given: str) -> str:
    """The columns of an event in their order, null where a kind has none."""
    return ", ".join(f"{given.get(name, 'null')} as {name}" for name in COLUMNS.split(", "))


KINDS: Mapping[str, EventKind] = {
    "contact": EventKind(table="interaction", shape="interaction", select=_columns(
        happened_on="offered_on", happened_at="offered_at", kind="'contact'", process="process", agent="agent",
        team="team", place="touchpoint", first="direction", second="disposition", third="channel",
        reference="interaction_id"), whose=WHOSE),
    "opened": EventKind(table="work_item", shape="work_item", select=_columns(
        happened_on="opened_on", happened_at="opened_at", kind="'opened'", process="process", agent="agent",
        team="opened_team", place="touchpoint", first="kind", second="opened_priority", third="reason",
        amount="opening_amount", reference="work_item"), whose=OPENED),
    "closed": EventKind(table="work_item", shape="work_item", select=_columns(
        happened_on="closed_on", happened_at="closed_at", kind="'closed'", process="process", agent="agent",
        team="closed_team", place="touchpoint", first="kind", second="coalesce(outcome, status)",
        third="outcome_reason", amount="amount", reference="work_item"), whose=CLOSED, where="closed_on is not null"),
    "order": EventKind(table="order_line", shape="order_line", select=_columns(
        happened_on="ordered_on", happened_at="min(ordered_at)", kind="'order'", process="'sales'",
        agent="min(agent)", team="min(team)", first="case when bool_and(is_return) then 'return' else 'sale' end",
        amount="sum(amount)", quantity="count(*)", reference="order_id"),
        whose={**WHOSE, "process": "'sales'"}, group="order_id, ordered_on, is_return"),
    "ledger": EventKind(table="receivable", shape="receivable", select=_columns(
        happened_on="entry_on", kind="'ledger'", process="process", agent="agent", team="team", first="kind",
        second="cast(due_on as varchar)", amount="amount", reference="coalesce(invoice_id, entry_id)"), whose=WHOSE),
    "answer": EventKind(table="survey", shape="survey", select=_columns(
        happened_on="responded_on", happened_at="responded_at", kind="'answer'", process="process", agent="agent",
        team="team", place="touchpoint", first="instrument", second="cast(scale_min as varchar)",
        third="cast(scale_max as varchar)", quantity="score", reference="survey_id"), whose=WHOSE,
        where="responded_on is not null and instrument <> 'qa'"),  # of an audit the customer knows nothing
    "points": EventKind(table="loyalty_entry", shape="loyalty_entry", select=_columns(
        happened_on="entry_on", happened_at="entry_at", kind="'points'", process="process", first="kind",
        quantity="points", reference="entry_id"), whose={"process": "process"}),
    "began": EventKind(table="subscription", shape="subscription", select=_columns(
        happened_on="starts_on", kind="'began'", process="'retention'", first="product_line", amount="mrr",
        reference="subscription_id"), whose={"process": "'retention'"}),
    "ended": EventKind(table="subscription", shape="subscription", select=_columns(
        happened_on="ends_on", kind="'ended'", process="'retention'", first="product_line", second="end_reason",
        amount="mrr", reference="subscription_id"), whose={"process": "'retention'"}, where="ends_on is not null"),
    "changed": EventKind(table="", shape="customer_event", select=_columns(
        happened_on="cast(timezone($zone, changed_at) as date)", happened_at="changed_at", kind="'changed'",
        first="attribute", second="old_value", third="new_value", reference="attribute"), whose={}),
}  # fmt: skip


def counted(warehouse: Warehouse, customer: str, scope: Scope) -> Mapping[str, int]:
    """How many events a customer has in each process, of those that a reader may see; "" for those of none."""
    sql, values = _union(warehouse, customer, scope)
    if not sql:
        return {}
    rows = warehouse.fetch(f"select coalesce(process, ''), count(*) from ({sql}) group by 1 order by 1", values)
    return dict(rows)


def events(
    warehouse: Warehouse, customer: str, scope: Scope, *, processes: Sequence[str] = (), skip: int = 0, most: int = 50
) -> tuple[Event, ...]:
    """The events of a customer that a reader may see, the newest first. processes: of these alone; of all without."""
    sql, values = _union(warehouse, customer, scope)
    if not sql:
        return ()
    where = " where process in (select unnest($processes))" if processes else ""
    rows = warehouse.fetch(
        f"select * replace (timezone($zone, happened_at) as happened_at) from ({sql}){where}"
        " order by happened_on desc, happened_at desc nulls last, kind, reference, amount, quantity"
        f" limit {int(most)} offset {int(skip)}",
        {**values, "zone": warehouse.company.time_zone, **({"processes": list(processes)} if processes else {})},
    )
    return tuple(_event(row) for row in rows)


def _union(warehouse: Warehouse, customer: str, scope: Scope) -> tuple[str, dict[str, str]]:
    """The events of the kinds that are loaded and that the scope can limit, as SQL; "" where there are none."""
    parts: list[str] = []
    values = {"customer": customer}
    for one in KINDS.values():
        limits = conditions(scope, one.whose)
        if limits is None or (one.table and warehouse.loaded(one.table) is None):
            continue
        told = "".join(f" and {text}" for text in (*(limit.sql for limit in limits), one.where) if text)
        group = f" group by {one.group}" if one.group else ""
        parts.append(f"select {one.select} from shape.{one.shape} where customer = $customer{told}{group}")
        values |= bound(limits)
        if "$zone" in one.select:
            values["zone"] = warehouse.company.time_zone
    return " union all ".join(parts), values


def _event(row: tuple[Any, ...]) -> Event:
    day, at, kind, process, agent, team, place, first, second, third, amount, quantity, reference = row
    midnight = at is not None and (at.hour, at.minute, at.second) == (0, 0, 0)  # of a day alone nobody knows the hour
    return Event(
        day=day,
        at=None if midnight else at,
        kind=kind,
        process=process or "",
        agent=agent or "",
        team=team or "",
        place=place or "",
        words=(first or "", second or "", third or ""),
        amount=None if amount is None else float(amount),
        quantity=None if quantity is None else float(quantity),
        reference=reference or "",
    )

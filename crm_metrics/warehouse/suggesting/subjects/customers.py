"""The rules that make customers and agents: from each table that tells them, one row for each."""

from __future__ import annotations

from collections.abc import Sequence

from crm_metrics.warehouse.suggesting.drafts import KNOWN_WHY, MappingDraft, Rule, both
from crm_metrics.warehouse.suggesting.people import variants, who

_ASIDE = {"region": "region", "segment": "segment", "email": "email", "phone": "phone"}
_ORDER = ("customers", "invoices", "sales", "debts", "subscriptions", "payments", "tickets", "calls", "surveys")


def customer(draft: MappingDraft) -> str:
    """The SQL of the customer of a row: by name, else by what there is; 'unknown' where nothing tells one."""
    meaning = who(draft.table)
    if meaning is None:
        return "'unknown'"
    name = draft.column(meaning)
    if meaning not in ("customer", "requester"):
        told = _named_elsewhere(draft, meaning)
        return draft.people.id_of(f"coalesce({told}, {name})") if told else f"coalesce({name}, 'unknown')"
    if meaning == "customer" and draft.table.has("last_name"):
        return draft.people.id_of(f"nullif(concat_ws(' ', {name}, {draft.column('last_name')}), '')")
    if variants(draft.table):
        tax = draft.column("tax_id")
        draft.rows[f"{draft.name}_names"] = {
            "from": draft.base,
            "by": [tax],
            "columns": {"tax": tax, "name": f"first({name})"},
        }
        return draft.people.id_of(f"coalesce({draft.name}_names.name, {name})")
    return draft.people.id_of(name)


def _named_elsewhere(draft: MappingDraft, meaning: str) -> str:
    """The name that another file has for the code, tax id or address of a customer; "" where none has."""
    peer = _namer(draft, meaning)
    return f"{peer.name}.{peer.column('customer')}" if peer else ""


def _namer(draft: MappingDraft, meaning: str) -> MappingDraft | None:
    """The draft of the file that names customers by the same code; each code once."""
    for peer in draft.peers:
        if peer is not draft and peer.table.has(meaning, "customer"):
            pairs = set(zip(peer.table.cells(meaning), peer.table.cells("customer"), strict=True))
            if len({code for code, _ in pairs if code}) == len([code for code, _ in pairs if code]):
                return peer
    return None


def beside(draft: MappingDraft) -> Rule:
    """What a rule looks up to tell the customer."""
    meaning = who(draft.table)
    if f"{draft.name}_names" in draft.rows:
        return {"lookup": {f"{draft.name}_names": {"tax": draft.column("tax_id")}}}
    peer = _namer(draft, meaning) if meaning not in (None, "customer", "requester") else None
    if meaning and peer:
        return {"lookup": {peer.name: {peer.column(meaning): draft.column(meaning)}}, "if_there": [peer.name]}
    return {}


def make_customers(drafts: Sequence[MappingDraft]) -> None:
    """A row for each customer: from the table that tells most of them, and from each other what is missing so far."""
    before: list[str] = []
    for draft in sorted(drafts, key=lambda one: _ORDER.index(one.table.subject)):
        meaning = who(draft.table)
        if meaning is None or draft.table.subject not in _ORDER:
            continue
        made = f"{draft.name}_people"
        columns: Rule = {"customer": customer(draft), "name": draft.column(meaning)}
        if meaning == "customer" and draft.table.has("last_name"):
            columns["name"] = f"concat_ws(' ', {columns['name']}, {draft.column('last_name')})"
        columns |= {name: draft.column(has) for has, name in _ASIDE.items() if draft.table.has(has) and has != meaning}
        if draft.table.has("tax_id") and meaning != "tax_id":
            columns["tax_id"] = draft.column("tax_id")
        draft.rows[made] = {"from": draft.base, **beside(draft), "columns": columns}
        _offer(draft, made, columns, before)
        before.append(made)


def _offer(draft: MappingDraft, made: str, columns: Rule, before: Sequence[str]) -> None:
    asides = [name for name in _ASIDE.values() if name in columns]
    draft.offer(
        "customer",
        {"customer_id": f"{made}.customer"} | {name: f"first({made}.{name})" for name in ("name", *asides)},
        of=made,
        lookup={other: {"customer": f"{made}.customer"} for other in before},
        if_there=list(before),
        when=both(f"{made}.customer <> 'unknown'", *(f"{other}.customer is null" for other in before)),
        why=KNOWN_WHY,
        by=[f"{made}.customer"],
        keys={"tax_id": f"first({made}.tax_id)"} if "tax_id" in columns else {},
    )


def make_agents(draft: MappingDraft, process: str) -> None:
    """A row for each agent of a table of cases or contacts."""
    if not draft.table.has("agent"):
        return
    agent = draft.column("agent")
    team = f"first({draft.column('team')})" if draft.table.has("team") else "'-'"
    draft.offer(
        "agent",
        {
            "agent_id": agent,
            "name": agent,
            "team": f"coalesce({team}, '-')" if draft.table.has("team") else team,
            "area": f"'{process}'",
            "process": f"'{process}'",
        },
        when=f"{agent} is not null",
        by=[agent],
    )

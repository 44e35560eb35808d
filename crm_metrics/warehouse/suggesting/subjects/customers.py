"""The rules that make customers and agents: from each table that tells them, one row for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm_metrics.warehouse.suggesting.dictionary import says
from crm_metrics.warehouse.suggesting.drafts import NOBODY_WHY, MappingDraft, Rule, both, quoted
from crm_metrics.warehouse.suggesting.grids import GROUP
from crm_metrics.warehouse.suggesting.people import folded_name, names, nobody_ids, variants, who
from crm_metrics.warehouse.suggesting.questions import listed
from crm_metrics.warehouse.suggesting.subjects.consents import AGREED, STRICTEST, agreements

_SHOWN = 3  # names that a question shows
_ASIDE = {"region": "region", "segment": "segment", "email": "email", "phone": "phone", "born": "born_on"}
_BESIDE = (*_ASIDE.values(), *AGREED)  # what a table may tell of a customer beside the name
_ORDER = ("customers", "invoices", "sales", "debts", "subscriptions", "payments", "tickets", "calls", "surveys")


def customer(draft: MappingDraft) -> str:
    """The SQL of the customer of a row: by name, else by what there is; 'unknown' where nothing tells one."""
    meaning = who(draft.table)
    if meaning is None or not _are_customers(draft, meaning):
        return "'unknown'"
    name = draft.column(meaning)
    if meaning not in ("customer", "requester"):
        told = _named_elsewhere(draft, meaning)
        if meaning == "tax_id":
            name = f"case when {name} not in ({quoted(nobody_ids(draft.table))}) then {name} end"
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


def _are_customers(draft: MappingDraft, meaning: str) -> bool:
    """Whether names are those of customers: asked of names above rows that neither titles nor another file tells."""
    table = draft.table
    if table.by[meaning].name != GROUP:
        return True
    said = " ".join([*table.files, *table.pages, *(title for grid in table.grids for title in grid.titles)])
    ours = {folded_name(one) for one in table.by[meaning].look.counts}
    theirs = {folded_name(one) for other in draft.everything if other is not table for one in names(other)}
    if says("by_customer", said) or 2 * len(ours & theirs) >= len(ours):
        return True
    values = listed(list(table.by[meaning].look.counts)[:_SHOWN])
    return draft.choice("names_above", values=values) == "customers"


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
    """A row for each customer: from the table that tells most of them, and from each other what is missing so far.

    What the first table does not tell of a customer, an address of mail say, comes from the next one that does.
    """
    telling = [draft for draft in drafts if draft.table.subject in _ORDER and who(draft.table) is not None]
    telling.sort(key=lambda one: _ORDER.index(one.table.subject))
    told = {draft.name: _people_rows(draft) for draft in telling}
    for place, draft in enumerate(telling):
        _offer(draft, told, [other.name for other in telling[:place]])


def _people_rows(draft: MappingDraft) -> Rule:
    """The columns of a customer in each row of a table that names one, and once more in a row for each customer."""
    meaning = who(draft.table) or ""
    columns: Rule = {"customer": customer(draft), "name": draft.column(meaning)}
    if meaning == "customer" and draft.table.has("last_name"):
        columns["name"] = f"concat_ws(' ', {columns['name']}, {draft.column('last_name')})"
    columns |= {name: draft.column(has) for has, name in _ASIDE.items() if draft.table.has(has) and has != meaning}
    columns |= agreements(draft)
    if draft.table.has("tax_id") and meaning != "tax_id":
        columns["tax_id"] = draft.column("tax_id")
    draft.rows[f"{draft.name}_people"] = {
        "from": draft.base,
        **beside(draft),
        "when": f"{columns['customer']} <> 'unknown'",
        "why": NOBODY_WHY,
        "columns": columns,
    }
    return columns


def _offer(draft: MappingDraft, told: Mapping[str, Rule], before: Sequence[str]) -> None:
    """The customers that no table before this one tells."""
    made, columns = f"{draft.name}_people", told[draft.name]
    after = [other for other in told if other not in (draft.name, *before)]
    lookup: Rule = {f"{other}_people": {"customer": f"{made}.customer"} for other in before}
    given = {"customer_id": f"{made}.customer", "name": f"first({made}.name)"}
    for name in _BESIDE:
        others = [] if name in columns else [other for other in after if name in told[other]]
        own = [_first(made, name)] if name in columns else []
        parts = [*own, *(_one(f"{other}_of_each.{name}", name) for other in others)]
        lookup |= {f"{other}_of_each": {"customer": f"{made}.customer"} for other in others}
        if parts:
            given[name] = _joined(parts, name)
    for other in (peer for peer in draft.peers if f"{peer.name}_of_each" in lookup):
        asides = {name: _first("", name) for name in _BESIDE if name in told[other.name]}
        other.rows[f"{other.name}_of_each"] = {
            "from": f"{other.name}_people",
            "by": ["customer"],
            "columns": {"customer": "customer"} | asides,
        }
    draft.offer(
        "customer",
        given,
        of=made,
        lookup=lookup,
        if_there=[f"{other}_people" for other in before],  # what is known of a customer stays while a file isn't there
        when=both(*(f"{other}_people.customer is null" for other in before)),
        elsewhere=bool(before),
        by=[f"{made}.customer"],
        keys={"tax_id": f"first({made}.tax_id)"} if "tax_id" in columns else {},
    )


def _first(rows: str, name: str) -> str:
    """The first value of a column that is filled; of agreements, the strictest."""
    column = f"{rows}.{name}" if rows else name
    return _one(column, name) if name in AGREED else f"first({column}) filter (where {column} is not null)"


def _one(column: str, name: str) -> str:
    """The value of rows that have the same, or of several that say whether somebody agrees."""
    return f"{AGREED.get(name, 'first')}({column})"


def _joined(parts: Sequence[str], name: str) -> str:
    """What several tables tell: the first that tells it, and of agreements the strictest."""
    if len(parts) == 1:
        return parts[0]
    return f"{STRICTEST[AGREED[name]] if name in AGREED else 'coalesce'}({', '.join(parts)})"


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

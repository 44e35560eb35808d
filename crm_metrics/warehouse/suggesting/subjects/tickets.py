"""A list of tickets: cases with what opened and ended them, their states and priorities, and who attended."""

from __future__ import annotations

from crm_metrics.warehouse.mapping.language import folded, open_source
from crm_metrics.warehouse.suggesting.dictionary import says, state_of
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, Rule, bare, both, quoted, said
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.questions import listed
from crm_metrics.warehouse.suggesting.subjects.customers import beside, customer, make_agents
from crm_metrics.warehouse.suggesting.subjects.invoices import moment
from crm_metrics.warehouse.suggesting.subjects.surveys import draft_answers
from crm_metrics.words import mark

NO_DAY = mark("that cases which are closed and tell no day of it are still open")
_OPENED = ("opened", "date", "issued", "submitted")
_UNITS = (("minutes", 60), ("hours", 3600), ("seconds", 1))
CHANNELS = ("phone", "email", "chat", "messaging", "web", "app", "store", "visit", "video", "mail", "other")
_MORE_CHANNELS = {  # of tickets, whose mail is never the post
    "email": ("mail",),
    "chat": ("chatbot", "bot", "live chat", "chat web"),
    "messaging": ("facebook", "twitter", "x", "wa", "whatsapp business", "mensaje", "messaging"),
    "phone": ("tel", "telefone", "ligacao", "linea", "call center", "voice"),
    "visit": ("mostrador", "en persona", "walk in", "in person"),
}
_MANY = 40  # reasons: a subject that says more than so many things is no reason


def draft_tickets(draft: MappingDraft) -> None:
    """The rules of a list of tickets."""
    table = draft.table
    opened = table.any(*_OPENED) or "date"
    number = table.any("ticket", "document", "order", "row_number")
    key = draft.column(number) if number else draft.numbered(opened)
    columns: Rule = {
        "work_item_id": key,
        "process": "'service'",
        "kind": "'request'",
        "customer_id": customer(draft),
        "opened_at": moment(draft, opened),
        "status": f"coalesce({draft.column('state')}, '-')" if table.has("state") else "'-'",
    }
    columns |= _aside(draft) | _channel(draft)
    columns |= _ends(draft)
    counted = draft.counted()
    if table.has("state"):
        pending = [one for one in table.by["state"].look.counts if state_of(one, ("pending",))]
        if pending:
            draft.choice("pending_state", values=listed(pending))
    draft.offer("work_item", columns, when=counted, **beside(draft))
    make_agents(draft, "service")
    if table.any("csat", "nps", "ces"):
        draft_answers(draft, table.any("resolved", "closed", "submitted") or opened, key, about="contact")


def _aside(draft: MappingDraft) -> Rule:
    table = draft.table
    columns: Rule = {}
    if table.has("priority"):
        columns["priority"] = _mapped(draft, "priority")
    if table.has("agent"):
        columns["agent_id"] = draft.column("agent")
    if table.has("team"):
        columns["team"] = draft.column("team")
    if table.has("first_response") and _answer_ends(table) != "first_response":
        columns["first_response_at"] = moment(draft, "first_response")
    elif table.has("answered_after"):
        columns |= _answered(draft)
    reason = table.any("category", "document_kind", "subject")
    if reason and (reason != "subject" or len(table.by[reason].look.counts) <= _MANY):
        columns["reason"] = draft.column(reason)
    return columns


def _channel(draft: MappingDraft) -> Rule:
    """By which point of contact a case came in: one for each channel that the list names."""
    if not draft.table.has("channel") or len(draft.table.by["channel"].look.counts) > _MANY:
        return {}
    words = open_source("plain").words["channel"]
    meant = {folded(word): ours for ours in CHANNELS for word in (ours, *words.get(ours, ()))}
    meant |= {folded(word): ours for ours, more in _MORE_CHANNELS.items() for word in more}
    counts = draft.table.by["channel"].look.counts
    found = {value: meant[folded(value)] for value in counts if folded(value) in meant}
    column, made = draft.column("channel"), f"{draft.name}_channels"
    draft.rows[made] = {
        "from": draft.name,
        "by": [said(column)],
        "columns": {"way": said(column), "name": f"first({column})"},
    }
    draft.offer(
        "touchpoint",
        {
            "touchpoint_id": "'caso-' || way",
            "name": "name",
            "process": "'service'",
            "channel": {"value": "name", "map": found, "otherwise": "'other'", "loose": True},
        },
        of=made,
        when="way is not null",
        elsewhere=True,
    )
    return {"touchpoint_id": f"'caso-' || {said(column)}"}


def _mapped(draft: MappingDraft, meaning: str) -> Rule | str:
    """A column by our words, those that stand in the file; another word stays as it is."""
    words = open_source("plain").words[meaning]
    meant = {folded(word): ours for ours, listed_of in words.items() for word in (*listed_of, ours)}
    found = {value: meant[folded(value)] for value in draft.table.by[meaning].look.counts if folded(value) in meant}
    column = draft.column(meaning)
    return {"value": column, "map": found, "otherwise": column, "loose": True} if found else column


def _ends(draft: MappingDraft) -> Rule:
    """How a case ended: by its days, but not while its state says that it is still worked on."""
    table = draft.table
    first = table.any("resolved", "closed") or _answer_ends(table)
    if first is None:
        if table.has("state") and any(state_of(one, ("solved",)) for one in table.by["state"].look.counts):
            draft.assumed.append(NO_DAY)
        return {}
    resolved = moment(draft, first)
    closed = moment(draft, "closed") if table.has("closed") else resolved
    if not table.has("state"):
        return {
            "first_resolved_at": resolved,
            "closed_at": closed,
            "outcome": f"case when {closed} is not null or {resolved} is not null then 'resolved' end",
        }
    _mark_undated(draft, [name for name in ("resolved", "closed") if table.has(name)] or [first])
    values = table.by["state"].look.counts
    still = [
        bare(one)
        for one in values
        if state_of(one, ("solved", "pending", "working", "cancelled")) in ("pending", "working")
    ]
    state = said(draft.column("state"))
    ended = f"coalesce({state}, '') not in ({quoted(dict.fromkeys(still))})" if still else ""
    at = f"coalesce({closed}, {resolved})" if closed != resolved else closed
    return {
        "first_resolved_at": f"coalesce({resolved}, {closed})" if closed != resolved else resolved,
        "closed_at": f"case when {ended} then {at} end" if ended else at,
        "outcome": f"case when {both(ended, f'{at} is not null')} then 'resolved' end",
    }


def _answer_ends(table: FoundTable) -> str | None:
    """The day that ends a case where no name says so: those that are solved tell it, and no others do."""
    if not table.has("state") or table.any("resolved", "closed"):
        return None
    solved = [state_of(one, ("solved", "pending", "working", "cancelled")) == "solved" for one in table.cells("state")]
    for one in ("first_response", "date", "ends", "submitted", "issued"):
        if (
            table.has(one)
            and one != table.any(*_OPENED)
            and any(solved)
            and solved == [bool(day) for day in table.cells(one)]
        ):
            return one
    return None


def _answered(draft: MappingDraft) -> Rule:
    """When a case was first answered, by the time that it took; a number tells it where its name has the unit."""
    table = draft.table
    opened, after = table.any("opened", "date") or "date", table.by["answered_after"]
    unit = 1 if after.look.number is None else next((size for sign, size in _UNITS if says(sign, after.name)), None)
    look = table.by[opened].look.day
    if unit is None or (look is not None and not look.hours and not table.has("time")):
        return {}
    length = draft.use(after)
    return {"first_response_at": f"{moment(draft, opened)} + to_seconds(cast(round({length} * {unit}) as bigint))"}


def _mark_undated(draft: MappingDraft, ends: list[str]) -> None:
    """Mark the numbers of cases where some are closed and tell no day of it."""
    days = zip(*(draft.table.cells(name) for name in ends), strict=True)
    states = draft.table.cells("state")
    if any(
        state_of(state, ("solved", "pending", "working")) == "solved" and not any(told)
        for state, told in zip(states, days, strict=True)
    ):
        draft.assumed.append(NO_DAY)

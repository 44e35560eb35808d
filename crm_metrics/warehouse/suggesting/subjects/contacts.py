"""A list of calls: contacts with what they waited and talked, and how they ended."""

from __future__ import annotations

from crm_metrics.warehouse.mapping.language import folded, open_source
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, Rule, bare, quoted, said
from crm_metrics.warehouse.suggesting.subjects.customers import beside, customer, make_agents
from crm_metrics.warehouse.suggesting.subjects.invoices import moment

_MORE = {
    "handled": (
        "answered", "contestado", "contestada", "atendida", "atendido", "exitosa", "contacto", "efectivo", "respondida",
        "completed",
    ),
    "no_answer": (
        "no answer", "no contesto", "no contesta", "no atendida", "perdida", "missed", "nao atendida", "no contestada",
    ),
    "abandoned": ("abandoned", "abandono", "abandonada", "colgo"),
    "busy": ("busy", "ocupado", "ocupada"),
    "invalid": ("failed", "fallida", "numero invalido", "numero equivocado"),
    "machine": ("buzon", "voicemail", "contestadora"),
    "inbound": ("entrante", "in", "incoming", "recibida", "inbound"),
    "outbound": ("saliente", "out", "outgoing", "realizada", "outbound"),
}  # fmt: skip


def draft_calls(draft: MappingDraft) -> None:
    """The rules of a list of calls."""
    table = draft.table
    day = table.any("date", "opened", "begun", "issued", "submitted") or "date"
    process = draft.choice("process")
    key = draft.column("call") if table.has("call") else draft.numbered(day)
    at = moment(draft, day)
    columns: Rule = {
        "interaction_id": key,
        "process": f"'{process}'",
        "touchpoint_id": "'telefono'",
        "direction": _mapped(draft, "direction") if table.has("direction") else "'inbound'",
        "customer_id": customer(draft),
        "offered_at": at,
        "disposition": _mapped(draft, "disposition") if table.has("disposition") else "'handled'",
    }
    if table.has("agent"):
        columns["agent_id"] = draft.column("agent")
    talk = table.any("talk", "duration")
    if talk:
        columns["talk_seconds"] = f"cast(round({draft.column(talk)}) as integer)"
    columns |= _spans(draft, day, at)
    draft.offer("interaction", columns, **beside(draft))
    draft.offer(
        "touchpoint",
        {"touchpoint_id": "'telefono'", "name": "'Teléfono'", "process": f"'{process}'", "channel": "'phone'"},
        of=draft.name,
        by=["_file"],
    )
    make_agents(draft, process)


def _spans(draft: MappingDraft, day: str, at: str) -> Rule:
    """When somebody answered, and when a call ended: by the wait from its beginning, and by the hour of its end."""
    table = draft.table
    if not table.has("wait"):
        return {}
    answered = f"{at} + to_seconds(cast(round({draft.column('wait')}) as bigint))"
    if not table.has("disposition"):
        return {"answered_at": answered}
    words = [value for value in table.by["disposition"].look.counts if _result(value) == "handled"]
    if not words:
        return {}
    told = f"{said(draft.column('disposition'))} in ({quoted(dict.fromkeys(map(bare, words)))})"
    columns: Rule = {"answered_at": f"case when {told} then {answered} end"}
    if _begins_with_the_wait(draft):
        begun, over = draft.column("time"), draft.column("time_over")
        next_day = f"case when {over} < {begun} then interval 1 day else interval 0 day end"
        columns["ended_at"] = f"{draft.day(day)} + {over} + {next_day}"
    return columns


def _begins_with_the_wait(draft: MappingDraft) -> bool:
    """Whether calls begin when they enter the queue and not when somebody answers.

    Who gave up tells it, having waited from the beginning to the end.
    """
    table = draft.table
    if not table.has("time", "time_over"):
        return False
    cells = zip(*(table.cells(name) for name in ("disposition", "time", "time_over", "wait")), strict=True)
    lost = [(begun, over, wait) for result, begun, over, wait in cells if _result(result) == "abandoned"]
    lengths = [(_between(begun, over), _seconds(wait)) for begun, over, wait in lost]
    known = [(length, wait) for length, wait in lengths if length is not None and wait is not None]
    return bool(known) and all(abs(length - wait) <= 1 for length, wait in known)


def _between(begun: str, over: str) -> int | None:
    """The seconds from one hour to the next time that it is another."""
    first, last = _seconds(begun), _seconds(over)
    return None if first is None or last is None else (last - first) % 86_400


def _seconds(text: str) -> int | None:
    """The seconds of an hour, or of a length as hours, minutes and seconds, or as a number of seconds."""
    parts = text.split(":")
    if len(parts) == 1:
        return round(float(text)) if text.replace(".", "", 1).isdigit() else None
    if not all(part.isdigit() for part in parts):
        return None
    hours, minutes, *rest = map(int, parts)
    return hours * 3600 + minutes * 60 + (rest[0] if rest else 0)


def _result(value: str) -> str:
    """How a call ended, in our words; "" where the value says nothing of it."""
    words = open_source("plain").words["disposition"]
    meant = {folded(word): ours for ours, listed in words.items() for word in (*listed, *_MORE.get(ours, ()), ours)}
    return meant.get(folded(value), "")


def _mapped(draft: MappingDraft, meaning: str) -> Rule:
    words = open_source("plain").words[meaning]
    meant = {folded(word): ours for ours, listed in words.items() for word in (*listed, *_MORE.get(ours, ()), ours)}
    found = {value: meant[folded(value)] for value in draft.table.by[meaning].look.counts if folded(value) in meant}
    return {"value": draft.column(meaning), "map": found, "loose": True}

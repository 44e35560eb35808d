"""A list of calls: contacts with what they waited and talked, and how they ended."""

from __future__ import annotations

from crm_metrics.warehouse.mapping.language import folded, open_source
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, Rule
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
    if table.has("wait") and not table.has("disposition"):
        columns["answered_at"] = f"{at} + to_seconds(cast(round({draft.column('wait')}) as bigint))"
    draft.offer("interaction", columns, **beside(draft))
    draft.offer(
        "touchpoint",
        {"touchpoint_id": "'telefono'", "name": "'Teléfono'", "process": f"'{process}'", "channel": "'phone'"},
        of=draft.name,
        by=["_file"],
    )
    make_agents(draft, process)


def _mapped(draft: MappingDraft, meaning: str) -> Rule:
    words = open_source("plain").words[meaning]
    meant = {folded(word): ours for ours, listed in words.items() for word in (*listed, *_MORE.get(ours, ()), ours)}
    found = {value: meant[folded(value)] for value in draft.table.by[meaning].look.counts if folded(value) in meant}
    return {"value": draft.column(meaning), "map": found, "loose": True}

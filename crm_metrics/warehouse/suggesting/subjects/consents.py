"""Whether a customer may be contacted, as a row tells it: by columns that ask for consent and by those that deny it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm_metrics.warehouse.suggesting.columns import CONSENTS, REFUSALS
from crm_metrics.warehouse.suggesting.dictionary import dictionary, plain
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, Rule, bare, quoted, said

# Columns of customer → how several rows of one make one: who refused once refused.
AGREED: Mapping[str, str] = {"do_not_contact": "max", **dict.fromkeys(CONSENTS, "min")}
STRICTEST = {"max": "greatest", "min": "least"}
_YES = ("si", "s", "yes", "y", "true", "verdadero", "1", "x", "sim")
_NO = ("no", "n", "false", "falso", "0", "nao")
_DENIES = {
    "consent_phone": "no_calls",
    "consent_email": "no_email",
    "consent_sms": "no_sms",
    "consent_whatsapp": "no_whatsapp",
}


def agreements(draft: MappingDraft) -> Rule:
    """The columns of a customer that its table tells; a word that nobody knows tells nothing, so that consent lacks."""
    told: Rule = {}
    if draft.table.has(REFUSALS[0]):
        told["do_not_contact"] = _denied(draft, REFUSALS[0], "true", "false")
    for name in CONSENTS:
        parts = [_agreed(draft, name)] if draft.table.has(name) else []
        denies = _DENIES.get(name, "")
        if denies and draft.table.has(denies):  # who did not say no has not said yes
            parts.append(_denied(draft, denies, "false", "null"))
        if parts:
            told[name] = parts[0] if len(parts) == 1 else f"least({', '.join(parts)})"
    return told


def _agreed(draft: MappingDraft, meaning: str) -> str:
    return _read(draft, meaning, {"true": ("yes", _YES), "false": ("no", _NO)})


def _denied(draft: MappingDraft, meaning: str, yes: str, no: str) -> str:
    return _read(draft, meaning, {yes: ("refused", _YES), no: ("granted", _NO)})


def _read(draft: MappingDraft, meaning: str, values: Mapping[str, tuple[str, Sequence[str]]]) -> str:
    """A value by its words: those that any list may have, and those of this one that are known."""
    seen, column = draft.table.by[meaning].look.counts, said(draft.column(meaning))
    parts = []
    for value, (answer, common) in values.items():
        known = (bare(one) for one in seen if plain(one) in dictionary().answers[answer])
        parts.append(f"when {column} in ({quoted(dict.fromkeys((*common, *sorted(known))))}) then {value}")
    return f"case {' '.join(parts)} end"

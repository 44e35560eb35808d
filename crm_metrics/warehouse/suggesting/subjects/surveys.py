"""The answers to a form: each line becomes an answer for every question on a scale."""

from __future__ import annotations

import re
from dataclasses import replace

from crm_metrics.warehouse.suggesting.columns import SCORES, Column, instrument_of
from crm_metrics.warehouse.suggesting.dictionary import plain, says
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, Rule, bare, both, said
from crm_metrics.warehouse.suggesting.found import ANSWERED
from crm_metrics.warehouse.suggesting.subjects.customers import customer
from crm_metrics.warehouse.suggesting.values import places_of

_RANGE = re.compile(r"\b(0|1|cero|uno)\b\D{0,12}?\b(?:a|al|to|ate|e|y|and|hasta)?\D{0,4}?\b(5|7|10|cinco|siete|diez)\b")
_PLACES = ("first", "second", "third", "fourth")
_NUMBERS = {"cero": 0, "uno": 1, "cinco": 5, "siete": 7, "diez": 10}


def draft_surveys(draft: MappingDraft) -> None:
    """The rules of the answers to a form."""
    day = draft.table.any(*ANSWERED) or "date"
    about = draft.choice("survey_about")
    key = draft.numbered(day)
    first = next(one for one in draft.peers if one.table.subject == "surveys")
    draft_answers(draft, day, key if first is draft else f"'{draft.name}-' || {key}", about=about)


def draft_answers(draft: MappingDraft, day: str, key: str, *, about: str) -> None:
    """An answer for each question on a scale; sent when it was answered, for a form tells nothing else."""
    told = [one for one in draft.table.columns if one.meaning in SCORES and one.meaning != "csat"]
    told += _satisfaction(draft)
    comment = draft.column("comment") if draft.table.has("comment") else ""
    for one in told:
        _offer(draft, one, day, key, about=about, comment=comment if one is told[-1] else "")


def _satisfaction(draft: MappingDraft) -> list[Column]:
    """The question that is the satisfaction: the only one, the one about the whole, or as the owner says."""
    first = draft.table.by.get("csat")
    if first is None:
        return []
    alike = [
        one
        for one in draft.table.columns
        if one is first or (not one.meaning and (instrument_of(one.name, one.look) or ("",))[0] == "csat")
    ]
    whole = [one for one in alike if says("overall", one.name)]
    if len(alike) > 1 and len(whole) != 1:
        answer = draft.choice("which_satisfaction", values=" · ".join(one.name for one in alike[: len(_PLACES)]))
        return [replace(alike[min(_PLACES.index(answer), len(alike) - 1)], meaning="csat")]
    return [replace((whole or alike)[0], meaning="csat")]


def _offer(draft: MappingDraft, column: Column, day: str, key: str, *, about: str, comment: str) -> None:
    low, high = _scale(draft, column)
    score = _score(draft, column)
    at = draft.column(day)
    columns: Rule = {
        "survey_id": f"{key} || '-{column.meaning}'",
        "instrument": f"'{column.meaning}'",
        "customer_id": customer(draft),
        "sent_at": at,
        "responded_at": f"case when {score} is not null then {at} end",
        "score": score,
        "scale_min": str(low),
        "scale_max": str(high),
    }
    if about != "unknown":
        columns["relationship"] = "true" if about == "company" else "false"
    if draft.table.subject == "tickets":
        columns |= {"work_item_id": key, "process": "'service'"}
    elif any(one.meaning in SCORES and says("service", one.name) for one in draft.table.columns):
        columns["process"] = "'service'"
    if draft.table.has("agent"):
        columns["agent_id"] = draft.column("agent")
    if comment:
        columns["comment"] = comment
    draft.offer("survey", columns, when=both(f"{at} is not null", f"{score} is not null"))


def _scale(draft: MappingDraft, column: Column) -> tuple[int, int]:
    """The ends of the scale: by the question's own words, by its instrument, else by its answers."""
    told = _RANGE.search(plain(column.name))
    if told:
        return _number(told[1]), _number(told[2])
    if column.meaning == "nps":
        return 0, 10
    kind, low, high = column.look.scale or ("number", 1, 5)
    if kind == "words" or (low >= 1 and high <= 5):
        return 1, 5
    if high > 7 or low == 0:
        return min(low, 1), 10
    answer = draft.choice("scale_of_answers", column=column.name)
    return 1, int(answer)


def _number(word: str) -> int:
    return _NUMBERS[word] if word in _NUMBERS else int(word)


def _score(draft: MappingDraft, column: Column) -> str:
    name = draft.use(column)
    kind = (column.look.scale or ("number", 0, 0))[0]
    if kind == "words":
        places = {bare(one): place for one, place in (places_of(column.look.counts) or {}).items()}
        listed = " ".join(f"when '{word}' then {place}" for word, place in places.items())
        return f"case {said(name)} {listed} end"
    if kind == "label":
        begins, ends = f"regexp_extract({name}, '^ *([0-9]+)', 1)", f"regexp_extract({name}, '([0-9]+)[^0-9]*$', 1)"
        return f"try_cast(coalesce(nullif({begins}, ''), {ends}) as integer)"
    draft.columns[name] = "number"
    return name

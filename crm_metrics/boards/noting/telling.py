"""What is said of a note: its days, what it is about, and who wrote it."""

from __future__ import annotations

from collections.abc import Sequence

from crm_metrics.boards.bodies.noted import CardNote, ChartMark
from crm_metrics.boards.noting.kept import BoardNote
from crm_metrics.metrics.registry import known
from crm_metrics.office.notes.noting import KINDS, NoteContent
from crm_metrics.words import Words


def told(notes: Sequence[tuple[BoardNote, tuple[ChartMark, ...]]], words: Words) -> tuple[CardNote, ...]:
    """Notes as a card shows them, numbered by day."""
    return tuple(
        CardNote(
            number=number,
            when=when(one.note.content, words),
            text=one.note.content.text,
            said=" · ".join(
                (
                    words(KINDS[one.note.content.kind]),
                    about(one.note.content, words),
                    words("by {name}", name=words.name(one.note.author)),
                )
            ),
            marks=marks,
        )
        for number, (one, marks) in enumerate(notes, start=1)
    )


def when(content: NoteContent, words: Words) -> str:
    """The day of a note, or its days."""
    if content.first == content.last:
        return words.day(content.first)
    first = words.short_day if content.first.year == content.last.year else words.day
    return f"{first(content.first)} – {words.day(content.last)}"


def about(content: NoteContent, words: Words) -> str:
    """What a note is about: the metric, the parts; or all of the company."""
    metric = known().get(content.metric)
    said = [words(metric.label) if metric else content.metric] if content.metric else []
    said += [words.name(value) for name, value in content.parts if name == "process"]
    said += [value for name, value in content.parts if name in ("area", "team")]
    said += [words("some agents")] if any(name == "agent" for name, _ in content.parts) else []
    return ", ".join(said) or words("the whole company")

"""A note: its days, what it is about, whom it mentions, and who sees it. It knows no database."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from crm_metrics.access import PROCESSES, Reader, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.office.planning import Parts, by_dimension, sees
from crm_metrics.warehouse.restrictions import scoped
from crm_metrics.words import mark

EVENT, COMMENT = "event", "comment"
KINDS: Mapping[str, str] = {EVENT: mark("event"), COMMENT: mark("comment")}
DIMENSIONS = ("process", "area", "team", "agent")  # of which a note may be about some values
LONGEST = 280  # letters of a note
LONGEST_NAME = 200  # letters of a part, of a reader
LONGEST_ID = 100  # letters of the id of a metric
MOST_PARTS, MOST_MENTIONS = 500, 50
SPAN = 366  # days
EARLIEST, LATEST = 1990, 2100  # years
JOINERS = "\u200c\u200d\u200e\u200f"  # nobody sees them, and emoji and right-to-left words are wrong without


Around = Callable[[Scope], Mapping[str, frozenset[str]]]  # the parts that hold all of what a scope leaves


def nowhere(scope: Scope) -> Mapping[str, frozenset[str]]:
    """What is known of where a part lies where no data tell it."""
    return {}


@dataclass(frozen=True, kw_only=True)
class NoteContent:
    """What somebody writes."""

    first: date
    """The day, or the first of several."""
    last: date
    """The last of them; the same where it is one day."""
    text: str
    """What happened, in one line."""
    kind: str = EVENT
    """One of KINDS."""
    metric: str = ""
    """The id of the one metric that it is about; "" for all of them."""
    parts: Parts = ()
    """The parts of the company that it is about, as a plan has them; empty for the whole."""
    mentions: tuple[str, ...] = ()
    """The readers who are to see it, by name."""


@dataclass(frozen=True, kw_only=True)
class DayNote:
    """A note as it is kept."""

    id: str
    """Its own for good."""
    version: int
    """How often it was written."""
    content: NoteContent
    """What it says."""
    author: str
    """Who wrote it, by the name of a reader."""
    written_at: datetime
    """When, in UTC."""
    changed_at: datetime
    """When it was last written, in UTC."""


class NoteChangedError(QuestionError):
    """Somebody wrote a note after it was read; `note` is what it is now."""

    note: DayNote

    def __init__(self, note: DayNote) -> None:
        super().__init__(
            "This note was changed meanwhile, so nothing of yours was saved. Look at what it is now and do it again."
        )
        self.note = note


def visible(scope: Scope, content: NoteContent, around: Around = nowhere) -> bool:
    """Whether a reader of a scope sees a note: one of the company, of a part of his own, or of what his part lies in.

    around: the processes, areas and teams in which all of a scope lies by the data. No name beyond his own is told but
    that of a process.
    """
    if not content.parts or sees(scope, content.parts):
        return True
    mine = {name: frozenset(values) for name, values in scoped(scope)}
    mine = {**around(scope), **mine}
    of = {name: frozenset(values) for name, values in by_dimension(content.parts).items()}
    return all(
        bool(mine.get(name)) and (mine[name] <= values if name == "process" else mine[name] == values)
        for name, values in of.items()
    )


def checked(content: NoteContent) -> NoteContent:
    """A note as it is kept. Raises QuestionError where it says nothing, too much, or is of no days."""
    text = clean(content.text)
    if not text:
        raise QuestionError("A note needs a text.")
    if len(text) > LONGEST:
        raise QuestionError("A text has {n} letters; {most} are the most. Shorten it.", n=len(text), most=LONGEST)
    if content.kind not in KINDS:
        raise QuestionError("A note is an event or a comment.")
    if content.last < content.first:
        raise QuestionError("The last day of a note lies before its first one.")
    if not EARLIEST <= content.first.year <= LATEST:
        raise QuestionError("A note is of a day of the years {first} to {last}.", first=str(EARLIEST), last=str(LATEST))
    if (content.last - content.first).days >= SPAN:
        raise QuestionError("A note is of {days} days at most.", days=SPAN)
    _check_parts(content)
    mentions = tuple(sorted(set(content.mentions)))
    if len(mentions) > MOST_MENTIONS or not all(0 < len(name) <= LONGEST_NAME for name in mentions):
        raise QuestionError("A note mentions at most {n} readers.", n=MOST_MENTIONS)
    return replace(content, text=text, parts=tuple(sorted(set(content.parts))), mentions=mentions)


def _check_parts(content: NoteContent) -> None:
    if strange := [name for name, _ in content.parts if name not in DIMENSIONS]:
        raise QuestionError("A note can't be about {word}.", word=strange[0])
    if strange := [value for name, value in content.parts if name == "process" and value not in PROCESSES]:
        raise QuestionError("A note can't be about {word}.", word=strange[0])
    if len(content.parts) > MOST_PARTS or not all(0 < len(value) <= LONGEST_NAME for _, value in content.parts):
        raise QuestionError("A note names at most {n} parts.", n=MOST_PARTS)
    if len(content.metric) > LONGEST_ID:
        raise QuestionError("A note can't be about {word}.", word=content.metric[:LONGEST_ID])


def reached(content: NoteContent, readers: Sequence[Reader], around: Around = nowhere) -> None:
    """Raises QuestionError where somebody is mentioned who is no reader, or does not see what the note is about."""
    known = {one.name: one for one in readers}
    for name in content.mentions:
        if name not in known or not visible(known[name].scope, content, around):
            raise QuestionError(
                "{name} does not see what this note is about: mention somebody else, or say less of what it is about.",
                name=name,
            )


def reason_of(why: str, lacking: str, most: int) -> str:
    """A reason as it is kept. Raises QuestionError where there is none, which `lacking` says, or it is too long."""
    said = clean(why)
    if not said:
        raise QuestionError(lacking)
    if len(said) > most:
        raise QuestionError("A text has {n} letters; {most} are the most. Shorten it.", n=len(said), most=most)
    return said


def clean(text: str) -> str:
    """A text in one line without signs that nobody sees, but for those that join letters; else as it was written."""
    kept = (one if one.isprintable() or one in JOINERS else " " for one in unicodedata.normalize("NFC", text))
    return " ".join("".join(kept).encode("utf-8", "ignore").decode("utf-8").split()).strip(JOINERS)

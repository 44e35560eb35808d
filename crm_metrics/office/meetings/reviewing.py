"""A review: which kinds there are, who holds them, what is kept of one, and what may still be written. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from crm_metrics.access import LEVELS, Reader
from crm_metrics.errors import QuestionError
from crm_metrics.office.planning import LONGEST, NAME, Parts, clean, sees
from crm_metrics.periods import Period

DAILY, WEEKLY, MONTHLY, STRATEGY = "daily", "weekly", "monthly", "strategy"
KINDS = (DAILY, WEEKLY, MONTHLY, STRATEGY)
BOARDS: Mapping[str, str] = {DAILY: "daily", WEEKLY: "weekly", MONTHLY: "monthly", STRATEGY: "monthly"}  # what is read
HELD_AT: Mapping[str, str] = {DAILY: LEVELS[0], WEEKLY: LEVELS[1], MONTHLY: LEVELS[2], STRATEGY: LEVELS[2]}
OPEN, CLOSED = "open", "closed"
MINUTE, DECISION, CORRECTION = "minute", "decision", "correction"
USUAL_MONTHS, LEAST_MONTHS, MOST_MONTHS = 12, 1, 36  # of the strategy review
MOST_LINES = 200
FARTHEST = 400  # letters of the key of a matter


@dataclass(frozen=True, kw_only=True)
class AgendaItem:
    """A matter of the agenda, as it stood when the review was begun."""

    key: str
    """What lines of the minutes name it by."""
    kind: str
    """signal, gap, plan, decision, recognition or data."""
    said: Mapping[str, str]
    """What it is, by language."""
    leads: str
    """The page that shows it; "" for none."""


@dataclass(frozen=True, kw_only=True)
class ReviewLine:
    """A line of the minutes."""

    id: str
    """Its own for good."""
    version: int
    """How often it was written."""
    review: str
    """The id of the review."""
    kind: str
    """minute, decision or correction."""
    text: str
    """What was said or decided."""
    owner: str
    """Of a decision: who answers for it."""
    due: date | None
    """Of a decision: until when."""
    about: str
    """The key of the matter; "" for none of the agenda."""
    author: str
    """Who wrote it."""
    written_at: datetime
    """When, in UTC."""
    done_by: str = ""
    """Who said that it is done."""
    done_at: datetime | None = None
    """When that was said; None while it is open."""

    @property
    def open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.kind == DECISION and self.done_at is None


@dataclass(frozen=True, kw_only=True)
class Review:
    """A review as it is kept, without its board."""

    id: str
    """Its own for good."""
    version: int
    """How often it was written."""
    kind: str
    """One of KINDS."""
    parts: Parts
    """For whose rows it was held; empty for the whole company."""
    first: date
    """The first day that it is about."""
    last: date
    """The last one."""
    state: str
    """open or closed."""
    agenda: tuple[AgendaItem, ...]
    """What it was to speak of."""
    opened_by: str
    """Who began it."""
    opened_at: datetime
    """When, in UTC."""
    closed_by: str = ""
    """Who closed it."""
    closed_at: datetime | None = None
    """When; None while it is open."""
    lines: tuple[ReviewLine, ...] = ()
    """Its minutes, oldest first."""

    @property
    def open(self) -> bool:
        """Whether it is being held."""
        return self.state == OPEN

    @property
    def days(self) -> Period:
        """The days that it is about."""
        return Period(self.first, self.first, self.last)

    @property
    def decisions(self) -> tuple[ReviewLine, ...]:
        """What was decided."""
        return tuple(line for line in self.lines if line.kind == DECISION)

    def about(self, key: str) -> tuple[ReviewLine, ...]:
        """What was written about a matter of the agenda."""
        return tuple(line for line in self.lines if line.about == key)


@dataclass(frozen=True)
class NewLine:
    """A line that somebody writes."""

    kind: str
    text: str
    owner: str = ""
    due: date | None = None
    about: str = ""

    def checked(self) -> NewLine:
        """The line as it is kept. Raises QuestionError where nobody could be held to it."""
        text, owner = clean(self.text), " ".join(clean(self.owner).split())
        if not text:
            raise QuestionError("Write what was said or decided.")
        for one, most in ((text, LONGEST), (owner, NAME), (self.about, FARTHEST)):
            if len(one) > most:
                raise QuestionError("A text has {n} letters; {most} are the most. Shorten it.", n=len(one), most=most)
        if self.kind == DECISION and not (owner and self.due):
            raise QuestionError("A decision needs who answers for it and a due date.")
        decided = self.kind == DECISION
        return NewLine(self.kind, text, owner if decided else "", self.due if decided else None, self.about)


@dataclass(frozen=True)
class ReviewRhythm:
    """Every how many months the strategy is reviewed; version 0 while nobody set it."""

    months: int = USUAL_MONTHS
    version: int = 0


class ReviewTakenError(QuestionError):
    """This review was begun already; `review` is the one."""

    review: Review

    def __init__(self, review: Review) -> None:
        super().__init__("This review was begun already, by {who}: it is shown.", who=review.opened_by)
        self.review = review


class ReviewChangedError(QuestionError):
    """Somebody wrote what was read before."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody changed this review meanwhile, so nothing of yours was saved. Look at what it is now and do it"
            " again."
        )


def key_of(kind: str, parts: Parts, last: date) -> str:
    """What two reviews share that are the same meeting."""
    return "|".join([kind, last.isoformat(), *(f"{name}={value}" for name, value in sorted(parts))])


def may_hold(reader: Reader, kind: str) -> bool:
    """Whether a reader holds reviews of a kind, and reads those that were held: who opens the board that they read."""
    return kind in KINDS and reader.opens(BOARDS[kind])


def may_read(reader: Reader, kind: str, parts: Parts) -> bool:
    """Whether a reader sees a review: it is of a board that is his to open, and lies within his part."""
    return may_hold(reader, kind) and sees(reader.scope, parts)


def may_set_rhythm(reader: Reader) -> bool:
    """Whether a reader says how often the strategy is reviewed: an executive, or who may found the company."""
    return reader.level == LEVELS[2] or reader.founds


def checked_months(months: int) -> int:
    """A rhythm as it is kept. Raises QuestionError where it is none."""
    if not LEAST_MONTHS <= months <= MOST_MONTHS:
        raise QuestionError(
            "The strategy is reviewed every {least} to {most} months.", least=LEAST_MONTHS, most=MOST_MONTHS
        )
    return months

"""The words for kinds and states of reviews, and for the kinds of what stands on an agenda."""

from __future__ import annotations

from collections.abc import Mapping

from crm_metrics.boards.core import Card, ChipKind, Grid
from crm_metrics.boards.facts import place_text
from crm_metrics.boards.plans.telling import PlanWords
from crm_metrics.boards.reviews.calendar import DueReview, State
from crm_metrics.boards.reviews.restating import Why
from crm_metrics.office.meetings.reviewing import (
    CORRECTION,
    DAILY,
    DECISION,
    MINUTE,
    MONTHLY,
    STRATEGY,
    WEEKLY,
    Review,
)
from crm_metrics.office.planning import Parts
from crm_metrics.periods import Period
from crm_metrics.words import Words, mark

NAMES: Mapping[str, str] = {
    DAILY: mark("Daily huddle"),
    WEEKLY: mark("Weekly review"),
    MONTHLY: mark("Monthly committee"),
    STRATEGY: mark("Strategy review"),
}
STATES: Mapping[State, str] = {
    "overdue": mark("overdue"),
    "open": mark("being held"),
    "due": mark("due"),
    "never": mark("not begun"),
    "held": mark("up to date"),
}
CHIPS: Mapping[State, ChipKind] = {
    "overdue": "worse", "open": "partial", "due": "watch", "never": "empty", "held": "closed",
}  # fmt: skip
MATTERS: Mapping[str, str] = {
    "signal": mark("Signal"),
    "gap": mark("Gap"),
    "plan": mark("Plan"),
    "decision": mark("Open decision"),
    "recognition": mark("Recognition"),
    "data": mark("Data"),
}
LINES: Mapping[str, str] = {
    MINUTE: mark("minute"),
    DECISION: mark("decision"),
    CORRECTION: mark("correction"),
}
WHY: Mapping[Why, str] = {
    "gone": mark("there is no such metric any more"),
    "unasked": mark("it can't be asked any more"),
    "definition": mark("its definition changed"),
    "newer": mark("newer data"),
    "older": mark("an earlier version of the data is current again"),
    "files": mark("the same data: a file of the company changed"),
    "target": mark("its target changed"),
}


def period_text(kind: str, days: Period, words: Words) -> str:
    """The days that a review is about."""
    if kind == DAILY:
        return words.long_day(days.last)
    if kind == WEEKLY:
        return f"{words.week(days.last)} {days.last.year}"
    if kind == MONTHLY:
        return words.month(days.last)
    return words("{first} to {last}", first=words.month(days.first), last=words.month(days.last))


def whose(parts: Parts, said: PlanWords) -> str:
    """Whose rows, the first of many by name; "" for the whole company."""
    return place_text(tuple(said.value(name, value) for name, value in parts), said.words)


def title_of(review: Review, said: PlanWords) -> str:
    """What a review is called: its kind, its days, and whose it is."""
    words = said.words
    days = period_text(review.kind, review.days, words)
    return " · ".join(filter(None, (words(NAMES[review.kind]), days, whose(review.parts, said))))


def source_text(updated: str, words: Words) -> str:
    """The footer of what people keep. updated: when the data were that stand beside it."""
    return " · ".join(filter(None, (words("Source: what people keep in Pulso"), updated)))


def list_card(key: str, said: tuple[str, str], body: Grid, updated: str, words: Words) -> Card:
    """A card that lists. said: its title and subtitle; updated: as of `source_text`."""
    title, subtitle = said
    alt = title + ": " + "; ".join(row.cells[0].text for row in body.rows)
    return Card(key=key, title=title, subtitle=subtitle, body=body, footer=source_text(updated, words), alt=alt)


def begins(due: DueReview) -> bool:
    """Whether a reader may begin the review of a kind now."""
    return due.now is not None and due.state != "open"

"""What one reader is named for, as a card: on paper it lies beside the papers of others, so it says whose it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.reviews.kinds import list_card
from crm_metrics.words import Words, mark

if TYPE_CHECKING:
    from crm_metrics.office.given import GivenTask

KINDS: Mapping[str, str] = {
    "plan": mark("Plan that you answer for"),
    "action": mark("Action of a plan"),
    "decision": mark("Decision of a review"),
}
NAMELESS = mark("Nobody has written what changes")  # of a plan whose change is still to be written


def is_late(one: GivenTask, latest: date | None) -> bool:
    """Whether its day has passed; nothing is late before the data tell it. latest: the last day with data."""
    return one.due is not None and latest is not None and one.due < latest


def given_on(one: GivenTask, frame: Frame) -> date:
    """The civil day of the company on which it was given."""
    return one.at.astimezone(ZoneInfo(frame.time_zone)).date()


def card(found: Sequence[GivenTask], name: str, frame: Frame, words: Words) -> Card:
    """The list of a reader, all of it. name: the reader's."""
    title = words.many(len(found), "One thing is to be done by {name}", "{n} things are to be done by {name}",
                       name=words.name(name))  # fmt: skip
    titles = (("what", words("What is to be done")), ("kind", words("Kind")), ("due", words("Due")),
              ("late", words("Late by")), ("by", words("Given by")), ("on", words("Given on")))  # fmt: skip
    columns = tuple(GridColumn(key, said, "number" if key == "late" else "text") for key, said in titles)
    subtitle = words("Plans, actions of plans and decisions of reviews that name {name}, by due date",
                     name=words.name(name))  # fmt: skip
    body = Grid(columns, tuple(_row(one, frame, words) for one in found), title)
    return list_card("yours", (title, subtitle), body, frame.updated_text(words), words)


def _row(one: GivenTask, frame: Frame, words: Words) -> Row:
    days = (frame.latest - one.due).days if one.due and frame.latest and is_late(one, frame.latest) else 0
    cells = (
        Cell(text=one.text or words(NAMELESS)),
        Cell(text=words(KINDS[one.kind])),
        Cell(text=words.day(one.due) if one.due else words("without a date"), muted=one.due is None),
        Cell(text=words.many(days, "one day", "{n} days") if days else "–", tone="bad" if days else "plain",
             muted=not days),
        Cell(text=words.name(one.by)),
        Cell(text=words.day(given_on(one, frame))),
    )  # fmt: skip
    return Row(f"{one.id}-{one.place}", cells)

"""A mark on a customer of the day's list, and the list as it was when the first mark was made. It knows no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from crm_metrics.errors import QuestionError
from crm_metrics.words import mark

DONE, NOT_REACHED, LATER = "done", "not_reached", "later"
STATES: Mapping[str, str] = {DONE: mark("attended"), NOT_REACHED: mark("not reached"), LATER: mark("later today")}
LONGEST = 400  # letters of a customer's id, of whose a list is


@dataclass(frozen=True, kw_only=True)
class DayMark:
    """What became of a customer of the list."""

    day: date
    """The day of the list."""
    customer: str
    """The customer's id."""
    state: str
    """One of STATES."""
    kinds: tuple[str, ...]
    """The kinds of reasons for which the customer stood there."""
    author: str
    """Who said it, by the name of a reader."""
    changed_at: datetime
    """When, in UTC."""
    version: int
    """How often it was written."""

    @property
    def done(self) -> bool:
        """Whether the customer was attended."""
        return self.state == DONE


@dataclass(frozen=True)
class KeptDraw:
    """Whose list of a day held whom, and who was held out of it. whose: the agent, else the team."""

    day: date
    whose: str
    listed: tuple[str, ...]
    held: tuple[str, ...]


class MarkedMeanwhileError(QuestionError):
    """Somebody marked a customer after the list was read; `mark` is what it is now."""

    mark: DayMark

    def __init__(self, mark: DayMark) -> None:
        super().__init__(
            "Somebody marked this customer meanwhile, so nothing of yours was saved. Look at the list again."
        )
        self.mark = mark


def checked(customer: str, state: str) -> None:
    """Raises QuestionError where nothing can be marked so."""
    if state not in STATES or not 0 < len(customer) <= LONGEST:
        raise QuestionError("A customer of the list is marked as attended, as not reached, or for later.")

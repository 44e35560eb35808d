"""What the page of reviews knows, in no language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.reviews.calendar import AdoptedReviews, DueReview
from crm_metrics.boards.reviews.restating import FigureNow
from crm_metrics.errors import CrmError
from crm_metrics.office.meetings.frozen import FrozenBoard
from crm_metrics.office.meetings.reviewing import Review, ReviewLine, ReviewRhythm
from crm_metrics.office.planning import Parts

REVIEW = "review"  # in an address: which one is shown


@dataclass(frozen=True, kw_only=True)
class ReviewsFacts(BoardFacts):
    """The reviews of a reader's part, or one of them."""

    every: ClassVar[str] = "week"
    parts: Parts = ()
    """For whose rows a review would be begun."""
    due: tuple[DueReview, ...] = ()
    """Where each kind stands that the reader holds, what asks for a meeting first."""
    reviews: tuple[Review, ...] = ()
    """Those within what is asked, the latest first."""
    adopted: tuple[AdoptedReviews, ...] = ()
    """How many of the due ones were held."""
    rhythm: ReviewRhythm = field(default_factory=ReviewRhythm)
    """How often the strategy is reviewed."""
    chosen: Review | None = None
    """The one that is shown."""
    board: FrozenBoard | None = None
    """Its board as it was read."""
    now: Mapping[str, tuple[FigureNow, ...]] = field(default_factory=dict)
    """The figures of each card beside what they say now."""
    error: CrmError | None = None
    """Why what is asked can't be shown."""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By dimension, what ids are called."""
    teams: tuple[str, ...] = ()
    """The teams that may be chosen."""

    @property
    def today(self) -> date:
        """The last day with data: nothing is late before the data tell it."""
        return self.frame.latest or date.min

    @property
    def open_decisions(self) -> tuple[tuple[Review, ReviewLine], ...]:
        """What was decided and is not done, with its review, by due date."""
        found = [(review, line) for review in self.reviews for line in review.decisions if line.open]
        return tuple(sorted(found, key=lambda pair: (pair[1].due or date.max, pair[1].owner, pair[1].id)))


def way_to(review: str) -> str:
    """The address of a review."""
    return f"reviews?{urlencode([(REVIEW, review)])}"

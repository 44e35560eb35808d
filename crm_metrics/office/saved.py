"""A saved view: what of a page is kept under a name, who sees it, and what a name may be. It knows no database."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from crm_metrics.access import LEVELS
from crm_metrics.errors import QuestionError
from crm_metrics.words import mark

MOST = 50  # views of one owner
LONGEST = 60  # letters of a name
LARGEST = 4_000  # letters of what a view asks
PRIVATE, LEVEL, PERSON = "private", "level", "person"
NAMES_CUSTOMER = ("customer", "find")  # parts of an address that hold an id, a name or a telephone of somebody


@dataclass(frozen=True)
class Audience:
    """Who sees a view beside its owner: nobody, the readers of a level, or one reader."""

    kind: str = PRIVATE
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class SavedView:
    """A view as it is kept."""

    id: str
    """Its own for good, whatever it is called."""
    version: int
    """How often it was written."""
    owner: str
    """Who saved it, by the name of a reader."""
    name: str
    """What the owner calls it: any text."""
    page: str
    """The page that it is of."""
    asked: Mapping[str, Sequence[str]]
    """What the address asks of that page, by filter."""
    audience: Audience
    """Who sees it beside the owner."""
    changed_at: datetime
    """When it was last written, in UTC."""


class ChangedMeanwhileError(QuestionError):
    """Somebody wrote a view after it was read; `view` is what it is now."""

    view: SavedView

    def __init__(self, view: SavedView, mine: str) -> None:
        super().__init__(
            mark(
                "Somebody changed this view meanwhile, so nothing of yours was saved. It is called “{theirs}” now; you"
                " wrote “{mine}”. Look at both and save again."
            ),
            theirs=view.name,
            mine=mine,
        )
        self.view = view


def tidy(name: str) -> str:
    """A name as it is kept: one line, without signs that nobody sees. Raises QuestionError when it is none."""
    shown = "".join(one if one.isprintable() else " " for one in unicodedata.normalize("NFC", name))
    told = " ".join(shown.split())
    if not told:
        raise QuestionError("Give the view a name.")
    if len(told) > LONGEST:
        raise QuestionError("The name has {n} letters; {most} are the most. Shorten it.", n=len(told), most=LONGEST)
    return told


def key_of_name(name: str) -> str:
    """What two names share that are the same to a reader."""
    return unicodedata.normalize("NFKC", name).casefold()


def names_customer(asked: Mapping[str, Sequence[str]]) -> bool:
    """Whether what a view asks may tell who a customer is."""
    return any(asked.get(key) for key in NAMES_CUSTOMER)


def checked(asked: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What a view asks as it is kept. Raises QuestionError where it is too much."""
    kept = {key: [_storable(one) for one in ids] for key, ids in asked.items() if ids}
    if len(json.dumps(kept, ensure_ascii=False)) > LARGEST:
        raise QuestionError("This view asks for too many values to be kept. Choose fewer of them.")
    return kept


def _storable(value: str) -> str:
    """A value without the two kinds of sign that a database refuses."""
    return value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def sharable(asked: Mapping[str, Sequence[str]], audience: Audience, known: Collection[str]) -> None:
    """Raises QuestionError where a view can't be shared so. known: the readers that there are."""
    if audience.kind == PRIVATE:
        return
    if names_customer(asked):
        raise QuestionError("This view asks for one customer: it can be kept for yourself alone, not shared.")
    if audience.name not in (LEVELS if audience.kind == LEVEL else known):
        raise QuestionError("There is nobody called “{name}” to share it with.", name=audience.name)

"""What stands on a board of one's own, made out of a link's ids: up to twelve metrics, each with rhythm and part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from crm_metrics.boards.core import View

PAGE = "chosen"
SHOWN, TITLE = "shown", "title"  # in an address: a metric of the board, once for each; what the board is called
OWN = (SHOWN, TITLE)
MOST = 12
RHYTHMS = ("day", "week", "month")
PARTS = ("process", "team", "touchpoint", "tier")  # what a metric may be cut by here
APART, EQUAL = ",", "="  # in an id


@dataclass(frozen=True)
class ChosenMetric:
    """A metric of the board. parts: (dimension, value) pairs in the order of PARTS, a value of each at most."""

    metric: str
    every: str = "week"
    parts: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """What it is called in an address."""
        parts = (f"{name}{EQUAL}{quote(value, safe='')}" for name, value in self.parts)
        return APART.join([self.metric, self.every, *parts])

    @property
    def process(self) -> str | None:
        """The process that it is cut by; None without."""
        return dict(self.parts).get("process")

    @property
    def rows(self) -> dict[str, list[str]]:
        """Its other conditions, as a question takes them."""
        return {name: [one] for name, one in self.parts if name != "process"}


def chosen_metric(metric: str, every: str, **parts: str) -> ChosenMetric:
    """A metric with the parts that are given; "" for all of a dimension."""
    kept = tuple((name, parts[name]) for name in PARTS if parts.get(name))
    return ChosenMetric(metric, every if every in RHYTHMS else "week", kept)


def of_id(text: str) -> ChosenMetric:
    """The metric that an id names, whether there is such or not: what is strange in the rest of it is passed over."""
    metric, *said = text.split(APART)
    pairs = [one.partition(EQUAL) for one in said]
    parts = {name: unquote(value) for name, equal, value in pairs if equal and name in PARTS}
    every = next((name for name, equal, _ in pairs if not equal and name in RHYTHMS), "")
    return chosen_metric(metric, every, **parts)


def chosen(view: View) -> tuple[ChosenMetric, ...]:
    """What an address asks for, in its order, each once."""
    return tuple(dict.fromkeys(of_id(value) for name, value in view.where if name == SHOWN and value))


def title_of(view: View) -> str:
    """What the board is called; "" while it has no name."""
    return next((value for name, value in view.where if name == TITLE), "")


def without_choices(view: View) -> View:
    """The view without the name of the board: it changes nothing that is read."""
    return replace(view, where=tuple(pair for pair in view.where if pair[0] != TITLE))


# The ids of a board after a change ----------------------------------------------------------------------------------


def with_one(ids: Sequence[str], one: str) -> list[str]:
    """With one more at the end; the same where it stands there or the board is full."""
    return list(ids) if one in ids or len(ids) >= MOST else [*ids, one]


def without_one(ids: Sequence[str], one: str) -> list[str]:
    """Without one of them."""
    return [other for other in ids if other != one]


def moved(ids: Sequence[str], one: str, by: int) -> list[str]:
    """With one of them so many places later, before for a negative number; it stops at the ends."""
    rest = without_one(ids, one)
    if len(rest) == len(ids):
        return list(ids)
    place = min(max(list(ids).index(one) + by, 0), len(rest))
    return [*rest[:place], one, *rest[place:]]

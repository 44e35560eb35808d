"""A board as it was read in a review: titles, sentences and aggregates with their definitions, and no row of anybody.

It is kept as a document: what is read again from it is checked, for an export may have been changed by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any

Texts = Mapping[str, str]  # language → text
Where = tuple[tuple[str, str | None], ...]  # (dimension, value) pairs; None where rows have no value


@dataclass(frozen=True, kw_only=True)
class FrozenFigure:
    """A number of a card, with the question that it answers."""

    metric: str
    """The metric's id."""
    every: str
    """The cadence of its period, "all" for days that are no calendar period."""
    since: date
    """The first day of it."""
    until: date
    """The last day of it."""
    where: Where
    """Whose rows, beside the part that the review is of."""
    value: float | None
    """What it said, in the metric's unit."""
    n: int | None
    """The rows behind it."""
    target: float | None
    """The target that it was held against; None where none was set."""

    @property
    def key(self) -> tuple[object, ...]:
        """What two figures share that answer one question."""
        return self.metric, self.every, self.since, self.until, self.where


@dataclass(frozen=True, kw_only=True)
class FrozenMetric:
    """What a metric meant."""

    name: Texts
    """What it was called."""
    unit: str
    """Its unit."""
    formula: str
    """Numerator ÷ denominator, anchor and rows, as the catalogue had them."""
    definition: str
    """All of the definition that moves its values, to be compared with the one of later."""


@dataclass(frozen=True, kw_only=True)
class FrozenBaseline:
    """A baseline that people had started anew by then: the verdicts of its number rest on it."""

    metric: str
    """The metric's id."""
    where: Where
    """Of which part."""
    day: date
    """Its first day."""
    why: str
    """What had changed for good."""
    author: str
    """Who started it."""


@dataclass(frozen=True)
class FrozenCard:
    """A card: its key on the board, what it said, and its numbers."""

    key: str
    title: Texts
    subtitle: Texts
    figures: tuple[FrozenFigure, ...]


@dataclass(frozen=True, kw_only=True)
class FrozenBoard:
    """A board as it was read."""

    board: str
    """Which one."""
    version: int
    """The number of the version of the data."""
    updated: datetime | None
    """When that version was loaded."""
    through: date
    """The last day that it held."""
    currency: str
    """The currency of its amounts."""
    summary: tuple[Texts, ...]
    """Its sentences."""
    cards: tuple[FrozenCard, ...]
    """Its cards in reading order, without those of persons."""
    metrics: Mapping[str, FrozenMetric]
    """What each metric meant, by id."""
    left_out: int
    """How many cards are left out, because they list persons or single cases."""
    baselines: tuple[FrozenBaseline, ...] = ()
    """The baselines that stood of its metrics beside the usual ones, of whatever part of the review."""


def document(board: FrozenBoard) -> dict[str, Any]:
    """A board as it is kept."""
    return {
        "board": board.board,
        "version": board.version,
        "updated": board.updated.isoformat() if board.updated else None,
        "through": board.through.isoformat(),
        "currency": board.currency,
        "summary": [dict(one) for one in board.summary],
        "left_out": board.left_out,
        "baselines": [
            {
                "metric": one.metric,
                "where": _pairs(one.where),
                "day": one.day.isoformat(),
                "why": one.why,
                "author": one.author,
            }
            for one in board.baselines
        ],
        "metrics": {
            name: {"name": dict(one.name), "unit": one.unit, "formula": one.formula, "definition": one.definition}
            for name, one in board.metrics.items()
        },
        "cards": [
            {
                "key": card.key,
                "title": dict(card.title),
                "subtitle": dict(card.subtitle),
                "figures": [_written(figure) for figure in card.figures],
            }
            for card in board.cards
        ],
    }


def board_of(kept: Mapping[str, Any]) -> FrozenBoard:
    """A board from what is kept. Raises ValueError where that is none."""
    try:
        found = FrozenBoard(
            board=_text(kept["board"]),
            version=_count(kept["version"]),
            updated=datetime.fromisoformat(kept["updated"]) if kept["updated"] else None,
            through=date.fromisoformat(kept["through"]),
            currency=_text(kept["currency"]),
            summary=tuple(_texts(one) for one in kept["summary"]),
            cards=tuple(_card(one) for one in kept["cards"]),
            metrics={name: _metric(one) for name, one in kept["metrics"].items()},
            left_out=_count(kept["left_out"]),
            baselines=tuple(_baseline(one) for one in kept.get("baselines", ())),  # none in what was kept before them
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("it is no board") from error
    if any(figure.metric not in found.metrics for card in found.cards for figure in card.figures):
        raise ValueError("a figure has no metric")
    return found


def _written(figure: FrozenFigure) -> dict[str, Any]:
    return {
        "metric": figure.metric,
        "every": figure.every,
        "since": figure.since.isoformat(),
        "until": figure.until.isoformat(),
        "where": _pairs(figure.where),
        "value": figure.value,
        "n": figure.n,
        "target": figure.target,
    }


def _card(kept: Mapping[str, Any]) -> FrozenCard:
    figures = tuple(_figure(one) for one in kept["figures"])
    return FrozenCard(_text(kept["key"]), _texts(kept["title"]), _texts(kept["subtitle"]), figures)


def _figure(kept: Mapping[str, Any]) -> FrozenFigure:
    return FrozenFigure(
        metric=_text(kept["metric"]),
        every=_text(kept["every"]),
        since=date.fromisoformat(kept["since"]),
        until=date.fromisoformat(kept["until"]),
        where=_where(kept["where"]),
        value=_number(kept["value"]),
        n=None if kept["n"] is None else _count(kept["n"]),
        target=_number(kept["target"]),
    )


def _baseline(kept: Mapping[str, Any]) -> FrozenBaseline:
    metric, why, author = (_text(kept[name]) for name in ("metric", "why", "author"))
    day = date.fromisoformat(kept["day"])
    return FrozenBaseline(metric=metric, where=_where(kept["where"]), day=day, why=why, author=author)


def _pairs(where: Where) -> list[list[str | None]]:
    return [list(pair) for pair in where]


def _where(kept: Any) -> Where:
    return tuple((_text(name), None if value is None else _text(value)) for name, value in kept)


def _metric(kept: Mapping[str, Any]) -> FrozenMetric:
    unit, formula, definition = (_text(kept[name]) for name in ("unit", "formula", "definition"))
    return FrozenMetric(name=_texts(kept["name"]), unit=unit, formula=formula, definition=definition)


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError(given)
    return given


def _texts(given: Any) -> Texts:
    return {_text(language): _text(said) for language, said in given.items()}


def _count(given: Any) -> int:
    if not isinstance(given, int) or isinstance(given, bool):
        raise TypeError(given)
    return given


def _number(given: Any) -> float | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not isfinite(given):
        raise TypeError(given)
    return float(given)

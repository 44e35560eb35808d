"""What of a board that was read says something else now, and why as far as it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Literal

from crm_metrics.access import Scope
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.plans.weeks import definition_of
from crm_metrics.boards.reviews.asking import AnsweredFigure, AskedFigure, answers
from crm_metrics.boards.reviews.freezing import ALIKE
from crm_metrics.errors import CrmError
from crm_metrics.metrics.registry import metric_of
from crm_metrics.office.meetings.frozen import FrozenBoard, FrozenFigure
from crm_metrics.warehouse.store import Warehouse

# gone: the metric; unasked: its question is refused; definition: it is another number; newer, older: another version
# of the data; files: the same version, so a file of the company; target: what it is held against
Why = Literal["gone", "unasked", "definition", "newer", "older", "files", "target"]


@dataclass(frozen=True, kw_only=True)
class FigureNow:
    """A number as it was read and as it is now."""

    then: FrozenFigure
    """As it was."""
    value: float | None
    """Now; None where it can't be told."""
    n: int | None
    """The rows behind it now."""
    target: float | None
    """Its target now."""
    why: tuple[Why, ...]
    """Why it is not what it was; empty where it is."""
    error: CrmError | None = None
    """Why its question is refused."""

    @property
    def restated(self) -> bool:
        """Whether its value, or the rows behind it, are others, or can't be told any more."""
        return any(one != "target" for one in self.why)


def figures_now(
    warehouse: Warehouse, board: FrozenBoard, scope: Scope, frame: Frame
) -> Mapping[str, tuple[FigureNow, ...]]:
    """Each figure of each card beside what the same question says now, within the part that the review is of."""
    asked = {id(figure): _question(figure) for card in board.cards for figure in card.figures}
    told = answers(warehouse, asked.values(), scope)
    data = _version(warehouse, board, frame)
    return {
        card.key: tuple(_now(figure, told[asked[id(figure)]], board, data) for figure in card.figures)
        for card in board.cards
    }


def restated(shown: Mapping[str, Sequence[FigureNow]]) -> tuple[FigureNow, ...]:
    """The figures that are others now, each question once."""
    found = {one.then.key: one for those in shown.values() for one in those if one.restated}
    return tuple(found.values())


def _question(figure: FrozenFigure) -> AskedFigure:
    return AskedFigure(figure.metric, figure.every, figure.since, figure.until, figure.where)


def _version(warehouse: Warehouse, board: FrozenBoard, frame: Frame) -> Why:
    """What may have moved a number that is defined as before."""
    if (warehouse.version, frame.updated) == (board.version, board.updated):
        return "files"
    return "older" if warehouse.version < board.version else "newer"


def _now(then: FrozenFigure, told: AnsweredFigure, board: FrozenBoard, data: Why) -> FigureNow:
    why: list[Why] = []
    if told.gone:
        why.append("gone")
    elif told.error is not None:
        why.append("unasked")
    else:
        if definition_of(metric_of(then.metric)) != board.metrics[then.metric].definition:
            why.append("definition")
        if not _alike(then.value, told.value) or then.n != told.n:
            why += [data] if data != "files" or not why else []
        if not _alike(then.target, told.target):
            why.append("target")
    return FigureNow(then=then, value=told.value, n=told.n, target=told.target, why=tuple(why), error=told.error)


def _alike(then: float | None, now: float | None) -> bool:
    if then is None or now is None:
        return then is now
    return isclose(then, now, rel_tol=ALIKE, abs_tol=ALIKE)

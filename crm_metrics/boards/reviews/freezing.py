"""A board frozen as it is read: what its cards say, and their numbers with definition and target; no row of anybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from math import isclose
from types import ModuleType

from crm_metrics import periods
from crm_metrics.access import Scope
from crm_metrics.boards import daily, monthly, weekly
from crm_metrics.boards.behind.provenance import ABSENT, Provenance
from crm_metrics.boards.core import Board, Card, Definition, Detail, Point, Tile, View
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.plans.weeks import definition_of, scope_of
from crm_metrics.boards.restarts.kept import standing
from crm_metrics.boards.restarts.standing import of_days
from crm_metrics.boards.reviews.asking import AnsweredFigure, AskedFigure, answers
from crm_metrics.errors import QuestionError
from crm_metrics.languages import LANGUAGES
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.registry import metric_of
from crm_metrics.office.meetings.frozen import (
    FrozenBaseline,
    FrozenBoard,
    FrozenCard,
    FrozenFigure,
    FrozenMetric,
    Texts,
)
from crm_metrics.office.meetings.reviewing import BOARDS
from crm_metrics.office.planning import Parts
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

MODULES: Mapping[str, ModuleType] = {"daily": daily, "weekly": weekly, "monthly": monthly}
# The cards whose rows are of teams, processes, tiers and the like; of all others nothing is kept.
AGGREGATES: Mapping[str, tuple[str, ...]] = {
    "daily": ("attend", "control", "queue", "so_far", "staffing", "hours", "own"),
    "weekly": ("scorecard", "six_twelve", "multiples", "signals", "gaps", "where", "standings", "relations", "day_lift",
               "campaigns", "own"),
    "monthly": ("bridge", "buyers", "plan", "sales", "tiers", "landing", "trade_off", "top_tier", "objectives",
                "benefit", "cited", "cohorts", "plan_sales", "course", "signals", "own"),
}  # fmt: skip
UNREAD = ("unlock", "no_data", "no_rows", "nothing_within", "without_rows", "nothing_loaded")  # nothing of the period
PERSONAL = ("agent", "customer")  # whom a dimension names
TILES = "tiles"
ALIKE = 1e-9  # of a number: what the engine's order of adding may change


def board_facts(warehouse: Warehouse, kind: str, parts: Parts, last: date) -> BoardFacts:
    """What the board of a kind of review knows of a part, through a day; of nobody's filters but the part itself."""
    facts: BoardFacts = MODULES[BOARDS[kind]].gather(warehouse, View(scope=scope_of(parts), until=last))
    return facts


def in_languages(warehouse: Warehouse) -> Mapping[str, Words]:
    """The words of each language, in the company's own country where that speaks it."""
    own = warehouse.company.locale or ""
    return {one: Words(own if own.split("-")[0] == one else one) for one in LANGUAGES}


def frozen(warehouse: Warehouse, kind: str, parts: Parts, last: date, facts: BoardFacts | None = None) -> FrozenBoard:
    """The board of a kind of review as it is read now. Raises QuestionError where there is nothing to read.

    facts: what it knows, where that was read before.
    """
    facts = facts or board_facts(warehouse, kind, parts, last)
    if facts.period is None or facts.frame.latest is None:
        raise QuestionError("There is nothing to read of these days yet: the review can't be closed.")
    said = in_languages(warehouse)
    boards: dict[str, Board] = {one: MODULES[BOARDS[kind]].board(facts, words) for one, words in said.items()}
    first = next(iter(boards.values()))
    shown = [card for card in first.cards if _aggregate(BOARDS[kind], card)]
    month = facts.frame.fiscal_month
    asked = {card.key: _asked(card.body, month) for card in shown} | {TILES: _asked(first.tiles, month)}
    told = answers(warehouse, [one for those in asked.values() for one in those], scope_of(parts))
    cards = [
        FrozenCard(
            card.key, _texts(boards, card.key, "title"), _texts(boards, card.key, "subtitle"),
            _figures(asked[card.key], told),
        )
        for card in shown
    ]  # fmt: skip
    if figures := _figures(asked[TILES], told):
        cards.insert(0, FrozenCard(TILES, {one: words("Key figures") for one, words in said.items()}, {}, figures))
    return FrozenBoard(
        board=BOARDS[kind],
        version=warehouse.version,
        updated=facts.frame.updated,
        through=facts.frame.latest,
        currency=facts.frame.currency,
        summary=_summary(boards),
        cards=tuple(cards),
        metrics=_metrics(cards, said),
        baselines=_baselines(warehouse, cards, scope_of(parts), last),
        left_out=sum(card.key not in UNREAD for card in first.cards) - len(shown),
    )


def drawn(thing: object) -> Iterator[Provenance]:
    """What is drawn of a body: each number with its question; of a line its last point; nothing that first unfolds."""
    if isinstance(thing, Provenance):
        yield thing
    elif isinstance(thing, tuple):
        if points := [one for one in thing if isinstance(one, Point)]:
            yield from [one.behind for one in points if one.behind is not None and one.value is not None][-1:]
            return
        for one in thing:
            yield from drawn(one)
    elif isinstance(thing, Tile):
        yield from drawn(thing.behind)
    elif is_dataclass(thing) and not isinstance(thing, Definition | Detail):
        for field in fields(thing):
            if field.name != "opens":  # the cases of a thing to attend
                yield from drawn(getattr(thing, field.name))


def _aggregate(board: str, card: Card) -> bool:
    """Whether nobody stands in a card."""
    known = any(card.key == key or card.key.startswith(f"{key}_") for key in AGGREGATES[board])
    return known and not any(name in PERSONAL for one in drawn(card.body) for name, _ in one.where)


def _asked(body: object, fiscal_month: int) -> dict[AskedFigure, float | None]:
    """The questions of what is drawn, each once, with the value that stands there."""
    found: dict[AskedFigure, float | None] = {}
    for one in drawn(body):
        if one.weekday is None and one.took is None and not any(name in PERSONAL for name, _ in one.where):
            where = tuple((name, None if value == ABSENT else value) for name, value in one.where)
            since = one.since or periods.start_of(one.every, one.until, fiscal_month)
            found.setdefault(AskedFigure(one.metric, one.every, since, one.until, where), one.value)
    return found


def _figures(
    asked: Mapping[AskedFigure, float | None], told: Mapping[AskedFigure, AnsweredFigure]
) -> tuple[FrozenFigure, ...]:
    """The figures whose question says what was drawn: only these can be held against later."""
    return tuple(
        FrozenFigure(
            metric=one.metric, every=one.every, since=one.since, until=one.until, where=one.where,
            value=told[one].value, n=told[one].n, target=told[one].target,
        )
        for one, value in asked.items()
        if told[one].error is None and not told[one].gone and _same(value, told[one].value)
    )  # fmt: skip


def _same(drawn_value: float | None, value: float | None) -> bool:
    if drawn_value is None or value is None:
        return value is not None
    return isclose(drawn_value, value, rel_tol=ALIKE, abs_tol=ALIKE)


def _texts(boards: Mapping[str, Board], key: str, part: str) -> Texts:
    return {one: getattr(card, part) for one, board in boards.items() for card in board.cards if card.key == key}


def _summary(boards: Mapping[str, Board]) -> tuple[Texts, ...]:
    size = min(len(board.summary) for board in boards.values())
    return tuple({one: board.summary[place] for one, board in boards.items()} for place in range(size))


def _metrics(cards: Sequence[FrozenCard], said: Mapping[str, Words]) -> dict[str, FrozenMetric]:
    """What each metric means now."""
    names = dict.fromkeys(figure.metric for card in cards for figure in card.figures)
    return {name: defined(name, said) for name in names}


def _baselines(
    warehouse: Warehouse, cards: Sequence[FrozenCard], scope: Scope, last: date
) -> tuple[FrozenBaseline, ...]:
    """The baselines of the metrics of the cards that people had started anew, within the part, by the last day."""
    names = {figure.metric for card in cards for figure in card.figures}
    found = of_days(standing(warehouse), scope, date.min, last)
    told = ((one.content, one.author) for one in found if one.content.metric in names)
    return tuple(
        FrozenBaseline(metric=one.metric, where=one.parts, day=one.day, why=one.why, author=author)
        for one, author in told
    )


def defined(name: str, said: Mapping[str, Words]) -> FrozenMetric:
    """What a metric means now, by its name in each language."""
    metric = metric_of(name)
    return FrozenMetric(
        name={one: words(metric.label) for one, words in said.items()},
        unit=metric.unit,
        formula=formula_of(metric),
        definition=definition_of(metric),
    )


def formula_of(metric: Metric) -> str:
    """Numerator ÷ denominator, anchor and rows, as the catalogue writes them, in no language."""
    over = metric.numerator + (f" ÷ {metric.denominator}" if metric.denominator else "")
    return " · ".join(filter(None, (over, metric.on, metric.rows)))

"""One number and the rows that make it: what it says, what it means, how it is made, and each row in the scope."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from crm_metrics import periods
from crm_metrics.access import EVERYTHING
from crm_metrics.boards import freshness
from crm_metrics.boards.behind.provenance import ABSENT, GAP
from crm_metrics.boards.cards import between
from crm_metrics.boards.cards.between import RareEvents
from crm_metrics.boards.cards.part_rows import RowsShown, nothing, part_rows
from crm_metrics.boards.cells import interval_text
from crm_metrics.boards.core import Board, Card, Chip, Empty, FactSheet, View
from crm_metrics.boards.empty import empty_card, not_permitted
from crm_metrics.boards.explaining import card as explaining
from crm_metrics.boards.explaining.card import EXPLAIN
from crm_metrics.boards.explaining.money import with_money
from crm_metrics.boards.explaining.split import Explained, NumberToExplain
from crm_metrics.boards.explaining.split import gather as explained_of
from crm_metrics.boards.filters import asked_processes, of_processes, permitted
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.persons import masking
from crm_metrics.boards.plans.linking import GapPlan, plan_of, plans_by_gap
from crm_metrics.boards.series import parts
from crm_metrics.boards.telling.defining import made_of
from crm_metrics.boards.telling.making import made_sentences
from crm_metrics.boards.tiles import READING, when
from crm_metrics.errors import CrmError, QuestionError
from crm_metrics.metrics.behind.formulas import in_words
from crm_metrics.metrics.behind.handling import of_contacts
from crm_metrics.metrics.behind.labels import named
from crm_metrics.metrics.behind.rows import EXCEL, SHOWN, RowsBehind, rows_behind
from crm_metrics.metrics.behind.weekdays import on_weekday
from crm_metrics.metrics.core import APPLICATION, Metric
from crm_metrics.metrics.question import dimensions, reach
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.office.planning import DIMENSIONS
from crm_metrics.periods import Period
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.restrictions import scoped
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

OWN = ("metric", "every", "since", "weekday", "took", GAP, EXPLAIN)  # parts of the address that are no dimension
BEYOND = mark("{value} is outside of what you may see, or does not exist: no row of it is shown.")
NO_NUMBER = mark("No number was chosen: open one from a board, by its value or from its definition.")


@dataclass(frozen=True, kw_only=True)
class NumberFacts:
    """What the page shows, in no language."""

    view: View
    """What the address asks: the metric, its period and its conditions, each as (name, value)."""
    frame: Frame
    """How far the data reach."""
    behind: RowsBehind | None = None
    """The number and the first of its rows; None where the question can't be answered."""
    since: date | None = None
    """The first day asked."""
    until: date | None = None
    """The last day asked."""
    every: str = "month"
    """The cadence of the period."""
    error: CrmError | None = None
    """Why there is no answer."""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By dimension, what its ids are called: two dimensions may have the same id."""
    version: int = 0
    """The number of the warehouse version."""
    apart: bool = True
    """Whether rows of one process are told from those of another."""
    explained: Explained | None = None
    """What explains its gap or its change; None where it has no parts."""
    rare: RareEvents | None = None
    """The days between its events; None where it counts none, or they are not rare."""
    plan: GapPlan | None = None
    """The plan of its gap, or the way to one; None of rows that no plan can be of."""

    @property
    def reading(self) -> Reading | None:
        """The number; None where it has none."""
        readings = self.behind.result.readings if self.behind else ()
        return readings[-1] if readings else None


def gather(warehouse: Warehouse, view: View) -> NumberFacts:
    """The number that the address asks, and the first of its rows."""
    around = freshness.around(warehouse, view)
    facts = NumberFacts(view=view, frame=around, version=warehouse.version)
    if not permitted(view.scope, view.process):
        return facts
    try:
        facts = _explained(warehouse, _answered(warehouse, facts, SHOWN))
        return replace(facts, plan=_plan(warehouse, facts), rare=_rare(warehouse, facts))
    except CrmError as error:
        return replace(facts, error=error)


def _explained(warehouse: Warehouse, facts: NumberFacts) -> NumberFacts:
    """With what explains it: of days that are told whole, and of all their rows."""
    view, behind, since, until = facts.view, facts.behind, facts.since, facts.until
    picked = _asked(view, "weekday") or _asked(view, "took")
    if behind is None or behind.reason is not None or since is None or until is None or picked:
        return facts
    asked = NumberToExplain(
        metric=behind.metric,
        every=facts.every,
        days=Period(since, since, until),
        view=of_processes(view),
        where=masking.where_of(warehouse, _where(view)),
        dimension=_asked(view, EXPLAIN),
        gap=_asked(view, GAP),
        fiscal_month=facts.frame.fiscal_month,
    )
    return replace(facts, explained=with_money(warehouse, explained_of(warehouse, asked)))


def _rare(warehouse: Warehouse, facts: NumberFacts) -> RareEvents | None:
    """The days between its events, where it is of all days and has rows."""
    view, behind, until = facts.view, facts.behind, facts.until
    if behind is None or behind.reason is not None or until is None or _asked(view, "weekday") or _asked(view, "took"):
        return None
    where = masking.where_of(warehouse, _where(view))
    return between.gather(warehouse, behind.metric, until, where, of_processes(view))


def _plan(warehouse: Warehouse, facts: NumberFacts) -> GapPlan | None:
    """The plan of a number that is of whole parts of the company, and can be read by week."""
    view, behind, until = facts.view, facts.behind, facts.until
    where = _where(view)
    if behind is None or until is None or behind.metric.finest == "month" or behind.metric.shape == APPLICATION:
        return None
    if any(name not in DIMENSIONS or value is None for name, value in where):
        return None
    parts = {(name, value) for name, value in where if value is not None}
    parts |= {("process", one) for one in asked_processes(view)} if facts.apart else set()
    week = periods.start_of("week", until)
    return plan_of(behind.metric.name, parts, week, view.scope, plans_by_gap(warehouse, view.scope))


def with_rows(warehouse: Warehouse, view: View, most: int | None) -> NumberFacts:
    """The number with all of its rows, or so many of them, for a file. Raises CrmError where it can't be asked."""
    facts = NumberFacts(view=view, frame=freshness.around(warehouse, view), version=warehouse.version)
    return _answered(warehouse, facts, most)


def _answered(warehouse: Warehouse, facts: NumberFacts, most: int | None) -> NumberFacts:
    view, metric = facts.view, _metric(facts.view)
    every = periods.known_cadence(_asked(view, "every") or "month")
    until = view.until or reach(warehouse, metric) or facts.frame.latest
    since = _day(_asked(view, "since"))
    if until is not None and since is None and every != "all":
        since = periods.start_of(every, until, facts.frame.fiscal_month)
    where = _where(view)
    _check_scope(view, where)
    weekday, took = _weekday(_asked(view, "weekday")), _took(_asked(view, "took"))
    conditions = masking.where_of(warehouse, where)
    scope = of_processes(view).scope  # as on the board: what has no process of its own stays whole
    asked: dict[str, Any] = {"every": every, "where": conditions, "since": since, "until": until, "scope": scope}
    behind = rows_behind(warehouse, metric, **asked, most=None if weekday or took else most)
    if weekday:
        behind = on_weekday(behind, weekday)
    if took:
        behind = of_contacts(behind, took, most)
    names = _names(warehouse, view, behind)
    behind = masking.masked(behind, personal=view.personal)
    apart = any(one.process or "process" in dimensions(warehouse, one) for one in parts(metric))
    return replace(facts, behind=behind, every=every, since=since, until=until, names=names, apart=apart)


def _names(warehouse: Warehouse, view: View, behind: RowsBehind) -> dict[str, Mapping[str, str]]:
    """What ids are called; a reader of a part of the company learns no name but of people and rows of that part."""
    people = {agent: person.name for agent, person in roster.people(warehouse, view.scope).items()}
    named = {"touchpoint": roster.touchpoints(warehouse), "campaign": roster.campaigns(warehouse)}
    if view.scope != EVERYTHING:
        seen = {value for part in behind.parts for row in part.rows for value in row if isinstance(value, str)}
        named = {dimension: {one: names[one] for one in names.keys() & seen} for dimension, names in named.items()}
    return {"agent": people, **named}


def _metric(view: View) -> Metric:
    name = _asked(view, "metric")
    if not name:
        raise QuestionError(NO_NUMBER)
    try:
        return metric_of(name)
    except KeyError:
        raise QuestionError("There is no metric '{word}': the page of metrics lists them all.", word=name) from None


def _asked(view: View, key: str) -> str:
    return next((value for name, value in view.where if name == key), "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise QuestionError("{day} is no day: write it as 2026-11-21.", day=text) from None


def _weekday(text: str) -> int | None:
    if text and text not in tuple("1234567"):
        raise QuestionError("{day} is no day of the week: write 1 for Monday to 7 for Sunday.", day=text)
    return int(text) if text else None


def _took(text: str) -> tuple[int, int] | None:
    ends = re.fullmatch(r"(\d{1,9})-(\d{1,9})|", text, re.ASCII)
    if ends is None:
        raise QuestionError("{range} is no time: write its first and last second, as 60-120.", range=text)
    return (int(ends[1]), int(ends[2])) if text else None


def _where(view: View) -> list[tuple[str, str | None]]:
    """The conditions of the address, as a question takes them; its processes are no condition but what is seen."""
    return [(name, None if value == ABSENT else value) for name, value in view.where if name not in OWN]


def _check_scope(view: View, where: Sequence[tuple[str, str | None]]) -> None:
    for dimension, allowed in scoped(view.scope):
        for name, value in where:
            if name == dimension and value not in allowed:
                raise QuestionError(BEYOND, value=value)


def board(facts: NumberFacts, words: Words) -> Board:
    """The page in the reader's language."""
    behind, reading = facts.behind, facts.reading
    metric = behind.metric if behind else None
    has = reading is not None and reading.value is not None
    return Board(
        key="number",
        title=words(metric.label) if metric else words("A number and its rows"),
        period=period(facts, words),
        state=_state(reading, words),
        summary=(_sentence(facts, reading, words),) if has and reading else (),
        tiles=(),
        cards=_cards(facts, words),
        freshness=facts.frame.freshness(words),
        notices=(*_whole_company(facts, metric, words), *facts.frame.notices(words)),
        filters=explaining.filters(facts.explained, words),
        omits=bool(facts.frame.left_out),
        takes=tuple(dict.fromkeys((*(name for name, _ in facts.view.where), "until", "process"))),
        own=OWN,
    )


def _whole_company(facts: NumberFacts, metric: Metric | None, words: Words) -> tuple[str, ...]:
    """That a process was asked of a number that has none."""
    if metric is None or facts.apart or not asked_processes(facts.view):
        return ()
    return (words("{metric} is told of no process: it is of all of them.", metric=words(metric.label)),)


def about(facts: NumberFacts, words: Words, at: datetime) -> list[tuple[str, str]]:
    """What a file says of its rows: metric, filters, period, version, time; and whether all of them are in it."""
    behind, reading = facts.behind, facts.reading
    if behind is None:
        return []
    metric, count = behind.metric, sum(part.count for part in behind.parts)
    lines = [
        (words("Id"), metric.name),
        (words("Metric"), words(metric.label)),
        (words("What it means"), words(metric.means)),
        (words("Formula in words"), in_words(metric, words)),
        (words("Value"), "" if reading is None or reading.value is None else repr(float(reading.value))),
        (words("Unit"), facts.frame.currency if metric.unit == "money" else metric.unit),
        (words("Not complete"), words.error(reading.reason) if reading and reading.reason else ""),
        (words("Period"), f"{facts.every} {facts.since or ''} {facts.until or ''}"),
        (words("Filters"), filters(facts, words) or words("none")),
        (words("Rows"), str(count)),
        (words("Version"), str(facts.version)),
        (words("Time zone"), facts.frame.time_zone),
        (words("Written at"), at.isoformat(timespec="seconds")),
    ]
    if count >= EXCEL:
        lines.append((words("Not all rows"), words("A sheet holds {most} rows at most; CSV has all of them.",
                                                   most=EXCEL - 1)))  # fmt: skip
    return [(name, said) for name, said in lines if said]


def period(facts: NumberFacts, words: Words) -> str:
    """The days that the number is of."""
    since, until = facts.since, facts.until
    if until is None or facts.behind is None:
        return ""
    if facts.every in ("day", "week", "month") and since and since == periods.start_of(facts.every, until):
        name = when(since, facts.every, words)
        end = periods.next_start(facts.every, since)
        if (end - until).days == 1:
            return name
    if since is None or since == until:
        return words("up to {day}", day=words.day(until))
    return f"{words.day(since)} – {words.day(until)}"


def filters(facts: NumberFacts, words: Words) -> str:
    """The conditions in words; "" for none."""
    asked: dict[str, list[str]] = {}
    pairs = [(name, value) for name, value in facts.view.where if name not in OWN]
    pairs += [("process", name) for name in asked_processes(facts.view)] if facts.apart else []
    for name, value in pairs:
        said = words("no value") if value == ABSENT else facts.names.get(name, {}).get(value, words.name(value))
        asked.setdefault(name, []).append(said)
    if weekday := _asked(facts.view, "weekday"):
        asked["weekday"] = [words.weekdays()[int(weekday) - 1]]
    if took := _took(_asked(facts.view, "took")):
        asked["took"] = [" – ".join(words.value(end, "seconds") for end in took)]
    limits = {
        name: [facts.names.get(name, {}).get(one, words.name(one)) for one in those]
        for name, those in scoped(facts.view.scope)
    }
    own, said = (
        "; ".join(f"{named(name, words) or name}: {words.listed(values)}" for name, values in pairs.items())
        for pairs in (limits, asked)
    )
    return "; ".join(filter(None, (said, words("what you may see: {scope}", scope=own) if own else "")))


def _state(reading: Reading | None, words: Words) -> Chip:
    if reading is None or reading.value is None:
        return Chip("empty", words("no data"))
    return Chip("closed", words("complete")) if reading.complete else Chip("partial", words("not complete"))


def _sentence(facts: NumberFacts, reading: Reading, words: Words) -> str:
    behind = facts.behind
    count = sum(part.count for part in behind.parts) if behind else 0
    unit = behind.metric.unit if behind else ""
    value = words.value(reading.value, unit, facts.frame.currency)
    return words.many(count, "{value}: one row makes it.", "{value}: {n} rows make it.", value=value)


def _cards(facts: NumberFacts, words: Words) -> tuple[Card, ...]:
    if facts.view.process and not permitted(facts.view.scope, facts.view.process):
        return (not_permitted(facts.view.process, words),)
    if facts.error is not None or facts.behind is None:
        why = words.error(facts.error) if facts.error else words(NO_NUMBER)
        return (empty_card("no_number", Empty(words("This number can't be shown"), why)),)
    behind = facts.behind
    if behind.reason is not None:
        return (_sheet(facts, behind, words), empty_card("no_rows", nothing(words.error(behind.reason), words)))
    shown = RowsShown(facts.frame, facts.names)
    parts = tuple(part_rows(place, part, shown, words) for place, part in enumerate(behind.parts))
    explained = (explaining.card(facts.explained, facts.frame, words),) if facts.explained else ()
    rare = (between.card(facts.rare, facts.frame, words),) if facts.rare else ()
    return (_sheet(facts, behind, words), *explained, *rare, *parts)


def _sheet(facts: NumberFacts, behind: RowsBehind, words: Words) -> Card:
    """What the number says and means, and how it is made."""
    metric, reading = behind.metric, facts.reading
    said = {
        words("Value"): words.value(reading.value if reading else None, metric.unit, facts.frame.currency),
        words("95% interval"): interval_text(reading, metric, words, facts.frame.currency),
        words("Period"): period(facts, words),
        words("Filters"): filters(facts, words) or words("none"),
        words("What it means"): words(metric.means),
        words("Formula in words"): in_words(metric, words),
        words("How it is made"): " ".join(made_sentences(behind, reading, words)),
        words("How to read it"): words(READING[metric.better]),
        words("Not complete"): words.error(reading.reason) if reading and reading.reason else "",
        words("Trap avoided"): words(metric.pitfall),
        words("Owner"): words(metric.owned_by),
        words("Defined by"): words(metric.source),
    }
    code = ";\n\n".join(dict.fromkeys(part.sql for part in behind.parts if part.sql))
    title = words("What this number says and how it is made")
    return Card(
        key="number",
        title=title,
        subtitle=words("Definition, period, filters and formula"),
        body=FactSheet(tuple((name, value) for name, value in said.items() if value), code, made_of(metric, words)),
        footer=facts.frame.footer(words, [metric.name], reading.n if reading else None),
        alt=title,
    )

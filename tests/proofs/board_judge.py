"""An independent judge of boards: each sentence against the rows and readings, by code that shares none with theirs.

It reads the English text of a board as a reader does, asks the metrics and the tables again, and says what is not so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crm_metrics.access import PROCESSES
from crm_metrics.boards.core import Attend, Board, Card, Empty, Grid, Heat, Multiples, Tile, View
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

EN = Words("en")
DRAWN = 14  # periods that a tile draws at most
SURE = ("better", "worse", "watch", "routine")
ROWS = {  # the days on which a process has rows, by table and column
    "work_item": ("opened_at", "closed_at", "first_resolved_at"),
    "interaction": ("offered_at",),
    "survey": ("sent_at", "responded_at"),
}
ANYWHERE = ("receivable", "order_line", "loyalty_entry", "subscription")


@dataclass(frozen=True)
class Case:
    """A board and what it was made from."""

    warehouse: Warehouse
    view: View
    board: Board

    @property
    def cards(self) -> dict[str, Card]:
        """The cards by their key."""
        return {card.key: card for card in self.board.cards}

    def count(self, sql: str, *params: object) -> int:
        """A count of rows."""
        return int(self.warehouse.fetch(sql, list(params))[0][0] or 0)

    def readings(self, metric: Metric, every: str, since: date, until: date, **kept: str) -> tuple[Reading, ...]:
        """The readings of a metric within the reader's scope and filters."""
        where: dict[str, list[str]] = {}
        for name, value in (*self.view.where, *kept.items()):
            where.setdefault(name, []).append(value)
        found = ask(self.warehouse, [metric], every=every, where=where, since=since, until=until, scope=self.view.scope)
        return found[metric.name].readings


def faults(case: Case) -> list[str]:
    """What a board says that its data do not carry."""
    board = case.board
    found = [*_tiles(case), *_attention(case), *_lists(case), *_scope(case), *_titles(case)]
    if board.key == "weekly":
        found += _week(case)
    if board.key == "monthly":
        found += _month(case)
    return found


def _tiles(case: Case) -> Iterator[str]:
    """A verdict needs six complete points, the last of them with the rows, and not long ago."""
    for tile in case.board.tiles:
        if tile.chip.kind not in SURE:
            continue
        metric = metric_of(tile.metric)
        whole = [point for point in tile.series if point.complete and point.value is not None]
        if len(tile.series) < DRAWN and len(whole) < 6:  # a longer history is not all drawn
            yield f"tile {tile.metric}: {tile.chip.kind} from {len(whole)} points"
        rate = metric.unit in ("percent", "permille", "points") or metric.aggregation == "quantile"
        if whole and rate and (whole[-1].n or 0) < metric.minimum_n:
            yield f"tile {tile.metric}: {tile.chip.kind} from n = {whole[-1].n}"
        yield from _fresh(tile, metric, case.board.key)


def _fresh(tile: Tile, metric: Metric, board: str) -> Iterator[str]:
    whole = [place for place, point in enumerate(tile.series) if point.complete and point.value is not None]
    behind = len(tile.series) - 1 - whole[-1] if whole else 99
    step = {"daily": 1, "monthly": 28}[board]
    allowed = {"daily": 7, "monthly": 0}[board] + -(-metric.matures_days // step)
    if behind > allowed and not metric.matures_on:
        yield f"tile {tile.metric}: {tile.chip.kind} though its last value is {behind} periods old"


def _attention(case: Case) -> Iterator[str]:
    card = case.cards.get("attend")
    if card is None:
        return
    if isinstance(card.body, Attend):
        shown = re.search(r"(\d+) of (\d+), by customers", card.subtitle)
        if shown is None or int(shown[2]) != len(card.body.items):
            yield f"attend: {card.subtitle!r} above {len(card.body.items)} items"
        yield from _waiting(case, card.body)
    elif isinstance(card.body, Empty):
        yield from _calm(case, card.body)


def _day(case: Case) -> date:
    (day,) = [day for day in _days(case) if EN.long_day(day) == case.board.period]
    return day


def _days(case: Case) -> list[date]:
    last = max(source.through for source in case.warehouse.sources if source.through)
    return [last - timedelta(days=back) for back in range(400)]


def _waiting(case: Case, body: Attend) -> Iterator[str]:
    """Old cases counted as the metric counts them, for the tier that is named."""
    day = _day(case)
    for item in body.items:
        told = re.match(r"(\d+|One) cases? of the (\w+) tier open for more", item.fact)
        if told is None:
            continue
        tier = {EN.name(tier).lower(): tier for tier in ("strategic", "high")}[told[2]]
        count = sum(one.value or 0 for one in case.readings(metric_of("old_cases"), "day", day, day, tier=tier))
        if count != (1 if told[1] == "One" else int(told[1])):
            yield f"attend: {item.fact!r}, but {count} are there"


def linked(case: Case, follow: Callable[[View], Board]) -> Iterator[str]:
    """Behind the link of an item with a count the same count stands. follow: the board that a view leads to."""
    card = case.cards.get("attend")
    for item in card.body.items if card is not None and isinstance(card.body, Attend) else ():
        if not re.match(r"(\d+|One) case", item.fact):
            continue
        asked = dict(item.goto)
        where = (("team", asked["team"]),) if "team" in asked else case.view.where
        until = date.fromisoformat(asked["until"]) if "until" in asked else case.view.until
        other = follow(replace(case.view, process=asked["process"], where=where, until=until))
        there = [one.fact for shown in other.cards if isinstance(shown.body, Attend) for one in shown.body.items]
        if item.fact not in there:
            yield f"attend: {item.fact!r} leads to {there}"


def _calm(case: Case, body: Empty) -> Iterator[str]:
    """Calm is said only of teams that have rows, and of open cases whose customers have a tier."""
    text = f"{body.fact}. {body.reason}"
    looked = re.search(r"None of the|The only|No case is open|No open case|Open cases: \d+", body.reason)
    if "asks for attention" in body.fact and "can't be told" not in body.fact and not looked:
        yield f"attend: {text!r} rests on nothing"
    told = re.search(r"None of the (\d+) teams", text)
    least = int(told[1]) if told else int("The only team" in text)
    if least and (teams := _teams(case)) < least:
        yield f"attend: {least} teams are calm, but {teams} have rows"
    if re.search(r"customers? of value is (not )?older|of value: \d+, none", text):
        yield from _none_waits(case, text)
    if "No case is open" in text and not case.count("select count(*) from main.work_item"):
        yield "attend: no case is open, but none was ever loaded"
    if re.match(r"(In [^:]+: )?No team asks", body.fact) and "not known" in body.reason:
        yield f"attend: {text!r} hides what is not known"


def _none_waits(case: Case, text: str) -> Iterator[str]:
    if not case.count("select count(*) from main.customer where value_tier in ('strategic', 'high')"):
        yield f"attend: {text!r} without a customer of value"
    for tier in ("strategic", "high"):
        day = _day(case)
        if any(one.value for one in case.readings(metric_of("old_cases"), "day", day, day, tier=tier)):
            yield f"attend: {text!r}, though old cases of the {tier} tier are open"


def _teams(case: Case) -> int:
    named = " union ".join(f"select team from main.{table}" for table in ("work_item", "interaction", "agent"))
    return case.count(f"select count(distinct team) from ({named})")


def _lists(case: Case) -> Iterator[str]:
    """A count in a title is the length of the list below it."""
    for key, pattern in (
        ("gaps", r"^(\d+|One) results? miss"),
        ("objectives", r"^\d+ of (\d+) objectives met"),
        ("own", r"^(\d+|One) metric"),
        ("unlock", r"^(\d+|One) more file"),
    ):
        card = case.cards.get(key)
        told = re.match(pattern, card.title) if card else None
        if card is None or told is None:
            continue
        rows = len(card.body.rows) if isinstance(card.body, Grid) else 0
        if rows != (1 if told[1] == "One" else int(told[1])):
            yield f"{key}: {card.title!r} above {rows} rows"
    yield from _gaps(case)
    yield from _objectives(case)
    yield from _cohorts(case)


def _gaps(case: Case) -> Iterator[str]:
    card = case.cards.get("gaps")
    if card is None:
        return
    if "meets its target" in card.title and not case.count("select count(*) from main.target"):
        yield f"gaps: {card.title!r} without a target"
    if isinstance(card.body, Grid):
        worse = [any(cell.chip and cell.chip.kind == "worse" for cell in row.cells) for row in card.body.rows]
        if worse != sorted(worse, reverse=True):
            yield "gaps: a real decline stands behind what is none"


def _objectives(case: Case) -> Iterator[str]:
    card = case.cards.get("objectives")
    if card is None or not isinstance(card.body, Grid) or not (told := re.match(r"(\d+) of", card.title)):
        return
    met = 0
    for row in card.body.rows:
        bar, metric = row.cells[2].bullet, metric_of(row.key)
        if bar is None or bar.value is None or bar.goal is None:
            return  # what can't be drawn is not judged here
        met += bar.value >= bar.goal - 1e-9 if metric.better != "down" else bar.value <= bar.goal + 1e-9
    few = int(found[1]) if (found := re.search(r"not judged: (\d+)", card.title)) else 0
    if not met - few <= int(told[1]) <= met:
        yield f"objectives: {card.title!r}, but {met} are met"


def _cohorts(case: Case) -> Iterator[str]:
    card = case.cards.get("cohorts")
    if card is None or not isinstance(card.body, Heat) or not (told := re.search(r"([\d.]+)%", card.title)):
        return
    aged = [row[3] for row in card.body.values if len(row) > 3 and row[3] is not None]
    if not aged or not min(aged) - 0.001 <= float(told[1]) / 100 <= max(aged) + 0.001:
        yield f"cohorts: {card.title!r} is none of the cells {aged}"


def _scope(case: Case) -> Iterator[str]:
    """A reader of some teams reads their names and no other's."""
    teams = case.view.scope.teams
    if not teams or not case.board.cards:
        return
    if case.board.summary and not case.board.summary[0].startswith(f"In {', '.join(teams)}: "):
        yield f"summary: {case.board.summary[0]!r} does not say whose it is"
    others = {row[0] for row in case.warehouse.fetch("select distinct team from main.agent")} - set(teams)
    text = repr((case.board.summary, case.board.cards))
    known = [team for team in others if team and not any(team in own for own in teams)]
    yield from (f"scope: {team!r} is named" for team in known if f"'{team}'" in text)


def _titles(case: Case) -> Iterator[str]:
    for card in case.board.cards:
        if len(card.title) > 80 and card.key != "relations":
            yield f"{card.key}: a title of {len(card.title)} characters"
        if "{" in card.title or "Not judged: this" in card.title:
            yield f"{card.key}: {card.title!r}"
        if isinstance(card.body, Multiples) and "within its routine" in card.title:
            chips = [chart.chip.kind for chart in card.body.charts if chart.chip]
            if not any(kind == "routine" for kind in chips):
                yield f"{card.key}: {card.title!r} of {chips}"


def _week(case: Case) -> Iterator[str]:
    """The processes named stand in the scorecard with that word, and have rows in the week or before it."""
    text, card = " ".join(case.board.summary), case.cards.get("scorecard")
    if card is None or not isinstance(card.body, Grid):
        return
    chips: dict[str, list[str]] = {}
    for row in card.body.rows:
        chips.setdefault(row.group, []).extend(cell.chip.kind for cell in row.cells if cell.chip)
    for word, kind in (("Worse", "worse"), ("Better", "better"), ("To be watched", "watch")):
        named = re.search(rf"{word}: ([^.:]+)\.", text)
        for name in re.split(r", | and ", named[1]) if named else ():
            if kind not in chips.get(name, []):
                yield f"summary: {name} is {kind}, but its chips are {chips.get(name)}"
    judged = {name for name, kinds in chips.items() if set(kinds) & set(SURE)}
    told = re.search(r"(?:of (\d+) processes|can be judged \((\d+)\))", text)
    if told is not None and int(told[1] or told[2]) != len(judged):
        yield f"summary: {told[0]!r}, but {sorted(judged)} have a verdict"
    if not judged and not text.endswith("which process changed.") and text:
        yield f"summary: {text!r} without a verdict"
    yield from _with_rows(case, judged)


def _with_rows(case: Case, judged: set[str]) -> Iterator[str]:
    for process in PROCESSES:
        if EN.name(process) not in judged:
            continue
        rows = sum(case.count(f"select count(*) from main.{table} where process = ?", process) for table in ROWS)
        rows += sum(case.count(f"select count(*) from main.{table}") for table in ANYWHERE)
        if not rows:
            yield f"summary: {process} has a verdict and no row"


def _month(case: Case) -> Iterator[str]:
    if not case.board.summary:
        return
    _, base, decision = case.board.summary
    chips = {tile.metric: tile.chip.kind for tile in case.board.tiles}
    card = case.cards.get("objectives")
    if card is not None and isinstance(card.body, Grid):
        chips |= {row.key: cell.chip.kind for row in card.body.rows for cell in row.cells if cell.chip}
    if "No decision is asked" in decision:
        if worse := [name for name, kind in chips.items() if kind == "worse"]:
            yield f"summary: {decision!r}, though {worse} got worse"
        judged = sum(kind in SURE for kind in chips.values())
        told = re.search(r"(?:of (\d+) results judged|judged \((\d+)\))", decision)
        if told is not None and int(told[1] or told[2]) < judged:
            yield f"summary: {decision!r}, but {judged} have a verdict"
        if told is None and "the only result" not in decision:
            yield f"summary: {decision!r} counts nothing"
    if found := re.search(r"moves within its routine: (.+)\.", base):
        yield from _base(case, re.split(r", | and ", found[1]))
    yield from _result(case)


def _base(case: Case, named: list[str]) -> Iterator[str]:
    """Each number of the base that is in its routine has a value of the month shown, and six months before."""
    months = {EN.month(day.replace(day=1)): day.replace(day=1) for day in _days(case)}
    shown = months[case.board.period]
    labels = {EN(metric.label).casefold(): metric for metric in CATALOGUE.values()}
    for label in named:
        metric = labels[label.casefold()]
        readings = case.readings(metric, "month", date(shown.year - 2, shown.month, 1), _end(shown))
        whole = [one for one in readings if one.complete and one.value is not None]
        late = metric.matures_days or metric.matures_on
        if len(whole) < 6 or (whole[-1].period != shown and not late):
            yield f"summary: {label} is in its routine from {len(whole)} months"


def _result(case: Case) -> Iterator[str]:
    """The first sentence tells a complete value of the month shown."""
    first = (
        case.board.summary[0].split(": ", 1)[1] if case.board.summary[0].startswith("In ") else case.board.summary[0]
    )
    months = {EN.month(day.replace(day=1)): day.replace(day=1) for day in _days(case)}
    shown = months[case.board.period]
    labels = {EN(metric.label): metric for metric in CATALOGUE.values()}
    name = next((label for label in sorted(labels, key=len, reverse=True) if first.startswith(f"{label}: ")), None)
    if name is None or "not complete" in first:
        return
    currency = case.warehouse.company.currency
    readings = case.readings(labels[name], "month", shown, _end(shown))
    compared = re.search(r"meets the plan|misses the plan|than the month before", first)
    rate = labels[name].unit in ("percent", "permille", "points")
    if compared and rate and any((one.n or 0) < labels[name].minimum_n for one in readings):
        yield f"summary: {first!r} from n = {[one.n for one in readings]}"
    known = [EN.value(one.value, labels[name].unit, currency) for one in readings if one.complete]
    if not any(value in first for value in known):
        yield f"summary: {first!r}, but the month has {known}"


def _end(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)

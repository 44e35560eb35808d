"""The list of who answers for what, and which place each name is from."""

from __future__ import annotations

from collections.abc import Mapping

from crm_metrics.access import Scope
from crm_metrics.boards.answering.owners import Answering
from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row
from crm_metrics.boards.filters import permitted
from crm_metrics.metrics.registry import known, metric_of
from crm_metrics.processes import PROCESSES
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

Offered = Mapping[str, tuple[str, ...]]
KINDS = {"metric": mark("Metric"), "process": mark("Process"), "team": mark("Team")}
MOST = 12


def offered(warehouse: Warehouse, scope: Scope) -> Offered:
    """What may have somebody who answers, by kind: of what the reader may see."""
    teams = {person.team for person in roster.people(warehouse, scope).values() if person.team}
    return {
        "metric": tuple(metric.name for metric in known().values() if permitted(scope, metric.process)),
        "process": tuple(process for process in PROCESSES if permitted(scope, process)),
        "team": tuple(sorted(teams)),
    }


def kind_text(kind: str, words: Words) -> str:
    """What a kind of thing is called."""
    return words(KINDS[kind])


def thing_text(kind: str, thing: str, words: Words) -> str:
    """What a metric, a process or a team is called."""
    if kind == "metric":
        return words(metric_of(thing).label) if thing in known() else thing
    return words.name(thing) if kind == "process" else thing


def card(warehouse: Warehouse, named: Answering, scope: Scope, words: Words) -> Card:
    """A row for each thing that somebody answers for."""
    may = offered(warehouse, scope)
    rows = tuple(
        Row(
            f"{kind}:{thing}",
            (
                Cell(text=thing_text(kind, thing, words)),
                Cell(text=kind_text(kind, words)),
                Cell(text=named.of(kind, thing)),
                Cell(text=words("this page") if (kind, thing) in named.page else words("the company's file")),
            ),
        )
        for kind in KINDS
        for thing in may[kind]
        if named.of(kind, thing)
    )
    columns = (
        GridColumn("thing", words("Which one")),
        GridColumn("kind", words("For what")),
        GridColumn("name", words("Who answers")),
        GridColumn("place", words("Where it is said")),
    )
    title = words.many(len(rows), "Somebody answers for one thing", "Somebody answers for {n} things")
    if not rows:
        title = words("Who answers for the results is not named yet")
    why = words("Boards name the role of the process until then. Who may found the company names persons here.")
    return Card(
        key="answering",
        title=title,
        subtitle=words(
            "The metric comes first, then the team, then the process · what this page says wins over the file"
        ),
        body=Grid(columns, rows, title, MOST) if rows else Empty(title, why),
        footer="",
        alt=title,
    )

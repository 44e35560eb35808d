"""What each process still lacks: the data of its indicators, and how the company says that it is run.

Shares are never made of it: what is there, what is not, and what nobody has answered stand beside each other.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crm_metrics import settings
from crm_metrics.access import Scope
from crm_metrics.boards.catalogue import Line, line
from crm_metrics.boards.core import Card, Cell, Chip, Grid, GridColumn, Row
from crm_metrics.boards.governance.register import footer
from crm_metrics.errors import DefinitionError
from crm_metrics.metrics.lacks import Lack
from crm_metrics.metrics.registry import known
from crm_metrics.processes import PROCESSES
from crm_metrics.warehouse.company import readiness
from crm_metrics.warehouse.company.readiness import SelfCheck
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

NAMED = 3  # files and indicators named of a process
# The input tables whose rows name their process, and those that are of one process whoever made them.
NAMING = ("work_item", "interaction", "agent_time", "survey")
OF_ONE = {"order_line": "sales", "receivable": "collections", "loyalty_entry": "loyalty", "subscription": "retention"}


def cards(warehouse: Warehouse, scope: Scope, words: Words) -> tuple[Card, ...]:
    """Of the processes that the reader may see: their data, and how they are run."""
    seen = tuple(process for process in PROCESSES if not scope.processes or process in scope.processes)
    return _data(warehouse, seen, words), _run(warehouse, seen, words)


def recorded(warehouse: Warehouse) -> Collection[str]:
    """The processes of which something was ever recorded."""
    naming = [f"select process from main.{table}" for table in NAMING]
    of_one = [f"select '{process}' from main.{table}" for table, process in OF_ONE.items()]
    return {process for (process,) in warehouse.fetch(" union ".join([*naming, *of_one])) if process}


def _data(warehouse: Warehouse, seen: Sequence[str], words: Words) -> Card:
    lines = [line(warehouse, metric) for metric in known().values() if metric.process in seen]
    some = recorded(warehouse)
    rows = tuple(
        _row(process, [one for one in lines if one.metric.process == process], process in some, words)
        for process in seen
    )
    columns = (
        GridColumn("process", words("Process")),
        GridColumn("records", words("Records"), "chip"),
        GridColumn("ready", words("With their data"), "number"),
        GridColumn("all", words("Metrics"), "number"),
        GridColumn("lacking", words("Not measured yet")),
        GridColumn("unlocks", words("What would unlock them")),
    )
    title = words(
        "{n} of {of} metrics of the processes have their data",
        n=sum(one.ready for one in lines),
        of=len(lines),
    )
    return Card(
        key="readiness_data",
        title=title,
        subtitle=words(
            "Number of metrics of each process that can be computed here · those common to every process are not"
            " counted"
        ),
        body=Grid(columns, rows, title),
        footer=footer(warehouse, words),
        alt=words("A row per process"),
    )


def _row(process: str, lines: Sequence[Line], recorded: bool, words: Words) -> Row:
    waiting = [one for one in lines if not one.ready]
    lacks = dict.fromkeys(_place(lack, words) for one in waiting for lack in one.lacks)
    reasons = dict.fromkeys(words.error(one.reason) for one in waiting if one.reason is not None)
    state = Chip("routine", words("there are some")) if recorded else Chip("empty", words("none yet"))
    return Row(
        process,
        (
            Cell(text=words.name(process)),
            Cell(chip=state),
            Cell(text=words.number(len(lines) - len(waiting))),
            Cell(text=words.number(len(lines))),
            Cell(text=_named([words(one.metric.label) for one in waiting], words)),
            Cell(text=_named([*lacks, *reasons], words)),
        ),
    )


def _place(lack: Lack, words: Words) -> str:
    place = " / ".join(lack.files)
    return words("{file}, column {column}", file=place, column=lack.column) if lack.column else place


def _named(things: Sequence[str], words: Words) -> str:
    """The first of them, and how many more; a dash where there are none."""
    if not things:
        return "–"
    named, more = "; ".join(things[:NAMED]), len(things) - NAMED
    if more <= 0:
        return named
    return words.many(more, "{names} and one more", "{names} and {n} more", names=named)


def _run(warehouse: Warehouse, seen: Sequence[str], words: Words) -> Card:
    check = _answers()
    rows = tuple(
        Row(
            question,
            (
                Cell(text=words(text)),
                *(_answer(check.answers.get((process, question)), words) for process in seen),
            ),
        )
        for question, text in check.questions.items()
    )
    columns = (
        GridColumn("question", words("Question")),
        *(GridColumn(process, words.name(process)) for process in seen),
    )
    given = [answer for (process, _), answer in check.answers.items() if process in seen]
    title = words(
        "Self-check of the processes: {yes} yes, {no} no, {open} unanswered",
        yes=given.count(True),
        no=given.count(False),
        open=len(seen) * len(check.questions) - len(given),
    )
    return Card(
        key="readiness_process",
        title=title,
        subtitle=words("Number of answers, as the company gave them in {file} · no grade is made of them",
                       file=readiness.FILE),
        body=Grid(columns, rows, title),
        footer=footer(warehouse, words),
        alt=words("A row per question"),
    )  # fmt: skip


def _answers() -> SelfCheck:
    """A file that can't be used answers nothing: it is told with the other files of the company."""
    try:
        return readiness.read(settings.company_folder())
    except DefinitionError:
        return SelfCheck(readiness.QUESTIONS, {})


def _answer(answer: bool | None, words: Words) -> Cell:
    if answer is None:
        return Cell(text=words("unanswered"), muted=True)
    return Cell(text=words("yes") if answer else words("no"))

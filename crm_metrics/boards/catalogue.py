"""The catalogue: every metric with its definition, whether this company's data can answer it, and what would."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from crm_metrics.access import PROCESSES
from crm_metrics.boards import freshness
from crm_metrics.boards.cards.unlock import files
from crm_metrics.boards.core import (
    Board,
    Card,
    Cell,
    Chip,
    Choice,
    Detail,
    Empty,
    FactSheet,
    Filter,
    Grid,
    GridColumn,
    Row,
    View,
)
from crm_metrics.boards.filters import one_of
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.telling.defining import CADENCE, UNITS, facts_of, made_of
from crm_metrics.declared import Problem
from crm_metrics.errors import CrmError
from crm_metrics.languages import unaccented
from crm_metrics.metrics.core import APPLICATION, RHYTHMS, Metric
from crm_metrics.metrics.lacks import Lack, lacks
from crm_metrics.metrics.own.inquiries import Inquiry, inquiries
from crm_metrics.metrics.question import dimensions, outdated, reach, statements
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.metrics.registry import known, own_metrics
from crm_metrics.metrics.rows.coverage import coverage_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

SHARED = "shared"  # in the filter of processes: the metrics that read all of them


@dataclass(frozen=True)
class Line:
    """A metric, and what this warehouse can say of it."""

    metric: Metric
    lacks: tuple[Lack, ...] = ()
    """Its missing inputs."""
    through: date | None = None
    """Where its inputs end."""
    reason: Reason | None = None
    """Why it can't be computed whatever is imported: its rows live elsewhere, or another release made them."""

    @property
    def ready(self) -> bool:
        """Whether it can be computed here."""
        return not self.lacks and self.reason is None


@dataclass(frozen=True, kw_only=True)
class CatalogueFacts:
    """What the page shows, in no language."""

    view: View
    """What the reader asked for: words typed, process, level, and the metric to open."""
    frame: Frame
    """How far the data reach and when they were loaded."""
    lines: tuple[Line, ...]
    """Every metric known here, also those that the view's filters hide."""
    asked: tuple[Inquiry, ...] = ()
    """The questions of the company."""
    problems: tuple[Problem, ...] = ()
    """Files of the company that can't be used."""
    version: int = 0
    """The number of the warehouse version."""
    chosen: str = ""
    """The metric shown in full, "" without one."""
    sql: str = ""
    """What the engine runs for it."""
    dimensions: tuple[str, ...] = ()
    """What it can be grouped by."""


def gather(warehouse: Warehouse, view: View) -> CatalogueFacts:
    """Every metric known here, and the one that the view asks for in full."""
    metrics, around = known(), freshness.around(warehouse, view)
    lines = tuple(line(warehouse, metric) for metric in metrics.values())
    own = own_metrics()
    asked, wrong = inquiries(metrics)
    problems = (*(own.problems if own else ()), *wrong)
    name = _asked(view, "metric")
    chosen = next((line for line in lines if line.metric.name == name), None)
    facts = CatalogueFacts(
        view=view,
        frame=around,
        lines=lines,
        asked=asked,
        problems=problems,
        version=warehouse.version,
        chosen=name if chosen else "",
    )
    if chosen is None or chosen.reason is not None:
        return facts
    return replace(facts, sql=statements(warehouse, chosen.metric), dimensions=dimensions(warehouse, chosen.metric))


def line(warehouse: Warehouse, metric: Metric) -> Line:
    """What this warehouse can say of a metric."""
    if outdated(warehouse, metric):
        return Line(metric, reason=because("needs the command rebuild: another release made this version"))
    if metric.shape == APPLICATION:
        return Line(metric, reason=coverage_of(warehouse, metric).reason)
    return Line(metric, lacks(warehouse, metric), reach(warehouse, metric))


def board(facts: CatalogueFacts, words: Words) -> Board:
    """The catalogue in the reader's language."""
    shown = [line for line in facts.lines if _fits(line, facts.view, words)]
    ready = sum(line.ready for line in facts.lines)
    cards = [_entry(line, facts, words) for line in facts.lines if line.metric.name == facts.chosen]
    cards += [_list(shown, facts, words), _asked_here(facts, words)]
    return Board(
        key="catalogue",
        title=words("Metrics"),
        period=words("{ready} of {n} computable here", ready=ready, n=len(facts.lines)),
        state=Chip("closed", words("catalogue")),
        summary=(),
        tiles=(),
        cards=tuple(cards),
        freshness=facts.frame.freshness(words),
        notices=tuple(words.error(problem.error) for problem in facts.problems if isinstance(problem.error, CrmError)),
        filters=_filters(facts, words),
    )


def state(line: Line, words: Words) -> str:
    """Whether it can be computed here, else which file would tell."""
    if line.reason is not None:
        return words.error(line.reason)
    if not line.lacks:
        return words("computable")
    given = {lack.tables for lack in line.lacks if len(lack.tables) == 1}  # one of two files is told already
    needs = [lack for lack in line.lacks if len(lack.tables) == 1 or not any((each,) in given for each in lack.tables)]
    return words("needs {files}", files=words.listed(_input(lack, words) for lack in needs))


def _input(lack: Lack, words: Words) -> str:
    """The file that is missing, the files of which either will do, or a column of one."""
    if lack.column:
        return words("{column} in {file}", column=lack.column, file=lack.files[0])
    return files("|".join(lack.tables), words)


def here(line: Line, words: Words) -> tuple[tuple[str, str], ...]:
    """What these data can say of a metric, and how far they reach."""
    through = words.day(line.through) if line.through else "–"
    return ((words("State"), state(line, words)), (words("Data up to"), through))


def _asked(view: View, key: str) -> str:
    return next((value for name, value in view.where if name == key), "")


def _all_asked(view: View, key: str) -> tuple[str, ...]:
    """The values of a filter in force, any of which fits; empty for everything."""
    return tuple(value for name, value in view.where if name == key and value)


def _fits(line: Line, view: View, words: Words) -> bool:
    metric = line.metric
    groups, levels = _all_asked(view, "group"), _all_asked(view, "level")
    if groups and (metric.process or SHARED) not in groups:
        return False
    if levels and not any(level in metric.reading for level in levels):
        return False
    return matches(line, _asked(view, "q"), words)


def matches(line: Line, typed: str, words: Words) -> bool:
    """Whether every word typed stands in a metric's id, name, meaning, source or state; accents don't matter."""
    metric = line.metric
    said = (metric.name, metric.label, words(metric.label), words(metric.means), metric.source, state(line, words))
    texts = folded(" ".join(map(str, said)))
    return all(part in texts for part in folded(typed).split())


def folded(text: str) -> str:
    """Small letters without accents: «retencion» finds «Retención»."""
    return unaccented(text.casefold()).replace("_", " ")


def _filters(facts: CatalogueFacts, words: Words) -> tuple[Filter, ...]:
    def several(key: str, label: str, everything: str, choices: dict[str, str]) -> Filter:
        given = tuple(Choice(value, text) for value, text in choices.items())
        chosen = _all_asked(facts.view, key)
        return Filter(key=key, label=label, everything=everything, choices=given, chosen=chosen, several=True)

    processes = {process: words.name(process) for process in PROCESSES} | {SHARED: words("Common to every process")}
    levels = {level: words.name(level) for level in RHYTHMS}
    named = {line.metric.name: words(line.metric.label) for line in facts.lines}
    search = _asked(facts.view, "q")
    return (
        Filter(
            key="q",
            label=words("Search"),
            everything=words("Search the metrics"),
            choices=(),
            chosen=(search,) if search else (),
            free=True,
        ),
        several("group", words("Process"), words("All processes"), processes),
        several("level", words("Reader"), words("All readers"), levels),
        one_of("metric", words("Metric"), named.items(), facts.chosen, everything=words("See one in full")),
    )


def _list(lines: list[Line], facts: CatalogueFacts, words: Words) -> Card:
    columns = (
        GridColumn("metric", words("Metric")),
        GridColumn("kind", words("Kind")),
        GridColumn("unit", words("Unit")),
        GridColumn("finest", words("Read at most")),
        GridColumn("means", words("What it means")),
        GridColumn("state", words("State"), "chip"),
    )
    rows = tuple(
        Row(
            line.metric.name,
            (
                Cell(text=words(line.metric.label)),
                Cell(text=words(line.metric.kind)),
                Cell(text=words(UNITS[line.metric.unit])),
                Cell(text=words(CADENCE[line.metric.finest])),
                Cell(text=words(line.metric.means)),
                Cell(chip=Chip("routine" if line.ready else "empty", state(line, words))),
            ),
            words.name(line.metric.process) if line.metric.process else words("Every process"),
            Detail(words(line.metric.label), facts_of(line.metric, words) + here(line, words)),
        )
        for line in lines
    )
    title = words.many(len(rows), "One metric", "{n} metrics") if rows else words("No metric fits what was asked")
    subtitle = words("Every definition · open a name to read it · a file named in the last column would unlock it")
    caption = words("The metrics of the catalogue")
    if not rows:
        body, asked = _nothing(facts.view, title, words)
        return Card(key="metrics", title=title, subtitle=asked, body=body, footer=_footer(facts, words), alt=caption)
    return Card(
        key="metrics",
        title=title,
        subtitle=subtitle,
        body=Grid(columns, rows, caption),
        footer=_footer(facts, words),
        alt=caption,
    )


def _nothing(view: View, title: str, words: Words) -> tuple[Empty, str]:
    """What stands in place of the list, with the way back; and what was asked in vain."""
    chosen = [
        words("Common to every process") if value == SHARED else words.name(value)
        for key in ("group", "level")
        for value in _all_asked(view, key)
    ]
    typed = _asked(view, "q")
    asked = words.listed([*([words("“{text}”", text=typed)] if typed else []), *chosen])
    given = tuple((key, "") for key in ("q", "group", "level") if _asked(view, key))
    reason = words("Each word has to stand in the name, meaning, source or state of one metric.")
    return Empty(title, reason, words("Remove the filter"), given), words("Looked for {asked}", asked=asked)


def _entry(line: Line, facts: CatalogueFacts, words: Words) -> Card:
    metric = line.metric
    grouped = (words("Can be grouped by"), words.listed(map(words.name, facts.dimensions)) or "–")
    entries = (*facts_of(metric, words), grouped, *here(line, words))
    title = words(metric.label)
    return Card(
        key="entry",
        title=title,
        subtitle=words(metric.means),
        body=FactSheet(entries[1:], facts.sql, made_of(metric, words)),
        footer=_footer(facts, words),
        alt=title,
    )


def questions(facts: CatalogueFacts, words: Words) -> Grid:
    """The questions of the company: the metrics that answer each, and what they lack here."""
    lines = {line.metric.name: line for line in facts.lines}
    columns = (
        GridColumn("question", words("Question")),
        GridColumn("metrics", words("Metrics that answer it")),
        GridColumn("state", words("State"), "chip"),
    )
    rows = []
    for place, question in enumerate(facts.asked):
        answering = [lines[name] for name in question.metrics if name in lines]
        lacks = tuple(dict.fromkeys(need for line in answering for need in line.lacks))
        ready = any(line.ready for line in answering)
        whole = bool(answering) and all(line.ready for line in answering)
        answered = words("answered") if whole else words("answered in part") if ready else ""
        if not answered:
            why = None if lacks or not answering else answering[0].reason
            answered = (
                state(Line(answering[0].metric, lacks, reason=why), words) if answering else words("no metric yet")
            )
        cells = (
            Cell(text=question.text(words.language)),
            Cell(text=", ".join(words(line.metric.label) for line in answering)),
            Cell(chip=Chip("routine" if whole else "empty", answered)),
        )
        rows.append(
            Row(str(place), cells, words.name(question.process) if question.process else words("Every process"))
        )
    caption = words("What the company wants to know, the metric that answers, and the data it lacks")
    return Grid(columns, tuple(rows), caption)


def _asked_here(facts: CatalogueFacts, words: Words) -> Card:
    body = questions(facts, words)
    title = words.many(len(body.rows), "One question of the company", "{n} questions of the company")
    subtitle = body.caption
    footer = _footer(facts, words, words("A company adds its own in data/questions.toml"))
    return Card(key="questions", title=title, subtitle=subtitle, body=body, footer=footer, alt=subtitle)


def _footer(facts: CatalogueFacts, words: Words, *notes: str) -> str:
    source = words("Source: the catalogue of metrics and version {number} of the warehouse", number=str(facts.version))
    return " · ".join(filter(None, (source, facts.frame.updated_text(words), *notes)))

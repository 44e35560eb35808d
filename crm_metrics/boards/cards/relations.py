"""The card that holds productivity beside satisfaction: a line for each process, or one process in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from crm_metrics.analysis.relating import relations
from crm_metrics.analysis.relating.bias import bias
from crm_metrics.analysis.relating.linked import Bar
from crm_metrics.analysis.relating.pairs import MEASURES, Answers
from crm_metrics.analysis.relating.verdicts import Relation
from crm_metrics.boards.behind.provenance import Provenance, of_days
from crm_metrics.boards.bodies.interval import Deciles, Interval
from crm_metrics.boards.core import Card, Cell, Definition, Empty, Grid, GridColumn, Row
from crm_metrics.boards.facts import WeeklyFacts
from crm_metrics.boards.filters import permitted
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import RELATED, RELATED_WITH
from crm_metrics.boards.series import Indicator, asked_of, collect
from crm_metrics.boards.telling import claims, findings, sentences
from crm_metrics.boards.telling.sentences import TITLE
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

WEEKS = 52
READ_AS = "average_handle_time"  # whose rows tell the time of a contact
TIME_OF = "handling_time"  # the driver that it is of one contact
PAGE = "pairing"  # where a process is looked into further


@dataclass(frozen=True)
class Related:
    """The relations of 52 weeks, in the order of the processes. process: the one asked for, whose chart is drawn.

    behind: by process what leads to all its answers, where a question finds as many.
    """

    found: tuple[Relation, ...]
    process: str | None
    behind: Mapping[str, Provenance] = field(default_factory=dict)


def gather(warehouse: Warehouse, facts: WeeklyFacts) -> Related | None:
    """The relations through the week shown; None where no survey was ever loaded, or the page asks for other cuts."""
    view, week, until = facts.view, facts.first, facts.last
    where = asked_of(view)
    if warehouse.loaded("survey") is None or set(where) - {"tier"}:
        return None
    chosen = [(process, metric_of(name)) for process, name in RELATED.items() if permitted(view.scope, process)]
    since = week - timedelta(days=7 * (WEEKS - 1))
    known = relations.of_page(
        warehouse, chosen, RELATED_WITH, since=since, until=until, tiers=where.get("tier", ()), scope=view.scope
    )
    kept = [relation for relation in known if view.process in (None, relation.process) and relation.answers]
    if view.process and kept:
        tiers = tuple((name, tuple(values)) for name, values in where.items())
        asked = Answers(since=since, until=until, processes=(view.process,), where=tiers, scope=view.scope)
        kept = [relations.with_bias(kept[0], bias(warehouse, MEASURES[RELATED_WITH], asked))]
    return Related(tuple(kept), view.process, _behind(warehouse, facts, kept)) if kept else None


def _behind(warehouse: Warehouse, facts: WeeklyFacts, found: Sequence[Relation]) -> dict[str, Provenance]:
    """What leads to the answers of each process; nothing where a question finds others than the relation has."""
    since, metric = facts.first - timedelta(days=7 * (WEEKS - 1)), metric_of(RELATED_WITH)
    answers = {str(relation.process): relation.answers for relation in found}
    asked = [Indicator(RELATED_WITH, process) for process in answers]
    results = collect(
        warehouse, asked, every="all", since=since, until=facts.last, where=asked_of(facts.view), scope=facts.view.scope
    )
    return {
        str(one.process): of_days(metric, since, facts.last, reading.value, process=one.process)
        for one, result in results.items()
        for reading in result.readings
        if reading.n == answers[str(one.process)]
    }


def card(facts: Related, frame: Frame, words: Words) -> Card:
    """One process in full where one was asked for, else a line for each."""
    if facts.process is not None:
        return _full(facts.found[0], facts.behind.get(facts.process), frame, words)
    return _lines(facts, frame, words)


def _lines(facts: Related, frame: Frame, words: Words) -> Card:
    sure = sum(relation.verdict == "related" for relation in facts.found)
    judged = sum(relation.q is not None for relation in facts.found)
    title = (
        _title(facts.found[0], words)
        if judged and len(facts.found) == 1
        else sentences.say(claims.relations(sure, judged), words)
    )
    subtitle = words(
        "Difference in CSAT between contacts that differ in time, 52 weeks · an association, no proof of an effect"
    )
    columns = (
        GridColumn("process", words("Process")),
        GridColumn("finding", words("Finding")),
        GridColumn("effect", words("Difference"), "number"),
        GridColumn("interval", words("95% interval"), "number"),
        GridColumn("n", words("n of answers"), "number"),
        GridColumn("q", words("q"), "number"),
        GridColumn("verdict", words("Verdict"), "chip"),
    )
    rows = tuple(_row(relation, facts.behind.get(str(relation.process)), words) for relation in facts.found)
    alt = title + ": " + "; ".join(f"{row.cells[0].text}: {row.cells[1].text}" for row in rows)
    family = max((relation.family for relation in facts.found), default=0)
    footer = frame.footer(
        words, [RELATED_WITH, READ_AS], sum(relation.n for relation in facts.found),
        words("difference for each doubling of the time; of a U, at half and double of its best"),
        words("q: corrected for {n} tests; associated up to 0.10", n=family) if family else "",
    )  # fmt: skip
    return Card(
        key="relations",
        title=title,
        subtitle=subtitle,
        body=Grid(columns, rows, title),
        footer=footer,
        alt=alt,
        width=12,
        definitions=_definitions(words),
    )


def _row(relation: Relation, led: Provenance | None, words: Words) -> Row:
    name = words.name(relation.process)
    few = relation.q is None
    cells = (
        Cell(text=name, leads=f"{PAGE}?process={relation.process}"),
        Cell(text=findings.finding(relation, words), muted=few),
        Cell(text=findings.effect(relation, words), muted=relation.verdict != "related"),
        Cell(text=findings.interval(relation, words), muted=relation.verdict != "related"),
        Cell(text=words("{n} of {answers}", n=relation.n, answers=relation.answers), behind=led),
        Cell(text=findings.q_text(relation, words)),
        Cell(chip=findings.chip(relation, words)),
    )
    return Row(f"{relation.process}:{relation.metric}", cells)


def _full(relation: Relation, led: Provenance | None, frame: Frame, words: Words) -> Card:
    """The tenths of the answers by time, each with its interval, and all that goes with the number."""
    finding, title = findings.finding(relation, words), _title(relation, words)
    subject = findings.subject(relation, words)
    notes = (
        words(
            "Difference {effect} {per} ({interval})",
            effect=findings.effect(relation, words),
            per=findings.per(relation, words),
            interval=findings.interval(relation, words),
        ) if findings.shown(relation) else "",
        words("q {q} of {n} tests", q=findings.q_text(relation, words), n=relation.family)
        if relation.q is not None else "",
        *findings.notes(relation, words),
    )  # fmt: skip
    footer, named = frame.footer(words, [RELATED_WITH, READ_AS], relation.n, *notes), _definitions(words, led)
    if relation.p is None:
        subtitle = words("CSAT by {subject} · 52 weeks", subject=subject)
        fact = title if title in finding else finding
        nothing = Empty(fact, words("There is nothing to draw."))
        return Card(
            key="relations",
            title=title,
            subtitle=subtitle,
            body=nothing,
            footer=footer,
            alt=title,
            width=12,
            definitions=named,
        )
    bars = tuple(_bar(bar, relation, led, words) for bar in relation.bars)
    mean = sum(bar.value * bar.n for bar in relation.bars) / sum(bar.n for bar in relation.bars)
    subtitle = words(
        "CSAT by tenths of the answers · 52 weeks · line: 95% interval of each · dashes: all of them, {mean}",
        mean=findings.level(mean, relation, words),
    )
    whole = _among(led, relation.bars[0].first, relation.bars[-1].last, mean, relation)
    body = Deciles(bars, "percent" if relation.share else "points", mean, subject, whole)
    alt = words("{finding} By tenths: {bars}", finding=finding, bars=[bar.label for bar in bars])
    return Card(
        key="relations", title=title, subtitle=subtitle, body=body, footer=footer, alt=alt, width=12, definitions=named
    )


def _bar(bar: Bar, relation: Relation, led: Provenance | None, words: Words) -> Interval:
    span = findings.span(bar.first, bar.last, relation, words)
    label = words(
        "{span}: {value} ({low} to {high}), n = {n}",
        span=span,
        value=findings.level(bar.value, relation, words),
        low=findings.level(bar.low, relation, words),
        high=findings.level(bar.high, relation, words),
        n=bar.n,
    )
    behind = _among(led, bar.first, bar.last, bar.value, relation)
    return Interval(name=span, value=bar.value, low=bar.low, high=bar.high, n=bar.n, label=label, behind=behind)


def _among(led: Provenance | None, first: float, last: float, value: float, relation: Relation) -> Provenance | None:
    """What leads to the answers whose contacts took such a time; None where another driver tells them apart."""
    if led is None or relation.driver is None or relation.driver.name != TIME_OF:
        return None
    return replace(led, value=value, took=(int(first), int(last)))


def _title(relation: Relation, words: Words) -> str:
    """The finding, in short where it is too long for a title."""
    title = findings.finding(relation, words).removesuffix(".")
    return _short(relation, words) if relation.verdict == "not_offered" or len(title) > TITLE else title


def _short(relation: Relation, words: Words) -> str:
    """The finding as a title."""
    if relation.simpson:
        return words("Opposite signs within and between teams: do not compare teams by it")
    if relation.verdict == "related":
        return words("Time and satisfaction are associated in this process")
    if relation.p is None:
        return words("Time and satisfaction: not enough linked answers yet")
    return words("Time and satisfaction: nothing conclusive in this process")


def _definitions(words: Words, led: Provenance | None = None) -> tuple[Definition, ...]:
    """Of the two metrics. led: what leads to the answers of the only process."""
    return definition(metric_of(RELATED_WITH), words, led), definition(metric_of(READ_AS), words)

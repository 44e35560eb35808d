"""The card that holds productivity beside satisfaction: a line for each process, or one process in full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics.analysis.relating import relations
from crm_metrics.analysis.relating.bias import bias
from crm_metrics.analysis.relating.linked import Bar
from crm_metrics.analysis.relating.pairs import MEASURES, Answers
from crm_metrics.analysis.relating.verdicts import Relation
from crm_metrics.boards.core import Card, Cell, Column, Deciles, Definition, Empty, Grid, Interval, Row, View
from crm_metrics.boards.freshness import Frame, permitted
from crm_metrics.boards.layout import RELATED, RELATED_WITH
from crm_metrics.boards.series import asked_of
from crm_metrics.boards.telling import findings
from crm_metrics.boards.telling.sentences import TITLE
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

WEEKS = 52
READ_AS = "average_handle_time"  # whose rows tell the time of a contact


@dataclass(frozen=True)
class Related:
    """The relations of 52 weeks, in the order of the processes. process: the one asked for, whose chart is drawn."""

    found: tuple[Relation, ...]
    process: str | None


def gather(warehouse: Warehouse, view: View, week: date) -> Related | None:
    """The relations through the week shown; None where no survey was ever loaded, or the page asks for other cuts."""
    where = asked_of(view)
    if warehouse.loaded("survey") is None or set(where) - {"tier"}:
        return None
    chosen = [(process, metric_of(name)) for process, name in RELATED.items() if permitted(view.scope, process)]
    until = week + timedelta(days=6)
    since = week - timedelta(days=7 * (WEEKS - 1))
    found = relations.of_page(
        warehouse, chosen, RELATED_WITH, since=since, until=until, tiers=where.get("tier", ()), scope=view.scope
    )
    kept = [one for one in found if view.process in (None, one.process) and one.answers]
    if view.process and kept:
        tiers = tuple((name, tuple(values)) for name, values in where.items())
        asked = Answers(since=since, until=until, processes=(view.process,), where=tiers, scope=view.scope)
        kept = [relations.with_bias(kept[0], bias(warehouse, MEASURES[RELATED_WITH], asked))]
    return Related(tuple(kept), view.process) if kept else None


def card(facts: Related, frame: Frame, words: Words) -> Card:
    """One process in full where one was asked for, else a line for each."""
    if facts.process is not None:
        return _full(facts.found[0], frame, words)
    return _lines(facts, frame, words)


def _lines(facts: Related, frame: Frame, words: Words) -> Card:
    sure = sum(one.verdict == "related" for one in facts.found)
    judged = sum(one.q is not None for one in facts.found)
    title = words("Satisfaction is associated with time in {n} of {all} processes", n=sure, all=judged)
    if len(facts.found) == 1:
        title = _title(facts.found[0], words)
    elif not sure:
        title = words("No process shows that satisfaction goes with time")
    if not judged:
        title = words("Time and satisfaction: not enough linked answers yet")
    subtitle = words(
        "Difference in CSAT between contacts that differ in time, 52 weeks · an association, no proof of an effect"
    )
    columns = (
        Column("process", words("Process")),
        Column("finding", words("Finding")),
        Column("effect", words("Difference"), "number"),
        Column("interval", words("95% interval"), "number"),
        Column("n", words("n"), "number"),
        Column("q", words("q"), "number"),
        Column("verdict", words("Verdict"), "chip"),
    )
    rows = tuple(_row(one, words) for one in facts.found)
    alt = title + ": " + "; ".join(f"{row.cells[0].text}: {row.cells[1].text}" for row in rows)
    family = max((one.family for one in facts.found), default=0)
    footer = frame.footer(
        words, [RELATED_WITH, READ_AS], sum(one.n for one in facts.found),
        words("difference for each doubling of the time; of a U, at half and double of its best"),
        words("q: corrected for {n} tests; associated up to 0.10", n=family) if family else "",
    )  # fmt: skip
    return Card("relations", title, subtitle, Grid(columns, rows, title), footer, alt, 12, _definitions(words))


def _row(one: Relation, words: Words) -> Row:
    name = words.name(one.process)
    few = one.q is None
    cells = (
        Cell(name),
        Cell(findings.finding(one, words), muted=few),
        Cell(findings.effect(one, words), muted=one.verdict != "related"),
        Cell(findings.interval(one, words), muted=one.verdict != "related"),
        Cell(words.number(one.n)),
        Cell(findings.q_text(one, words)),
        Cell(chip=findings.chip(one, words)),
    )
    return Row(f"{one.process}:{one.metric}", cells)


def _full(one: Relation, frame: Frame, words: Words) -> Card:
    """The tenths of the answers by time, each with its interval, and all that goes with the number."""
    finding, title = findings.finding(one, words), _title(one, words)
    subject = findings.subject(one, words)
    told = (
        words(
            "Difference {effect} {per} ({interval})",
            effect=findings.effect(one, words),
            per=findings.per(one, words),
            interval=findings.interval(one, words),
        ) if findings.shown(one) else "",
        words("q {q} of {n} tests", q=findings.q_text(one, words), n=one.family) if one.q is not None else "",
        *findings.notes(one, words),
    )  # fmt: skip
    footer, named = frame.footer(words, [RELATED_WITH, READ_AS], one.n, *told), _definitions(words)
    if one.p is None:
        subtitle = words("CSAT by {subject} · 52 weeks", subject=subject)
        fact = title if title in finding else finding
        nothing = Empty(fact, words("There is nothing to draw."))
        return Card("relations", title, subtitle, nothing, footer, title, 12, named)
    bars = tuple(_bar(bar, one, words) for bar in one.bars)
    mean = sum(bar.value * bar.n for bar in one.bars) / sum(bar.n for bar in one.bars)
    subtitle = words(
        "CSAT by tenths of the answers · 52 weeks · line: 95% interval of each · dashes: all of them, {mean}",
        mean=findings.level(mean, one, words),
    )
    body = Deciles(bars, "percent" if one.share else "points", mean, subject)
    alt = words("{finding} By tenths: {bars}", finding=finding, bars=[bar.label for bar in bars])
    return Card("relations", title, subtitle, body, footer, alt, 12, named)


def _bar(bar: Bar, one: Relation, words: Words) -> Interval:
    span = findings.span(bar.first, bar.last, one, words)
    label = words(
        "{span}: {value} ({low} to {high}), n = {n}",
        span=span,
        value=findings.level(bar.value, one, words),
        low=findings.level(bar.low, one, words),
        high=findings.level(bar.high, one, words),
        n=bar.n,
    )
    return Interval(span, bar.value, bar.low, bar.high, bar.n, label)


def _title(one: Relation, words: Words) -> str:
    """The finding, in short where it is too long for a title."""
    title = findings.finding(one, words).removesuffix(".")
    return _short(one, words) if one.verdict == "not_offered" or len(title) > TITLE else title


def _short(one: Relation, words: Words) -> str:
    """The finding as a title."""
    if one.simpson:
        return words("Opposite signs within and between teams: do not compare teams by it")
    if one.verdict == "related":
        return words("Time and satisfaction are associated in this process")
    if one.p is None:
        return words("Time and satisfaction: not enough linked answers yet")
    return words("Time and satisfaction: nothing conclusive in this process")


def _definitions(words: Words) -> tuple[Definition, ...]:
    return tuple(definition(metric_of(name), words) for name in (RELATED_WITH, READ_AS))

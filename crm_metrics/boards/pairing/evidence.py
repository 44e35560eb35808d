"""What goes together with satisfaction: of one process at each level, and of every process at one; never a cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crm_metrics.analysis.relating.family import RATE
from crm_metrics.analysis.relating.series import Correlation
from crm_metrics.analysis.relating.verdicts import Relation
from crm_metrics.boards.core import Card, Cell, Chip, Grid, GridColumn, Row
from crm_metrics.boards.pairing.quadrant import days_text
from crm_metrics.boards.pairing.readings import PairingFacts, PairReading
from crm_metrics.boards.pairing.selection import UNITS, PairChoice
from crm_metrics.boards.telling import findings
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.registry import metric_of
from crm_metrics.words import Words


def levels(facts: PairingFacts, choice: PairChoice) -> tuple[Relation, ...]:
    """The relations of a pair in its process: among contacts, then over time of each kind of unit."""
    over_time = [facts.pairs[replace(choice, unit=unit)].over_time for unit in UNITS]
    contact = facts.contacts.get((choice.process, choice.productivity, choice.satisfaction))
    return tuple(one for one in (contact, *over_time) if one is not None)


def card(facts: PairingFacts, pair: PairReading, words: Words) -> Card:
    """The evidence on one pair, level by level."""
    choice, found = pair.choice, levels(facts, pair.choice)
    sure = [one for one in found if one.verdict == "related"]
    title = words("The two are not surely associated at any level")
    if sure:
        title = words.many(len(sure), "The two are associated at one level", "The two are associated at {n} levels")
    rows = tuple(
        Row(
            one.unit,
            (
                Cell(text=words.name(one.unit) if one.unit != "contact" else words("Answer")),
                Cell(text=words(findings.QUESTIONS[one.unit])),
                *_cells(one, words),
            ),
        )
        for one in found
    ) + _as_they_are(pair, words)
    columns = (GridColumn("level", words("Level")), GridColumn("question", words("Question")), *_columns(words))
    bias = facts.answering.get((choice.process, choice.satisfaction))
    notes = findings.bias(replace(found[0], bias=bias), words) if bias is not None and found else ()
    names = (choice.productivity, choice.satisfaction)
    x, y = (words(metric_of(name).label) for name in names)
    return Card(
        key="evidence",
        title=title,
        subtitle=f"{x} × {y} · {_subtitle(facts, words)}",
        body=Grid(columns, rows, title),
        footer=facts.frame.footer(words, names, None, *explained(found, facts.family, words), *notes),
        alt=title + ": " + "; ".join(f"{row.cells[0].text}: {row.cells[2].text}" for row in rows),
        definitions=tuple(definition(metric_of(name), words) for name in names),
    )


def _as_they_are(pair: PairReading, words: Words) -> tuple[Row, ...]:
    """The units as the cloud shows them, over all and within teams: it describes them, and decides nothing."""
    if pair.cloud is None:
        return ()
    over_all = words("Do units with more of it have more satisfied customers? It describes them as they are.")
    within = words("The same among agents of one team: where it turns around, teams differ in something else.")
    sides = ((words("As they are"), over_all, pair.cloud.over_all), (words("Within teams"), within, pair.cloud.within))
    return tuple(
        Row(
            f"cloud:{place}",
            (
                Cell(text=level),
                Cell(text=question),
                Cell(text=words("Description only."), muted=True),
                *(Cell(text="–", muted=True),) * 2,
                Cell(text=correlation(one, words), muted=True),
                Cell(text=words.number(one.n)),
                Cell(text=words.number(one.effective, 0)),
                Cell(text=words("none: the same days")),
                Cell(text="–"),
                Cell(text=words(findings.VERDICTS["description"]), chip=described),
            ),
        )
        for place, (level, question, one) in enumerate(sides)
        if one is not None
        for described in [Chip("small", words(findings.VERDICTS["description"]))]
    )


def processes(facts: PairingFacts, pair: PairReading, words: Words) -> Card:
    """Every process at one kind of unit, by its own first measure of productivity and the satisfaction chosen."""
    choice = pair.choice
    found = [facts.pairs[_of(process, facts, choice)] for process in facts.measures]
    told = [one.over_time for one in found]
    judged, sure = sum(one.q is not None for one in told), sum(one.verdict == "related" for one in told)
    title = words.many(
        judged,
        "In {sure} of the one process that can be judged, the two go together over time",
        "In {sure} of {n} processes that can be judged, the two go together over time",
        sure=sure,
    )
    if not judged:
        title = words("Processes can't be judged over time yet")
    rows = tuple(
        Row(
            str(one.process),
            (
                Cell(text=words.name(one.process)),
                Cell(text=words(metric_of(one.metric).label)),
                *_cells(one, words),
            ),
        )
        for one in told
    )
    columns = (GridColumn("process", words("Process")), GridColumn("metric", words("Metric")), *_columns(words))
    names = tuple(dict.fromkeys(name for one in told for name in (one.metric, one.satisfaction)))
    return Card(
        key="processes",
        title=title,
        subtitle=" · ".join((words(findings.QUESTIONS[choice.unit]), _subtitle(facts, words))),
        body=Grid(columns, rows, title),
        footer=facts.frame.footer(words, names, None),
        alt=title + ": " + "; ".join(f"{row.cells[0].text}: {row.cells[2].text}" for row in rows),
        definitions=tuple(definition(metric_of(name), words) for name in names),
    )


def _of(process: str, facts: PairingFacts, choice: PairChoice) -> PairChoice:
    """The pair of a process that stands beside the one chosen."""
    if process == choice.process:
        return choice
    xs, ys = facts.measures[process]
    y = choice.satisfaction if choice.satisfaction in ys else ys[0]
    return PairChoice(process=process, unit=choice.unit, productivity=xs[0], satisfaction=y)


def _subtitle(facts: PairingFacts, words: Words) -> str:
    return words("{days} · an association, no proof of an effect · grey: inconclusive", days=days_text(facts, words))


def _columns(words: Words) -> tuple[GridColumn, ...]:
    return (
        GridColumn("finding", words("Finding")),
        GridColumn("effect", words("Difference"), "number"),
        GridColumn("interval", words("95% interval"), "number"),
        GridColumn("correlation", words("Correlation"), "number"),
        GridColumn("n", words("n"), "number"),
        GridColumn("effective", words("Worth"), "number"),
        GridColumn("lag", words("Lag")),
        GridColumn("q", words("q"), "number"),
        GridColumn("verdict", words("Verdict"), "chip"),
    )


def _cells(one: Relation, words: Words) -> tuple[Cell, ...]:
    grey = one.verdict != "related"
    state = findings.chip(one, words)
    return (
        Cell(text=findings.finding(one, words), muted=grey),
        Cell(text=findings.effect(one, words), muted=grey),
        Cell(text=findings.interval(one, words), muted=grey),
        Cell(text=correlation(one.coefficient, words), muted=grey),
        Cell(text=words.number(one.n) if one.n else "–"),
        Cell(text=words.number(one.effective, 0) if one.effective else "–"),
        Cell(text=lag(one, words)),
        Cell(text=findings.q_text(one, words)),
        Cell(text=state.text, chip=state),
    )


def correlation(one: Correlation | None, words: Words) -> str:
    """A coefficient with its interval, a dash without one."""
    if one is None:
        return "–"
    low, high = (words.number(end, 2, sign=True) for end in (one.low, one.high))
    return f"{words.number(one.value, 2, sign=True)} ({words('{low} to {high}', low=low, high=high)})"


def lag(one: Relation, words: Words) -> str:
    """By how much productivity comes before satisfaction, as it was declared before looking."""
    if one.unit == "contact":
        return words("none: its own contact")
    if not one.lag:
        return words("none: the same month") if one.every == "month" else words("none: the same week")
    if one.every == "month":
        return words.many(one.lag, "one month later", "{n} months later")
    return words.many(one.lag, "one week later", "{n} weeks later")


def explained(found: Sequence[Relation], family: int, words: Words) -> tuple[str, ...]:
    """What a reader without statistics needs: the unit of the difference, q, the worth of n, and the shape of a U."""
    said = [
        words("difference in satisfaction: of an answer for each doubling of the time, over time for 10% more of it")
    ]
    said.append(words("worth: what n comes to once answers of one customer, or neighbouring periods, count together"))
    if family:
        said.append(words("q: of all that is reported up to this q, the share that chance would bring; {n} tests, "
                          "associated up to {rate}", n=family, rate=words.number(RATE, 2)))  # fmt: skip
    if any(one.shape in ("hill", "valley") and one.best is not None for one in found):
        said.append(
            words("inverted U: satisfaction is highest in the middle and lower on both sides; a U is the reverse")
        )
    return tuple(said)


def warnings(pair: PairReading, words: Words) -> tuple[str, ...]:
    """The warning of opposite signs, within teams and over all, or over time and between units."""
    said = []
    cloud = pair.cloud
    if cloud is not None and cloud.within is not None and pair.opposite_q is not None and pair.opposite_q <= RATE:
        said.append(
            words(
                "Simpson: within teams {within}, over all agents {over_all}. Do not compare agents of different teams.",
                within=words.number(cloud.within.value, 2, sign=True),
                over_all=words.number(cloud.over_all.value, 2, sign=True),
            )
        )
    if pair.over_time.simpson:
        said.append(findings.finding(pair.over_time, words))
    return tuple(said)

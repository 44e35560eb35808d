"""The card of the cloud: a point for each unit, who is surely fast with low satisfaction, or slow with high."""

from __future__ import annotations

from crm_metrics.analysis.relating.family import RATE
from crm_metrics.boards.behind.provenance import Provenance, of_days
from crm_metrics.boards.bodies.quadrant import Quadrant, QuadrantPoint
from crm_metrics.boards.core import Card
from crm_metrics.boards.pairing import standing
from crm_metrics.boards.pairing.readings import PairedUnit, PairingFacts, PairReading
from crm_metrics.boards.pairing.selection import PICKED, picked
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.readings import value_of
from crm_metrics.metrics.registry import metric_of
from crm_metrics.words import Words

ALL_NAMED = 12  # units; of more only those that have a name for where they stand, and those chosen, are named


def card(facts: PairingFacts, pair: PairReading, words: Words) -> Card:
    """The cloud of a pair, in the reader's language."""
    x, y = (metric_of(name) for name in (pair.choice.productivity, pair.choice.satisfaction))
    title = title_of(pair, words)
    footer = facts.frame.footer(
        words,
        (x.name, y.name),
        sum(one.y.n or 0 for one in pair.units if one.y is not None),
        words("a word for where a unit stands needs both intervals beyond the middle, and q up to {rate} of {n} tests",
              rate=words.number(RATE, 2), n=facts.family),
    )  # fmt: skip
    subtitle = words(
        "{y} against {x} · {days} · size: answers · hollow: fewer than {n} answers, or incomplete · lines: the whole",
        y=words(y.label),
        x=words(x.label),
        days=days_text(facts, words),
        n=y.minimum_n,
    )
    return Card(
        key="quadrant",
        title=title,
        subtitle=" · ".join((subtitle, words("choose points to see them in the table"))),
        on_paper=subtitle,
        body=body(facts, pair, words),
        footer=footer,
        alt=f"{title}. {subtitle}",
        definitions=(definition(x, words), definition(y, words)),
    )


def title_of(pair: PairReading, words: Words) -> str:
    """Who has a name for where it stands; else that nobody surely has."""
    judged = pair.judged
    of = counted(pair.choice.unit, len(judged), words)
    found = [standing.place(one, pair) for one in judged]
    harms, delights = (found.count(name) for name in standing.NAMES)
    if harms and delights:
        return words("Of {of}, fast that hurt: {n}, slow that delight: {m}", of=of, n=harms, m=delights)
    if harms:
        return words("Of {of}, fast that hurt, surely: {n}", of=of, n=harms)
    if delights:
        return words("Of {of}, slow that delight, surely: {n}", of=of, n=delights)
    if sure := sum(one is not None for one in found):
        return words("Of {of}, surely apart from the middle in both measures: {n}", of=of, n=sure)
    return words("Of {of}, surely apart from the middle in both measures: none", of=of)


def counted(unit: str, n: int, words: Words) -> str:
    """So many units of a kind."""
    if unit == "agent":
        return words.many(n, "one agent", "{n} agents")
    if unit == "team":
        return words.many(n, "one team", "{n} teams")
    return words.many(n, "one touchpoint", "{n} touchpoints")


def days_text(facts: PairingFacts, words: Words) -> str:
    """The days that are read."""
    return f"{words.day(facts.first)} – {words.day(facts.last)}"


def body(facts: PairingFacts, pair: PairReading, words: Words) -> Quadrant:
    """The points of every unit that tells both measures."""
    x, y = (metric_of(name) for name in (pair.choice.productivity, pair.choice.satisfaction))
    chosen = picked(facts.view)
    drawn = [one for one in pair.units if one.x is not None and one.y is not None]
    some = {one.unit for one in drawn} & set(chosen)
    points = tuple(
        _point(one, facts, pair, words, chosen=not some or one.unit in some, named=one.unit in some or
               len(drawn) <= ALL_NAMED)
        for one in sorted(drawn, key=lambda one: name_of(facts, pair, one.unit, words))
    )  # fmt: skip
    cloud = pair.cloud
    return Quadrant(
        points=points,
        units=(x.unit, y.unit),
        titles=(words(x.label), words(y.label)),
        middle=(value_of(pair.middle[0]), value_of(pair.middle[1])),
        corners=standing.corners(x, words),
        line=cloud.line if cloud is not None and cloud.line is not None else (),
        certain=cloud is not None and bool(cloud.over_all.side),
        picks=PICKED,
    )


def _point(
    one: PairedUnit, facts: PairingFacts, pair: PairReading, words: Words, *, chosen: bool, named: bool
) -> QuadrantPoint:
    x, y = (metric_of(name) for name in (pair.choice.productivity, pair.choice.satisfaction))
    name, stands = name_of(facts, pair, one.unit, words), standing.named(one, pair)
    said = [f"{words(metric.label)}: {words.value(value_of(reading), metric.unit, facts.frame.currency)}"
            for metric, reading in ((x, one.x), (y, one.y))]  # fmt: skip
    n = one.y.n or 0 if one.y is not None else 0
    state = standing.chip(one, pair, words).text
    return QuadrantPoint(
        unit=one.unit,
        name=name,
        x=value_of(one.x) or 0.0,
        y=value_of(one.y) or 0.0,
        n=n,
        small=not one.judged,
        standing=stands,
        chosen=chosen,
        named=named or stands != "plain",
        label="<br>".join((name, *said, words("n = {n}", n=n), state)),
        behind=led(facts, pair, one),
    )


def led(facts: PairingFacts, pair: PairReading, one: PairedUnit) -> tuple[Provenance | None, Provenance | None]:
    """What leads to the rows of both values of a unit."""
    first, second = (
        None
        if reading is None or reading.value is None
        else of_days(
            metric_of(reading.metric),
            facts.first,
            facts.last,
            float(reading.value),
            process=pair.choice.process,
            where=[(pair.choice.unit, one.unit)],
        )
        for reading in (one.x, one.y)
    )
    return first, second


def name_of(facts: PairingFacts, pair: PairReading, unit: str, words: Words) -> str:
    """What a unit is called."""
    return facts.names.get(pair.choice.unit, {}).get(unit) or words.name(unit)

"""Seven small charts of the same signals as the scorecard and the summary: the leading metric of each process."""

from __future__ import annotations

from crm_metrics.boards.cells import rows_of_all
from crm_metrics.boards.core import Card, Chip, Control, Multiples
from crm_metrics.boards.facts import ProcessLine, WeeklyFacts, kinds
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.tiles import behind, control, definition
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


def gather(warehouse: Warehouse, facts: WeeklyFacts) -> tuple[ProcessLine, ...] | None:
    """The processes, where any of them has something to tell."""
    return facts.lines if facts.told else None


def card(lines: tuple[ProcessLine, ...], frame: Frame, words: Words) -> Card:
    """The small charts, titled by which process changed its level."""
    title = sentences.say(claims.levels(kinds(lines)), words, frame.currency, sentences.TITLE)
    charts = tuple(_chart(line, frame, words) for line in lines)
    leading = [line.leading for line in lines if line.leading]
    readings = [reading for series in leading for reading in series.readings]
    named = {
        series.indicator.metric: definition(series.definition, words, behind(series, "week")) for series in leading
    }
    return Card(
        key="multiples",
        title=title,
        subtitle=words(
            "The leading metric of each process, by week · band: natural limits, wider where n is small · own scales"
        ),
        body=Multiples(charts, (*_key(words), *dict.fromkeys(one.taken_out for one in charts if one.taken_out))),
        footer=frame.footer(words, [series.indicator.metric for series in leading], rows_of_all(readings)),
        alt=title + ": " + "; ".join(_said(chart) for chart in charts),
        definitions=tuple(named.values()),
    )


def _said(chart: Control) -> str:
    """What a chart shows, for who does not see it."""
    return f"{chart.group}: " + ", ".join(filter(None, (chart.chip.text if chart.chip else "", chart.taken_out)))


def _key(words: Words) -> tuple[str, ...]:
    """How the charts are read."""
    return (
        words("Grey line: mean · band: routine"),
        words("◆ ■ orange: on the bad side"),
        words("◆ ■ green: on the good side"),
        words("◆ a run of eight, or three of four near a limit · ■ beyond a limit"),
        words("No mark: do not act"),
    )


def _chart(line: ProcessLine, frame: Frame, words: Words) -> Control:
    name = words.name(line.process)
    if line.leading is None:
        nothing = Chip("empty", words("no data"))
        return Control(name="", unit="count", group=name, reason=words("no data yet"), chip=nothing)
    return control(line.leading, words, frame.currency, every="week", group=name)

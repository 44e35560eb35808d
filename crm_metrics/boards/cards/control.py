"""The chart of the series that most asks for a look, day by day, titled by what it did."""

from __future__ import annotations

from crm_metrics.boards.cells import rows_of_all
from crm_metrics.boards.core import Card
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Series
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.tiles import behind, control, definition, taken_out
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


def gather(warehouse: Warehouse, facts: DailyFacts) -> Series | None:
    """The worst series of the board."""
    return facts.worst


def card(series: Series, frame: Frame, words: Words) -> Card:
    """The process-behaviour chart of the worst series."""
    metric = series.definition
    goal = series.goal.goal if series.goal else None
    band = metric.better == "band"
    said = claims.movement(
        metric.label, metric.unit, series.signal, series.value, goal=goal, missed=series.missed, band=band
    )
    place = str(series.groups[0]) + " · " if series.groups and series.groups[0] else ""
    title = place + sentences.say(said, words, frame.currency, sentences.TITLE - len(place))
    limits, by = series.signal.limits, ("team",) if series.groups else ()
    note = words("Limits written for n = {n}", n=round(limits.rows)) if limits and limits.rows else ""
    hollow = words("Hollow circle: partial or missing day")
    return Card(
        key="control",
        title=title,
        subtitle=_subtitle(series, frame, words),
        body=control(series, words, frame.currency, every="day", group=place.removesuffix(" · "), by=by),
        footer=frame.footer(words, [metric.name], rows_of_all(series.readings), note, hollow),
        alt=words.many(len(series.readings), "{title}. One day.", "{title}. {n} days.", title=title)
        + "".join(f" {one}." for one in (taken_out(series.signal, words),) if one),
        width=7,
        definitions=(definition(metric, words, behind(series, "day", by)),),
    )


def _subtitle(series: Series, frame: Frame, words: Words) -> str:
    """The measure, its unit and grain, and how its routine is drawn."""
    metric, limits = series.definition, series.signal.limits
    weekday = words("weekday's effect removed") if series.signal.seasonal else ""
    season = taken_out(series.signal, words)
    scale = words.split(series.value, metric.unit, frame.currency)[1]
    money = f"{frame.currency} {scale}".strip() if metric.unit.startswith("money") else scale
    unit = "%" if metric.unit == "percent" else money
    own = limits is not None and limits.rows is not None
    band = words("band: natural limits, wider where n is small") if own else words("band: natural limits")
    band = words("band: the usual change from the level before") if series.signal.steps else band
    return " · ".join(filter(None, [words(metric.label), unit, words("daily"), weekday, season, band]))

"""The words that the cards of objectives share: whose an objective is, where it comes from, where a month will land."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor
from zoneinfo import ZoneInfo

from crm_metrics.boards.behind.provenance import Provenance, of_days, provenance
from crm_metrics.boards.core import Chip
from crm_metrics.boards.objectives.facts import AimedPart
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.cascade import divided
from crm_metrics.metrics.goals.target import SET, WRITTEN, Target
from crm_metrics.words import Words


def part_of(process: str, team: str, words: Words) -> str:
    """What an objective is of: the company, a process or a team."""
    return words.name(team or process) if team or process else words("Company")


def value_text(x: float | None, metric: Metric, words: Words, currency: str) -> str:
    """A value in the metric's unit; a dash without one."""
    return "–" if x is None else words.value(x, metric.unit, currency)


def range_text(part: AimedPart, words: Words, currency: str) -> str:
    """From where to where the month will end; a dash where that can't be told."""
    found = part.forecast
    if found is None or found.low is None or found.high is None:
        return "–"
    low, high = found.low, found.high
    if part.metric.unit == "count":  # there is no half of a case: outwards to whole ones
        low, high = floor(low), ceil(high)
    first, last = (words.value(one, part.metric.unit, currency) for one in (low, high))
    return first if first == last else words("{low} to {high}", low=first, high=last)


def chance_text(part: AimedPart, words: Words) -> str:
    """How likely the objective is reached, in words; a dash where nobody knows."""
    said = {
        "very likely": words("very likely"),
        "likely": words("likely"),
        "even": words("about as likely as not"),
        "unlikely": words("unlikely"),
        "very unlikely": words("very unlikely"),
    }
    return said[part.likely] if part.likely else "–"


def source_text(target: Target, words: Words, zone: str) -> str:
    """Where an objective comes from: who set it and when, or which file brought it."""
    since = words("since {day}", day=target.valid_from)
    if target.origin == SET and target.at is not None:
        day = target.at.astimezone(ZoneInfo(zone)).date()
        return words("set by {name} on {day}", name=words.name(target.author), day=day) + f", {since}"
    return (words("file targets.csv") if target.origin == WRITTEN else words("loaded with the data")) + f", {since}"


def state_chip(part: AimedPart, words: Words) -> Chip:
    """Whether the month to date is where its objective has it by now."""
    if part.value is None or part.to_date is None:
        return Chip("empty", words("no data"))
    if part.few:
        return Chip("small", words("small sample"))
    if part.unsettled:
        return Chip("stale", words("incomplete"))
    if not part.amiss:
        return Chip("closed", words("on the way"))
    return Chip("watch", words("above") if part.value > part.to_date else words("behind"))


def led(part: AimedPart) -> Provenance | None:
    """What leads to the rows of the month to date; None where it is not known."""
    metric, branch, process = part.metric, part.branch, part.branch.process or None
    where = (("team", branch.team),) if branch.team else ()
    if divided(metric) and part.value is not None:
        first = part.through.replace(day=1)
        return of_days(metric, first, part.through, part.value, process=process, where=where)
    found = provenance(metric, "month", part.reading, process=process)
    return found and replace(found, where=(*found.where, *where))

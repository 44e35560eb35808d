"""What is said of a baseline that was started anew: since when, by whom and why, and what it lacks for a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from crm_metrics.analysis.limits import LEAST
from crm_metrics.analysis.signals import Signal
from crm_metrics.office.baselines.restarting import BaselineRestart
from crm_metrics.words import Words, mark

TOO_FEW = {
    "day": mark("too few days yet, {n} of {most}"),
    "week": mark("too few weeks yet, {n} of {most}"),
    "month": mark("too few months yet, {n} of {most}"),
}


def since(restart: BaselineRestart, words: Words) -> str:
    """Since when, by whom and why."""
    content, name = restart.content, words.name(restart.author)
    return words("new baseline since {day}, by {name}: {why}", day=words.day(content.day), name=name, why=content.why)


def lacking(restart: BaselineRestart, signal: Signal, every: str, words: Words) -> str:
    """The same, with why there is no verdict yet where there is none for it."""
    if signal.lacking != "anew":
        return since(restart, words)
    few = words(TOO_FEW[every], n=signal.points, most=LEAST)
    day = words.day(restart.content.day)
    return words("new baseline since {day} ({why}): {few}", day=day, why=restart.content.why, few=few)


def counted(restarts: Iterable[BaselineRestart], words: Words) -> str:
    """How many baselines were started anew, and by whom; "" where none was."""
    by = Counter(one.author for one in restarts)
    if not by:
        return ""
    names = words.listed(f"{words.name(name)} ({count})" for name, count in sorted(by.items()))
    one = "One baseline was started anew in these periods, by {names}"
    return words.many(by.total(), one, "{n} baselines were started anew in these periods, by {names}", names=names)

"""The filters of a board: which processes and values a reader may choose, and which are in force."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from crm_metrics.access import PROCESSES, Scope
from crm_metrics.boards.core import Choice, Filter, View
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import TIERS
from crm_metrics.metrics.core import Metric
from crm_metrics.periods import Period, last_month
from crm_metrics.warehouse.restrictions import scoped
from crm_metrics.words import Words

MONTHS = 12  # closed months to choose from


def permitted(scope: Scope, process: str | None) -> bool:
    """Whether a reader may see a process."""
    return process is None or scope.processes is None or process in scope.processes


def parted(scope: Scope) -> bool:
    """Whether a reader is bound to a part of a process: areas, teams or agents."""
    return any(dimension != "process" for dimension, _ in scoped(scope))


def narrowed(view: View) -> bool:
    """Whether a process may have rows that a view leaves out: a filter does, or the reader's part."""
    return bool(view.where) or parted(view.scope)


def asked_processes(view: View) -> tuple[str, ...]:
    """The processes that a view asks for, one or several; empty for all that its reader may see."""
    return view.processes or ((view.process,) if view.process else ())


def processes_of(metric: Metric, view: View, said: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
    """The processes that a view asks for, for a link to the rows of a metric that is of none by itself.

    said: the dimensions of which the link says the value already. No filter of processes comes to a link by itself.
    """
    return () if metric.process or "process" in said else tuple(("process", one) for one in asked_processes(view))


def of_processes(view: View) -> View:
    """The view within the processes that it asks for: what does not belong to them is as if its reader did not see it.

    Rows without a process of their own stay, as they do for a reader bound to these processes.
    """
    asked = asked_processes(view)
    if not asked:
        return view
    kept = tuple(sorted(name for name in asked if permitted(view.scope, name)))
    return replace(view, scope=replace(view.scope, processes=kept))


def several_processes(view: View) -> View:
    """The view within several processes where it asks for several; else the same one."""
    return of_processes(view) if view.processes else view


def processes(view: View) -> tuple[str, ...]:
    """The processes that a view shows: the one asked for, else all that its reader may see."""
    return (view.process,) if view.process else tuple(name for name in PROCESSES if permitted(view.scope, name))


def within(view: View, process: str | None) -> bool:
    """Whether what belongs to a process, or to none, is shown in a view."""
    return permitted(view.scope, process) and view.process in (None, process)


def one_of(
    key: str, label: str, choices: Iterable[tuple[str, str]], chosen: str, *, everything: str = "", tabs: bool = False
) -> Filter:
    """The choice of one of several (id, text) pairs; `everything` is what none of them is called, where that may be."""
    offered = tuple(Choice(name, said) for name, said in choices)
    return Filter(
        key=key,
        label=label,
        everything=everything,
        choices=offered,
        chosen=(chosen,) if chosen else (),
        tabs=tabs,
    )


def process_tabs(processes: Iterable[str], chosen: str, words: Words) -> Filter:
    """The processes side by side, one of them shown."""
    pairs = [(name, words.name(name)) for name in processes]
    return one_of("process", words("Process"), pairs, chosen, tabs=True)


def process_filter(known: Iterable[str], view: View, words: Words) -> Filter:
    """The choice of any of the processes known to the reader."""
    return Filter(
        key="process",
        label=words("Process"),
        everything=words("All processes"),
        choices=tuple(Choice(name, words.name(name)) for name in known),
        chosen=asked_processes(view),
        several=True,
    )


def dimension_filter(
    key: str, values: Sequence[str], view: View, words: Words, *, label: str, everything: str
) -> Filter:
    """The choice of a value of a dimension; `label` and `everything` are already in the reader's language."""
    chosen = tuple(value for name, value in view.where if name == key)
    choices = tuple(Choice(value, words.name(value)) for value in values)
    return Filter(
        key=key,
        label=label,
        everything=everything,
        choices=choices,
        chosen=chosen,
        several=True,
    )


def months_and_tiers(frame: Frame, view: View, shown: Period | None, words: Words) -> tuple[Filter, ...]:
    """The choices of a board of months: a closed month and a tier of customers; none where no month is shown."""
    if shown is None or frame.whole is None:
        return ()
    months = [last_month(frame.whole)]
    while len(months) < MONTHS:
        months.append(last_month(months[-1].first - timedelta(days=1)))
    month = Filter(
        key="until",
        label=words("Month"),
        everything=words("The month that runs" if shown.first > months[0].first else "Last closed month"),
        choices=tuple(Choice(one.last.isoformat(), words.month(one.first)) for one in months),
        chosen=(shown.last.isoformat(),) if view.until else (),
    )
    return month, dimension_filter("tier", TIERS, view, words, label=words("Tier"), everything=words("All tiers"))

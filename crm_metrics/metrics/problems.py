"""What is wrong in the files that a company writes itself: the boards go on without them, and say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from crm_metrics import declared, processes, settings, terms
from crm_metrics.declared import Problem
from crm_metrics.errors import CrmError, DataError
from crm_metrics.metrics.goals import targets
from crm_metrics.metrics.own.inquiries import inquiries
from crm_metrics.metrics.registry import known, own_metrics
from crm_metrics.warehouse.company import (
    calendars,
    critical,
    daylist,
    owners,
    rates,
    readiness,
    reasons,
    references,
    themes,
    tiers,
)
from crm_metrics.warehouse.store import Warehouse

Read = Callable[[Path], object]
READ: Mapping[str, Read] = {
    calendars.FILE: calendars.read,
    tiers.FILE: tiers.read,
    reasons.FILE: reasons.read,
    owners.FILE: owners.read,
    critical.FILE: critical.read,
    daylist.FILE: daylist.read,
    readiness.FILE: readiness.read,
    references.FILE: references.read,
    themes.FILE: themes.read,
}
LOADED = ("sources.toml", "rates.csv")


def problems(folder: Path | None = None, warehouse: Warehouse | None = None) -> tuple[Problem, ...]:
    """Each file of the company's folder that can't be used, or a line of it that nobody reads, with a sentence.

    warehouse: whose goals are looked at, too, those loaded with the data and those set on the page; None for none.
    """
    folder = folder or settings.company_folder()
    asked = targets.impossible(warehouse, folder, known(folder)) if warehouse is not None else ()
    return (*_problems(folder), *(Problem(file, error) for file, error in asked))


def _problems(folder: Path) -> Iterator[Problem]:
    if not folder.is_dir() and folder != settings.DEFAULT_COMPANY:  # without the usual folder a company has no files
        wrong = DataError("{folder} is no folder: none of the company's own files is read. CRM_COMPANY names it.",
                          folder=folder.as_posix())  # fmt: skip
        yield Problem(folder.as_posix(), wrong)
        return
    own = own_metrics(folder)
    yield from own.problems if own is not None else ()
    yield from filter(None, (processes.problem(folder), terms.problem(folder)))
    for file, read in (*READ.items(), *_loaded(folder)):
        try:
            read(folder)
        except CrmError as error:
            yield Problem((folder / file).as_posix(), error)
    metrics = known(folder)
    yield from inquiries(metrics, folder)[1]
    for unknown_metric in references.mistakes(folder, metrics):
        yield Problem((folder / references.FILE).as_posix(), unknown_metric)
    for mistake in targets.mistakes(folder, metrics):
        yield Problem((folder / targets.FILE).as_posix(), mistake)


def _loaded(folder: Path) -> Iterator[tuple[str, Read]]:
    """The files that only a load reads, where there are any: what reads them is slow to start."""
    if any(declared.stamp(folder / file) is not None for file in LOADED):
        from crm_metrics.warehouse.loading import schedule  # it loads pydantic

        readers: Mapping[str, Read] = {schedule.FILE: schedule.read, rates.FILE: rates.read}
        yield from ((file, read) for file, read in readers.items() if declared.stamp(folder / file) is not None)

"""What is wrong in the files that a company writes itself: the boards go on without them, and say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crm_metrics import processes, settings
from crm_metrics.declared import Problem
from crm_metrics.errors import CrmError
from crm_metrics.metrics import goals, own_metrics
from crm_metrics.warehouse import calendars, reasons, tiers


def problems(folder: Path | None = None) -> tuple[Problem, ...]:
    """Each file of the company's folder that can't be used, or a line of it that nobody reads, with a sentence."""
    return tuple(_problems(folder or settings.company_folder()))


def _problems(folder: Path) -> Iterator[Problem]:
    own = own_metrics(folder)
    yield from own.problems if own is not None else ()
    named = processes.problem(folder)
    if named is not None:
        yield named
    for file, read in ((calendars.FILE, calendars.read), (tiers.FILE, tiers.read), (reasons.FILE, reasons.read)):
        try:
            read(folder)
        except CrmError as error:
            yield Problem((folder / file).as_posix(), error)
    for mistake in goals.mistakes(folder):
        yield Problem((folder / goals.FILE).as_posix(), mistake)

"""The command plans: work plans of gaps that last are drafted, and new weeks written into those that run."""

from __future__ import annotations

from crm_metrics.access import Reader
from crm_metrics.boards import weekly
from crm_metrics.boards.core import View
from crm_metrics.boards.plans.kept import data_day, place_of, shelf_of
from crm_metrics.boards.plans.lasting import drafts
from crm_metrics.boards.plans.settling import settle
from crm_metrics.command.run import Run
from crm_metrics.errors import CrmError
from crm_metrics.metrics.goals.targets import aimed_at
from crm_metrics.warehouse.store import Warehouse, open_warehouse


def plans(run: Run) -> int:
    """The command plans."""
    run.tell_notice()
    _say(run, *looked(run.warehouse))
    return 0


def after_load(run: Run) -> None:
    """The same of the version that a load has just made; what stops it is told, and the load stands."""
    try:
        warehouse = open_warehouse(run.folder, run.settings)
        try:
            if aimed_at(warehouse) or place_of(warehouse).begun:
                _say(run, *looked(warehouse))
        finally:
            warehouse.close()
    except CrmError as error:
        run.tell("The load stands; the work plans could not be looked at: {reason}", reason=run.words.error(error))


def looked(warehouse: Warehouse) -> tuple[int, int]:
    """How many plans were drafted, and into how many new weeks were written."""
    facts, shelf = weekly.gather(warehouse, View()), shelf_of(warehouse, Reader("", "executive"))
    made = len(drafts(warehouse, facts.told, facts.first, shelf)) if facts.period is not None else 0
    return made, settle(warehouse, shelf, data_day(warehouse)) if place_of(warehouse).begun else 0


def _say(run: Run, made: int, written: int) -> None:
    if made:
        run.tell_many(made, "One work plan was drafted for a gap that lasts.",
                      "{n} work plans were drafted for gaps that last.")  # fmt: skip
    if written:
        run.tell_many(written, "New weeks were written into one plan that runs.",
                      "New weeks were written into {n} plans that run.")  # fmt: skip
    if not made and not written:
        run.tell("Nothing is new for the work plans.")

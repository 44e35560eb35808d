"""The commands that fill a warehouse: import, sync and rebuild."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from crm_metrics.command.run import REFUSED, Progress, Run

if TYPE_CHECKING:
    from crm_metrics.warehouse.loading.account import ImportReport
    from crm_metrics.warehouse.loading.sync import Part


def bring(run: Run) -> int:
    """The command import: a folder of files into a new version."""
    from crm_metrics.warehouse.loading.load import import_folder

    given = run.given
    report = import_folder(
        Path(given.folder),
        run.folder,
        given.source,
        full=given.full,
        check=given.check,
        say=run.words,
        progress=Progress(run),
        finish=run.finish,
    )
    for table in report.tables:
        print(table)
    for one in report.notices:
        run.say(one)
    if report.rejected:
        _tell_rejected(run, report)
    if given.check:
        run.tell("Nothing was changed.")
    elif report.version is None:
        run.tell("Nothing is new: the warehouse is as it was.")
    else:
        run.tell(
            "Version {number} of the warehouse in {folder} is current.", number=str(report.version), folder=run.folder
        )
    return report.exit_code


def sync(run: Run) -> int:
    """The command sync: all sources of the company into one new version."""
    from crm_metrics.warehouse.loading import schedule
    from crm_metrics.warehouse.loading.sync import sync as load_all

    report = load_all(
        schedule.read(run.settings.company),
        run.folder,
        say=run.words,
        progress=Progress(run),
        finish=run.finish,
    )
    for part in report.parts:
        _account(run, part)
    if report.version is not None:
        run.tell(
            "Version {number} of the warehouse in {folder} is current.", number=str(report.version), folder=run.folder
        )
    elif report.exit_code == REFUSED:
        run.tell("Nothing was loaded: the warehouse is as it was.")
    else:
        run.tell("Nothing is new: the warehouse is as it was.")
    return report.exit_code


def _account(run: Run, part: Part) -> None:
    """What became of one source: its tables on standard output, what it has to say beside."""
    for table in part.report.tables if part.report else ():
        print(f"{part.name}: {table}")
    if part.report and part.report.rejected:
        _tell_rejected(run, part.report)
    for one in (*(part.report.notices if part.report else ()), *part.troubles):
        for sentence in getattr(one, "errors", (one,)):
            run.tell("{source}: {sentence}", source=part.name, sentence=sentence)


def _tell_rejected(run: Run, report: ImportReport) -> None:
    if report.rejected == 1:
        run.tell("1 row was left out; it is in {file}.", file=report.rejects)
    else:
        run.tell("{n} rows were left out; each is in {file}.", n=report.rejected, file=report.rejects)


def rebuild(run: Run) -> int:
    """The command rebuild: the current version's rows in the tables and shapes of this release."""
    from crm_metrics.warehouse.publish import rebuild as made_anew

    number = made_anew(run.folder, finish=run.finish, progress=run.tell, settings=run.settings)
    run.print("Version {number} of the warehouse in {folder} is current.", number=str(number), folder=run.folder)
    return 0

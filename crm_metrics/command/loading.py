"""The commands that fill a warehouse: import, sync, rebuild and cluster."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from crm_metrics.command.arguments import settings_of
from crm_metrics.command.run import REFUSED, Progress, Run
from crm_metrics.warehouse.loading import schedule
from crm_metrics.warehouse.loading.account import ImportReport
from crm_metrics.warehouse.loading.load import import_folder
from crm_metrics.warehouse.loading.rejects import TooManyRejectsError
from crm_metrics.warehouse.loading.sync import Part
from crm_metrics.warehouse.loading.sync import sync as load_all
from crm_metrics.warehouse.publish import rebuild as made_anew


def bring(run: Run) -> int:
    """The command import: a folder of files into a new version."""
    given = run.given
    try:
        report = import_folder(
            Path(given.folder),
            run.folder,
            given.source,
            full=given.full,
            check=given.check,
            accept_rejects=given.accept_rejects,
            say=run.words,
            progress=Progress(run),
            finish=run.finish,
        )
    except TooManyRejectsError as refused:
        for table in refused.counts:
            print(table)
        raise
    for table in report.tables:
        print(table)
    for notice in report.notices:
        run.say(notice)
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
    report = load_all(
        schedule.read(run.settings.company),
        run.folder,
        accept_rejects=run.given.accept_rejects,
        say=run.words,
        progress=Progress(run),
        finish=run.finish,
    )
    for part in report.parts:
        tell_part(run, part)
    if report.version is not None:
        run.tell(
            "Version {number} of the warehouse in {folder} is current.", number=str(report.version), folder=run.folder
        )
        from crm_metrics.command.plans import after_load  # boards are slow to load, and most runs find nothing new

        after_load(run)
    elif report.exit_code == REFUSED:
        run.tell("Nothing was loaded: the warehouse is as it was.")
    else:
        run.tell("Nothing is new: the warehouse is as it was.")
    return report.exit_code


def tell_part(run: Run, part: Part) -> None:
    """What became of one source: its tables on standard output, what it has to say beside."""
    for table in part.report.tables if part.report else ():
        print(f"{part.name}: {table}")
    if part.report and part.report.rejected:
        _tell_rejected(run, part.report)
    for trouble in (*(part.report.notices if part.report else ()), *part.troubles):
        for sentence in getattr(trouble, "errors", (trouble,)):
            run.tell("{source}: {sentence}", source=part.name, sentence=sentence)


def _tell_rejected(run: Run, report: ImportReport) -> None:
    run.tell_many(
        report.rejected,
        "1 row was left out; it is in {file}.",
        "{n} rows were left out; each is in {file}.",
        file=report.rejects,
    )


def rebuild(run: Run) -> int:
    """The command rebuild: the current version's rows in the tables and shapes of this release."""
    number = made_anew(run.folder, finish=run.finish, progress=run.tell, settings=run.settings)
    run.print("Version {number} of the warehouse in {folder} is current.", number=str(number), folder=run.folder)
    return 0


def cluster(run: Run) -> int:
    """The command cluster: tables out of the current version, shapes made of them by Spark, a version of those."""
    does: Mapping[str, Callable[[Run, Path], None]] = {"export": _export, "make": _make, "publish": _publish}
    does[run.given.action](run, Path(run.given.folder))
    return 0


def _export(run: Run, place: Path) -> None:
    from crm_metrics.warehouse.cluster.exporting import export  # what Spark is told is slow to load, and few need it

    number = export(run.folder, place, run.settings, run.tell)
    run.print("The tables of version {number} are in {folder}.", number=str(number), folder=place)


def _make(run: Run, place: Path) -> None:
    from crm_metrics.warehouse.cluster.making import make  # the translator of SQL is slow to load, and few need it

    count = make(place, run.given.master, settings_of(run.given.set), run.tell)
    run.print("{count} tables are made in {folder}; the command cluster publish loads them.", count=count, folder=place)


def _publish(run: Run, place: Path) -> None:
    from crm_metrics.warehouse.cluster.taking import take  # it brings the translator along, too

    number = take(run.folder, place, finish=run.finish, progress=run.tell, settings=run.settings)
    run.print("Version {number} of the warehouse in {folder} is current.", number=str(number), folder=run.folder)

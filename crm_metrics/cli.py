"""The command line: reads the arguments, calls the module that does the work, prints what it says."""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_metrics import arguments
from crm_metrics import settings as environment
from crm_metrics.errors import CrmError, DataError, QuestionError, unknown
from crm_metrics.settings import DEFAULT_WAREHOUSE, Settings
from crm_metrics.words import Words

if TYPE_CHECKING:
    from crm_metrics.metrics.core import Metric
    from crm_metrics.warehouse.store import Warehouse
    from crm_metrics.words import Sentence

REFUSED = 2


class Run:
    """One run of a command: its arguments, its folder, and the language it speaks."""

    def __init__(self, given: argparse.Namespace, settings: Settings) -> None:
        self.given = given
        self.settings = settings
        named: str | None = getattr(given, "warehouse", None)
        self.folder = Path(named) if named else settings.warehouse
        self.named = self.folder != DEFAULT_WAREHOUSE

    @cached_property
    def warehouse(self) -> Warehouse:
        """The warehouse to read; the default folder gets the demo company when nothing is there."""
        from crm_metrics.warehouse import company, versions

        if not self.named and not versions.exists(self.folder):
            self.tell("There is no warehouse yet: building the demo company in {folder}.", folder=self.folder)
        return company.first_use(self.folder, self.settings, self.tell)

    @cached_property
    def words(self) -> Words:
        """The language of the settings, else of the company, else Spanish."""
        return Words(self.settings.language or self._locale() or "es")

    def print(self, text: str, **parts: object) -> None:
        """A sentence on standard output."""
        print(self.words(text, **parts))

    def tell(self, text: str, **parts: object) -> None:
        """A sentence on standard error: progress, or what is worth knowing beside the answer."""
        print(self.words(text, **parts), file=sys.stderr, flush=True)

    def say(self, sentence: Sentence) -> None:
        """An error, a reason or a note, on standard error."""
        print(self.words.error(sentence), file=sys.stderr, flush=True)

    def _locale(self) -> str | None:
        from crm_metrics.warehouse import versions

        if not versions.exists(self.folder):
            return None
        from crm_metrics.warehouse.store import open_warehouse

        if "warehouse" in self.__dict__:
            return self.warehouse.company.locale
        try:
            opened = open_warehouse(self.folder, self.settings)
        except CrmError:  # it is told as the command's own error, in the default language
            return None
        try:
            return opened.company.locale
        finally:
            opened.close()


class Progress:
    """How far long reading is: a line a second at most on a terminal, a line every tenth of a large file elsewhere."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.shown = ("", 0)
        self.at = time.monotonic()

    def __call__(self, file: str, done: int, total: int) -> None:
        """Bytes read of a file, and all of them; without bytes it is a step of the load that begins."""
        if total == 0:
            self.run.tell(file)
            return
        tenth = 10 * done // max(total, 1)
        if (file, tenth) == self.shown or time.monotonic() - self.at < 1:
            return
        self.shown, self.at = (file, tenth), time.monotonic()
        self.run.tell("{file}: {percent} % read", file=file, percent=100 * done // max(total, 1))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code: 0 done, 1 done with something to look at, 2 refused."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    run = Run(argparse.Namespace(), Settings())
    try:
        settings = environment.load()
        run = Run(argparse.Namespace(), settings)
        run = Run(arguments.parser(Words(settings.language or "es")).parse_args(argv), settings)
        if run.folder.is_file():
            raise DataError("{file} is a file: a warehouse is a folder. Name another one.", file=run.folder)
        return COMMANDS[run.given.command](run)
    except CrmError as error:
        for one in getattr(error, "errors", (error,)):  # one load may be refused for several files
            run.say(one)
        return REFUSED
    except KeyboardInterrupt:
        run.tell("Stopped. The warehouse is as it was.")
        return 130
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        run.tell("{file} can't be read or written: {reason}.", file=error.filename, reason=error.strerror)
        return REFUSED


def _init(run: Run) -> int:
    from crm_metrics.warehouse.company import found

    given = run.given
    made = found(
        run.folder,
        name=given.name,
        country=given.country,
        currency=given.currency,
        time_zone=given.time_zone,
        locale=given.locale,
    )
    company = made.company
    run.print(
        "{name}: version {version} of the warehouse in {folder}. Time zone {time_zone}, currency {currency},"
        " locale {locale}; open {days} days a week from {opens} to {closes}; {holidays} holidays.",
        name=company.name,
        version=str(made.version),
        folder=run.folder,
        time_zone=company.time_zone,
        currency=company.currency,
        locale=company.locale,
        days=len(made.weekdays),
        opens=f"{made.opens:%H:%M}",
        closes=f"{made.closes:%H:%M}",
        holidays=made.holidays,
    )
    for note in made.notes:
        run.say(note)
    return 0


def _demo(run: Run) -> int:
    from crm_metrics.warehouse.demo.build import build_demo

    given = run.given
    asked: dict[str, Any] = {
        "customers": arguments.whole("--customers", given.customers),
        "months": arguments.whole("--months", given.months),
        "seed": arguments.whole("--seed", given.seed, least=0),
        "until": arguments.day("--until", given.until),
    }
    run.tell("Building the demo company in {folder}.", folder=run.folder)
    build_demo(run.folder, progress=run.tell, **{name: value for name, value in asked.items() if value is not None})
    run.print("The demo company is in {folder}. All of it is synthetic.", folder=run.folder)
    return 0


def _import(run: Run) -> int:
    from crm_metrics.warehouse.load import import_folder

    given = run.given
    report = import_folder(
        Path(given.folder),
        run.folder,
        given.source,
        full=given.full,
        check=given.check,
        say=run.words,
        progress=Progress(run),
    )
    for table in report.tables:
        print(table)
    for one in report.notices:
        run.say(one)
    if report.rejected:
        run.tell("{n} rows were left out; each is in {file}.", n=report.rejected, file=report.rejects)
    if given.check:
        run.tell("Nothing was changed.")
    elif report.version is None:
        run.tell("Nothing is new: the warehouse is as it was.")
    else:
        run.tell(
            "Version {number} of the warehouse in {folder} is current.", number=str(report.version), folder=run.folder
        )
    return report.exit_code


def _query(run: Run) -> int:
    from crm_metrics import answers, periods
    from crm_metrics.metrics.question import ask

    given = run.given
    form = answers.known_format(given.format)
    every = periods.known_cadence(given.every)
    since, until = arguments.day("--since", given.since), arguments.day("--until", given.until)
    where, by = [arguments.pair(one) for one in given.where], arguments.split(given.by)
    metrics = [_metric(name) for name in dict.fromkeys(given.metrics)]
    warehouse = run.warehouse
    _notice(run)
    results = ask(warehouse, metrics, every=every, by=by, where=where, since=since, until=until)
    units = {metric.name: metric.unit for metric in metrics}
    sys.stdout.write(answers.query(results, units, form, run.words, warehouse.company.currency))
    for result in results.values():
        if result.reason is not None:
            run.tell("{metric}: {reason}", metric=result.metric, reason=result.reason)
    return 0


def _metrics(run: Run) -> int:
    from crm_metrics import answers
    from crm_metrics.access import PROCESSES
    from crm_metrics.metrics import CATALOGUE
    from crm_metrics.metrics.question import statements

    given = run.given
    form = answers.known_format(given.format, ("table", "json"))
    if given.process is not None and given.process not in PROCESSES:
        raise unknown(QuestionError, "No process '{word}'.", given.process, PROCESSES)
    named = [_metric(given.name)] if given.name else list(CATALOGUE.values())
    chosen = [one for one in named if given.process in (None, one.process)]
    dimensions = {one.name: answers.dimensions(run.warehouse, one) for one in chosen}
    if given.name and form == "table":
        for one in chosen:
            sql = statements(run.warehouse, one)
            sys.stdout.write(answers.definition(one, dimensions[one.name], sql, run.words))
    else:
        sys.stdout.write(answers.catalogue(chosen, dimensions, form, run.words))
    return 0


def _versions(run: Run) -> int:
    from crm_metrics import answers
    from crm_metrics.warehouse import versions

    known = versions.versions(run.folder)
    now = versions.current(run.folder)
    rows = [
        [
            str(one.number),
            run.words.moment(one.made_at) + " UTC",
            run.words.number(one.size / 1024**2, 1) + " MB",
            run.words("current") if one.number == now else "",
        ]
        for one in known
    ]
    names = [run.words(name) for name in ("version", "made", "size", "")]
    sys.stdout.write(answers.grid(names, rows, right=(names[0], names[2])))
    return 0


def _rollback(run: Run) -> int:
    from crm_metrics.warehouse.publish import rollback

    number = rollback(run.folder, arguments.whole("N", run.given.number))
    run.print("Version {number} of the warehouse in {folder} is current.", number=str(number), folder=run.folder)
    return 0


def _doctor(run: Run) -> int:
    from crm_metrics import answers
    from crm_metrics.warehouse import doctor, versions

    damage = doctor.damage(run.folder, run.settings) if run.named or versions.exists(run.folder) else None
    warehouse = run.warehouse
    notes = [*([damage] if damage else []), *doctor.checkup(warehouse)]
    run.print("Version {number} of the warehouse in {folder}.", number=str(warehouse.version), folder=run.folder)
    sys.stdout.write(answers.sources(warehouse, [one.name for one, _ in doctor.late(warehouse)], run.words))
    for one in notes:
        run.print("! {sentence}" if one.misleads else "- {sentence}", sentence=one)
    sys.stdout.write(answers.uncomputable(warehouse, run.words))
    misled = any(one.misleads for one in notes)
    run.print("A reader would be misled: see the lines with !." if misled else "Nothing here would mislead a reader.")
    return 1 if misled else 0


def _notice(run: Run) -> None:
    """Say when an earlier version than the current one is read."""
    if run.warehouse.notice is not None:
        run.say(run.warehouse.notice)


def _metric(name: str) -> Metric:
    from crm_metrics.metrics import CATALOGUE

    if name not in CATALOGUE:
        raise unknown(QuestionError, "No metric '{word}'.", name, CATALOGUE)
    return CATALOGUE[name]


COMMANDS: dict[str, Callable[[Run], int]] = {
    "init": _init,
    "demo": _demo,
    "import": _import,
    "query": _query,
    "metrics": _metrics,
    "versions": _versions,
    "rollback": _rollback,
    "doctor": _doctor,
}

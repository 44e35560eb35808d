"""The command line: reads the arguments, calls the module that does the work, prints what it says."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_metrics import settings as environment
from crm_metrics.command import arguments, loading
from crm_metrics.command.run import REFUSED, Run
from crm_metrics.errors import CrmError, DataError, QuestionError, unknown
from crm_metrics.settings import Settings
from crm_metrics.words import Words

if TYPE_CHECKING:
    from crm_metrics.metrics.core import Metric


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
    from crm_metrics.warehouse.founding import found

    given = run.given
    made = found(
        run.folder,
        name=given.name,
        country=given.country,
        currency=given.currency,
        time_zone=given.time_zone,
        locale=given.locale,
        finish=run.finish,
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
    chosen = {name: value for name, value in asked.items() if value is not None}
    build_demo(run.folder, progress=run.tell, finish=run.finish, **chosen)
    run.print("The demo company is in {folder}. All of it is synthetic.", folder=run.folder)
    return 0


def _query(run: Run) -> int:
    from crm_metrics import periods
    from crm_metrics.command import printing
    from crm_metrics.metrics.question import ask

    given = run.given
    form = printing.known_format(given.format)
    every = periods.known_cadence(given.every)
    since, until = arguments.day("--since", given.since), arguments.day("--until", given.until)
    where, by = [arguments.pair(one) for one in given.where], arguments.split(given.by)
    metrics = [_metric(name) for name in dict.fromkeys(given.metrics)]
    warehouse = run.warehouse
    _notice(run)
    results = ask(warehouse, metrics, every=every, by=by, where=where, since=since, until=until)
    units = {metric.name: metric.unit for metric in metrics}
    sys.stdout.write(printing.query(results, units, form, run.words, warehouse.company.currency))
    for result in results.values():
        if result.reason is not None:
            run.tell("{metric}: {reason}", metric=result.metric, reason=result.reason)
    return 0


def _relate(run: Run) -> int:
    from crm_metrics.analysis.relating.relations import relate
    from crm_metrics.command import printing, relations

    given = run.given
    form = printing.known_format(given.format, ("table", "json"))
    since, until = arguments.day("--since", given.since), arguments.day("--until", given.until)
    lags = tuple(arguments.whole("--lag", one, least=0) or 0 for one in arguments.split(given.lag)) or None
    metrics = [_metric(name) for name in dict.fromkeys(given.metrics)]
    where = [arguments.pair(one) for one in given.where]
    warehouse = run.warehouse
    _notice(run)
    found = relate(
        warehouse, metrics, arguments.split(given.with_), unit=given.unit, process=given.process, lags=lags,
        since=since, until=until, where=where,
    )  # fmt: skip
    if form == "json":
        sys.stdout.write(relations.as_json(found, run.words))
        return 0
    names, rows, right = relations.table(found, run.words)
    told = [printing.grid(names, rows, right=right), *(one + "\n" for one in relations.paragraphs(found, run.words))]
    sys.stdout.write("\n".join(told))
    return 0


def _metrics(run: Run) -> int:
    from crm_metrics.access import PROCESSES
    from crm_metrics.boards import catalogue, handbook
    from crm_metrics.command import printing
    from crm_metrics.metrics.question import dimensions, statements
    from crm_metrics.metrics.registry import known, own_metrics

    given = run.given
    form = printing.known_format(given.format, ("table", "json", "html"))
    if given.process is not None and given.process not in PROCESSES:
        raise unknown(QuestionError, "No process '{word}'.", given.process, PROCESSES)
    named = [_metric(given.name)] if given.name else list(known().values())
    lines = [catalogue.line(run.warehouse, one) for one in named if given.process in (None, one.process)]
    chosen = [one for one in lines if catalogue.matches(one, given.search or "", run.words)]
    if form == "html":
        sys.stdout.write(handbook.document(run.warehouse, run.words, chosen))
    elif given.name and form == "table":
        for one in chosen:
            grouped = () if one.reason else dimensions(run.warehouse, one.metric)
            sql = "" if one.reason else statements(run.warehouse, one.metric)
            sys.stdout.write(printing.definition(one, grouped, sql, run.words))
    else:
        groups = {one.metric.name: () if one.reason else dimensions(run.warehouse, one.metric) for one in chosen}
        sys.stdout.write(printing.catalogue(chosen, groups, form, run.words))
    if not chosen:
        run.tell("No metric fits what was asked")
    own = own_metrics()
    for problem in own.problems if own is not None else ():
        run.say(problem.error)
    return 0


def _versions(run: Run) -> int:
    from crm_metrics.command import printing
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
    sys.stdout.write(printing.grid(names, rows, right=(names[0], names[2])))
    return 0


def _rollback(run: Run) -> int:
    from crm_metrics.warehouse.publish import rollback

    number = rollback(run.folder, arguments.whole("N", run.given.number))
    run.print("Version {number} of the warehouse in {folder} is current.", number=str(number), folder=run.folder)
    return 0


def _doctor(run: Run) -> int:
    from crm_metrics.command import printing
    from crm_metrics.metrics.problems import problems
    from crm_metrics.warehouse import doctor, versions

    damage = doctor.damage(run.folder, run.settings) if run.named or versions.exists(run.folder) else None
    warehouse = run.warehouse
    notes = [*([damage] if damage else []), *doctor.checkup(warehouse)]
    run.print("Version {number} of the warehouse in {folder}.", number=str(warehouse.version), folder=run.folder)
    sys.stdout.write(printing.sources(warehouse, [one.name for one, _ in doctor.late(warehouse)], run.words))
    for one in notes:
        run.print("! {sentence}" if one.misleads else "- {sentence}", sentence=one)
    for problem in problems():
        run.print("- {sentence}", sentence=problem.error)
    sys.stdout.write(printing.uncomputable(warehouse, run.words))
    misled = any(one.misleads for one in notes)
    run.print("A reader would be misled: see the lines with !." if misled else "Nothing here would mislead a reader.")
    return 1 if misled else 0


def _notice(run: Run) -> None:
    """Say when an earlier version than the current one is read."""
    if run.warehouse.notice is not None:
        run.say(run.warehouse.notice)


def _metric(name: str) -> Metric:
    from crm_metrics.metrics.registry import known, own_metrics

    metrics, own = known(), own_metrics()
    for problem in own.problems if own is not None else ():
        if Path(problem.file).stem == name:
            raise problem.error
    if name not in metrics:
        raise unknown(QuestionError, "No metric '{word}'.", name, metrics)
    return metrics[name]


COMMANDS: dict[str, Callable[[Run], int]] = {
    "init": _init,
    "demo": _demo,
    "import": loading.bring,
    "query": _query,
    "relate": _relate,
    "metrics": _metrics,
    "versions": _versions,
    "rollback": _rollback,
    "rebuild": loading.rebuild,
    "sync": loading.sync,
    "doctor": _doctor,
}

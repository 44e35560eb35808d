"""The command query: the readings of metrics as a table, CSV or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal

from crm_metrics import periods
from crm_metrics.command import arguments, printing
from crm_metrics.command.named import named
from crm_metrics.command.printing import Cell
from crm_metrics.command.run import Run
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import PARTS, Reading, Result, parts_named
from crm_metrics.words import Words


def query(run: Run) -> int:
    """The command query: what metrics say, by period and group."""
    given = run.given
    form = printing.known_format(given.format)
    every = periods.known_cadence(given.every)
    since, until = arguments.day("--since", given.since), arguments.day("--until", given.until)
    where, by = [arguments.pair(text) for text in given.where], arguments.split(given.by)
    metrics = [named(name) for name in dict.fromkeys(given.metrics)]
    warehouse = run.warehouse
    run.tell_notice()
    results = ask(warehouse, metrics, every=every, by=by, where=where, since=since, until=until)
    units = {metric.name: metric.unit for metric in metrics}
    sys.stdout.write(answers(results, units, form, run.words, warehouse.company.currency))
    for result in results.values():
        if result.reason is not None:
            run.tell("{metric}: {reason}", metric=result.metric, reason=result.reason)
    return 0


def answers(results: Mapping[str, Result], units: Mapping[str, str], form: str, words: Words, currency: str) -> str:
    """The readings of several metrics asked together, one row per metric, period and group.

    CSV and JSON hold ISO dates, point decimals and bare numbers; the table is written as its reader writes. Grouped by
    reason, `reason` is the group, and why a value is absent or no verdict stands under `why`.
    """
    rows = [_row(reading, result.by, words) for result in results.values() for reading in result.readings]
    by = next((result.by for result in results.values()), ())
    names = ["metric", "period", *by, *parts_named(by)]
    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        return printing.rows_as_csv(names, ([printing.plain(row[name]) for name in names] for row in rows))
    written = [
        _written(reading, units[result.metric], words, currency)
        for result in results.values()
        for reading in result.readings
    ]
    head = [words("metric"), words("period"), *map(words.name, by), *map(words, parts_named(by))]
    return printing.grid(head, written, right=map(words, PARTS[:6]))


def _row(reading: Reading, by: Sequence[str], words: Words) -> dict[str, Cell]:
    parts: tuple[Cell, ...] = (
        *map(_number, (reading.numerator, reading.denominator, reading.value)),
        reading.n,
        *map(_number, (reading.low, reading.high)),
        reading.complete,
        None if reading.reason is None else words.error(reading.reason),
    )
    return {
        "metric": reading.metric,
        "period": reading.period.isoformat(),
        **dict(zip(by, reading.groups, strict=True)),
        **dict(zip(parts_named(by), parts, strict=True)),
    }


def _number(x: int | float | Decimal | None) -> int | float | None:
    """Money leaves as a whole number where it is one."""
    if isinstance(x, Decimal):
        return int(x) if x == x.to_integral_value() else float(x)
    return x


def _written(reading: Reading, unit: str, words: Words, currency: str) -> list[str]:
    def value(x: float | None) -> str:
        return words.value(x, unit, currency)

    def part(x: int | float | Decimal | None) -> str:
        return "" if x is None else words.number(x)

    return [
        reading.metric,
        reading.period.isoformat(),
        *("–" if group is None else group for group in reading.groups),
        part(reading.numerator),
        part(reading.denominator),
        value(reading.value),
        part(reading.n),
        "" if reading.low is None else value(reading.low),
        "" if reading.high is None else value(reading.high),
        words("yes") if reading.complete else words("no"),
        "" if reading.reason is None else words.error(reading.reason),
    ]

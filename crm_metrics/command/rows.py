"""The command rows: the rows that make a number, and the number worked out from them again."""

from __future__ import annotations

import json
import sys
from datetime import datetime

from crm_metrics import periods
from crm_metrics.command import arguments, printing
from crm_metrics.command.named import named
from crm_metrics.command.run import Run
from crm_metrics.metrics.behind.recomputed import agrees, recomputed
from crm_metrics.metrics.behind.rows import SHOWN, Place, RowsBehind, rows_behind
from crm_metrics.metrics.behind.table import Value, as_csv, plain, table
from crm_metrics.metrics.question import reach
from crm_metrics.metrics.readings import Reading
from crm_metrics.words import Words

DIFFERS = 1


def rows(run: Run) -> int:
    """The command rows: what makes a metric's number, row by row."""
    given = run.given
    form = printing.known_format(given.format)
    every = periods.known_cadence(given.every)
    since, until = arguments.day("--since", given.since), arguments.day("--until", given.until)
    where, by = [arguments.pair(text) for text in given.where], arguments.split(given.by)
    metric = named(given.metric)
    warehouse = run.warehouse
    run.tell_notice()
    if since is None and every != "all":  # one period, not all that there are
        last = until or reach(warehouse, metric)
        since = last and periods.start_of(every, last, warehouse.company.fiscal_year_start_month)
    behind = rows_behind(warehouse, metric, every=every, by=by, where=where, since=since, until=until)
    sys.stdout.write(written(behind, form, run.words))
    _told(run, behind, form)
    return 0 if agrees(behind) else DIFFERS


def written(behind: RowsBehind, form: str, words: Words) -> str:
    """All rows as CSV or JSON, in the machine's form; as a table the first of them."""
    whole = table(behind)
    if form == "csv":
        return as_csv(whole)
    if form == "json":
        lines = [dict(zip(whole.head, map(plain, row), strict=True)) for row in whole.rows]
        return json.dumps(lines, ensure_ascii=False, indent=1) + "\n"
    shown = [[_cell(value, words) for value in row] for row in whole.rows[:SHOWN]]
    numbers = {name for place, name in enumerate(whole.head) if any(_number(row[place]) for row in whole.rows[:SHOWN])}
    return printing.grid(whole.head, shown, right=numbers) if shown else ""


def _told(run: Run, behind: RowsBehind, form: str) -> None:
    """Beside the rows: how many they are, the number, and the number that they make."""
    metric, currency = behind.metric, run.warehouse.company.currency
    if behind.reason is not None:
        run.tell("{metric}: {reason}", metric=metric.name, reason=behind.reason)
        return
    count = sum(part.count for part in behind.parts)
    if form == "table" and count > SHOWN:
        run.tell("The first {shown} of {count} rows; --format csv gives all of them.", shown=SHOWN, count=count)
    again = recomputed(behind)
    for reading in behind.result.readings:
        made = again.get(Place(reading.period, reading.groups))
        run.tell(
            "{metric} {place}: {value}; worked out again from its rows: {again}",
            metric=metric.name,
            place=" · ".join([reading.period.isoformat(), *(group or "–" for group in reading.groups)]),
            value=_value(reading, run.words, metric.unit, currency),
            again=_value(made, run.words, metric.unit, currency),
        )


def _value(reading: Reading | None, words: Words, unit: str, currency: str) -> str:
    if reading is None or reading.value is None:
        return words.error(reading.reason) if reading is not None and reading.reason else "–"
    return words.value(reading.value, unit, currency)


def _number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(value: Value, words: Words) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return words("yes") if value else words("no")
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return words.number(value) if isinstance(value, int | float) else str(plain(value))

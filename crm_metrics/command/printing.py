"""What the command line prints: answers and definitions as a table, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from crm_metrics.errors import QuestionError, unknown
from crm_metrics.languages import LANGUAGES
from crm_metrics.words import Words

if TYPE_CHECKING:
    from crm_metrics.boards.catalogue import Line
    from crm_metrics.metrics.readings import Reading, Result
    from crm_metrics.warehouse.store import Warehouse

FORMATS = ("table", "csv", "json")
PARTS = ("numerator", "denominator", "value", "n", "low", "high", "complete", "reason")

_RUN_BY_SHEETS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | bool | None


def known_format(form: str, formats: Sequence[str] = FORMATS) -> str:
    """`form` itself when it is one of `formats`; else a QuestionError that names them."""
    if form not in formats:
        raise unknown(QuestionError, "No format '{word}'.", form, formats)
    return form


def query(results: Mapping[str, Result], units: Mapping[str, str], form: str, words: Words, currency: str) -> str:
    """The readings of several metrics asked together, one row per metric, period and group.

    CSV and JSON hold ISO dates, point decimals and bare numbers; the table is written as its reader writes.
    """
    rows = [_row(reading, result.by, words) for result in results.values() for reading in result.readings]
    by = next((result.by for result in results.values()), ())
    names = ["metric", "period", *by, *PARTS]
    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        return _csv(names, ([_plain(row[name]) for name in names] for row in rows))
    shown = [
        _shown(reading, units[result.metric], words, currency)
        for result in results.values()
        for reading in result.readings
    ]
    head = [words("metric"), words("period"), *map(words.name, by), *map(words, PARTS)]
    return grid(head, shown, right=map(words, PARTS[:6]))


def catalogue(lines: Iterable[Line], dimensions: Mapping[str, Sequence[str]], form: str, words: Words) -> str:
    """The definitions of metrics; `dimensions` names those that each can be grouped by."""
    from crm_metrics.boards.catalogue import state

    if form == "json":
        spoken = {language: Words(language) for language in sorted(LANGUAGES)}
        rows = [_definition(line, dimensions[line.metric.name], spoken) for line in lines]
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    shown = [
        [
            line.metric.name,
            words.name(line.metric.process) if line.metric.process else "",
            words(line.metric.label),
            line.metric.unit,
            state(line, words),
        ]
        for line in lines
    ]
    return grid([words(name) for name in ("metric", "process", "name", "unit", "state")], shown)


def definition(line: Line, dimensions: Sequence[str], sql: str, words: Words) -> str:
    """One metric in full: what it means, how it is read and made, where it comes from, and its SQL as it runs."""
    from crm_metrics.boards.catalogue import facts_of, here

    metric = line.metric
    process = words.name(metric.process) if metric.process else words("all")
    told = [
        *facts_of(metric, words)[1:],
        (words("Process"), process),
        (words("Can be grouped by"), ", ".join(dimensions)),
        *here(line, words),
    ]
    width = max(len(name) for name, _ in told)
    lines = [f"{metric.name} · {words(metric.label)}", words(metric.means), ""]
    lines += [f"{name:<{width}}  {fact}" for name, fact in told if fact]
    return "\n".join([*lines, "", sql.strip()]) + "\n"


def uncomputable(warehouse: Warehouse, words: Words) -> str:
    """A line per missing file or column, with the metrics that wait for it; empty when none is missing."""
    from crm_metrics.metrics.lacks import Lack, lacks
    from crm_metrics.metrics.registry import known

    waiting: dict[Lack, list[str]] = {}
    for metric in known().values():
        for lack in lacks(warehouse, metric):
            waiting.setdefault(lack, []).append(metric.name)
    return "".join(
        (
            words("- {file}: no row has a value in {column}; {metrics} can't be computed.", file=" / ".join(one.files),
                  column=one.column, metrics=names)
            if one.column
            else words("- {table} was never loaded; it is needed by {metrics}. Template: {template}.",
                       table=" / ".join(one.tables), metrics=names, template=one.templates)
        )
        + "\n"
        for one, names in sorted(waiting.items())
    )  # fmt: skip


def sources(warehouse: Warehouse, late: Sequence[str], words: Words) -> str:
    """A line per source: how far it reaches, when it was loaded, which tables it brings."""
    rows = [
        [
            one.name,
            "–" if one.through is None else one.through.isoformat(),
            words("late") if one.name in late else words("ended") if one.ended else "",
            words.moment(one.loaded_at) + " UTC",
            ", ".join(one.tables),
        ]
        for one in warehouse.sources
    ]
    return grid([words(name) for name in ("source", "until", "state", "loaded", "tables")], rows)


def grid(names: Sequence[str], rows: Sequence[Sequence[str]], right: Iterable[str] = ()) -> str:
    """Rows in columns, as wide as they need; the columns named in `right` end on one line."""
    widths = [max([len(name), *(len(row[place]) for row in rows)]) for place, name in enumerate(names)]
    aligned = set(right)
    lines = []
    for row in (names, *rows):
        cells = [
            cell.rjust(width) if name in aligned else cell.ljust(width)
            for name, cell, width in zip(names, row, widths, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def _row(reading: Reading, by: Sequence[str], words: Words) -> dict[str, Cell]:
    groups = dict(zip(by, reading.groups, strict=True))
    return {
        "metric": reading.metric,
        "period": reading.period.isoformat(),
        **groups,
        "numerator": _number(reading.numerator),
        "denominator": _number(reading.denominator),
        "value": _number(reading.value),
        "n": reading.n,
        "low": _number(reading.low),
        "high": _number(reading.high),
        "complete": reading.complete,
        "reason": None if reading.reason is None else words.error(reading.reason),
    }


def _number(x: int | float | Decimal | None) -> int | float | None:
    """Money leaves as a whole number where it is one."""
    if isinstance(x, Decimal):
        return int(x) if x == x.to_integral_value() else float(x)
    return x


def _shown(reading: Reading, unit: str, words: Words, currency: str) -> list[str]:
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


def _definition(line: Line, dimensions: Sequence[str], spoken: Mapping[str, Words]) -> dict[str, object]:
    metric = line.metric
    return {
        "name": metric.name,
        "process": metric.process,
        "kind": metric.kind,
        "labels": {language: words(metric.label) for language, words in spoken.items()},
        "means": {language: words(metric.means) for language, words in spoken.items()},
        "unit": metric.unit,
        "better": metric.better,
        "finest": metric.finest,
        "aggregation": metric.aggregation,
        "on": metric.on,
        "numerator": metric.numerator,
        "denominator": metric.denominator,
        "matures_days": metric.matures_days,
        "minimum_n": metric.minimum_n,
        "dimensions": list(dimensions),
        "source": metric.source,
        "rows": metric.rows,
        "matures_on": metric.matures_on,
        "trailing": metric.trailing,
        "trap": {language: words(metric.pitfall) for language, words in spoken.items()},
        "owner": {language: words(metric.owned_by) for language, words in spoken.items()},
        "reading": dict(metric.reading),
        "through": line.through.isoformat() if line.through else None,
        "reason": {language: words.error(line.reason) for language, words in spoken.items()} if line.reason else None,
        "lacks": [{"files": list(one.files), "column": one.column or None} for one in line.lacks],
    }


def _csv(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return out.getvalue()


def _plain(cell: Cell) -> str:
    """A cell of a CSV: true and false in small letters, nothing for what is absent, no text that a sheet would run."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return "'" + cell if cell.startswith(_RUN_BY_SHEETS) else cell
    return str(cell).lower() if isinstance(cell, bool) else str(cell)

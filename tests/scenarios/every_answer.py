"""Every answer of the catalogue, written down: two checkouts that say the same have the same file.

`python -m tests.scenarios.every_answer FOLDER FILE` asks every metric, at every cadence that it knows, in total and by
each dimension of its rows, and writes a line per question: metric, cadence, dimension, readings, digest of them all.
With a third argument it writes every reading behind those digests instead, for the metric of that name.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import crm_metrics as crm
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import DIMENSIONS, Metric
from crm_metrics.metrics.question import ask, dimensions
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.rows.coverage import latest_watermark
from crm_metrics.periods import CADENCES
from crm_metrics.warehouse.schema import input_tables

WINDOW = {"day": 120, "week": 210}  # days back; the longer cadences are asked over all that is loaded
CUSTOMERS = 95  # days back where the answer has a reading per customer
NEVER_BY_CUSTOMER = ("day", "week")


def answers(folder: Path, name: str | None = None) -> Iterator[tuple[str, str, str, tuple[Reading, ...]]]:
    """Every question and its readings: metric, cadence, dimension ("" for the total), readings."""
    warehouse = crm.open(folder)
    until = latest_watermark(warehouse, input_tables())
    assert until is not None
    metrics = [one for one in CATALOGUE.values() if name in (None, one.name)]
    offered = {metric: dimensions(warehouse, metric) for metric in metrics}
    for every in CADENCES:
        for by in ("", *DIMENSIONS, *sorted({one.own for one in metrics if one.own} - set(DIMENSIONS))):
            asked = [one for one in metrics if _asked(one, every, by, offered[one])]
            if not asked or (by == "customer" and every in NEVER_BY_CUSTOMER):
                continue
            days = CUSTOMERS if by == "customer" else WINDOW.get(every)
            since = until - timedelta(days=days) if days else None
            for result in ask(warehouse, asked, every=every, by=by or (), since=since, until=until).values():
                yield result.metric, every, by, result.readings
    warehouse.close()


def _asked(metric: Metric, every: str, by: str, offered: tuple[str, ...]) -> bool:
    return CADENCES.index(every) >= CADENCES.index(metric.finest) and (not by or by in offered)


def _line(reading: Reading) -> str:
    parts = (reading.period, reading.groups, reading.numerator, reading.denominator, reading.value, reading.n)
    return repr((*parts, reading.low, reading.high, reading.complete, str(reading.reason)))


def main(folder: str, file: str, name: str | None = None) -> int:
    """Write the file; the number of questions and readings goes to standard output."""
    questions = readings = 0
    with Path(file).open("w", encoding="utf-8") as out:
        for metric, every, by, found in answers(Path(folder), name):
            lines = [_line(one) for one in found]
            questions, readings = questions + 1, readings + len(lines)
            digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:24]
            out.write(f"{metric} {every} {by or '-'} {len(lines)} {digest}\n")
            if name is not None:
                out.writelines(f"  {line}\n" for line in lines)
    sys.stdout.write(f"{questions} questions, {readings} readings\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

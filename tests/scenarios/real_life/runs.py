"""Many companies through one project, each clean and real, by processes that stand in the project's folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import Any

from crm_metrics.metrics import CATALOGUE
from tests.scenarios.real_life.exports import Export, Telling
from tests.scenarios.real_life.judge import Verdict, judge, ways
from tests.scenarios.real_life.kinds import KINDS, form_of, telling

READER = Path(__file__).with_name("reader.py")
ROOT = Path(__file__).parents[3]
Company = tuple[str, int]


@dataclass
class Count:
    """What became of the companies of one kind."""

    companies: int = 0
    wrong: int = 0
    """Companies of which a wrong number was told as complete."""
    numbers: int = 0
    """Those numbers."""
    equal: int = 0
    """Numbers told as complete that are right."""
    refused: int = 0
    """Companies whose files were refused with a sentence."""
    faults: list[str] = field(default_factory=list)
    """One line for each wrong number: kind, seed, form, metric, month, got, right."""


def companies(count: int) -> list[Company]:
    """The kinds taking turns, each with the seeds from 0 on."""
    kinds = list(KINDS)
    return [(kinds[n % len(kinds)], n // len(kinds)) for n in range(count)]


def judged(asked: Iterable[Company], project: Path = ROOT, processes: int = 2) -> dict[str, Count]:
    """Each kind and what became of its companies in the project of a folder."""
    counts = {kind: Count() for kind in KINDS}
    with _readers(project, processes) as pool, ThreadPoolExecutor(processes) as threads:
        for (kind, seed), verdict in threads.map(lambda one: (one, _verdict(telling(*one), pool)), list(asked)):
            count = counts[kind]
            count.companies += 1
            count.wrong += bool(verdict.faults)
            count.numbers += len(verdict.faults)
            count.equal += verdict.equal
            count.refused += bool(verdict.refused)
            form = form_of(kind, seed).__name__
            count.faults += [f"{kind} {seed} ({form}): {line}" for line in verdict.faults]
            if verdict.refused:
                count.faults.append(f"{kind} {seed} ({form}): refused: {verdict.refused}")
    return {kind: count for kind, count in counts.items() if count.companies}


def table(columns: Mapping[str, Mapping[str, Count]]) -> list[str]:
    """The counts of each kind as lines, side by side for each project."""
    heads = [f"{name}: wrong numbers (companies), right, refused" for name in columns]
    lines = [f"{'kind':18}{'companies':>10}" + "".join(f"{head:>58}" for head in heads)]
    for kind in KINDS:
        found = [counts[kind] for counts in columns.values() if kind in counts]
        if found:
            cells = [f"{one.numbers} ({one.wrong}), {one.equal}, {one.refused}" for one in found]
            lines.append(f"{kind:18}{found[0].companies:>10}" + "".join(f"{cell:>58}" for cell in cells))
    sums = Counter[str]()
    for name, counts in columns.items():
        sums[name] = sum(one.numbers for one in counts.values())
    lines.append(f"{'in all':28}" + "".join(f"{sums[name]:>58}" for name in columns))
    return lines


def _verdict(told: Telling, pool: Queue[Any]) -> Verdict:
    units = {one.name: one.unit for one in CATALOGUE.values()}
    clean = _answer(told, told.clean, pool)
    real: dict[str, Any] = {}
    for export in ways(told.real):
        real = _answer(told, export, pool)
        if "refused" not in real and not real["rejected"]:
            break
    return judge(told, clean, real, units)


def _answer(told: Telling, export: Export, pool: Queue[Any]) -> dict[str, Any]:
    job = {"files": dict(export.files), "source": export.source, "init": export.init}
    days = {"since": told.since.isoformat(), "until": told.until.isoformat()}
    reader = pool.get()
    try:
        reader.stdin.write(json.dumps(job | days) + "\n")
        reader.stdin.flush()
        line = reader.stdout.readline()
    finally:
        pool.put(reader)
    if not line:
        raise RuntimeError(f"the reader of {reader.args[-1]} ended by itself")
    answer: dict[str, Any] = json.loads(line)
    return answer


@contextmanager
def _readers(project: Path, count: int) -> Iterator[Queue[Any]]:
    """Processes that answer for the project, each free to be asked."""
    pool: Queue[Any] = Queue()
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CRM_")} | {
        "PYTHONDONTWRITEBYTECODE": "1"
    }
    kept["CRM_COMPANY"] = str(READER.with_name("no company files"))
    started = [
        subprocess.Popen(
            [sys.executable, str(READER)], cwd=project, env=kept, text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _ in range(count)
    ]  # fmt: skip
    for one in started:
        pool.put(one)
    try:
        yield pool
    finally:
        for one in started:
            if one.stdin:
                one.stdin.close()
            one.wait(60)
            if one.stdout:
                one.stdout.close()

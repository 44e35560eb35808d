"""`python -m benchmarks`: every claim in one run, as one JSON; exit 1 when a limit is missed."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from benchmarks import (
    building,
    catalogue,
    effects,
    invoices,
    loading,
    page,
    publishing,
    queries,
    refreshing,
    servers,
    signals,
    workbooks,
    yearly,
)
from benchmarks.measure import Ratio, Share
from crm_metrics.warehouse.demo import build_demo

PARTS = (
    "queries", "catalogue", "pages", "import", "day", "publishing", "build", "invoices", "workbooks", "memory",
    "servers", "effects", "signals", "seasons",
)  # fmt: skip
OF_DEMO: Mapping[str, Callable[[Path], Iterable[Ratio]]] = {
    "queries": lambda demo: [queries.measure(demo)],
    "catalogue": catalogue.measure,
    "pages": page.measure,
    "day": lambda demo: [refreshing.measure(demo)],
    "publishing": lambda demo: [publishing.measure(demo)],
}
OF_FILES: Mapping[str, Callable[[], Iterable[Ratio]]] = {
    "import": lambda: [loading.measure()],
    "invoices": lambda: [invoices.measure()],
    "workbooks": lambda: [workbooks.measure()],
    "servers": servers.measure,
}


def main() -> int:
    """Build a demo company, measure, print; `--only` measures one part."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="one part; may be repeated")
    parser.add_argument("--customers", type=int, default=12_000, help="size of the demo company")
    parser.add_argument("--months", type=int, default=25, help="length of its history, with the running month")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the large file")
    parser.add_argument("--times", type=int, default=10, help="how many times the demo's rows all shapes are made of")
    parser.add_argument("--before", type=Path, help="the tree of an older commit whose build of them is compared")
    parser.add_argument("--plans", type=int, default=10_000, help="simulated plans for each share of the effects")
    parser.add_argument("--boards", type=int, default=2_000, help="simulated boards for each share of the signals")
    asked = parser.parse_args()
    chosen = asked.only or PARTS
    claims: list[Ratio | Share] = []
    claims += _memory(
        chosen, asked.rows
    )  # first: a process starts with the peak of the one that starts it, which grows
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        if {*OF_DEMO, "build"} & set(chosen):
            build_demo(demo, finish=None, customers=asked.customers, months=asked.months)
        claims += [claim for part, measure in OF_DEMO.items() if part in chosen for claim in measure(demo)]
        if "build" in chosen:
            claims += building.measure(demo, asked.times, asked.before)
        claims += [claim for part, measure in OF_FILES.items() if part in chosen for claim in measure()]
    claims += _simulated(chosen, asked.plans, asked.boards)
    about = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    print(json.dumps({"about": about, "claims": [claim.as_json() for claim in claims]}, indent=2))
    return 0 if all(claim.kept for claim in claims) else 1


def _simulated(chosen: Collection[str], plans: int, boards: int) -> list[Share]:
    """The claims about verdicts and signals that were asked for."""
    claims = effects.measure(plans) if "effects" in chosen else []
    claims += signals.measure(boards) if "signals" in chosen else []
    return [*claims, *(yearly.measure(boards) if "seasons" in chosen else [])]


def _memory(chosen: Collection[str], rows: int) -> list[Ratio]:
    """The claims about peak memory that were asked for."""
    claims = [loading.peak_memory(rows)] if "memory" in chosen else []
    claims += [invoices.peak_memory()] if {"memory", "invoices"} & set(chosen) else []
    return [*claims, *([workbooks.peak_memory()] if {"memory", "workbooks"} & set(chosen) else [])]


sys.exit(main())

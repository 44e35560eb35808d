"""Shapes and whole months brought up to changed rows are as made anew, after each load of random sequences.

Loads bring new, late and corrected rows, merge customers, withdraw rows and roll back; every second one is first killed
at a step of publishing, and then made again. However many rows of the small companies they touch, each shape whose head
says how is brought up by key, of inputs that are cut.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb

from crm_metrics import settings
from crm_metrics.warehouse import engines, manifest, publish, versions
from crm_metrics.warehouse.demo.build import build_demo
from crm_metrics.warehouse.finals import touched
from crm_metrics.warehouse.finals.checking import differing_months
from crm_metrics.warehouse.loading import load as loading
from crm_metrics.warehouse.refreshing import bringing, cutting
from crm_metrics.warehouse.refreshing.checking import differing
from tests.warehouse.refreshing.sequences import SmallLoad, play

UNTIL = date(2026, 8, 31)


def whole(count: int = 200, seed: int = 1, loads: int = 7) -> Mapping[str, object]:
    """That many sequences of `loads` loads each; AssertionError names the loads after which a shape was another."""
    counted, wrong = Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as place, by_key(counted):
        source = Path(place, "source")
        source.mkdir()
        build_demo(source, finish=None, customers=100, months=3, until=UNTIL)
        file = versions.file_of(source, versions.current(source))
        for one in range(seed, seed + count):
            wrong += _played(file, Path(place, str(one)), one, loads, counted)
            shutil.rmtree(Path(place, str(one)))
    if wrong:
        raise AssertionError("\n".join(wrong))
    return {"sequences": count, **counted}


@contextmanager
def by_key(counted: Counter[str]) -> Iterator[None]:
    """Bring shapes up by key whatever their size, of inputs that are cut; `counted` gets what was done with them."""
    brought = bringing.bring_up

    def count(*given: Any, **more: Any) -> dict[str, str]:
        done = brought(*given, **more)
        counted.update(f"shapes {way}" for way in done.values())
        return done

    with (
        patch.object(bringing, "LEAST", 0),
        patch.object(bringing, "SHARE", 9),
        patch.object(touched, "SHARE", 9),
        patch.object(cutting, "FEW", 0),
        patch.object(publish, "MOST_REFRESHED", 1_000),
        patch.object(publish, "bring_up", count),
    ):
        yield


def _played(file: Path, place: Path, seed: int, loads: int, counted: Counter[str]) -> list[str]:
    """What was another after a load of one sequence, each as a line."""
    wrong: list[str] = []

    def check(warehouse: Path, load: SmallLoad, _: duckdb.DuckDBPyConnection) -> None:
        counted[f"loads {load.kind}"] += 1
        version = versions.file_of(warehouse, versions.current(warehouse))
        with closing(engines.reader(version, settings.load(), seconds=None)) as connection:
            if others := [*differing(connection), *differing_months(connection)]:
                wrong.append(f"seed {seed}, load {load.number} ({load.kind}): {', '.join(others)}")

    def kill(warehouse: Path, load: SmallLoad) -> None:
        if load.number % 2:
            step = publish.STEPS[(seed * loads + load.number) // 2 % len(publish.STEPS)]
            counted[f"killed at {step}"] += 1
            wrong.extend(f"seed {seed}, load {load.number}: {one}" for one in _killed(warehouse, load, step))

    place.mkdir()
    play(file, place, seed=seed, loads=loads, check=check, before=kill)
    return wrong


def _killed(warehouse: Path, load: SmallLoad, step: str) -> list[str]:
    """Begin a load in a process of its own that ends itself at a step; what is wrong with what it left."""
    before = versions.current(warehouse)
    given = [str(load.folder), str(warehouse), step, "full" if load.full else ""]
    ended = subprocess.run(
        [sys.executable, "-m", "tests.proofs.refreshes", *given], capture_output=True, text=True, check=False
    )
    if ended.returncode != -signal.SIGKILL:
        return [f"the load to be killed at {step} ended with {ended.returncode}: {ended.stderr[-500:]}"]
    now = versions.current(warehouse)
    if now != before + (step in ("pointer swapped", "end")):
        return [f"killed at {step}, version {before} became {now}"]
    with closing(engines.reader(versions.file_of(warehouse, now), settings.load(), seconds=None)) as connection:
        others = manifest.differences(lambda sql: connection.execute(sql).fetchall())
    return [f"killed at {step}, {', '.join(others)} is not what the manifest says"] if others else []


def _load_until(folder: Path, warehouse: Path, step: str, *, full: bool) -> None:
    """Load, and end this process at a step, as if somebody had pulled the plug."""

    def at(reached: str) -> None:
        if reached == step:
            os.kill(os.getpid(), signal.SIGKILL)

    with by_key(Counter()), patch.object(loading, "publish", partial(publish.publish, on_step=at)):
        loading.import_folder(folder, warehouse, full=full, accept_rejects=True, finish=None)


if __name__ == "__main__":
    _load_until(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], full=bool(sys.argv[4]))

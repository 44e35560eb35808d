"""How a ratio is measured: variants interleaved in one process, CPU of all threads, the median, n printed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """One claim: how much the first costs against the second, in CPU or bytes."""

    claim: str
    ratio: float
    limit: float | None
    """What it must not exceed, or None."""
    rounds: int
    milliseconds: Mapping[str, float]
    """The median CPU of each variant."""
    sizes: Mapping[str, int | str]
    """Of what was measured."""

    @property
    def kept(self) -> bool:
        """Whether the claim holds."""
        return self.limit is None or self.ratio <= self.limit

    def as_json(self) -> dict[str, object]:
        """The claim with everything needed to judge it."""
        return {**asdict(self), "kept": self.kept, "load": os.getloadavg()[0]}


@dataclass(frozen=True, kw_only=True)
class Share:
    """One claim: of how many simulated cases something is said."""

    claim: str
    share: float
    most: float | None
    """What it must not exceed, or None."""
    least: float | None
    """What it must reach, or None."""
    cases: int
    margin: float
    """Of the share, 1.96 standard errors of so many cases."""

    @property
    def kept(self) -> bool:
        """Whether the claim holds."""
        return (self.most is None or self.share <= self.most) and (self.least is None or self.share >= self.least)

    def as_json(self) -> dict[str, object]:
        """The claim with everything needed to judge it."""
        return {**asdict(self), "kept": self.kept}


def share(claim: str, hits: int, cases: int, *, most: float | None = None, least: float | None = None) -> Share:
    """The claim that so many of these cases make."""
    found = hits / cases
    margin = 1.96 * (found * (1 - found) / cases) ** 0.5
    return Share(claim=claim, share=found, most=most, least=least, cases=cases, margin=margin)


def interleaved(variants: Mapping[str, Callable[[], object]], rounds: int, warm: int = 1) -> dict[str, float]:
    """The median CPU milliseconds of this process for each variant, run one after the other, `rounds` times."""
    spent: dict[str, list[float]] = {name: [] for name in variants}
    for turn in range(warm + rounds):
        for name, run in variants.items():
            begun = time.process_time()
            run()
            if turn >= warm:
                spent[name].append((time.process_time() - begun) * 1000)
    return {name: median(values) for name, values in spent.items()}


def peak(module: str, *given: str) -> int:
    """The peak resident memory, in bytes, of a process of its own that runs a module of this project.

    A process begins with the peak of the one that starts it: this one should still be small.
    """
    started = subprocess.Popen([sys.executable, "-m", module, *given], cwd=ROOT)
    _, status, used = os.wait4(started.pid, 0)
    if status:
        raise RuntimeError(f"{module} {' '.join(given)} failed")
    return used.ru_maxrss * 1024


def spent(module: str, *given: str, environment: Mapping[str, str]) -> float:
    """The CPU milliseconds of a process of its own that runs a module of this project; RuntimeError when it fails."""
    started = subprocess.Popen(
        [sys.executable, "-m", module, *given],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    told = started.stdout.read() if started.stdout else b""
    _, status, used = os.wait4(started.pid, 0)
    if status:
        raise RuntimeError(f"{module} {' '.join(given)} failed: {told.decode(errors='replace')}")
    return (used.ru_utime + used.ru_stime) * 1000

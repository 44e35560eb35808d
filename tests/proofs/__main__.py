"""`python -m tests.proofs [NAME …] [--count N] [--seed N]`: runs proofs whole, and prints what each has counted."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from tests.proofs import abroad, attribution, boards, demo, real_life, refreshes, scopes, walks
from tests.proofs.messy import judging

Counts = Mapping[str, object]

# The name of a proof → what runs it whole: it gives its counts, or raises AssertionError with what does not hold.
# `count` is how much of its own kind it looks at, `seed` what is drawn.
PROOFS: Mapping[str, Callable[..., Counts]] = {
    "demo": demo.proportions,
    "groups": walks.groups,
    "intervals": walks.intervals,
    "unknown": walks.unknown,
    "own": walks.own,
    "scopes": scopes.whole,
    "real_life": real_life.real_life,
    "abroad": abroad.whole,
    "boards": boards.whole,
    "attribution": attribution.whole,
    "refreshes": refreshes.whole,
    "messy": judging.files,
}


def main(given: Sequence[str]) -> int:
    """Run the proofs named, or all of them; 1 when one does not hold, 2 for a name that is none."""
    parser = argparse.ArgumentParser(prog="python -m tests.proofs", description=f"Proofs: {', '.join(PROOFS)}.")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument(
        "--count", type=int, help="how many companies, boards, scopes, metrics, definitions, files, draws, sequences"
    )
    parser.add_argument("--seed", type=int)
    asked = parser.parse_args(given)
    unknown = [name for name in asked.names if name not in PROOFS]
    if unknown:
        sys.stderr.write(f"No proof {', '.join(unknown)}. Known: {', '.join(PROOFS)}\n")
        return 2
    options = {key: value for key in ("count", "seed") if (value := getattr(asked, key)) is not None}
    failed = [name for name in asked.names or PROOFS if not _holds(name, options)]
    return 1 if failed else 0


def _holds(name: str, options: Mapping[str, int]) -> bool:
    """Run one proof and print its counts, or what does not hold."""
    began, held = time.monotonic(), True
    try:
        counts = PROOFS[name](**options)
    except AssertionError as error:
        counts, held = {"does not hold": error}, False
    told = " · ".join(f"{what} {count}" for what, count in counts.items())
    sys.stdout.write(f"{name}: {told} · {time.monotonic() - began:.0f} s\n")
    sys.stdout.flush()
    return held


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

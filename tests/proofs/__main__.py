"""`python -m tests.proofs [NAME …]`: runs the proofs named, or all of them, whole, and prints what each has counted."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping

from tests.proofs import demo

Counts = Mapping[str, object]

# The name of a proof → what runs it whole: it gives its counts, or raises AssertionError with what does not hold.
PROOFS: Mapping[str, Callable[[], Counts]] = {
    "demo": demo.proportions,
}


def main(names: list[str]) -> int:
    """Run the proofs named, or all of them; 1 when one does not hold, 2 for a name that is none."""
    unknown = [name for name in names if name not in PROOFS]
    if unknown:
        sys.stderr.write(f"No proof {', '.join(unknown)}. Known: {', '.join(PROOFS)}\n")
        return 2
    failed = 0
    for name in names or PROOFS:
        began = time.monotonic()
        try:
            counts = PROOFS[name]()
        except AssertionError as error:
            failed += 1
            counts = {"does not hold": error}
        told = " · ".join(f"{what} {count}" for what, count in counts.items())
        sys.stdout.write(f"{name}: {told} · {time.monotonic() - began:.0f} s\n")
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

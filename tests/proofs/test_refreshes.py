from __future__ import annotations

import sys

from tests.proofs import refreshes


def test_after_each_load_shapes_brought_up_are_those_made_anew() -> None:
    """A seeded sample; `make proofs` plays two hundred sequences."""
    counts = refreshes.whole(1, seed=20261130, loads=6)
    sys.stdout.write(f"{dict(counts)}\n")
    assert int(str(counts["shapes refreshed"])) > 30
    assert sum(int(str(count)) for name, count in counts.items() if name.startswith("killed")) >= 2

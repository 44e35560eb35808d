from __future__ import annotations

import sys

from tests.proofs.attribution import whole


def test_a_planted_cause_is_the_first_cell_and_the_cells_add_up() -> None:
    """A seeded sample; `make proofs NAME=attribution` draws twenty thousand of each kind."""
    counts = whole(count=400, seed=20261129)
    sys.stdout.write(f"attribution: {dict(counts)}\n")
    assert counts["draws"] == 800
    assert int(str(counts["splits"])) > 500

from __future__ import annotations

import sys

from tests.proofs.scopes import scopes


def test_no_answer_or_goal_of_a_reader_feels_the_rows_of_others() -> None:
    """A seeded sample, of teams and processes; `make proofs` walks sixty scopes of all four kinds."""
    walked = scopes(4, seed=20261128)
    sys.stdout.write(f"{dict(walked.counts)}\n")
    assert walked.same > 5_000
    assert walked.goals > 100
    assert walked.wrong == [], "\n".join(walked.wrong)

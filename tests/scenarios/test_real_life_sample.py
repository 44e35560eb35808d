"""Companies of half of the kinds at the border with real life: no number of them is told as complete and is wrong.

300 of all kinds run with `make proofs`; `python -m tests.scenarios.real_life --kind KIND --seed N` tells of one.
"""

from __future__ import annotations

from random import Random

import pytest

from tests.scenarios.real_life.kinds import KINDS
from tests.scenarios.real_life.runs import Count, judged

# The forms of a kind take turns with its seeds: these are the ones of most numbers, or those that nothing else covers.
SEEDS = {"civil_day": 1, "date_order": 1, "credit_balance": 0, "age_report": 0, "first_resolution": 0, "same_key": 0}

SAMPLE = Random(10).sample(sorted(KINDS), len(KINDS) // 2)


@pytest.fixture(scope="module")
def counts() -> dict[str, Count]:
    """What became of a company of each of these kinds."""
    return judged([(kind, SEEDS.get(kind, 0)) for kind in SAMPLE])


@pytest.mark.parametrize("kind", SAMPLE)
def test_no_number_told_as_complete_is_wrong(counts: dict[str, Count], kind: str) -> None:
    assert counts[kind].faults == []


@pytest.mark.parametrize("kind", SAMPLE)
def test_and_numbers_are_told(counts: dict[str, Count], kind: str) -> None:
    """A project that says nothing has no wrong number either."""
    assert counts[kind].equal >= 3

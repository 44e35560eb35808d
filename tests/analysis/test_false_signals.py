"""A sample of the simulation of the signals of a whole board; the table stands in the decisions."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.steady import BOARD, DAYS, boards_of, found_of, noise
from crm_metrics.analysis.certainty import HELD

BOARDS = 60


@pytest.mark.parametrize("memory", [0.0, 0.3])
def test_a_board_on_which_nothing_changed_tells_fewer_false_changes_than_one_a_month(memory: float) -> None:
    told = boards_of(BOARDS, 7, memory=memory, shared=0.0)
    assert told.changes <= HELD * len(BOARD) * BOARDS  # 60 weeks at 12 a year
    assert told.by_rules > told.changes


def test_most_changes_of_three_deviations_are_told_within_four_weeks() -> None:
    found = found_of(6, 7, memory=0.0, shift=3.0)
    assert found.changes > 0.5 * 6 * len(BOARD)


def test_the_simulated_noise_has_the_memory_and_the_share_that_it_says() -> None:
    bells = noise(np.random.default_rng(5), 300, 0.3, 0.5)
    assert bells.shape == (300, len(BOARD), len(DAYS))
    beside = np.corrcoef(bells[:, :, :-1].ravel(), bells[:, :, 1:].ravel())[0, 1]
    between = np.corrcoef(bells[:, 0].ravel(), bells[:, 1].ravel())[0, 1]
    assert (bells.var(), beside, between) == pytest.approx((1.0, 0.3, 0.5), abs=0.05)

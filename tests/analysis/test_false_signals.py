"""A sample of the simulation of the signals of a whole board; the table stands in the decisions."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import yearly
from benchmarks.steady import BOARD, DAYS, boards_of, changed, found_of, noise
from benchmarks.yearly import Company, days_of
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


def test_a_december_as_every_year_is_told_on_few_boards_with_two_years_of_history() -> None:
    # Two standard errors above one a month on 30 boards: 30 × 12 ÷ 52 = 6.9, and 2 × √6.9 = 5.3.
    days = days_of("week", 2025, [12])
    told = {
        known: sum(changed(one) for board in yearly.boards_of(30, 7, company, days) for one in board)
        for known in (False, True)
        for company in [Company(every="week", years=2, season="december", known=known)]
    }
    assert told[True] <= 12
    assert told[False] > 10 * told[True]


def test_with_years_of_history_a_board_without_season_tells_no_more() -> None:
    boards = yearly.boards_of(40, 7, Company(every="week", years=2), days_of("week", 2025, range(1, 13)))
    assert sum(changed(one) for board in boards for one in board) <= HELD * len(BOARD) * 40


def test_the_simulated_noise_has_the_memory_and_the_share_that_it_says() -> None:
    bells = noise(np.random.default_rng(5), 300, 0.3, 0.5)
    assert bells.shape == (300, len(BOARD), len(DAYS))
    beside = np.corrcoef(bells[:, :, :-1].ravel(), bells[:, :, 1:].ravel())[0, 1]
    between = np.corrcoef(bells[:, 0].ravel(), bells[:, 1].ravel())[0, 1]
    assert (bells.var(), beside, between) == pytest.approx((1.0, 0.3, 0.5), abs=0.05)

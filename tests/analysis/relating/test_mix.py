from __future__ import annotations

from collections.abc import Hashable

import pytest

from crm_metrics.analysis.relating.mix import Stratum, directly, standardised, weight


def test_the_published_death_rates_of_two_states_at_one_age_distribution() -> None:
    """C. T. Le, Introductory Biostatistics, Wiley 2003, table 1.8: ages 0–4, 5–19, 20–44, 45–64, 65 and more.

    The standard million of the United States of 1970; rates per 100,000. He rounds the expected deaths of each age.
    """
    standard: dict[Hashable, float] = dict(enumerate((84_416.0, 294_353.0, 316_744.0, 205_745.0, 98_742.0)))
    alaska: dict[Hashable, float] = dict(enumerate((405.0, 83.6, 261.0, 777.6, 4933.3)))
    florida: dict[Hashable, float] = dict(enumerate((375.3, 60.3, 190.5, 1101.5, 4397.9)))
    assert directly(alaska, standard) == pytest.approx(788.6, abs=0.1)
    assert directly(florida, standard) == pytest.approx(770.6, abs=0.1)


def test_two_teams_that_differ_by_mix_alone_are_equal_at_one_mix() -> None:
    # Both satisfy 90 % of the easy and 50 % of the hard; one has 900 easy of 1,000, the other 900 hard.
    cells = [
        Stratum("north", "easy", 810.0, 900), Stratum("north", "hard", 50.0, 100),
        Stratum("south", "easy", 90.0, 100), Stratum("south", "hard", 450.0, 900),
    ]  # fmt: skip
    north, south = standardised(cells)
    assert (north.value, south.value) == (0.86, 0.54)
    assert north.adjusted == pytest.approx(0.7)
    assert south.adjusted == pytest.approx(0.7)
    assert weight(cells) is None  # the cells do not differ more than by chance: the company's rate is all that counts


def test_large_cells_keep_their_own_rate_and_small_ones_lean_on_the_companys() -> None:
    cells = [
        Stratum("north", "a", 900.0, 1000), Stratum("south", "a", 600.0, 1000), Stratum("north", "b", 880.0, 1000),
        Stratum("south", "b", 610.0, 1000), Stratum("small", "a", 3.0, 3), Stratum("small", "b", 3.0, 3),
    ]  # fmt: skip
    north, south, small = standardised(cells)
    assert north.adjusted == pytest.approx(0.89, abs=0.01)
    assert south.adjusted == pytest.approx(0.605, abs=0.01)
    assert small.adjusted is not None
    assert small.value == 1.0
    assert 0.75 < small.adjusted < 0.95


def test_a_team_whose_work_nobody_shares_is_not_compared() -> None:
    cells = [
        Stratum("north", "a", 80.0, 100), Stratum("south", "a", 70.0, 100), Stratum("web", "chat", 90.0, 100),
    ]  # fmt: skip
    assert [one.adjusted is None for one in standardised(cells)] == [False, False, True]


def test_no_answers_give_no_teams() -> None:
    assert standardised([]) == ()
    assert standardised([Stratum("a", "x", 0.0, 0)]) == ()

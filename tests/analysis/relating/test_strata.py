from __future__ import annotations

import pytest

from crm_metrics.analysis.relating.mix import Stratum
from crm_metrics.analysis.relating.strata import contrast

# Of rabbits given penicillin at once or after an hour and a half, (cured, died), by five doses of it.
RABBITS = (((0, 6), (0, 5)), ((3, 3), (0, 6)), ((6, 0), (2, 4)), ((5, 1), (6, 0)), ((2, 0), (5, 0)))


def told(strata: list[Stratum], group: str) -> tuple[float, ...]:
    """The side and the chance."""
    return contrast(strata, group) or ()


def test_the_published_rabbits_are_cured_more_often_by_penicillin_at_once() -> None:
    """A. Agresti, Categorical Data Analysis, 1990, pages 231 to 237; help of `mantelhaen.test` in R: p = 0.047."""
    strata = [
        Stratum(delay, dose, float(cured), cured + died)
        for dose, pair in enumerate(RABBITS)
        for delay, (cured, died) in zip(("none", "late"), pair, strict=True)
    ]
    assert told(strata, "none") == pytest.approx((1, 0.047), abs=0.001)
    assert told(strata, "late") == pytest.approx((-1, 0.047), abs=0.001)


def test_a_difference_that_is_mix_alone_is_none() -> None:
    # 90 % of the easy and 50 % of the hard in both; 36 rows more than its half are of what is easy in one.
    strata = [
        Stratum("north", "easy", 81.0, 90), Stratum("north", "hard", 5.0, 10),
        Stratum("south", "easy", 9.0, 10), Stratum("south", "hard", 45.0, 90),
    ]  # fmt: skip
    assert contrast(strata, "north") == (0, 1.0)


def test_the_one_that_looks_better_is_worse_within_each_part() -> None:
    # North 72 of 90 easy and 4 of 10 hard, South 10 of 10 and 63 of 90: 76 % against 73 % in all.
    # Expected of North 90 × 82 / 100 = 73.8 and 10 × 67 / 100 = 6.7, so 4.5 less, 4 with the correction of a half.
    # Variances 90·10·82·18 / (100²·99) = 1.3418 and 10·90·67·33 / (100²·99) = 2.0100: z = 4 / √3.3518 = 2.1848.
    strata = [
        Stratum("north", "easy", 72.0, 90), Stratum("north", "hard", 4.0, 10),
        Stratum("south", "easy", 10.0, 10), Stratum("south", "hard", 63.0, 90),
    ]  # fmt: skip
    assert told(strata, "north") == pytest.approx((-1, 0.0289), abs=0.0001)


def test_without_a_part_that_others_have_too_nothing_is_told() -> None:
    assert contrast([Stratum("north", "a", 5.0, 10), Stratum("south", "b", 5.0, 10)], "north") is None
    assert contrast([], "north") is None


def test_where_all_are_alike_there_is_no_difference() -> None:
    assert contrast([Stratum("north", "a", 10.0, 10), Stratum("south", "a", 10.0, 10)], "north") == (0, 1.0)

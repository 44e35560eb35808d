from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_metrics.analysis.attribution import (
    Amounts,
    PartEffect,
    Rates,
    Split,
    amounts_changed,
    rates_changed,
    rates_to_goal,
    shared_goals,
)

CELLS = st.one_of(st.none(), st.sampled_from("abcdefgh"))
SUMS = st.fractions(-1000, 1000, max_denominator=97)
AMOUNTS = st.dictionaries(CELLS, SUMS, min_size=1)
# Below the line may stand nothing, or credit notes: less than nothing.
RATES = st.dictionaries(CELLS, st.tuples(SUMS, SUMS), min_size=1).filter(
    lambda cells: sum(below for _, below in cells.values()) != 0
)


def of(split: Split, cell: str | None) -> PartEffect:
    (found,) = [one for one in split.effects if one.cell == cell]
    return found


def added(split: Split) -> Fraction:
    return sum((one.rate + one.mix for one in split.effects), Fraction(0))


def test_a_change_is_taken_apart_by_hand() -> None:
    # Billing 80 of 100 → 45 of 50, faults 30 of 50 → 60 of 100. Rates 0.8 → 0.9 and 0.6 → 0.6; shares 2/3 → 1/3.
    # The whole 110/150 → 105/150, in the middle 43/60. Billing: ½ · 0.1 by rate, (0.85 − 43/60) · (−1/3) by mix.
    before: Rates = {"billing": (Fraction(80), Fraction(100)), "fault": (Fraction(30), Fraction(50))}
    after: Rates = {"billing": (Fraction(45), Fraction(50)), "fault": (Fraction(60), Fraction(100))}
    split = rates_changed(before, after)
    assert split.whole == Fraction(-5, 150)
    assert of(split, "billing") == PartEffect("billing", Fraction(1, 20), Fraction(-2, 45))
    assert of(split, "fault") == PartEffect("fault", Fraction(0), Fraction(-7, 180))
    assert (split.rate, split.mix) == (Fraction(1, 20), Fraction(-1, 12))
    assert [one.cell for one in split.drivers] == ["fault", "billing"]


def test_the_admissions_of_berkeley_fall_by_mix_and_rise_by_rate() -> None:
    """Bickel, Hammel and O'Connell, Sex Bias in Graduate Admissions, Science 187, 1975: the six largest departments.

    Men 1,198 of 2,691 (44.52 %), women 557 of 1,835 (30.35 %). By hand, to four digits: mean shares .1827 .1109 .2220
    .1797 .1426 .1622 times differences of rates .2035 .0496 −.0286 .0184 −.0383 .0114 are .0360 in sum; the rest of
    the difference of −.1416 is that women applied where few are taken.
    """
    men: Rates = {
        "A": (Fraction(512), Fraction(825)), "B": (Fraction(353), Fraction(560)), "C": (Fraction(120), Fraction(325)),
        "D": (Fraction(138), Fraction(417)), "E": (Fraction(53), Fraction(191)), "F": (Fraction(22), Fraction(373)),
    }  # fmt: skip
    women: Rates = {
        "A": (Fraction(89), Fraction(108)), "B": (Fraction(17), Fraction(25)), "C": (Fraction(202), Fraction(593)),
        "D": (Fraction(131), Fraction(375)), "E": (Fraction(94), Fraction(393)), "F": (Fraction(24), Fraction(341)),
    }  # fmt: skip
    split = rates_changed(men, women)
    assert float(split.whole) == pytest.approx(-0.1416, abs=1e-4)
    assert float(split.rate) == pytest.approx(0.0360, abs=2e-4)
    assert float(split.mix) == pytest.approx(-0.1777, abs=2e-4)
    assert float(of(split, "A").rate) == pytest.approx(0.1827 * 0.2035, abs=2e-4)
    assert of(split, "A").mix < 0 < of(split, "A").rate  # few women asked for the department that took most


def test_a_cell_that_comes_new_or_goes_is_mix_alone() -> None:
    # 8 of 10, then 2 of 10 beside it: the whole falls from 0.8 to 0.5, in the middle 0.65; half of the rows are new.
    come = rates_changed(
        {"a": (Fraction(8), Fraction(10))}, {"a": (Fraction(8), Fraction(10)), "b": (Fraction(2), Fraction(10))}
    )
    assert of(come, "a") == PartEffect("a", Fraction(0), (Fraction(4, 5) - Fraction(13, 20)) * Fraction(-1, 2))
    assert of(come, "b") == PartEffect("b", Fraction(0), (Fraction(1, 5) - Fraction(13, 20)) * Fraction(1, 2))
    gone = rates_changed(
        {"a": (Fraction(8), Fraction(10)), "b": (Fraction(2), Fraction(10))}, {"a": (Fraction(8), Fraction(10))}
    )
    assert gone.effects == tuple(PartEffect(one.cell, -one.rate, -one.mix) for one in come.effects)


def test_rows_above_the_line_without_any_below_are_mix() -> None:
    # Contacts of a team that noted no hours: 5 more on the same 10 hours are 0.5 more an hour, all of them its own.
    split = rates_changed(
        {"a": (Fraction(20), Fraction(10))}, {"a": (Fraction(20), Fraction(10)), "b": (Fraction(5), Fraction(0))}
    )
    assert (split.whole, of(split, "b")) == (Fraction(1, 2), PartEffect("b", Fraction(0), Fraction(1, 2)))


def test_a_gap_of_a_rate_is_each_cells_own_by_its_share() -> None:
    # 60 of 100 and 45 of 50 against 80 %: −20 points on two thirds of the rows, +10 on one third.
    split = rates_to_goal({"a": (Fraction(60), Fraction(100)), None: (Fraction(45), Fraction(50))}, Fraction(4, 5))
    assert split.whole == Fraction(105, 150) - Fraction(4, 5)
    assert split.drivers == (PartEffect("a", Fraction(-2, 15)), PartEffect(None, Fraction(1, 30)))


def test_a_goal_of_a_sum_is_asked_of_each_cell_by_its_share_before() -> None:
    asked = shared_goals(Fraction(120), {"a": Fraction(60), "b": Fraction(30), None: Fraction(10)})
    assert asked == {"a": Fraction(72), "b": Fraction(36), None: Fraction(12)}
    split = amounts_changed(asked, {"a": Fraction(40), "b": Fraction(36), "c": Fraction(4)})
    assert split.whole == 80 - 120
    assert split.drivers == tuple(
        PartEffect(cell, Fraction(n)) for cell, n in (("a", -32), (None, -12), ("b", 0), ("c", 4))
    )


def test_without_rows_there_is_no_rate_and_no_share() -> None:
    with pytest.raises(ValueError, match="no rate"):
        rates_changed({"a": (Fraction(1), Fraction(2))}, {"a": (Fraction(0), Fraction(0))})
    with pytest.raises(ValueError, match="no rate"):
        rates_to_goal({}, Fraction(1))
    with pytest.raises(ValueError, match="no shares"):
        shared_goals(Fraction(1), {"a": Fraction(1), "b": Fraction(-1)})


def test_of_no_change_the_largest_effects_come_first() -> None:
    split = amounts_changed(
        {"a": Fraction(1), "b": Fraction(5), "c": Fraction(3)}, {"a": Fraction(2), "b": Fraction(2), "c": Fraction(5)}
    )
    assert [one.cell for one in split.drivers] == ["b", "c", "a"]


@given(RATES, RATES)
def test_rates_and_mix_add_up_to_the_change_exactly(before: Rates, after: Rates) -> None:
    split = rates_changed(before, after)
    assert added(split) == split.whole == split.rate + split.mix
    assert {one.cell for one in split.effects} == {*before, *after}
    for one in split.effects:  # no rate in one of the periods: nothing of it is by rate
        if not (before.get(one.cell, (0, 0))[1] and after.get(one.cell, (0, 0))[1]):
            assert one.rate == 0


@given(RATES, RATES)
def test_the_way_back_is_the_same_change_with_the_other_sign(before: Rates, after: Rates) -> None:
    there, back = rates_changed(before, after), rates_changed(after, before)
    assert {one.cell: (one.rate, one.mix) for one in there.effects} == {
        one.cell: (-one.rate, -one.mix) for one in back.effects
    }


@given(RATES, st.fractions(-2, 2, max_denominator=97))
def test_the_cells_add_up_to_the_gap_exactly(cells: Rates, goal: Fraction) -> None:
    split = rates_to_goal(cells, goal)
    assert added(split) == split.whole
    assert {one.cell for one in split.effects} == set(cells)


@given(AMOUNTS, AMOUNTS, SUMS)
def test_amounts_add_up_to_their_change_and_to_their_gap_exactly(
    before: Amounts, after: Amounts, goal: Fraction
) -> None:
    split = amounts_changed(before, after)
    assert added(split) == split.whole == sum(after.values()) - sum(before.values())
    if sum(before.values()):
        gap = amounts_changed(shared_goals(goal, before), after)
        assert added(gap) == gap.whole == sum(after.values()) - goal


@given(RATES, RATES)
def test_as_floats_they_add_up_to_twelve_digits(before: Rates, after: Rates) -> None:
    split = rates_changed(before, after)
    parts = [float(part) for one in split.effects for part in (one.rate, one.mix)]
    size = max(map(abs, parts), default=0.0)
    assert sum(parts) == pytest.approx(float(split.whole), rel=1e-12, abs=1e-12 * max(size, 1e-300) * len(parts))

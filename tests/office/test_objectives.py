"""What an objective may ask, and who may set it, each case worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm_metrics.access import EVERYTHING, RIGHTS, Reader, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.office.objectives import Aim, Bands, SetObjective, may_set, may_set_of, sees


@pytest.mark.parametrize(
    ("bands", "better", "said"),
    [
        (Bands(good=5, minimum=6), "up", "More is better"),
        (Bands(good=5, excellent=4), "up", "More is better"),
        (Bands(good=5, minimum=4), "down", "Less is better"),
        (Bands(good=5, minimum=6, excellent=5.5), "down", "Less is better"),
        (Bands(good=5, excellent=6), "band", "within a band"),
        (Bands(good=float("nan")), "up", "is a number"),
        (Bands(good=1, minimum=float("inf")), "up", "is a number"),
    ],
)
def test_bands_out_of_order_are_refused(bands: Bands, better: str, said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        bands.checked(better)


def test_bands_in_the_order_in_which_a_metric_gets_better_are_kept() -> None:
    assert Bands(good=5, minimum=4, excellent=6).checked("up").good == 5.0
    assert Bands(good=5, minimum=6, excellent=4).checked("down").minimum == 6
    assert Bands(good=5, minimum=4).checked("band").excellent is None


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (date(2026, 11, 2), None),
        (date(2026, 11, 1), date(2026, 11, 1)),
        (date(2026, 11, 1), date(2026, 12, 2)),
        (date(2026, 11, 1), date(2026, 10, 1)),
    ],
)
def test_months_that_are_none_are_refused(begins: date, ends: date | None) -> None:
    with pytest.raises(QuestionError, match="first day of a month"):
        Aim(metric="bookings", valid_from=begins, valid_to=ends).checked()


def test_the_minimum_makes_the_amber_band_of_the_boards() -> None:
    aim = Aim(metric="bookings", valid_from=date(2026, 11, 1))
    at = datetime(2026, 11, 1, tzinfo=UTC)
    one = SetObjective(id="1", version=1, aim=aim, bands=Bands(good=100, minimum=90), author="Ana", changed_at=at)
    none = SetObjective(id="1", version=1, aim=aim, bands=Bands(good=100), author="Ana", changed_at=at)
    assert (one.tolerance, none.tolerance) == (10, 0.0)


def test_a_supervisor_sets_none_and_a_manager_those_of_the_whole_that_he_sees() -> None:
    manager = Reader("Ana", "manager", Scope(processes=("sales",)))
    assert not may_set(Reader("Eva", "supervisor")) and may_set(Reader("Eva", "supervisor", rights=RIGHTS))
    assert [may_set_of(manager, *part) for part in (("sales", ""), ("sales", "north"), ("service", ""), ("", ""))] == [
        True, True, False, False,
    ]  # fmt: skip


def test_a_part_is_seen_where_nothing_of_it_lies_beyond_the_scope() -> None:
    assert sees(EVERYTHING, "", "")
    assert sees(Scope(teams=("north",)), "sales", "north") and not sees(Scope(teams=("north",)), "sales", "")
    assert sees(Scope(areas=("A",)), "sales", "north", "A") and not sees(Scope(areas=("A",)), "sales", "north", "B")
    assert not sees(Scope(agents=("a1",)), "sales", "north") and not sees(Scope(processes=("sales",)), "", "")

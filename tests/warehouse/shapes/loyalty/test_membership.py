"""Who is a member of the programme on which days."""

from __future__ import annotations

from datetime import date

import pytest

from tests.metrics.made import House, Row
from tests.warehouse.shapes.made import at

END = date(9999, 12, 31)


def entry(kind: str, day: str, points: int = 0, customer: str = "m") -> Row:
    name = f"{customer}-{kind}-{day}"
    return {"entry_id": name, "customer_id": customer, "kind": kind, "entry_at": at(f"{day} 10:00"), "points": points}


def turns(house: House, *rows: Row) -> list[tuple[date, date]]:
    shop = house({"loyalty_entry": list(rows)}, first=date(2025, 1, 1), through=date(2025, 12, 31))
    found = shop.fetch("select from_on, to_on from shape.membership where customer = 'm' order by 1")
    return [(first, last) for first, last in found]


@pytest.mark.parametrize("kind", ["redeem", "expire", "adjust", "earn"])
def test_who_left_is_no_member_by_what_is_booked_afterwards(house: House, kind: str) -> None:
    """Points left over are spent, run out or are corrected; what was bought before the leaving is posted late."""
    got = turns(house, entry("enrol", "2025-01-11"), entry("leave", "2025-08-16"), entry(kind, "2025-09-22", -40))
    assert got == [(date(2025, 1, 11), date(2025, 8, 16))]


def test_who_enrols_anew_comes_back_on_that_day(house: House) -> None:
    got = turns(
        house,
        entry("enrol", "2025-01-11"),
        entry("leave", "2025-08-16"),
        entry("redeem", "2025-09-22", -40),
        entry("enrol", "2025-10-01"),
    )
    assert got == [(date(2025, 1, 11), date(2025, 8, 16)), (date(2025, 10, 1), END)]


def test_leaving_and_enrolling_in_one_moment_are_a_return_of_a_member_and_a_stay_of_nobody_else(house: House) -> None:
    """Days without hours: a member who leaves and enrols is one again; who was none came and went."""
    left, again = entry("leave", "2025-08-16"), entry("enrol", "2025-08-16")
    for both in ([left, again], [again, left]):
        got = turns(house, entry("enrol", "2025-01-11"), *both)
        assert got == [(date(2025, 1, 11), date(2025, 8, 16)), (date(2025, 8, 16), END)]
        assert turns(house, *both) == [(date(2025, 8, 16), date(2025, 8, 16))]


def test_where_no_enrolments_are_kept_earning_begins_a_turn(house: House) -> None:
    rows = [entry("earn", "2025-01-11", 10), entry("leave", "2025-08-16"), entry("redeem", "2025-09-22", -5)]
    assert turns(house, *rows) == [(date(2025, 1, 11), date(2025, 8, 16))]
    got = turns(house, *rows, entry("earn", "2025-10-01", 10))
    assert got == [(date(2025, 1, 11), date(2025, 8, 16)), (date(2025, 10, 1), END)]

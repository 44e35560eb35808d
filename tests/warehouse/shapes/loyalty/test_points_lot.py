"""The loyalty programme: its members and their points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from crm_metrics.warehouse.store import Warehouse
from tests.warehouse.shapes.made import person, plan

House = Callable[..., Warehouse]
Over = Callable[[Warehouse, str, date, date, str], list[tuple[Any, ...]]]
Row = dict[str, object]

MARCH = date(2026, 3, 1), date(2026, 3, 31)
OPEN = date(9999, 12, 31)


def members(events: Sequence[tuple[str, str, str, int]]) -> list[Row]:
    return [
        {"entry_id": f"l{number}", "customer_id": who, "kind": kind, "entry_at": f"{day} 12:00:00-05", "points": points}
        for number, (who, kind, day, points) in enumerate(events)
    ]


def test_a_member_is_cut_at_every_use_so_that_any_close_knows_the_last_one(house: House) -> None:
    shop = house(
        {
            "customer": [person("c")],
            "loyalty_entry": members(
                [
                    ("c", "enrol", "2026-01-10", 0),
                    ("c", "earn", "2026-02-01", 50),
                    ("c", "redeem", "2026-03-01", -20),
                    ("c", "expire", "2026-04-01", -30),
                    ("c", "leave", "2026-05-01", 0),
                    ("c", "enrol", "2026-06-01", 0),
                ]
            ),
        }
    )
    rows = shop.fetch(
        "select from_on, to_on, entered_on, left_on, last_used_on, last_redeemed_on"
        " from shape.member_span order by from_on"
    )
    first, earned, redeemed, left, again = (date(2026, *day) for day in ((1, 10), (2, 1), (3, 1), (5, 1), (6, 1)))
    assert rows == [
        (first, earned, first, None, None, None),
        (earned, redeemed, None, None, earned, None),
        (redeemed, left, None, left, redeemed, redeemed),
        (again, OPEN, again, None, None, None),
    ]


def test_the_book_knows_who_is_a_member_on_each_day(house: House, over: Over) -> None:
    shop = house(
        {
            "subscription": [plan("c", date(2026, 1, 1)), plan("d", date(2026, 1, 1))],
            "loyalty_entry": members([("c", "enrol", "2026-03-10", 0)]),
        }
    )
    at = "select count_if(member), count(*) from shape.book_span where from_on <= ? and to_on > ?"
    assert shop.fetch(at, [date(2026, 3, 9)] * 2) == [(0, 2)]
    assert shop.fetch(at, [date(2026, 3, 10)] * 2) == [(1, 2)]
    assert over(shop, "customer_period", *MARCH, "count_if(member)") == [(1,)]


def test_points_are_spent_oldest_first_and_expire_from_the_lot_that_is_left(house: House) -> None:
    def entry(number: int, kind: str, day: int, points: int, expires: date | None = None, who: str = "c") -> Row:
        return {
            "entry_id": f"l{number}",
            "customer_id": who,
            "kind": kind,
            "entry_at": f"2026-01-{day:02d} 12:00:00-05",
            "points": points,
            "expires_on": expires,
        }

    shop = house(
        {
            "loyalty_entry": [
                entry(1, "earn", 1, 100, date(2026, 2, 1)),
                entry(2, "earn", 2, 50, date(2026, 6, 1)),
                entry(3, "redeem", 3, -30),
                entry(4, "expire", 4, -60),
                entry(5, "redeem", 5, -25),  # 10 of the first lot, 15 of the second
                entry(6, "adjust", 6, -5),
                entry(7, "adjust", 7, 8),
                entry(8, "earn", 8, 40, who="d"),
            ]
        },
        through=date(2026, 3, 1),
    )
    rows = shop.fetch("select entry_id, issued, redeemed, expired, live from shape.points_lot order by entry_id")
    assert rows == [
        ("l1", 100, 40, 60, 0),
        ("l2", 50, 15, 0, 30),
        ("l7", 8, 0, 0, 8),
        ("l8", 40, 0, 0, 40),
    ]
    at = "select sum(points) from shape.points_span where from_on <= ? and to_on > ?"
    assert shop.fetch(at, [date(2026, 1, 4)] * 2) == [(60,)]  # 150 - 30 - 60
    assert shop.fetch(at, [date(2026, 3, 1)] * 2) == [(78,)]  # the lots' live points
    sums = "sum(issued), sum(redeemed), sum(expired), count_if(enrolled)"
    assert shop.fetch(f"select {sums} from shape.loyalty_entry") == [(190, 55, 60, 0)]


def test_a_balance_below_nought_takes_nothing_off_what_others_hold(house: House) -> None:
    # a spent 30 before its 50 were posted, b holds 100: members hold 100 then, not 70, and 120 once all is posted
    moves = [("b", "earn", "2026-01-02", 100), ("a", "redeem", "2026-01-03", -30), ("a", "earn", "2026-01-09", 50)]
    rows = members(moves)
    shop = house({"loyalty_entry": rows}, through=date(2026, 3, 1))
    held = "select sum(points) from shape.points_span where from_on <= ? and to_on > ?"
    assert [shop.fetch(held, [date(2026, 1, on)] * 2) for on in (5, 10)] == [[(100,)], [(120,)]]

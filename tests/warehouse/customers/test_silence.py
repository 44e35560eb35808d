"""Who is silent by its own rhythm: the day from which on, by hand, and who has no rhythm at all."""

from __future__ import annotations

from datetime import date

from crm_metrics.warehouse.customers.silence import silent
from tests.boards.customers.company import company, customer, order
from tests.conftest import House

# Ten days between purchases: after the last of them a silence of thirty is still of the rhythm, of thirty-one no more.
DAYS = ("2026-09-01", "2026-09-11", "2026-09-21")
CUSTOMERS = [customer(name, "low", None, segment="A") for name in ("even", "twice", "lost")]
ORDERS = [
    *(order("even", day, 10) for day in DAYS),
    *(order("twice", day, 10) for day in DAYS[1:]),
    *(order("lost", day, 10) for day in ("2025-01-01", "2025-01-11", "2025-01-21")),
]


def test_a_customer_is_silent_once_three_of_its_gaps_are_over(house: House) -> None:
    shop = company(house, customer=CUSTOMERS, order_line=ORDERS)
    assert silent(shop, date(2026, 10, 21)) == ()
    (one,) = silent(shop, date(2026, 10, 22))
    assert (one.customer, one.last_on, one.usual_days, one.purchases) == ("even", date(2026, 9, 21), 10.0, 3)
    assert (one.name, one.tier, one.segment) == ("Casa even", "low", "A")


def test_who_left_the_active_book_is_not_named_and_one_gap_is_no_rhythm(house: House) -> None:
    named = {one.customer for one in silent(company(house, customer=CUSTOMERS, order_line=ORDERS), date(2026, 11, 10))}
    assert named == {"even"}

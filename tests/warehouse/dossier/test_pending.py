"""What is open with one customer at the close of a day."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.dossier import pending
from tests.boards.customer.company import DAY, ROWS, TIMES, entry
from tests.conftest import House


def test_a_case_has_the_open_time_left_of_what_was_promised(whole: Shop) -> None:
    (case,) = pending.open_cases(whole, "c1", DAY, EVERYTHING)
    # Twenty days from 20 June 15:00 UTC, round the clock; loaded to the end of 30 June in Bogotá, 1 July 05:00 UTC:
    # ten days and fourteen hours have gone, nine days and ten hours are left.
    assert case.id == "w1" and case.promised and case.clock is not None
    assert (case.clock.clock, case.clock.seconds_left) == ("resolution", (9 * 24 + 10) * 3600)


def test_promises_to_come_and_invoices_past_due_are_open_and_what_was_paid_is_not(whole: Shop) -> None:
    (promise,) = pending.promises(whole, "c1", DAY, EVERYTHING)
    assert (promise.promised_on, promise.amount) == (date(2026, 7, 5), 500)
    (invoice,) = pending.overdue(whole, "c1", DAY, EVERYTHING)
    assert (invoice.id, invoice.due_on, invoice.balance) == ("f2", date(2026, 5, 30), 500)
    assert pending.overdue(whole, "c1", date(2026, 5, 30), EVERYTHING) == ()  # on its due day it is not late yet


@pytest.mark.parametrize(("paid", "left"), [(0, [500]), (200, [300]), (500, []), (700, [])])
def test_of_a_promise_what_is_not_paid_yet_is_open(house: House, paid: int, left: list[int]) -> None:
    entries = [*ROWS["receivable"], entry("e4", "payment", "f2", date(2026, 6, 28), -paid)]
    shop = house({**ROWS, "receivable": entries}, first=TIMES[0], through=TIMES[1])
    assert [one.amount for one in pending.promises(shop, "c1", DAY, EVERYTHING)] == left


def test_a_reader_of_a_team_sees_its_cases_and_no_ledger(whole: Shop) -> None:
    own = Scope(teams=("Voz Norte",))
    assert pending.looked_at(own) == ("work_item", "interaction")
    assert [one.id for one in pending.open_cases(whole, "c1", DAY, own)] == ["w1"]
    assert pending.promises(whole, "c1", DAY, own) == ()
    assert pending.overdue(whole, "c1", DAY, own) == ()

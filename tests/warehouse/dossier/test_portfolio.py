"""The customers that an account manager answers for."""

from __future__ import annotations

from datetime import date

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.dossier.portfolio import changes, last_spoken, managers, portfolio
from tests.boards.customer.company import DAY


def test_account_managers_are_those_whom_the_list_names_within_the_readers_part(whole: Shop) -> None:
    assert managers(whole, EVERYTHING) == {"a1": 1, "a2": 1}
    assert managers(whole, Scope(teams=("Cuentas",))) == {"a1": 1}
    assert managers(whole, Scope(teams=("Cobro",))) == {}


def test_the_last_word_is_that_of_the_readers_part(whole: Shop) -> None:
    (ana,) = portfolio(whole, "a1", EVERYTHING)
    assert (ana.id, ana.tier, ana.spoken_on) == ("c1", "medium", date(2026, 6, 25))
    (own,) = portfolio(whole, "a1", Scope(processes=("service",)))
    assert own.spoken_on == date(2026, 6, 10)
    assert last_spoken(whole, EVERYTHING) == {"a1": (date(2026, 6, 25),), "a2": (None,)}


def test_changes_lie_between_two_days(whole: Shop) -> None:
    found = changes(whole, "a1", date(2026, 2, 14), DAY, EVERYTHING)
    assert [(one.day, one.kind, one.before, one.after) for one in found] == [
        (date(2026, 2, 15), "tier", "high", "medium")
    ]
    assert changes(whole, "a1", date(2026, 2, 15), DAY, EVERYTHING) == ()
    joined = changes(whole, "a1", date(2026, 1, 1), DAY, EVERYTHING)
    assert [one.kind for one in joined] == ["tier", "joined"]  # its first order was on 10 January

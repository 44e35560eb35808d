"""What is open with one customer, in words: how long, whose, how much time is left."""

from __future__ import annotations

from datetime import date

from crm_metrics.access import Scope
from crm_metrics.boards.core import Empty, Grid, View
from crm_metrics.boards.customer.waiting import clock
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.dossier.pending import PendingCase
from crm_metrics.warehouse.waiting.clocks import RunningClock
from crm_metrics.words import Words
from tests.boards.customer.company import company, page
from tests.boards.process.asked import card
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")


def test_cases_promises_and_invoices_stand_in_one_list(whole: Shop) -> None:
    shown = card(page(whole, EN), "waiting")
    assert isinstance(shown.body, Grid)
    assert shown.title == "3 things are open with this customer" and len(shown.body.rows) == 3
    assert [row.cells[4].text for row in shown.body.rows] == [
        "226 h to the resolution", "due in 5 days", "31 days past due",
    ]  # fmt: skip


def test_nothing_open_names_what_was_looked_at(whole: Shop) -> None:
    shown = card(page(whole, EN, who="c2"), "waiting").body
    assert isinstance(shown, Empty)
    assert shown.reason == "Looked at: cases, promises to pay and invoices past due."
    own = card(page(whole, EN, View(scope=Scope(teams=("Voz Norte",))), who="c2"), "waiting").body
    assert isinstance(own, Empty) and own.reason == "Looked at: cases and promises to pay."


def test_what_nobody_loaded_is_not_known(house: House) -> None:
    bare = company(house, "work_item", "sla_policy", "interaction", "agent_time", "receivable")
    assert card(page(bare, ES), "waiting").title == "No se sabe qué está abierto con este cliente"


def said(seconds: int | None, *, running: bool = True, paused: bool = False, promised: bool = True) -> str:
    """What is said of the time that a case has left."""
    left = RunningClock(item="w", clock="resolution", run=1, target_seconds=7200, seconds_left=seconds, paused=paused,
                        due_at=None)  # fmt: skip
    case = PendingCase(id="w", process="service", kind="request", status="", priority="", agent="", team="",
                    opened_on=date(2026, 6, 1), amount=None, clock=left if running else None,
                    promised=promised)  # fmt: skip
    return clock(case, EN).text


def test_time_left_is_said_in_minutes_while_it_is_short_and_never_as_left_when_it_is_gone() -> None:
    assert said(34 * 60) == "34 min to the resolution"
    assert said(-3 * 3600) == "3 h late to the resolution"
    assert said(34 * 60, paused=True) == "34 min to the resolution, stands still"


def test_no_time_agreed_none_that_runs_and_none_that_is_known_are_three_things() -> None:
    assert said(None) == "time left to the resolution: not known"
    assert said(None, running=False) == "no clock runs"
    assert said(None, running=False, promised=False) == "no time agreed"

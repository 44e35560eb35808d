"""What is open with one customer, in words: how long, whose, how much time is left."""

from __future__ import annotations

from datetime import date

from crm_metrics.access import Scope
from crm_metrics.boards.core import Empty, Grid, View
from crm_metrics.boards.customer.waiting import clock
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.boards.today import running_out
from crm_metrics.boards.today.cases import behind
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.dossier.pending import PendingCase, open_cases
from crm_metrics.warehouse.waiting.clocks import RunningClock
from crm_metrics.words import NBSP, Words
from tests.boards.board_facts import FRAME, day
from tests.boards.customer.company import company, page
from tests.boards.process.asked import card
from tests.conftest import House
from tests.warehouse.shapes.made import hours, item, policy

EN, ES = Words("en"), Words("es-CO")


def test_cases_promises_and_invoices_stand_in_one_list(whole: Shop) -> None:
    shown = card(page(whole, EN), "waiting")
    assert isinstance(shown.body, Grid)
    assert shown.title == "3 things are open with this customer" and len(shown.body.rows) == 3
    assert [row.cells[4].text for row in shown.body.rows] == [
        f"13,560{NBSP}min to the resolution", "due in 5 days", "31 days past due",
    ]  # fmt: skip


def test_nothing_open_names_what_was_looked_at(whole: Shop) -> None:
    shown = card(page(whole, EN, who="c2"), "waiting").body
    assert isinstance(shown, Empty)
    assert shown.reason == "Looked at: cases, promises to pay and invoices past due."
    own = card(page(whole, EN, View(scope=Scope(teams=("Voz Norte",))), who="c2"), "waiting").body
    assert isinstance(own, Empty) and own.reason == "Looked at: cases and promises to pay."


def test_invoices_that_do_not_say_when_they_fall_due_are_not_said_to_be_looked_at(house: House) -> None:
    # one invoice, open, of which nobody says when it falls due: whether it is past due is not known
    invoice = {"entry_id": "i1", "invoice_id": "i1", "customer_id": "c1", "kind": "invoice", "amount": 100,
               "entry_on": date(2026, 1, 5), "_source": "erp"}  # fmt: skip
    paid = invoice | {"entry_id": "p0", "invoice_id": "i0", "kind": "payment", "amount": 0}
    shop = house({"customer": [{"customer_id": "c1"}], "receivable": [invoice, paid]}, through=date(2026, 3, 31))
    shop.connection.execute("insert into main.undated_source values ('erp')")
    shape.build(shop.connection)
    body = card(page(shop, EN), "waiting").body
    assert isinstance(body, Empty)
    assert body.fact == "What is open with this customer is not known"
    assert "The invoices of erp tell no due day: what of them is overdue is not known." in body.reason


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


def test_time_left_is_said_in_minutes_and_never_as_left_when_it_is_gone() -> None:
    assert said(34 * 60) == f"34{NBSP}min to the resolution"
    assert said(-3 * 3600) == f"180{NBSP}min late to the resolution"
    assert said(34 * 60, paused=True) == f"34{NBSP}min to the resolution, stands still"


def test_no_time_agreed_none_that_runs_and_none_that_is_known_are_three_things() -> None:
    assert said(None) == "time left to the resolution: not known"
    assert said(None, running=False) == "no clock runs"
    assert said(None, running=False, promised=False) == "no time agreed"


def test_one_case_has_the_same_minutes_left_on_the_daily_board_and_in_its_customers_file(house: House) -> None:
    # Ten open hours from 08:00 to 17:00 are agreed: of what was opened on Monday at 08:00, 60 minutes are left at the
    # close; of what was opened on Friday at 08:00 they ended on Monday at 09:00, 480 minutes before it.
    monday = date(2026, 1, 12)
    work = [item("soon", "2026-01-12 08:00", customer_id="c1"), item("late", "2026-01-09 08:00", customer_id="c1")]
    promise = {
        "business_hours": hours("desk", "08:00", "17:00"),
        "sla_policy": [policy("p", "resolution", 10 * 3600, "desk")],
    }
    shop = house({**promise, "customer": [{"customer_id": "c1", "name": "Ana"}], "work_item": work}, through=monday)
    found = behind(shop, View(), "backlog", monday)
    assert found is not None
    assert {one.item: one.left for one in found.cases} == {"soon": 60, "late": -480}
    pending = open_cases(shop, "c1", monday, Scope())
    assert {one.id: one.clock.minutes_left for one in pending if one.clock} == {"soon": 60, "late": -480}
    daily = running_out.gather(shop, DailyFacts(view=View(), frame=FRAME, period=day(monday)))
    assert daily is not None and [(one.item, one.left) for one in daily.cases] == [("soon", 60)]
    body = card(page(shop, EN), "waiting").body
    assert isinstance(body, Grid)
    assert {row.key: row.cells[4].text for row in body.rows} == {
        "soon": f"60{NBSP}min to the resolution", "late": f"480{NBSP}min late to the resolution",
    }  # fmt: skip

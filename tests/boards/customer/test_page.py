"""The page of one customer: who may see it, what stands there without data, whose names are shown."""

from __future__ import annotations

from crm_metrics.access import Scope
from crm_metrics.boards import customer
from crm_metrics.boards.core import FactSheet, Grid, View
from crm_metrics.boards.customer.facts import label
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.boards.customer.company import company, page
from tests.boards.process.asked import card
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")
CARDS = ["identity", "waiting", "risk", "value", "credit", "loyalty", "exchange", "offer", "timeline"]


def test_the_file_holds_every_side_of_a_customer(whole: Shop) -> None:
    view = View(where=(("customer", "c1"),), personal=True)
    facts = customer.gather(whole, view)
    board = customer.board(facts, EN)
    assert [one.key for one in board.cards] == CARDS
    assert board.title == label(facts.known, True, EN) == "Ana Ruiz"


def test_a_name_is_shown_to_whom_may_see_it_else_the_id_or_its_key(whole: Shop) -> None:
    hidden = page(whole, EN, View())
    assert hidden.title == "Customer c1"
    assert "Ana Ruiz" not in repr(hidden) and "ana@ejemplo.invalid" not in repr(hidden)
    assert any("masked" in one for one in hidden.notices)
    sheet = card(page(whole, EN), "identity").body
    assert isinstance(sheet, FactSheet) and dict(sheet.facts)["Contact data"] == "ana@ejemplo.invalid"


def test_an_id_that_tells_who_somebody_is_stands_nowhere_for_whom_it_is_masked(house: House) -> None:
    rows = {"order_line": [{"order_id": "o1", "line_no": 1, "customer_id": "RUIZ800101AB1", "product_id": "p",
                            "ordered_at": "2026-03-01 12:00+00", "quantity": 1, "amount": 10}]}  # fmt: skip
    shop = house(rows)
    shown = page(shop, EN, who="RUIZ800101AB1")
    assert shown.title == "Customer RUIZ800101AB1"
    hidden = page(shop, EN, View(), who="RUIZ800101AB1")
    asked = hidden.filters[0].chosen  # what the reader wrote stays in its box
    assert "RUIZ800101AB1" not in repr(hidden).replace(repr(asked), "")
    again = page(shop, EN, View(), who=hidden.title.removeprefix("Customer "))
    assert again.cards == hidden.cards  # the key leads to the same customer


def test_no_customer_an_unknown_one_and_one_of_others_each_get_their_sentence(house: House, whole: Shop) -> None:
    assert [one.key for one in page(whole, ES, who="").cards] == ["no_customer"]
    assert page(whole, ES, who="c9").cards[0].title == "No hay ningún cliente con este id"
    own = View(scope=Scope(teams=("Voz Norte",)))
    for strange in ("c3", "c9"):  # whether there is such a customer is not told
        board = page(whole, ES, own, who=strange)
        assert [one.key for one in board.cards] == ["not_yours"] and "Caro" not in repr(board)
    assert [one.key for one in page(house({}, company=False), ES).cards] == ["nothing_loaded"]


def test_a_process_that_the_reader_may_not_see_is_refused(whole: Shop) -> None:
    board = page(whole, ES, View(scope=Scope(processes=("service",)), process="sales"))
    assert [one.key for one in board.cards] == ["not_permitted"]


def test_the_timeline_is_filtered_by_process_and_turned_by_pages(whole: Shop) -> None:
    board = page(whole, EN, View(process="sales", personal=True))
    assert card(board, "timeline").title == "Sales: 3 things are recorded of this customer"
    (process,) = (one for one in board.filters if one.key == "process")
    assert {one.id for one in process.choices} == {"service", "sales", "collections"}
    assert not any(one.key == "part" for one in board.filters)  # twelve events make one page


def test_the_timeline_is_of_several_processes_and_the_numbers_of_all_of_them(whole: Shop) -> None:
    asked = View(processes=("service", "collections"), personal=True)
    board = page(whole, EN, asked)
    # Of service two contacts, a case and an answer; of collections a call, two invoices and a payment.
    found = card(board, "timeline")
    assert found.title == "Service and Collections: 8 things are recorded of this customer"
    assert isinstance(found.body, Grid)
    assert {row.cells[1].text for row in found.body.rows} == {"Service", "Collections"}
    (process,) = (one for one in board.filters if one.key == "process")
    assert process.several and process.chosen == ("service", "collections")
    for key in ("waiting", "value", "credit", "risk"):
        assert card(board, key) == card(page(whole, EN), key)
    assert "process" in board.own  # a link from them takes no process along


def test_a_customer_of_a_single_file_says_what_the_others_would_tell(house: House) -> None:
    bare = company(house, "interaction", "agent_time", "survey", "customer", "customer_alias", "agent", "work_item",
                   "sla_policy", "status_event", "order_line", "product", "touchpoint")  # fmt: skip
    board = page(bare, EN)
    assert card(board, "waiting").title == "One thing is open with this customer"
    assert "order_line.csv" in repr(card(board, "offer").body)
    assert "interaction.csv" in repr(card(board, "identity").body)

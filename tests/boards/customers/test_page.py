"""The page of customers as a whole: an empty company, one file alone, a scoped reader, what an address asks in vain."""

from __future__ import annotations

from datetime import UTC, date, datetime

from crm_metrics.access import Scope
from crm_metrics.boards import customers
from crm_metrics.boards.core import Empty, Grid, View
from crm_metrics.boards.customers.dealt import METRICS
from crm_metrics.boards.customers.selection import AXES, asked
from tests.boards.customers.company import EN, ES, ORDERS, company, shown
from tests.conftest import House


def test_a_warehouse_without_data_says_so(house: House) -> None:
    board = shown(house({}, company=False))
    assert board.cards[0].key == "nothing_loaded" and board.filters == ()


def test_with_invoices_alone_there_are_customers_without_tier_or_stage(house: House) -> None:
    board = shown(house({"order_line": ORDERS}, first=date(2025, 1, 1), through=date(2026, 11, 15)))
    assert board.cards[0].title == "5 active customers" and "nobody tells" not in board.cards[0].subtitle
    assert isinstance(board.cards[1].body, Grid) and len(board.cards[1].body.rows) == 5


def test_with_a_survey_alone_the_page_says_what_is_missing(house: House) -> None:
    answer = {
        "survey_id": "s1", "instrument": "csat", "customer_id": "c1", "sent_at": "2026-10-10 12:00+00",
        "responded_at": "2026-10-10 13:00+00", "score": 5, "scale_min": 1, "scale_max": 5,
    }  # fmt: skip
    board = shown(house({"survey": [answer]}, through=date(2026, 11, 15)), ES)
    body = board.cards[0].body
    assert isinstance(body, Empty) and body.reason


def test_a_scoped_reader_sees_the_customers_whom_his_part_met_and_no_income(house: House) -> None:
    def contact(name: str, customer: str, team: str) -> dict[str, object]:
        return {
            "interaction_id": name, "process": "service", "direction": "inbound", "customer_id": customer,
            "offered_at": "2026-10-10 15:00+00", "answered_at": "2026-10-10 15:01+00", "disposition": "handled",
            "team": team, "agent_id": "a",
        }  # fmt: skip

    point: dict[str, object] = {"touchpoint_id": "t", "name": "Phone", "process": "service", "channel": "phone"}
    rows = [contact("i1", "c1", "north"), contact("i2", "c1", "north"), contact("i3", "c2", "south")]
    shop = company(house, interaction=[{**row, "touchpoint_id": "t"} for row in rows], touchpoint=[point])
    board = shown(shop, view=View(scope=Scope(teams=("north",)), personal=True))
    body = board.cards[0].body
    assert isinstance(body, Grid) and [row.cells[0].text for row in body.rows] == ["Casa c1"]
    led = body.rows[0].cells[1].behind
    assert led is not None and (led.metric, led.value) == (METRICS[0], 2)
    assert "contacts and items" in board.cards[0].subtitle
    assert "Outside of what you may see" in repr(board.cards[1])
    assert "$" not in repr(board.cards) and "Casa c2" not in repr(board)
    hidden = shown(shop, view=View(scope=Scope(teams=("north",))))
    assert "Casa" not in repr(hidden)


def test_a_month_without_customers_says_so(house: House) -> None:
    board = shown(company(house), view=View(until=date(2024, 1, 31), personal=True))
    assert isinstance(board.cards[0].body, Empty)


def test_what_an_address_asks_in_vain_is_the_first_of_each(house: House) -> None:
    board = shown(company(house), axes="size", order="weight", sheet="-3", span="x", part="all")
    assert [one.chosen for one in board.filters if one.key in ("axes", "order")] == [("relation",), ("income",)]
    assert EN("Customers") == board.title
    assert asked(View(where=(("axes", "rfm"), ("sheet", "7")))).axes is AXES["rfm"]
    assert asked(View(where=(("sheet", "1" * 40),))).sheet == 1


def test_a_file_says_of_which_month_and_cell_its_list_is(house: House) -> None:
    facts = customers.gather(company(house), View(where=(("row", "low"), ("column", "expansion"))))
    told = dict(customers.about(facts, EN, len(customers.table(facts).rows), datetime(2026, 11, 15, tzinfo=UTC)))
    assert (told["Month"], told["Filters"], told["Rows"]) == ("October 2026", "Low · Expansion", "2")
    assert told["Names"].startswith("masked")

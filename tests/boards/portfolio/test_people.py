"""The account managers side by side."""

from __future__ import annotations

from crm_metrics.access import Scope
from crm_metrics.boards.core import Card, Grid
from crm_metrics.boards.portfolio import people
from crm_metrics.metrics.shop import Shop
from tests.boards.portfolio.test_page import shown
from tests.boards.process.asked import card
from tests.conftest import House


def rows(found: Card) -> dict[str, list[str]]:
    """The cells of each account manager."""
    assert isinstance(found.body, Grid) and found.key == "managers"
    return {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in found.body.rows}


def test_each_has_customers_and_those_with_whom_nobody_spoke(whole: Shop) -> None:
    found = card(shown(whole), "managers")
    assert found.title == "2 account managers answer for 2 customers"
    told = rows(found)
    # Eva called Gloria's customer five days before; with that of Luis nobody ever spoke.
    assert (told["Gloria Mesa"][:3], told["Luis Rey"][:3]) == (["Cuentas", "1", "0"], ["Voz Norte", "1", "1"])


def test_a_row_leads_to_the_portfolio_and_its_share_to_its_rows(whole: Shop) -> None:
    body = card(shown(whole), "managers").body
    assert isinstance(body, Grid)
    assert {row.cells[0].leads for row in body.rows} == {"portfolio?manager=a1", "portfolio?manager=a2"}
    led = body.rows[0].cells[4].behind
    assert led is not None and led.metric == people.RECORDS


def test_a_target_of_the_company_stands_beside_the_share(house: House) -> None:
    from tests.boards.customer.company import ROWS, TIMES

    goal = {"metric": "stale_record_rate", "cadence": "month", "goal": 0.1, "valid_from": TIMES[0]}
    shop = house({**ROWS, "target": [goal]}, first=TIMES[0], through=TIMES[1])
    assert rows(card(shown(shop), "managers"))["Gloria Mesa"][-1] == "≤ 10.0%"


def test_whom_others_spoke_with_is_not_called_unattended(whole: Shop) -> None:
    body = card(shown(whole, scope=Scope(teams=("Voz Norte",))), "managers").body
    assert isinstance(body, Grid)
    assert body.columns[3].title == "Not spoken with by your part in 180 days"

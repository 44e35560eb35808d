from __future__ import annotations

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.boards.answering import listing
from crm_metrics.boards.answering.owners import Answering
from crm_metrics.boards.core import Empty, Grid
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.company.owners import Responsible
from crm_metrics.words import Words
from tests.boards.comparing.answered import company
from tests.conftest import House

EN = Words("en")
NAMED = Answering(
    {("metric", "csat"): "Sol Paz", ("team", "Norte"): "Luis Mora"},
    Responsible(process={"service": "Ana Ruiz", "sales": "Eva Gil"}, team={"Norte": "Omar Rey"}),
)


def rows(shop: Shop, scope: Scope) -> list[list[str]]:
    card = listing.card(shop, NAMED, scope, EN)
    assert isinstance(card.body, Grid)
    return [[cell.text for cell in row.cells] for row in card.body.rows]


def test_each_name_says_which_place_it_is_from(house: House) -> None:
    assert rows(company(house), EVERYTHING) == [
        ["CSAT (top two of five)", "Metric", "Sol Paz", "this page"],
        ["Sales", "Process", "Eva Gil", "the company's file"],
        ["Service", "Process", "Ana Ruiz", "the company's file"],
        ["Norte", "Team", "Luis Mora", "this page"],
    ]


def test_a_reader_sees_who_answers_for_his_own_processes(house: House) -> None:
    told = rows(company(house), Scope(processes=("sales",)))
    assert ["Sales", "Process", "Eva Gil", "the company's file"] in told
    assert all(row[0] != "Service" for row in told)


def test_without_any_name_the_list_says_what_boards_do_instead(house: House) -> None:
    card = listing.card(company(house), Answering(), EVERYTHING, EN)
    assert card.title == "Who answers for the results is not named yet"
    assert isinstance(card.body, Empty)

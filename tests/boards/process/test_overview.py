"""All processes on one screen: what leads each, what nobody measures, the company as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm_metrics.access import PROCESSES, Scope
from crm_metrics.boards.core import Grid, View
from crm_metrics.boards.process import overview
from crm_metrics.boards.process.overview import Leading, Matrix
from crm_metrics.metrics import CATALOGUE
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, made
from tests.boards.process.asked import card, company, texts
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")


def test_every_process_has_its_row_in_the_fixed_order_and_silence_is_said(house: House) -> None:
    board = overview.board(overview.gather(company(house), View()), EN)
    rows = texts(board, "processes")
    assert list(rows) == [EN.name(process) for process in PROCESSES]
    assert rows["Service"][0] == "80.0% · CSAT (top two of five)"  # 32 of 40 answers
    assert rows["Service"][3] == "31 · Cases opened"
    assert rows["Presales"][:4] == ["no data"] * 4
    assert card(board, "processes").title == "No satisfaction of 6 of 7 processes is told here"


def test_the_title_names_whose_customers_are_least_satisfied_among_those_with_enough_answers() -> None:
    october, n = date(2026, 10, 1), (30, 30, 29)  # the third has too few

    def line(process: str, value: float, answers: int) -> Leading:
        series = made("csat", [value], process=process, n=answers, every="month", base=1)
        moved = replace(series, readings=tuple(replace(one, period=october) for one in series.readings))
        return Leading(process, (moved, None, None, None), month=october)

    def title(*values: float) -> str:
        lines = tuple(map(line, ("sales", "service", "loyalty"), values, n))
        return Matrix().card(lines, FRAME, EN).title

    assert title(0.8, 0.7, 0.1) == "Least satisfied, of 2 processes that can be compared: Service, 70.0%"
    assert title(0.0, 0.7, 0.1) == "Least satisfied, of 2 processes that can be compared: Sales, 0.0%"
    assert title(0.7, 0.7, 0.1) == "3 processes, each beside its satisfaction"  # neither is the least


def test_a_value_of_an_earlier_month_says_which() -> None:
    june = date(2026, 6, 1)
    series = made("csat", [0.8], process="service", every="month", base=1, goal=0.9)
    earlier = replace(series, readings=tuple(replace(one, period=june) for one in series.readings))
    shown = Matrix().card((Leading("service", (earlier,) * 4, month=date(2026, 10, 1)),), FRAME, EN).body
    assert isinstance(shown, Grid)
    assert shown.rows[0].cells[1].text == "80.0% (objective 90.0%) · CSAT (top two of five) · June 2026"


def test_the_way_to_a_process_keeps_the_month_asked_for(house: House) -> None:
    asked = View(until=date(2026, 10, 31))
    body = card(overview.board(overview.gather(company(house), asked), EN), "processes").body
    assert isinstance(body, Grid)
    assert body.rows[2].cells[0].leads == "process?process=service&until=2026-10-31"


def test_what_leads_a_process_is_of_its_kind() -> None:
    assert tuple(overview.LEADING) == PROCESSES
    for process, kinds in overview.LEADING.items():
        for names in kinds:
            assert names
            assert all(CATALOGUE[name].process in (process, None) for name in names), process


def test_a_reader_sees_the_rows_of_the_own_processes_only(house: House) -> None:
    shop = company(house)
    own = overview.board(overview.gather(shop, View(scope=Scope(processes=("service",)))), EN)
    assert list(texts(own, "processes")) == ["Service"]
    other = overview.board(overview.gather(shop, View(scope=Scope(processes=("sales",)))), ES)
    assert [one.key for one in other.cards] == ["nothing_within"]


def test_a_company_without_data_and_a_filter_without_rows_say_so(house: House, shop: Warehouse) -> None:
    assert [one.key for one in overview.board(overview.gather(house({}, company=False), View()), ES).cards] == [
        "nothing_loaded"
    ]
    filtered = overview.gather(shop, View(where=(("tier", "medium"),)))
    assert "without_rows" in [one.key for one in overview.board(filtered, EN).cards]

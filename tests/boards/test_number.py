"""The page of one number: its definition, how it is made, its rows within the scope, and why there are none."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from crm_metrics.access import Scope
from crm_metrics.boards import number
from crm_metrics.boards.behind.provenance import ABSENT
from crm_metrics.boards.core import Board, Empty, FactSheet, Grid, View
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import NBSP, Words
from pages.parts import export
from tests.metrics.made import JAN, House, Row, answer, case, noon

EN, ES = Words("en"), Words("es-CO")
END = date(2026, 1, 31)


def view(metric: str = "cases_opened", *, scope: Scope | None = None, process: str | None = None, **more: str) -> View:
    where = (("metric", metric), ("every", "month"), *more.items())
    return View(scope=scope or Scope(), process=process, where=where, until=END)


@pytest.fixture
def shop(house: House) -> Shop:
    people: list[Row] = [{"agent_id": "a1", "name": "Ana Díaz", "team": "Norte", "area": "Norte", "process": "service"}]
    rows = [
        case("w1", JAN, JAN, team="Norte", agent_id="a1"),
        case("w2", END, team="Sur", reason="=cmd"),
        case("w3", date(2026, 1, 9)),
    ]
    return house({"agent": people, "work_item": rows})


def shown(shop: Shop, asked: View, words: Words = EN) -> Board:
    return number.board(number.gather(shop, asked), words)


def facts(board: Board) -> dict[str, str]:
    (sheet,) = [card.body for card in board.cards if isinstance(card.body, FactSheet)]
    return dict(sheet.facts)


def grids(board: Board) -> list[Grid]:
    return [card.body for card in board.cards if isinstance(card.body, Grid)]


def nothing(board: Board) -> str:
    (empty,) = [card.body for card in board.cards if isinstance(card.body, Empty)]
    return empty.reason


def test_the_number_its_meaning_and_its_rows_stand_on_the_page(shop: Shop) -> None:
    board = shown(shop, view())
    assert (board.title, board.period, board.summary) == ("Cases opened", "January 2026", ("3: 3 rows make it.",))
    said = facts(board)
    assert (said["Value"], said["Filters"]) == ("3", "none")
    assert said["How it is made"] == "What its rows add comes to 3."
    (grid,) = grids(board)
    assert [row.cells[0].text for row in grid.rows] == ["w2", "w3", "w1"]  # the newest first
    titles = [column.title for column in grid.columns]
    assert titles[:3] == ["Case or item", "Customer", "Agent"]
    assert [row.cells[2].text for row in grid.rows] == ["–", "–", "Ana Díaz"]
    assert "Adds above" in titles


def test_a_number_that_chance_moves_says_how_far(house: House) -> None:
    """13 of 20 are 65 %; Wilson's interval is 0.6258 ± 0.1930, as worked out by hand."""
    scale: Row = {"instrument": "csat", "scale_min": 1, "scale_max": 5, "relationship": False}
    rows = [answer(f"s{place}", END, 5 if place < 13 else 1, **scale) for place in range(20)]
    shop = house({"survey": rows})
    board = shown(shop, view("csat"))
    assert (facts(board)["Value"], facts(board)["95% interval"]) == ("65.0%", "43.3% to 81.9%")
    assert "95% interval" not in facts(shown(house({"work_item": [case("w1", JAN)]}), view()))  # a count is exact


@pytest.mark.parametrize("metric", ["gap_closed", "action_plans_on_time"])
def test_what_the_application_keeps_has_a_page_that_says_why_it_has_no_rows(shop: Shop, metric: str) -> None:
    board = shown(shop, view(metric))
    assert facts(board)["Value"] == "–"
    assert [card.key for card in board.cards] == ["number", "no_rows"]


def test_a_part_of_it_is_asked_by_a_dimension_or_by_its_absence(shop: Shop) -> None:
    north, nobody = shown(shop, view(team="Norte")), shown(shop, view(team=ABSENT), ES)
    assert (facts(north)["Value"], facts(north)["Filters"]) == ("1", "Team: Norte")
    assert facts(nobody)["Filtros"] == "Equipo: sin valor"
    assert [row.cells[0].text for row in grids(nobody)[0].rows] == ["w3"]


def test_a_computed_number_says_what_it_is_worked_out_from_and_what_it_lacks(shop: Shop) -> None:
    board = shown(shop, view("cases_resolved_per_hour"))
    made = "It has no rows of its own: it is worked out from Cases resolved and Productive hours."
    assert facts(board)["How it is made"] == made
    assert nothing(board) == "needs agent_time, which was never loaded"


def test_a_reader_sees_rows_of_his_scope_alone_and_its_name(shop: Shop) -> None:
    board = shown(shop, view(scope=Scope(teams=("Sur",))))
    assert [row.cells[0].text for row in grids(board)[0].rows] == ["w2"]
    assert facts(board)["Filters"] == "what you may see: Team: Sur"


def test_a_customer_with_the_id_of_an_agent_keeps_its_own_name(house: House) -> None:
    people: list[Row] = [{"agent_id": "1", "name": "Ana Díaz", "team": "Norte", "area": "Norte", "process": "service"}]
    shop = house({"agent": people, "work_item": [case("w1", JAN, customer_id="1", agent_id="1")]})
    (grid,) = grids(shown(shop, view(customer="1")))
    cells = dict(zip((column.title for column in grid.columns), grid.rows[0].cells, strict=True))
    assert (cells["Customer"].text, cells["Agent"].text) == ("1", "Ana Díaz")
    assert facts(shown(shop, view(customer="1")))["Filters"] == "Customer: 1"


def test_a_point_of_contact_beyond_the_scope_is_not_named(house: House) -> None:
    points: list[Row] = [{"touchpoint_id": "t9", "name": "Mesa secreta", "process": "sales", "channel": "phone"}]
    shop = house({"touchpoint": points, "work_item": [case("w1", JAN, team="Sur")]})
    assert facts(shown(shop, view(touchpoint="t9")))["Filters"] == "Touchpoint: Mesa secreta"
    assert facts(shown(shop, view(touchpoint="t9", scope=Scope(teams=("Sur",)))))["Filters"].startswith(
        "Touchpoint: t9"
    )


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (view("nope"), "There is no metric 'nope': the page of metrics lists them all."),
        (View(), "No number was chosen: open one from a board, by its value or from its definition."),
        (view(since="soon"), "soon is no day: write it as 2026-11-21."),
        (view(weekday="23"), "23 is no day of the week: write 1 for Monday to 7 for Sunday."),
        (view(bucket="90"), "No column 'bucket' in work_item."),
        (
            view(team="Norte", scope=Scope(teams=("Sur",))),
            "Norte is outside of what you may see, or does not exist: no row of it is shown.",
        ),
    ],
)
def test_what_can_not_be_shown_says_why(shop: Shop, asked: View, why: str) -> None:
    board = shown(shop, asked)
    assert nothing(board).startswith(why)
    assert not grids(board)
    assert nothing(shown(shop, asked, ES)) != nothing(board)


def test_a_process_that_is_not_the_readers_is_refused(shop: Shop) -> None:
    board = shown(shop, view("csat", process="sales", scope=Scope(processes=("service",))))
    assert [card.key for card in board.cards] == ["not_permitted"]


def test_a_period_without_rows_and_one_without_data_say_so(shop: Shop) -> None:
    february = View(scope=Scope(), process=None, where=view().where, until=date(2026, 2, 28))
    assert nothing(shown(shop, february)) == "No row of this period meets the conditions."
    assert facts(shown(shop, february))["Value"] == "0"
    assert nothing(shown(shop, view("nps"))) == "needs survey, which was never loaded"


def test_a_day_on_its_own_and_days_that_are_no_period_are_named(shop: Shop) -> None:
    asked = View(
        scope=Scope(),
        process=None,
        where=(("metric", "cases_opened"), ("every", "all"), ("since", "2026-01-05")),
        until=END,
    )
    assert shown(shop, asked).period == "5 Jan 2026 – 31 Jan 2026"


def rows_of(shop: Shop, asked: View, form: str) -> bytes:
    return export.rows(form, shop, asked, EN)()


def test_the_csv_has_every_row_and_runs_nothing(shop: Shop) -> None:
    text = rows_of(shop, view(), "csv").decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [line["work_item"] for line in lines] == ["w2", "w3", "w1"]
    assert [line["reason"] for line in lines] == ["'=cmd", "", ""]


def test_the_workbook_has_every_row_and_what_they_are(shop: Shop) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(rows_of(shop, view(team="Sur"), "xlsx")))
    head, *lines = book.get_sheet_by_name("Rows").to_python()
    (line,) = [dict(zip(head, one, strict=True)) for one in lines]
    assert (line["work_item"], line["reason"], line["opened_on"]) == ("w2", "=cmd", END)
    about = {str(name): said for name, said in book.get_sheet_by_name("About these rows").to_python()}
    assert (about["Id"], about["Filters"], about["Value"]) == ("cases_opened", "Team: Sur", "1.0")
    assert about["Period"] == "month 2026-01-01 2026-01-31"
    assert about["Time zone"] == "America/Bogota"


def test_a_file_holds_nothing_beyond_the_scope(shop: Shop) -> None:
    text = rows_of(shop, view(scope=Scope(teams=("Sur",))), "csv").decode("utf-8-sig")
    assert "w2" in text and "w1" not in text and "w3" not in text


def test_a_sheet_that_can_not_hold_all_says_so(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(number, "EXCEL", 3)
    told: dict[str, Any] = dict(number.about(number.with_rows(shop, view(), 2), EN, datetime(2026, 2, 1, tzinfo=UTC)))
    assert told["Not all rows"] == "A sheet holds 2 rows at most; CSV has all of them."
    assert told["Written at"] == "2026-02-01T00:00:00+00:00"


def test_what_is_read_in_order_and_what_is_a_sum_are_told_apart(shop: Shop) -> None:
    said = facts(shown(shop, view("backlog_age_p90")))["How it is made"]
    assert said == "It is read from its rows put in order, and is no sum of them."
    assert "put in order" not in facts(shown(shop, view("backlog")))["How it is made"]


def test_what_has_no_end_yet_is_still_open(shop: Shop) -> None:
    (grid,) = grids(shown(shop, view("backlog"), ES))
    until = [column.title for column in grid.columns].index("Hasta")
    assert {row.cells[until].text for row in grid.rows} == {"sigue abierto"}


def test_answers_about_contacts_of_a_time_say_so_and_a_time_that_is_none_is_told(house: House) -> None:
    talk: Row = {"process": "service", "touchpoint_id": "line", "direction": "inbound", "disposition": "handled"}
    talk |= {"offered_at": noon(JAN), "answered_at": noon(JAN), "customer_id": "ana"}
    csat = {"instrument": "csat", "relationship": False, "scale_min": 1, "scale_max": 5}
    rows = {
        "touchpoint": [{"touchpoint_id": "line", "process": "service", "name": "Línea", "channel": "phone"}],
        "interaction": [{**talk, "interaction_id": one, "talk_seconds": s} for one, s in (("k1", 60), ("k2", 180))],
        "survey": [
            answer(f"s{about}", JAN, score, **csat, interaction_id=about) for about, score in (("k1", 5), ("k2", 1))
        ],
    }
    shop = house(rows)
    board = shown(shop, view("csat", took="30-60"))
    assert facts(board)["Value"] == "100.0%"
    assert facts(board)["Filters"] == f"Handling time of the contact: 30{NBSP}s – 1:00{NBSP}min"
    assert [len(grid.rows) for grid in grids(board)] == [1]
    for none in ("soon", "60", f"1-{10**60}"):
        assert nothing(shown(shop, view("csat", took=none))).startswith(f"{none} is no time")
    for other in ("cac", "active_customers"):  # a ratio of other numbers, rows that are customers: no contact took it
        assert "name no contact" in nothing(shown(shop, view(other, took="30-60")))

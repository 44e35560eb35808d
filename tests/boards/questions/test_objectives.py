"""What a reader asks of the objectives: where each answer stands, with the value that the facts give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from crm_metrics.boards import objectives
from crm_metrics.boards.core import Board
from crm_metrics.metrics.shop import Shop
from tests.boards.questions.asking import DAY, EN, SEEN, card, cells, on, one

MAY = f"between date '2026-05-01' and date '{DAY}'"
LEADS = f"select count(*) from main.work_item where process = 'presales' and kind = 'lead' and {on('opened_at')} {MAY}"
GOALS = (
    "select team, goal, tolerance from main.target where metric = 'bookings' and cadence = 'month'"
    f" and valid_from <= date '{DAY}' and (valid_to is null or valid_to > date '{DAY}')"
)


def page(company: Shop, metric: str) -> Board:
    return objectives.board(objectives.gather(company, replace(SEEN, where=(("metric", metric),))), EN)


@pytest.fixture(scope="module")
def bookings(company: Shop) -> Board:
    return page(company, "bookings")


def test_how_much_is_there_how_much_should_there_be_and_where_does_that_come_from(
    company: Shop, bookings: Board
) -> None:
    row = cells(bookings, "objectives")["leads_created-presales-"]
    goal = one(company, GOALS.replace("team, goal, tolerance", "goal").replace("bookings", "leads_created"))
    assert row["value"].text == EN.number(one(company, LEADS))
    assert row["goal"].text == EN.number(goal)
    assert 0 < float(row["to_date"].text.replace(",", "")) <= goal
    assert row["source"].text.startswith("loaded with the data, since ")


def test_what_do_process_and_teams_ask_and_do_the_parts_add_up_to_the_whole(company: Shop, bookings: Board) -> None:
    told = {team or "": (Decimal(str(goal)), Decimal(str(near))) for team, goal, near in company.fetch(GOALS)}
    shown = cells(bookings, "tree")
    assert {key.removeprefix("sales-") for key in shown} == {*told}
    for team, (goal, near) in told.items():
        row = shown[f"sales-{team}"]
        assert row["goal"].text == EN.value(goal, "money", "COP")
        assert row["minimum"].text == EN.value(goal - near, "money", "COP")
        assert row["excellent"].text == "–"
    more = sum(goal for team, (goal, _) in told.items() if team) - told[""][0]
    said = card(bookings, "tree").footer
    if more == 0:
        assert "Sales: the 3 parts add up to it" in said
    else:
        apart = EN.value(abs(more), "money", "COP")
        assert f"{apart} {'more' if more > 0 else 'less'} than it asks" in said


def test_what_does_each_day_ask_and_what_did_it_bring(company: Shop, bookings: Board) -> None:
    shown = cells(bookings, "days")
    assert [*shown] == [date(2026, 5, day).isoformat() for day in range(1, 32)]
    goal = one(company, GOALS.replace("team, goal, tolerance", "goal") + " and team is null")
    assert shown["2026-05-31"]["asked"].text == EN.value(goal, "money", "COP")  # the days add up to the month
    won = (
        "select coalesce(sum(amount), 0) from main.work_item where process = 'sales' and outcome = 'won'"
        f" and {on('closed_at')} between date '2026-05-01' and date '2026-05-20'"
    )
    assert shown["2026-05-20"]["sum"].text == EN.value(one(company, won), "money", "COP")
    assert shown["2026-05-31"]["brought"].text == "–"
    assert "its days add up to it exactly" in card(bookings, "days").subtitle


def test_where_will_the_month_land_and_how_often_did_such_a_range_hold(company: Shop, bookings: Board) -> None:
    contacts = page(company, "contacts_handled")
    row = cells(contacts, "tree")["-"]
    assert " to " in row["range"].text
    assert row["chance"].text in ("very likely", "likely", "about as likely as not", "unlikely", "very unlikely")
    held, tried = map(int, row["held"].text.split(" / "))
    assert 0 <= held <= tried <= 24
    assert f"it held {held}" in card(contacts, "tree").subtitle
    assert card(contacts, "tree").title == f"Contacts handled: reaching the month's objective is {row['chance'].text}"
    # 31 May 2026 is a Sunday, on which nobody sells.
    assert card(bookings, "tree").subtitle == "Nothing more is expected this month: where it stands is where it ends"


def test_a_rate_is_neither_divided_nor_foretold_and_says_why(company: Shop) -> None:
    board = page(company, "csat")
    assert "neither divided nor foretold" in card(board, "tree").subtitle
    assert card(board, "days").title == "This objective is not divided over days"
    row = cells(board, "tree")["-"]
    assert (row["to_date"].text, "range" in row) == (row["goal"].text, False)


def test_who_set_what_is_told_even_while_nobody_did(bookings: Board) -> None:
    assert card(bookings, "history").title == "Nobody has set an objective on this page yet"

"""A process by touchpoint and by team: each value is that of its own rows; who has too few is grey."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm_metrics.boards import process
from crm_metrics.boards.core import Grid, View
from crm_metrics.boards.process.cuts import Compared, Cut, compared
from crm_metrics.boards.series import Indicator
from crm_metrics.metrics.readings import Reading, because
from crm_metrics.names import TableId
from crm_metrics.warehouse import shape
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME
from tests.boards.process.asked import card, company, texts
from tests.conftest import House

EN = Words("en")
MONTH = date(2026, 10, 1)
MONITORED = tuple(
    (Indicator(name, "service"),) for name in ("items_closed_per_agent_day", "monitored_contacts_per_agent")
)


def test_touchpoints_and_teams_stand_beside_their_satisfaction(house: House) -> None:
    board = process.board(process.gather(company(house), View(process="service")), EN)
    places = card(board, "by_touchpoints")
    assert places.title == "Service: 2 touchpoints, each beside its satisfaction"
    assert isinstance(places.body, Grid)
    at = [column.key for column in places.body.columns].index("csat") - 1
    assert {name: cells[at] for name, cells in texts(board, "by_touchpoints").items()} == {
        "Línea": "93.8%",  # 30 of 32
        "Chat": "25.0%",  # 2 of 8
    }
    muted = {row.cells[0].text: row.cells[at + 1].muted for row in places.body.rows}
    assert muted == {"Línea": False, "Chat": True}  # eight answers are too few to compare
    assert sorted(texts(board, "by_teams")) == ["Digital", "Voz"]


def test_a_place_without_answers_is_counted_in_the_title(house: House) -> None:
    shop = company(house)
    shop.connection.execute(
        "insert into main.touchpoint (touchpoint_id, name, process, channel) values ('t3', 'Portal', 'service', 'web')"
    )
    board = process.board(process.gather(shop, View(process="service")), EN)
    # a touchpoint that no row names has nothing to compare: it is for the map of touchpoints
    assert "Portal" not in texts(board, "by_touchpoints")


def reading(metric: str, team: str) -> Reading:
    return Reading(metric=metric, period=MONTH, groups=(team,), numerator=8, denominator=10, value=0.8, n=10,
                   complete=True)  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        ({"Voz": True, "Digital": False}, "Service: 2 teams, one of them without an answer on satisfaction"),
        ({"Voz": True}, "Service: one team, beside its satisfaction"),
        ({"Voz": False}, "Service: one team, without an answer on satisfaction"),
    ],
)
def test_teams_without_answers_are_counted_and_one_alone_is_said_as_one(answers: dict[str, bool], title: str) -> None:
    names = tuple(answers)
    told = tuple((reading("contacts_handled", one), reading("csat", one) if answers[one] else None) for one in names)
    shown = Compared(
        process="service", month=MONTH, metrics=("contacts_handled", "csat"), ids=names, names=names, readings=told,
        dimension="team",
    )  # fmt: skip
    assert Cut("teams").card(shown, FRAME, EN).title == title


def test_what_is_counted_of_a_column_that_nobody_brought_is_no_column_of_noughts(house: House) -> None:
    # each team closes its cases, and no answer of a survey names the contact that it scores: nothing is monitored
    shop = company(house)
    shop.connection.execute(
        "update main.work_item set agent_id = 'a', outcome = 'resolved', status = 'closed', closed_at = opened_at"
    )
    shape.build(shop.connection)
    found = compared(shop, process.gather(shop, View(process="service")), MONITORED, "team", process="service")
    assert found is not None
    assert found.metrics == ("items_closed_per_agent_day",)


def test_a_month_that_is_not_told_to_its_end_says_so_below_its_table() -> None:
    why = because("{table} is loaded through {day}", table=TableId("survey"), day=date(2026, 10, 20))
    part = replace(reading("csat", "Voz"), complete=False, reason=why)
    shown = Compared(
        process="service", month=MONTH, metrics=("contacts_handled", "csat"), ids=("Voz",), names=("Voz",),
        readings=((reading("contacts_handled", "Voz"), part),), dimension="team",
    )  # fmt: skip
    footer = Cut("teams").card(shown, FRAME, EN).footer
    assert "CSAT (top two of five): survey is loaded through 20 Oct 2026" in footer
    assert "Contacts handled" not in footer


def test_teams_with_answers_on_another_scale_have_their_mean(house: House) -> None:
    shop = company(house)
    shop.connection.execute("update main.survey set scale_max = 10")
    board = process.board(process.gather(shop, View(process="service")), EN)
    assert card(board, "by_teams").title == "Service: 2 teams, each beside its satisfaction"

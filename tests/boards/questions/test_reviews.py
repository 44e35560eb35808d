"""What a meeting asks of the page of reviews: where each answer stands, with the value that the facts give."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_metrics.access import BOARDS, Reader
from crm_metrics.boards import reviews
from crm_metrics.boards.core import Board, FactSheet, Grid, View
from crm_metrics.boards.reviews.agenda import agenda
from crm_metrics.boards.reviews.freezing import board_facts, frozen
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.meetings.reviewing import NewLine, Review
from crm_metrics.office.meetings.reviews import ReviewShelf
from tests.boards.questions.asking import DAY, EN, answers, card, cells, one, share

SUNDAY = DAY - timedelta(days=6)  # the last whole week ended on 24 May: the data end on a Saturday
MONDAY = SUNDAY - timedelta(days=6)
SERVICE = (("process", "service"),)


@pytest.fixture
def shelf(office: OfficeDatabase) -> ReviewShelf:
    return ReviewShelf(office, Reader("Marta", "executive"))


@pytest.fixture
def held(shelf: ReviewShelf, company: Shop) -> Review:
    """The weekly review of service, with a decision, closed."""
    known = board_facts(company, "weekly", SERVICE, SUNDAY)
    review = shelf.begin("weekly", SERVICE, (MONDAY, SUNDAY), agenda(company, "weekly", SERVICE, known, ()))
    shelf.write(review, NewLine("decision", "Two more on Mondays", "Luis", DAY - timedelta(days=2)))
    return shelf.close(review, frozen(company, "weekly", SERVICE, SUNDAY, known))


def page(company: Shop, **asked: str) -> Board:
    where = tuple(sorted(asked.items()))
    view = View(level="executive", boards=tuple(BOARDS), process="service", where=where)
    return reviews.board(reviews.gather(company, view), EN)


def test_which_meeting_is_due_and_of_which_days(company: Shop, shelf: ReviewShelf) -> None:
    rows = cells(page(company), "reviews_due")
    assert rows["weekly"]["now"].text == f"{EN.week(SUNDAY)} {SUNDAY.year}"
    assert rows["weekly"]["until"].text == EN.day(SUNDAY + timedelta(days=7))
    assert rows["monthly"]["now"].text == "April 2026"
    open_on = f"select count(*) from main.business_hours where calendar_id = 'company' and weekday = {DAY.isoweekday()}"
    assert one(company, open_on) > 0  # a Saturday, on which this company works
    assert rows["daily"]["now"].text == EN.long_day(DAY)


def test_who_owes_which_decision_and_for_how_long(company: Shop, held: Review) -> None:
    (row,) = cells(page(company), "reviews_decisions").values()
    assert [row[f"column{place}"].text for place in range(4)] == [
        "Two more on Mondays", "Luis", EN.day(DAY - timedelta(days=2)), "2 days",
    ]  # fmt: skip


def test_what_did_the_board_say_when_it_was_read(company: Shop, held: Review) -> None:
    body = card(page(company, review=held.id), "then_scorecard").body
    assert isinstance(body, Grid)
    row = next(line for line in body.rows if line.cells[0].text == "CSAT (top two of five)")
    sql = answers("process = 'service'", f"between date '{MONDAY}' and date '{SUNDAY}'")
    assert row.cells[3].text == EN.percent(share(company, sql))
    assert row.cells[4].text == EN.number(company.fetch(sql)[0][1])
    assert row.cells[6].text == "the same"


def test_of_which_data_was_it_and_what_is_not_kept(company: Shop, held: Review) -> None:
    shown = page(company, review=held.id)
    body = card(shown, "review_read").body
    assert isinstance(body, FactSheet)
    told = dict(body.facts)
    assert EN.day(DAY) in told["Data of then"] and told["Left out"].startswith("nothing")
    assert card(shown, "review_moved").title.startswith("0 of the ")


def test_is_the_meeting_held_as_often_as_it_should(company: Shop, held: Review) -> None:
    (row,) = cells(page(company), "reviews_adoption").values()
    assert (row["level"].text, row["held"].text, row["due"].text, row["share"].text) == ("Manager", "1", "1", "100%")
    assert date(2026, 5, 24) == SUNDAY

"""The page of reviews: what is due, what was decided, who sees which, and an old review beside the numbers of now."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_metrics.access import EVERYTHING, LEVELS, Reader, Scope
from crm_metrics.boards import reviews
from crm_metrics.boards.core import Board, Empty, Grid, View
from crm_metrics.boards.reviews.freezing import frozen
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.meetings.reviewing import AgendaItem, NewLine, Review, ReviewRhythm
from crm_metrics.office.meetings.reviews import ReviewShelf
from crm_metrics.office.planning import Parts
from crm_metrics.words import Words
from tests.boards.reviews.answered_weeks import MONDAY, NORTE, SUNDAY, company
from tests.boards.reviews.test_restating import defined
from tests.boards.shown import card, facts, grid
from tests.conftest import House

EN, ES = Words("en"), Words("es")
BOARDS = ("daily", "weekly", "monthly")
MATTER = AgendaItem(key="gap|csat", kind="gap", said={"es": "CSAT: 47,5 %", "en": "CSAT: 47.5%"}, leads="plans?of=x")
DECIDED = NewLine("decision", "Hire two", "Beto", date(2026, 3, 24), MATTER.key)


def page(
    shop: Shop, words: Words = EN, *, scope: Scope = EVERYTHING, boards: tuple[str, ...] = BOARDS, **asked: str
) -> Board:
    view = View(scope=scope, level="executive", boards=boards, process=asked.pop("process", None),
                where=tuple(sorted(asked.items())))  # fmt: skip
    return reviews.board(reviews.gather(shop, view), words)


def begin(kept: ReviewShelf, monday: date = MONDAY, parts: Parts = (), kind: str = "weekly") -> Review:
    return kept.begin(kind, parts, (monday, monday + timedelta(days=6)), [MATTER])


def held(kept: ReviewShelf, shop: Shop, parts: Parts = ()) -> Review:
    review = begin(kept, parts=parts)
    kept.write(review, DECIDED)
    return kept.close(review, frozen(shop, "weekly", parts, SUNDAY))


def test_without_a_review_the_page_says_what_one_is_and_what_may_be_begun(house: House, kept: ReviewShelf) -> None:
    shown = page(company(house))
    assert [one.key for one in shown.cards] == ["reviews_due", "no_reviews"]
    assert grid(shown, "reviews_due") == [
        ["Daily huddle", "not begun", "Friday 20 Mar 2026", "23 Mar 2026", "–", "–", "each working day"],
        ["Weekly review", "not begun", "week 12 · 16–22 Mar 2026", "29 Mar 2026", "–", "–", "each week"],
        ["Monthly committee", "not begun", "February 2026", "31 Mar 2026", "–", "–", "each month"],
        ["Strategy review", "not begun", "March 2025 to February 2026", "–", "–", "–", "every 12 months"],
    ]
    body = card(shown, "no_reviews").body
    assert isinstance(body, Empty) and "button above" in body.reason
    assert not kept.database.place.begun  # a page that is only read makes no database


def test_what_is_overdue_comes_first_and_says_how_many_were_missed(house: House, kept: ReviewShelf) -> None:
    held(kept, company(house))
    shown = page(company(house, 3))
    days, last = "week 15 · 6–12 Apr 2026", "week 12 · 16–22 Mar 2026"
    overdue = ["Weekly review", "overdue", days, "19 Apr 2026", "2", last, "each week"]
    assert grid(shown, "reviews_due")[0] == overdue
    assert shown.state.text == "one overdue" and shown.summary[0] == "Overdue: Weekly review."
    assert page(company(house, 3), ES).summary[0] == "Vencidas: Reunión semanal."


def test_open_decisions_stand_by_owner_with_what_is_late_first(house: House, kept: ReviewShelf) -> None:
    review = held(kept, company(house))
    second = begin(kept, MONDAY + timedelta(days=7))
    kept.write(second, NewLine("decision", "Call back", "Ana", date(2026, 5, 1)))
    done = kept.write(second, NewLine("decision", "Pay", "Beto", date(2026, 3, 1)))
    kept.write(second, NewLine("decision", "Train", "Beto", date(2026, 4, 3)))
    kept.settle(second, done, done=True)
    shown = page(company(house, 2))  # through 5 April
    assert card(shown, "reviews_decisions").title == "3 decisions are open"
    assert grid(shown, "reviews_decisions") == [
        ["Hire two", "Beto", "24 Mar 2026", "12 days", "Weekly review · week 12 · 16–22 Mar 2026"],
        ["Train", "Beto", "3 Apr 2026", "2 days", "Weekly review · week 13 · 23–29 Mar 2026"],
        ["Call back", "Ana", "1 May 2026", "–", "Weekly review · week 13 · 23–29 Mar 2026"],
    ]
    assert shown.summary[-1] == "2 decisions are past their due date."
    body = card(shown, "reviews_decisions").body
    assert isinstance(body, Grid) and body.rows[0].cells[0].leads == f"reviews?review={review.id}"


def test_adoption_counts_by_level_and_names_nobody(house: House, kept: ReviewShelf) -> None:
    whole = held(kept, company(house))
    held(kept, company(house), NORTE)
    kept.settle(whole, next(one for one in kept.reviews() if one.id == whole.id).lines[0], done=True)
    shown = page(company(house, 3))  # of each part 22, 29 March and 5 April were due
    assert card(shown, "reviews_adoption").title == "Reviews held: 2 of 6 that were due"
    assert grid(shown, "reviews_adoption") == [
        ["Manager", "Weekly review", "the last 8 weeks", "2", "6", "33%", "2", "2", "1"]
    ]
    assert "Ana" not in str(card(shown, "reviews_adoption"))


def test_the_register_lists_all_of_them_the_latest_first(house: House, kept: ReviewShelf) -> None:
    held(kept, company(house))
    begin(kept, MONDAY + timedelta(days=7), NORTE)
    rows = grid(page(company(house, 2)), "reviews_held")
    assert [row[:3] + row[4:] for row in rows] == [
        ["Weekly review · week 13 · 23–29 Mar 2026 · Norte", "being held", "Ana", "0", "0"],
        ["Weekly review · week 12 · 16–22 Mar 2026", "closed", "Ana", "1", "1"],
    ]


def test_an_old_review_opens_with_its_old_numbers_and_tells_which_moved(house: House, kept: ReviewShelf) -> None:
    review = held(kept, company(house))
    same = page(company(house), review=review.id)
    assert same.title == "Weekly review · week 12 · 16–22 Mar 2026" and same.state.text == "closed"
    first, *rest = (one["en"] for one in frozen(company(house), "weekly", (), SUNDAY).summary)
    assert same.summary == (f"Then: {first[0].lower()}{first[1:]}", *rest)
    assert card(same, "review_moved").title.startswith("0 of the ")
    later = page(company(house, 1, late=10, version=2), review=review.id)
    old, new = ({row[0]: row for row in grid(one, "then_scorecard")} for one in (same, later))
    name = "CSAT (top two of five)"
    assert old[name] == [name, "Service", "week 12 · 16–22 Mar", "47.5%", "40", "–", "the same", "–", "–"]
    assert new[name] == [name, "Service", "week 12 · 16–22 Mar", "47.5%", "40", "–", "58.0%", "50", "newer data"]
    assert name in [row[0] for row in grid(later, "review_moved")]
    told = facts(later, "review_read")
    assert told["Data of then"].startswith("version 1 of ") and "22 Mar 2026" in told["Data of then"]
    assert "29 Mar 2026" in told["Data of now"]
    assert [one.title for one in same.cards if one.key.startswith("then_")] == [
        one.title for one in later.cards if one.key.startswith("then_")
    ]
    spanish = page(company(house, 1, late=10, version=2), ES, review=review.id)
    assert "datos más nuevos" in [row[-1] for row in grid(spanish, "then_scorecard")]
    assert card(spanish, "then_scorecard").title != card(later, "then_scorecard").title


def test_the_agenda_says_what_was_decided_about_each_matter(house: House, kept: ReviewShelf) -> None:
    review = held(kept, company(house))
    kept.write(review, NewLine("correction", "It was three"))
    shown = page(company(house), review=review.id)
    assert grid(shown, "review_agenda") == [["CSAT: 47.5%", "Gap", "Hire two", "spoken of"]]
    body = card(shown, "review_agenda").body
    assert isinstance(body, Grid) and body.rows[0].cells[0].leads == "plans?of=x"
    assert [row[:6] for row in grid(shown, "review_minutes")] == [
        ["Hire two", "decision", "Beto", "24 Mar 2026", "to do", "Ana"],
        ["It was three", "correction", "–", "–", "–", "Ana"],
    ]
    assert card(shown, "review_minutes").subtitle == "One correction since it was closed"
    assert grid(page(company(house), ES, review=review.id), "review_agenda")[0][0] == "CSAT: 47,5 %"


def test_an_open_review_has_no_board_yet(house: House, kept: ReviewShelf) -> None:
    review = begin(kept)
    shown = page(company(house), review=review.id)
    assert [one.key for one in shown.cards] == ["review_agenda", "review_minutes"]
    assert shown.state.text == "being held" and shown.summary == ()
    assert card(shown, "review_minutes").title == "The minutes are empty"
    assert grid(page(company(house)), "reviews_due")[0][:2] == ["Weekly review", "being held"]


def test_a_definition_that_changed_stands_with_both_texts(
    house: House, kept: ReviewShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = held(kept, company(house))
    defined(monkeypatch, numerator="count_if(not satisfied)")
    told = facts(page(company(house), review=review.id), "review_read")
    before, after = told["Definition of CSAT (top two of five)"].split(" → ")
    assert before.startswith("count_if(satisfied) ÷") and after.startswith("count_if(not satisfied) ÷")


def test_a_reader_of_a_part_sees_the_reviews_of_that_part_and_their_numbers(house: House, kept: ReviewShelf) -> None:
    whole, norte = held(kept, company(house)), held(kept, company(house), NORTE)
    scope = Scope(teams=("Norte",))
    shown = page(company(house), scope=scope)
    assert [row[0] for row in grid(shown, "reviews_held")] == ["Weekly review · week 12 · 16–22 Mar 2026 · Norte"]
    assert "You see the reviews of your part of the company." in shown.notices
    rows = {row[0]: row for row in grid(page(company(house), scope=scope, review=norte.id), "then_scorecard")}
    assert rows["CSAT (top two of five)"][3:5] == ["30.0%", "20"]
    hidden = page(company(house), scope=scope, review=whole.id)
    assert hidden.title == "Reviews" and "is not yours to see" in hidden.notices[0]


def test_of_many_teams_a_title_names_the_first_and_says_how_many_more(house: House, kept: ReviewShelf) -> None:
    parts = tuple(("team", name) for name in ("Este", "Norte", "Oeste", "Sur", "Valle"))
    begin(kept, parts=parts)
    scope = Scope(teams=tuple(name for _, name in parts))
    (row,) = grid(page(company(house), scope=scope), "reviews_held")
    assert row[0] == "Weekly review · week 12 · 16–22 Mar 2026 · Este, Norte, Oeste +2"


def test_who_is_bound_to_agents_holds_reviews_of_them_by_name(house: House, kept: ReviewShelf) -> None:
    scope = Scope(agents=("a-Norte",))
    review = begin(kept, parts=(("agent", "a-Norte"),))
    assert page(company(house), scope=scope, review=review.id).title.endswith("· Persona Norte")
    assert "Persona Norte" not in page(company(house), scope=Scope(teams=("Sur",)), review=review.id).title


@pytest.mark.parametrize("boards", [(), ("daily",), ("monthly",)])
def test_a_review_of_a_board_that_one_may_not_open_is_not_there(
    house: House, kept: ReviewShelf, boards: tuple[str, ...]
) -> None:
    review = held(kept, company(house))
    shown = page(company(house), boards=boards)
    names = {"daily": ["Daily huddle"], "monthly": ["Monthly committee", "Strategy review"]}
    found = [row[0] for row in grid(shown, "reviews_due")] if boards else []
    assert found == [name for one in boards for name in names[one]]
    assert "is not yours to see" in page(company(house), boards=boards, review=review.id).notices[0]
    assert not any(one.key == "reviews_held" for one in shown.cards)


def test_a_filter_shows_the_reviews_of_its_part_and_begins_them_there(house: House, kept: ReviewShelf) -> None:
    held(kept, company(house))
    held(kept, company(house), NORTE)
    shown = page(company(house), team="Norte")
    assert [row[0] for row in grid(shown, "reviews_held")] == ["Weekly review · week 12 · 16–22 Mar 2026 · Norte"]
    assert card(shown, "reviews_due").subtitle.startswith("Norte · ")
    assert reviews.gather(company(house), View(level="executive", boards=BOARDS, process="service")).parts == (
        ("process", "service"),
    )


def test_how_often_the_strategy_is_reviewed_stands_in_the_calendar(house: House, kept: ReviewShelf) -> None:
    kept.set_rhythm(ReviewRhythm(), 1)
    rows = {row[0]: row for row in grid(page(company(house)), "reviews_due")}
    assert rows["Strategy review"][-1] == "each month"
    kept.set_rhythm(kept.rhythm(), 3)
    assert {row[0]: row for row in grid(page(company(house)), "reviews_due")}["Strategy review"][-1] == "every 3 months"


def test_a_board_that_can_no_longer_be_read_leaves_the_minutes(house: House, kept: ReviewShelf) -> None:
    review = held(kept, company(house))
    with kept.database.engine.begin() as connection:
        connection.exec_driver_sql("update review_board set board = '{}'")
    shown = page(company(house), review=review.id)
    assert [one.key for one in shown.cards] == ["no_review", "review_agenda", "review_minutes"]


def test_no_data_and_a_process_that_is_not_the_readers_are_said(house: House, kept: ReviewShelf) -> None:
    assert [one.key for one in page(house({}, company=False)).cards] == ["nothing_loaded"]
    (only,) = page(company(house), scope=Scope(processes=("sales",)), process="service").cards
    assert only.key == "not_permitted"


def test_every_level_reads_the_same_words_for_the_same_review(house: House, kept: ReviewShelf) -> None:
    review = held(kept, company(house))
    for level in LEVELS[1:]:
        reader = Reader("Beto", level)
        assert ReviewShelf(kept.database, reader).board(review) == kept.board(review)

"""Reviews on both databases: one meeting once, minutes of many hands, what is closed stays, and who sees which."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from crm_metrics.access import EVERYTHING, Reader, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.meetings.reviewing import (
    AgendaItem,
    NewLine,
    Review,
    ReviewChangedError,
    ReviewRhythm,
    ReviewTakenError,
)
from crm_metrics.office.meetings.reviews import ReviewShelf, legible, legible_board, legible_line
from crm_metrics.office.tables import ReviewBoardRow, ReviewLineRow, ReviewRow, TrailRow
from tests.office.meetings.test_frozen import BOARD

Shelf = Callable[..., ReviewShelf]
WEEK = date(2026, 3, 16), date(2026, 3, 22)
NORTE = (("team", "Norte"),)
GAP = AgendaItem(key="gap|csat", kind="gap", said={"es": "CSAT", "en": "CSAT"}, leads="plans?metric=csat")
DECIDED = NewLine("decision", "Hire one", "Beto", date(2026, 4, 1), "gap|csat")


@pytest.fixture
def shelf_of(database: OfficeDatabase) -> Shelf:
    def made(name: str = "Ana", level: str = "executive", scope: Scope = EVERYTHING) -> ReviewShelf:
        return ReviewShelf(database, Reader(name, level, scope))

    return made


def begun(shelf: ReviewShelf, kind: str = "weekly", parts: tuple[tuple[str, str], ...] = ()) -> Review:
    return shelf.begin(kind, parts, WEEK, [GAP])


def now(shelf: ReviewShelf) -> Review:
    (review,) = shelf.reviews()
    return review


def test_before_anybody_held_one_there_is_nothing_and_no_file(shelf_of: Shelf, database: OfficeDatabase) -> None:
    assert shelf_of().reviews() == () and shelf_of().rhythm() == ReviewRhythm(12, 0)
    assert database.place.file is None or not database.place.file.exists()


def test_a_review_is_begun_written_into_and_closed_with_its_board(shelf_of: Shelf) -> None:
    shelf = shelf_of()
    review = begun(shelf)
    assert (review.open, review.agenda, review.opened_by, shelf.board(review)) == (True, (GAP,), "Ana", None)
    shelf.write(review, NewLine("minute", "Two were ill", about="gap|csat"))
    shelf_of("Beto").write(review, DECIDED)
    closed = shelf_of("Caro").close(review, BOARD)
    assert (closed.state, closed.closed_by) == ("closed", "Caro") and closed.closed_at is not None
    assert now(shelf) == closed and shelf.board(closed) == BOARD
    assert [(one.kind, one.author, one.owner, one.due) for one in closed.about("gap|csat")] == [
        ("minute", "Ana", "", None), ("decision", "Beto", "Beto", date(2026, 4, 1)),
    ]  # fmt: skip


def test_one_meeting_is_begun_once_and_the_second_is_shown_it(shelf_of: Shelf) -> None:
    first = begun(shelf_of(), parts=NORTE)
    with pytest.raises(ReviewTakenError) as told:
        begun(shelf_of("Beto"), parts=NORTE)
    assert told.value.review == first
    begun(shelf_of("Beto"))  # of the whole company: another one
    begun(shelf_of("Beto"), "monthly")


def test_what_is_closed_takes_corrections_alone_each_with_its_author(shelf_of: Shelf) -> None:
    shelf = shelf_of()
    review = begun(shelf)
    line = shelf.write(review, DECIDED)
    with pytest.raises(QuestionError, match="nothing to correct"):
        shelf.write(review, NewLine("correction", "It was three"))
    closed = shelf.close(review, BOARD)
    with pytest.raises(QuestionError, match="is a correction"):
        shelf.write(closed, NewLine("minute", "Later"))
    for act in (lambda: shelf.close(closed, replace(BOARD, version=9)), lambda: shelf.discard(closed),
                lambda: shelf.take_back(closed, line)):  # fmt: skip
        with pytest.raises(QuestionError, match="stays as it was"):
            act()
    shelf_of("Beto").write(closed, NewLine("correction", "It was three, not two"))
    assert [(one.kind, one.author) for one in now(shelf).lines] == [("decision", "Ana"), ("correction", "Beto")]
    assert shelf.board(closed) == BOARD


def test_a_decision_lives_on_when_its_review_is_closed(shelf_of: Shelf) -> None:
    shelf = shelf_of()
    review = begun(shelf)
    line = shelf.write(review, DECIDED)
    note = shelf.write(review, NewLine("minute", "Seen"))
    shelf.close(review, BOARD)
    done = shelf_of("Beto").settle(now(shelf), line, done=True)
    assert (done.open, done.done_by, done.text) == (False, "Beto", line.text) and done.done_at is not None
    with pytest.raises(ReviewChangedError):
        shelf.settle(review, line, done=True)  # as it was before Beto
    assert shelf.settle(review, done, done=True) == done
    assert shelf.settle(review, done, done=False).open
    with pytest.raises(QuestionError, match="Only a decision"):
        shelf.settle(review, note, done=True)


def test_of_two_who_close_at_once_one_is_told(shelf_of: Shelf) -> None:
    review = begun(shelf_of())
    shelf_of("Beto").close(review, BOARD)
    with pytest.raises(ReviewChangedError):
        shelf_of("Caro").close(review, replace(BOARD, version=4))
    assert shelf_of().board(now(shelf_of())) == BOARD


def test_lines_of_many_hands_at_once_are_all_kept(shelf_of: Shelf) -> None:
    review = begun(shelf_of())
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(lambda n: shelf_of(f"Hand {n}").write(review, NewLine("minute", f"Line {n}")), range(20)))
    assert {one.text for one in now(shelf_of()).lines} == {f"Line {n}" for n in range(20)}


def test_a_line_is_taken_back_and_a_review_thrown_away_and_the_trail_keeps_both(
    shelf_of: Shelf, database: OfficeDatabase
) -> None:
    shelf = shelf_of()
    review = begun(shelf)
    wrong, other = shelf.write(review, NewLine("minute", "Wrong")), shelf.write(review, NewLine("minute", "Right"))
    shelf.take_back(review, wrong)
    with pytest.raises(ReviewChangedError):
        shelf.take_back(review, wrong)
    assert now(shelf).lines == (other,)
    shelf_of("Beto").discard(review)
    assert shelf.reviews() == ()
    with pytest.raises(QuestionError, match="no such review"):
        shelf.write(review, NewLine("minute", "Late"))
    with database.reading() as session:
        told = [(one.author, one.thing, one.did) for one in session.scalars(select(TrailRow).order_by(TrailRow.id))]
    assert told == [
        ("Ana", "review", "created"), ("Ana", "review_line", "created"), ("Ana", "review_line", "created"),
        ("Ana", "review_line", "deleted"), ("Beto", "review_line", "deleted"), ("Beto", "review", "deleted"),
    ]  # fmt: skip
    begun(shelf)  # the same meeting may be begun again


def test_a_reader_sees_and_writes_reviews_of_his_part_and_boards_alone(shelf_of: Shelf) -> None:
    all_of_it, norte, sur = (
        begun(shelf_of()),
        begun(shelf_of(), parts=NORTE),
        begun(shelf_of(), parts=(("team", "Sur"),)),
    )
    bound = shelf_of("Beto", "manager", Scope(teams=("Norte",)))
    assert bound.reviews() == (norte,)
    assert shelf_of("Caro", "supervisor").reviews() == ()
    for hidden in (all_of_it, sur):
        for act in (lambda: bound.write(hidden, DECIDED), lambda: bound.close(hidden, BOARD),  # noqa: B023
                    lambda: bound.board(hidden), lambda: bound.discard(hidden)):  # noqa: B023  # fmt: skip
            with pytest.raises(QuestionError, match="not of your part"):
                act()
    with pytest.raises(QuestionError, match="not of your part"):
        begun(bound, parts=(("team", "Sur"),))
    with pytest.raises(QuestionError, match="may open it"):
        begun(bound, "monthly", NORTE)
    forged = replace(sur, parts=NORTE)  # what the reader says of it does not count
    with pytest.raises(QuestionError, match="not of your part"):
        bound.write(forged, DECIDED)


def test_how_often_the_strategy_is_reviewed_has_one_answer(shelf_of: Shelf) -> None:
    first = shelf_of().set_rhythm(ReviewRhythm(), 6)
    assert shelf_of().rhythm() == first == ReviewRhythm(6, 1)
    with pytest.raises(ReviewChangedError):
        shelf_of("Beto").set_rhythm(ReviewRhythm(), 3)
    with pytest.raises(QuestionError, match="by executives"):
        shelf_of("Caro", "manager").set_rhythm(first, 3)
    assert shelf_of("Beto").set_rhythm(first, 3) == ReviewRhythm(3, 2)


def test_a_review_has_room_for_two_hundred_lines(shelf_of: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_metrics.office.meetings.reviews.MOST_LINES", 2)
    shelf = shelf_of()
    review = begun(shelf)
    for _ in range(2):
        shelf.write(review, NewLine("minute", "Seen"))
    with pytest.raises(QuestionError, match="the most that a review has"):
        shelf.write(review, NewLine("minute", "Seen"))


def test_columns_from_elsewhere_are_read_before_they_are_kept(shelf_of: Shelf, database: OfficeDatabase) -> None:
    shelf = shelf_of()
    review = begun(shelf)
    shelf.write(review, DECIDED)
    shelf.close(review, BOARD)
    with database.reading() as session:
        rows = [
            {one.name: getattr(row, one.name) for one in table.__table__.columns}
            for table in (ReviewRow, ReviewLineRow, ReviewBoardRow)
            for row in session.scalars(select(table))
        ]
    held, line, board = rows
    assert legible(held) and legible_line(line) and legible_board(board)
    for wrong in ({"held_for": "weekly"}, {"last_day": "2026-02-30"}, {"agenda": {"list": [{"key": "1"}]}},
                  {"closed_at": None}, {"first_day": "2026-03-23"}):  # fmt: skip
        assert not legible({**held, **wrong}), wrong
    for odd in ({"owner": ""}, {"due": "tomorrow"}, {"kind": "minute", "done_at": review.opened_at}):
        assert not legible_line({**line, **odd}), odd
    assert not legible_board({**board, "board": {}})


def test_a_board_that_was_changed_by_hand_is_told_and_takes_nothing_down(
    shelf_of: Shelf, database: OfficeDatabase
) -> None:
    shelf = shelf_of()
    closed = shelf.close(begun(shelf), BOARD)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("update review_board set board = '{}'")
    assert shelf.reviews() == (closed,)
    with pytest.raises(QuestionError, match="can't be read"):
        shelf.board(closed)

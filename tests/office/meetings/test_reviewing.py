"""What a review may be: who holds which kind, what a line must say, how often the strategy is reviewed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm_metrics.access import LEVELS, Reader, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.office.meetings.reviewing import (
    KINDS,
    NewLine,
    Review,
    ReviewLine,
    checked_months,
    key_of,
    may_hold,
    may_read,
    may_set_rhythm,
)

DUE = date(2026, 5, 1)
AT = datetime(2026, 4, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("level", "held"), [(LEVELS[0], ("daily",)), (LEVELS[1], ("daily", "weekly")), (LEVELS[2], KINDS)]
)
def test_who_may_open_a_board_holds_the_reviews_that_read_it(level: str, held: tuple[str, ...]) -> None:
    assert tuple(kind for kind in KINDS if may_hold(Reader("Ana", level), kind)) == held
    assert not may_hold(Reader("Ana", level), "yearly")


def test_the_boards_that_the_access_file_names_win_over_the_level() -> None:
    assert [one for one in KINDS if may_hold(Reader("Ana", "executive", boards=("weekly",)), one)] == ["weekly"]


@pytest.mark.parametrize(
    ("parts", "seen"),
    [((("team", "Norte"),), True), ((), False), ((("team", "Sur"),), False),
     ((("team", "Norte"), ("team", "Sur")), False)],
)  # fmt: skip
def test_a_review_is_read_by_whom_all_of_its_part_is_to_see(parts: tuple[tuple[str, str], ...], seen: bool) -> None:
    reader = Reader("Ana", "supervisor", Scope(teams=("Norte",)))
    assert may_read(reader, "daily", parts) == seen
    assert not may_read(reader, "weekly", parts)


def test_a_decision_has_an_owner_and_a_due_date() -> None:
    for wrong in (
        NewLine("decision", "Hire"),
        NewLine("decision", "Hire", "Beto"),
        NewLine("decision", "Hire", "", DUE),
    ):
        with pytest.raises(QuestionError, match="who answers"):
            wrong.checked()
    told = NewLine("decision", " Hire\x00 ", " Beto \n Mora ", DUE).checked()
    assert (told.text, told.owner, told.due) == ("Hire", "Beto Mora", DUE)


def test_a_minute_has_neither() -> None:
    assert NewLine("minute", "Seen", "Beto", DUE, "gap|csat").checked() == NewLine("minute", "Seen", about="gap|csat")


@pytest.mark.parametrize(
    "wrong", [NewLine("minute", " \n "), NewLine("minute", "x" * 2001), NewLine("minute", "Seen", about="x" * 401),
              NewLine("decision", "Hire", "x" * 201, DUE)],
)  # fmt: skip
def test_a_line_says_something_and_not_too_much(wrong: NewLine) -> None:
    with pytest.raises(QuestionError):
        wrong.checked()


def test_the_same_meeting_has_the_same_key() -> None:
    parts = (("team", "Sur"), ("process", "service"))
    assert key_of("weekly", parts, DUE) == key_of("weekly", tuple(reversed(parts)), DUE)
    assert key_of("weekly", parts, DUE) != key_of("weekly", (), DUE) != key_of("monthly", (), DUE)


def test_the_minutes_tell_what_was_decided_about_a_matter_and_what_is_open() -> None:
    def line(key: str, kind: str, about: str, done_at: datetime | None = None) -> ReviewLine:
        return ReviewLine(id=key, version=1, review="1", kind=kind, text="…", owner="Beto", due=DUE, about=about,
                          author="Ana", written_at=AT, done_at=done_at)  # fmt: skip

    lines = (line("1", "minute", "a"), line("2", "decision", "b"), line("3", "decision", "b", AT))
    review = Review(id="1", version=1, kind="daily", parts=(), first=DUE, last=DUE, state="open", agenda=(),
                    opened_by="Ana", opened_at=AT, lines=lines)  # fmt: skip
    assert [one.id for one in review.decisions] == ["2", "3"]
    assert [one.id for one in review.about("b") if one.open] == ["2"]


@pytest.mark.parametrize("months", [0, 37])
def test_the_strategy_is_reviewed_at_least_every_three_years(months: int) -> None:
    with pytest.raises(QuestionError, match="1 to 36"):
        checked_months(months)
    assert checked_months(36) == 36


def test_executives_and_founders_say_how_often() -> None:
    assert may_set_rhythm(Reader("Ana", "executive"))
    assert may_set_rhythm(Reader("Ana", "supervisor", rights=("founds",)))
    assert not may_set_rhythm(Reader("Ana", "manager"))

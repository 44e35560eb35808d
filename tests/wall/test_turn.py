"""Which board stands on a wall, told from its address and the clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm_metrics.wall.turn import Turn, is_wall, turn, without_wall


def every(_: str) -> bool:
    return True


def test_an_address_without_words_turns_through_the_boards_that_its_reader_may_see() -> None:
    assert turn({"wall": ["1"]}, every) == Turn(boards=("daily", "weekly", "monthly"), every=60)
    assert turn({}, lambda board: board == "daily").boards == ("daily",)


def test_boards_are_taken_in_the_order_named_each_once_whether_together_or_apart() -> None:
    assert turn({"boards": ["weekly,daily", "daily", " monthly"]}, every).boards == ("weekly", "daily", "monthly")


def test_what_does_not_exist_or_may_not_be_seen_is_passed_over() -> None:
    asked = {"boards": ["daily,nothing,data,monthly"]}
    assert turn(asked, lambda board: board != "monthly").boards == ("daily",)
    assert turn({"boards": ["nothing"]}, every).boards == ()


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("30", 30), ("", 60), ("soon", 60), ("-5", 60), ("²", 60), ("0", 15), ("1", 15), ("9999999999", 3600)],
)
def test_how_long_a_board_stands_is_kept_within_reason(said: str, seconds: int) -> None:
    assert turn({"every": [said]}, every).every == seconds


def test_the_clock_alone_says_which_board_stands_and_what_comes_next() -> None:
    turns = Turn(boards=("daily", "weekly", "monthly"), every=60)
    # 1970-01-01 00:00 UTC is second 0: minute 0 daily, 1 weekly, 2 monthly, 3 daily again
    seen = [turns.standing(datetime(1970, 1, 1, 0, minute, 59, tzinfo=UTC)) for minute in range(4)]
    assert seen == ["daily", "weekly", "monthly", "daily"]
    now = datetime(1970, 1, 1, 0, 2, 10, tzinfo=UTC)
    assert turns.following(now) == ("daily", datetime(1970, 1, 1, 0, 3, tzinfo=UTC))


def test_a_wall_is_asked_for_by_its_word_and_leaves_without_its_words() -> None:
    address = {"wall": ["1"], "boards": ["daily"], "every": ["30"], "theme": ["dark"], "agents": ["1"], "lang": ["en"]}
    address["process"] = ["sales", "service"]
    assert is_wall(address) and not is_wall({"wall": ["0"]}) and not is_wall({})
    assert without_wall(address) == [("lang", "en"), ("process", "sales"), ("process", "service")]


def test_a_theme_that_there_is_not_is_that_of_the_browser() -> None:
    assert turn({"theme": ["dark"]}, every).theme == "dark"
    assert turn({"theme": ["red;}"]}, every).theme == ""

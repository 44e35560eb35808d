"""Comments by theme: each is held against whole words of its own, whatever stands in the comments beside it."""

from __future__ import annotations

from typing import Any

from crm_metrics.warehouse.company.themes import CommentTheme
from tests.warehouse.shapes.made import House, Row, at

LATE = CommentTheme("late", ("tarde", "demor*"))
ABSENT = CommentTheme("absent", ("no llegó",))


def told(house: House, comments: list[str | None], *themes: CommentTheme) -> Any:
    """The warehouse of answers with these comments, each by its number."""
    base: Row = {"instrument": "csat", "customer_id": "c1", "score": 2, "scale_min": 1, "scale_max": 5}
    base |= {"sent_at": at("2026-01-05 09:00"), "responded_at": at("2026-01-05 10:00")}
    return house(
        {
            "survey": [base | {"survey_id": str(number), "comment": said} for number, said in enumerate(comments)],
            "comment_theme": [{"theme": one.name, "pattern": one.pattern} for one in themes],
        },
        shapes=("comment",),
    )


def named(shop: Any) -> list[tuple[str, str | None]]:
    rows: list[tuple[str, str | None]] = shop.fetch(
        "select survey_id, theme from shape.comment order by cast(survey_id as integer), theme"
    )
    return rows


def test_a_comment_is_of_every_theme_that_it_names_and_else_of_none(house: House) -> None:
    shop = told(house, ["Llegó TARDE", "No llegó, qué demora", "Todo bien", None, "  ", "Llegó TARDE"], LATE, ABSENT)
    assert named(shop) == [("0", "late"), ("1", "absent"), ("1", "late"), ("2", None), ("5", "late")]
    assert shop.fetch("select survey_id from shape.comment where unnamed is not null") == [("2",)]


def test_without_themes_no_comment_is_left_out(house: House) -> None:
    assert named(told(house, ["Llegó tarde", "Todo bien"])) == [("0", None), ("1", None)]


def test_a_phrase_does_not_reach_from_one_comment_into_the_next(house: House) -> None:
    # In the order of their letters "no" ends one comment and "llegó" begins the next.
    assert named(told(house, ["el pedido no", "llegó ayer"], ABSENT)) == [("0", None), ("1", None)]


def test_each_of_many_comments_keeps_its_own_theme(house: House) -> None:
    said = [f"caso {number} {'tarde' if number % 7 == 0 else 'bien'}" for number in range(1205)]
    late = [number for number, _ in named(told(house, list(said), LATE)) if _]
    assert late == [str(number) for number in range(0, 1205, 7)]


def test_signs_that_no_keyboard_has_are_no_end_of_a_comment_and_no_mark_of_a_theme(house: House) -> None:
    said = ["bien\x1e", "\x1dbien", "bien\x1etarde", "muy\x1dtarde\x1e", "no\x1ellegó"]
    found = [("0", None), ("1", None), ("2", "late"), ("3", "late"), ("4", None)]
    assert named(told(house, list(said), LATE, ABSENT)) == found

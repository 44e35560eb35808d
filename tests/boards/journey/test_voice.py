"""The themes of comments on the page of the journey: what leads, what names none, and what a masked reader may read."""

from __future__ import annotations

from datetime import date

from crm_metrics.boards import journey, number
from crm_metrics.boards.core import Grid, View
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.company.themes import CommentTheme
from crm_metrics.words import Words
from tests.boards.process.asked import card
from tests.conftest import House
from tests.warehouse.shapes.made import at

EN, ES = Words("en"), Words("es-CO")
THEME = CommentTheme("Entrega", ("tarde",))


def shop(house: House, *comments: str, listen: bool = True) -> Shop:
    """Answers of October 2026 with these comments."""
    rows = [
        {
            "survey_id": str(place), "instrument": "csat", "customer_id": "c1", "scale_min": 1, "scale_max": 5,
            "score": 2, "sent_at": at("2026-10-10 09:00"), "responded_at": at("2026-10-10 10:00"), "comment": comment,
        }
        for place, comment in enumerate(comments)
    ]  # fmt: skip
    themes = [{"theme": THEME.name, "pattern": THEME.pattern}] if listen else []
    return house({"survey": rows, "comment_theme": themes}, first=date(2025, 10, 1), through=date(2026, 10, 31))


def test_the_theme_named_most_leads_and_what_names_none_is_told(house: House) -> None:
    board = journey.board(journey.gather(shop(house, "Llegó tarde", "tarde otra vez", "todo mal"), View()), EN)
    found = card(board, "themes")
    assert found.title == "2 of 3 comments name: Entrega; 33% name no theme"
    body = found.body
    assert isinstance(body, Grid)
    assert [[cell.text for cell in row.cells[:2]] for row in body.rows] == [["Entrega", "2"], ["no theme", "1"]]
    assert [row.cells[1].behind is not None for row in body.rows] == [True, True]


def test_without_themes_the_comments_are_counted_and_the_file_is_named(house: House) -> None:
    found = card(journey.board(journey.gather(shop(house, "a", "b", listen=False), View()), ES), "themes")
    assert found.title == "2 comentarios, y de ellos no se sabe el tema"
    assert "themes.toml" in found.subtitle


def test_without_comments_there_is_no_such_card(house: House) -> None:
    board = journey.board(journey.gather(shop(house, " "), View()), EN)
    assert "themes" not in [one.key for one in board.cards]


def test_the_words_of_a_customer_are_for_who_may_read_personal_data(house: House) -> None:
    opened = shop(house, "Soy Ana Ruiz y llegó tarde")
    where = (("metric", "comments"), ("every", "month"), ("theme", "Entrega"))
    for personal in (True, False):
        facts = number.gather(opened, View(where=where, until=date(2026, 10, 31), personal=personal))
        assert facts.behind is not None
        (part,) = facts.behind.parts
        place = part.head.index("comment")
        assert [row[place] for row in part.rows] == ["Soy Ana Ruiz y llegó tarde" if personal else "•••"]

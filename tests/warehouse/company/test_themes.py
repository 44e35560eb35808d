"""The company's themes of comments: read, refused with their key, and told apart by whole words."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from crm_metrics.errors import DefinitionError
from crm_metrics.warehouse import schema
from crm_metrics.warehouse.company import themes
from crm_metrics.warehouse.company.themes import CommentTheme

TEMPLATE = Path(__file__).parents[3] / "data" / "templates" / "themes.toml"


def test_without_a_file_nothing_is_listened_for_and_the_template_holds_none(tmp_path: Path) -> None:
    assert themes.read(tmp_path) is None
    (tmp_path / themes.FILE).write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    assert themes.read(tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[theme]]\nname = "Tarde"', "'theme 1.words' is missing"),
        ('[[theme]]\nname = "Tarde"\nwords = []', "words: .* can't be read here"),
        ('[[theme]]\nname = "Tarde"\nwords = ["*"]', "words: .* can't be read here"),
        ('[[theme]]\nname = "Tarde"\nwords = ["t*rde"]', "words: .* can't be read here"),
        ('[[theme]]\nname = "A"\nwords = ["a"]\n[[theme]]\nname = "A"\nwords = ["b"]', "theme 'A' is there twice"),
        ('[[themes]]\nname = "A"', "no key 'themes'. Did you mean 'theme'"),
    ],
)
def test_a_list_that_cant_be_used_says_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / themes.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=said):
        themes.read(tmp_path)


@pytest.mark.parametrize(
    ("words", "comment", "found"),
    [
        (("tarde",), "Llegó TARDE.", True),
        (("tarde",), "Tardé mucho", True),  # without its accent it is the same word
        (("tarde",), "retardes", False),
        (("demor*",), "¡Qué demoradísimo!", True),
        (("demor",), "demorado", False),
        (("no llegó",), "El técnico no\n llego", True),
        (("no llegó",), "no me llegó", False),
        (("señal",), "sin señal", True),
        (("c++ (malo)",), "un c++ (malo) aquí", True),  # signs are signs, no rule of a pattern
        (("2x1",), "la promo 2x1!", True),
        (("2x1",), "la promo 12x1", False),
    ],
)
def test_a_comment_is_of_a_theme_when_it_holds_a_whole_word_of_it(
    words: tuple[str, ...], comment: str, found: bool
) -> None:
    pattern = CommentTheme("t", words).pattern
    sql = "select regexp_matches(strip_accents(lower(?)), ?)"
    assert duckdb.execute(sql, [comment, pattern]).fetchone() == (found,)


def test_the_list_stands_in_the_version_in_place_of_the_one_before() -> None:
    with duckdb.connect() as connection:
        schema.create(connection)
        for names in (("a", "b"), ("c",)):
            themes.write(connection, tuple(CommentTheme(one, (one,)) for one in names))
        assert connection.execute("select theme from main.comment_theme").fetchall() == [("c",)]

"""The first steps stand on each board in its reader's words, and open by themselves on the reader's own board alone."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.access import LEVELS, Reader
from crm_metrics.boards.orientation.first_steps import STEPS
from crm_metrics.words import Words
from pages.parts import guide
from tests.pages.reading import shown, whole

OWN = {"supervisor": "daily", "manager": "weekly", "executive": "monthly"}


def test_each_reader_has_three_steps_of_its_own() -> None:
    assert set(STEPS) == set(LEVELS)
    assert all(len(steps) == 3 for steps in STEPS.values())
    said = [how for steps in STEPS.values() for _, how in steps]
    assert len(set(said)) == len(said)
    assert all(len(words(how)) <= 150 for how in said for words in (Words("es-CO"), Words("en")))


@pytest.mark.parametrize(
    ("level", "boards", "home"),
    [
        ("manager", None, "weekly"),
        ("supervisor", None, "daily"),
        ("executive", ("daily", "weekly"), "daily"),
        ("executive", (), ""),
    ],
)
def test_a_reader_begins_with_the_board_of_the_level_or_the_first_that_is_permitted(
    level: str, boards: tuple[str, ...] | None, home: str
) -> None:
    assert guide.home(Reader("Ana", level, boards=boards)) == home


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_steps_of_a_board_open_for_its_own_reader(app: AppTest, level: str, language: str) -> None:
    app.query_params["reader"] = level
    app.query_params["lang"] = language
    whole(app.switch_page(f"pages/{OWN[level]}.py").run())
    html, words = shown(app), Words(language)
    assert html.count('id="tk-guide"') == 1
    assert all(words(how) in html for _, how in STEPS[level])
    assert "mine = true" in html and f'"pulso-first-steps-{level}"' in html
    assert 'popovertarget="tk-guide">' + words("First steps") in html


def test_the_board_of_another_reader_has_its_steps_closed_and_other_pages_have_none(app: AppTest) -> None:
    app.query_params["reader"] = "executive"
    whole(app.switch_page("pages/daily.py").run())
    html = shown(app)
    assert "mine = false" in html and 'id="tk-guide"' in html
    whole(app.switch_page("pages/glossary.py").run())
    html = shown(app)
    assert 'id="tk-guide"' not in html and 'popovertarget="tk-guide"' not in html
    assert 'href="glossary?' in html

"""The button that gives a board as a PDF, and what stands in its place where none can be made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.errors import QuestionError
from crm_metrics.printed import picture as pictures
from pages.parts import printing
from tests.pages.papers import papers
from tests.pages.reading import shown, whole
from tests.printed.reading import sizes, texts


def buttons(app: AppTest) -> list[str]:
    return [one.proto.label for one in app.get("download_button")]


def test_the_button_gives_the_board_as_it_is_asked_for(app: AppTest, settled: pytest.MonkeyPatch) -> None:
    asked = papers(settled)
    app.query_params["lang"] = "en"
    app.query_params["process"] = "service"
    whole(app.switch_page("pages/weekly.py").run())
    assert "PDF" in buttons(app)
    made = asked[-1]()
    assert 1 <= len(sizes(made)) <= 2
    assert "Weekly management" in texts(made)[0] and "Process: Service" in texts(made)[0]


def test_a_page_that_is_no_board_of_a_rhythm_has_no_such_button(app: AppTest) -> None:
    whole(app.switch_page("pages/catalogue.py").run())
    assert "PDF" not in buttons(app) and "tk-print" not in shown(app)


def test_where_no_pdf_can_be_made_the_reader_is_told_what_to_install(app: AppTest, settled: pytest.MonkeyPatch) -> None:
    settled.setattr(printing, "lacking", lambda: QuestionError("A PDF needs the library Pango"))
    whole(app.switch_page("pages/daily.py").run())
    assert "PDF" not in buttons(app)
    assert "A PDF needs the library Pango" in shown(app)


def test_the_browsers_own_print_sends_the_reader_to_the_button(app: AppTest) -> None:
    whole(app.switch_page("pages/monthly.py").run())
    assert 'class="tk-print">Impreso desde el navegador' in shown(app)


def test_a_card_with_a_chart_gives_its_picture_when_it_is_asked_for(app: AppTest, settled: pytest.MonkeyPatch) -> None:
    settled.setattr(pictures, "lacking", lambda: None)
    taken: list[str] = []

    def take(sheet: Any, card: Any) -> bytes:
        taken.append(card.key)
        return b"PNG"

    settled.setattr(pictures, "picture", take)
    asked: dict[str, Callable[[], bytes]] = {}
    make = printing.taker

    def kept(card: Any, sheet: Any, warehouse: Any) -> Callable[[], bytes]:
        asked[card.key] = make(card, sheet, warehouse)
        return asked[card.key]

    settled.setattr(printing, "taker", kept)
    app.query_params["reader"] = "executive"
    whole(app.switch_page("pages/monthly.py").run())
    assert buttons(app).count("PNG") == len(asked) >= 4 and "plan" in asked
    assert not taken  # none is made before somebody asks
    assert asked["plan"]() == b"PNG" and taken == ["plan"]


def test_where_no_picture_can_be_made_the_reader_is_told_what_to_install(
    app: AppTest, settled: pytest.MonkeyPatch
) -> None:
    settled.setattr(pictures, "lacking", lambda: QuestionError("A picture needs Chromium"))
    whole(app.switch_page("pages/daily.py").run())
    assert "PNG" not in buttons(app) and "A picture needs Chromium" in shown(app)

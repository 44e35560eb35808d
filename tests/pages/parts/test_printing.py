"""The button that gives a board as a PDF, and what stands in its place where none can be made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.errors import QuestionError
from pages.parts import printing
from tests.pages.reading import shown, whole
from tests.printed.reading import sizes, texts


def buttons(app: AppTest) -> list[str]:
    return [one.proto.label for one in app.get("download_button")]


def test_the_button_gives_the_board_as_it_is_asked_for(app: AppTest, settled: pytest.MonkeyPatch) -> None:
    asked: list[Callable[[], bytes]] = []
    make = printing.maker

    def kept(sheet: Any) -> Callable[[], bytes]:
        asked.append(make(sheet))
        return asked[-1]

    settled.setattr(printing, "maker", kept)
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

"""Reviews on their page: begun, written into, closed, corrected, and reopened by readers of different levels."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.access import Reader
from crm_metrics.boards.reviews.freezing import frozen
from crm_metrics.office.database import opened
from crm_metrics.office.meetings.reviewing import NewLine, Review
from crm_metrics.office.meetings.reviews import ReviewShelf
from crm_metrics.office.place import OfficePlace
from pages.parts import session
from tests.pages.parts.forms.readers import THREE
from tests.pages.reading import ROOT, read, shown, whole
from tests.pages.test_language import findings

ACCESS = THREE


@pytest.fixture
def shelf(kept_in: OfficePlace, tmp_path: Path) -> ReviewShelf:
    """The reviews as somebody has them who sees everything."""
    return ReviewShelf(opened(OfficePlace(file=tmp_path / "office.sqlite")), Reader("Zoe", "executive"))


def visit(reader: str, **asked: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    for key, value in {"lang": "es", **asked, "reader": reader}.items():
        app.query_params[key] = value
    return whole(app.switch_page("pages/reviews.py").run())


def press(app: AppTest, key: str) -> AppTest:
    return whole(app.button(key=key).click().run())


def now(shelf: ReviewShelf) -> Review:
    (review,) = shelf.reviews()
    return review


def place(review: Review, part: str) -> str:
    done = sum(one.done_at is not None for one in review.lines)
    return f"tk-review-{part}-{review.id}-{review.version}-{len(review.lines)}-{done}"


def write(app: AppTest, review: Review, text: str, *, decision: bool = True) -> AppTest:
    line = place(review, "line")
    app.selectbox(key=f"{line}-kind").set_value("decision" if decision else "minute")
    app.text_area(key=f"{line}-text").set_value(text)
    if decision:
        app.selectbox(key=f"{line}-owner").set_value("Beto")
        app.date_input(key=f"{line}-due").set_value(date(2026, 11, 1))
    return press(app, f"{line}-do")


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_page_opens_in_both_languages_empty_and_with_a_review(shelf: ReviewShelf, language: str) -> None:
    empty = shown(visit("Ana", lang=language))
    assert ("Aquí todavía no se ha hecho ninguna reunión" in empty) == (language == "es")
    shelf.begin("weekly", (), (date(2026, 11, 9), date(2026, 11, 15)), [])
    html = shown(visit("Ana", lang=language))
    assert "<h1>" in html and "tk-card" in html and "tk-footer" in html
    assert ("Fuente" in html) == (language == "es")
    assert ("en curso" in html) == (language == "es")


def test_a_weekly_review_is_held_from_its_agenda_to_its_board(shelf: ReviewShelf) -> None:
    app = press(visit("Marta"), "tk-review-begin-weekly")
    review = now(shelf)
    assert (review.kind, review.parts, review.last, review.opened_by) == (
        "weekly", (("process", "service"),), date(2026, 11, 15), "Marta",
    )  # fmt: skip
    assert review.agenda and "La reunión empezó" in shown(app)
    write(app, review, "Turno doble los lunes")
    write(app, now(shelf), "Faltaron dos", decision=False)
    first, second = now(shelf).lines
    assert (first.kind, first.owner, first.author, first.about) == ("decision", "Beto", "Marta", review.agenda[0].key)
    assert (second.kind, second.owner) == ("minute", "")
    press(app, "tk-review-close")
    closed = now(shelf)
    board = shelf.board(closed)
    assert closed.closed_by == "Marta" and board is not None and board.cards
    html = shown(app)
    assert "cerrada" in html and "El tablero como se leyó" in html and "Turno doble los lunes" in html
    assert "0 de las" in html  # no number moved since
    again = shown(visit("Ana", review=closed.id))
    assert "Turno doble los lunes" in again and board.cards[0].title["es"] in again.replace("&#x27;", "'")
    assert 'href="reviews?review=' in shown(visit("Ana"))


def test_a_closed_review_takes_a_correction_and_what_is_done(shelf: ReviewShelf) -> None:
    app = press(visit("Marta"), "tk-review-begin-weekly")
    write(app, now(shelf), "Turno doble los lunes")
    press(app, "tk-review-close")
    closed = now(shelf)
    app = visit("Ana", review=closed.id)
    assert not [one for one in app.button if str(one.key).endswith("line-do")]
    app.session_state[f"{place(closed, 'done')}-box"] = True
    whole(app.run())
    app.multiselect(key=place(closed, "done")).set_value([closed.lines[0].id])
    press(app, f"{place(closed, 'done')}-do")
    (line,) = now(shelf).lines
    assert (line.done_by, line.open) == ("Ana", False)
    app.session_state[place(now(shelf), "correct")] = True
    whole(app.run())
    correction = place(now(shelf), "correction")
    app.text_area(key=f"{correction}-text").set_value("Eran martes")
    press(app, f"{correction}-do")
    assert [(one.kind, one.author) for one in now(shelf).lines] == [("decision", "Marta"), ("correction", "Ana")]


def test_a_decision_without_an_owner_is_not_saved_and_why_is_said(shelf: ReviewShelf) -> None:
    app = press(visit("Marta"), "tk-review-begin-weekly")
    line = place(now(shelf), "line")
    app.text_area(key=f"{line}-text").set_value("Turno doble")
    press(app, f"{line}-do")
    assert now(shelf).lines == () and "necesita un responsable" in shown(app)
    assert app.text_area(key=f"{line}-text").value == "Turno doble"  # what was typed stays


def test_who_begins_a_review_that_another_began_is_shown_that_one(shelf: ReviewShelf) -> None:
    app = visit("Marta")
    shelf.begin("weekly", (("process", "service"),), (date(2026, 11, 9), date(2026, 11, 15)), [])
    press(app, "tk-review-begin-weekly")
    assert "ya la empezó Zoe" in shown(app) and app.session_state["asked-reviews"]["review"] == [now(shelf).id]


def test_who_closes_what_another_closed_meanwhile_is_told(shelf: ReviewShelf) -> None:
    app = press(visit("Marta"), "tk-review-begin-weekly")
    board = frozen(session.warehouse(), "weekly", now(shelf).parts, now(shelf).last)
    shelf.close(now(shelf), board)
    press(app, "tk-review-close")
    assert now(shelf).closed_by == "Zoe" and "Alguien cambió esta reunión" in shown(app)


def test_a_review_begun_by_mistake_is_thrown_away(shelf: ReviewShelf) -> None:
    app = press(visit("Beto"), "tk-review-begin-daily")
    review = now(shelf)
    assert (review.kind, review.parts) == ("daily", (("team", "Voz Norte"),))
    app.session_state[place(review, "undo")] = True
    whole(app.run())
    press(app, f"{place(review, 'back')}-all")
    assert shelf.reviews() == () and "quedó descartada" in shown(app)


def test_readers_see_their_kinds_and_parts_alone(shelf: ReviewShelf) -> None:
    other = shelf.begin("daily", (("team", "Ventas Tienda"),), (date(2026, 11, 20), date(2026, 11, 20)), [])
    shelf.write(other, NewLine("decision", "Nada para Beto", "Eva", date(2026, 12, 1)))
    html = shown(visit("Beto"))
    assert "Reunión diaria" in html and "Comité mensual" not in html and "Reunión semanal" not in html
    assert "Nada para Beto" not in html and "Ventas Tienda" not in html
    assert "no existe o que usted no puede ver" in shown(visit("Beto", review=other.id))


def test_an_executive_says_how_often_the_strategy_is_reviewed(shelf: ReviewShelf) -> None:
    app = visit("Ana")
    app.session_state["tk-review-rhythm"] = True
    whole(app.run())
    app.number_input(key="tk-review-months-0").set_value(6)
    press(app, "tk-review-months-0-do")
    assert shelf.rhythm().months == 6 and "cada 6 meses" in shown(app)
    marta = visit("Marta")
    assert not [one for one in marta.expander if "estrategia" in one.label]


def test_the_forms_hold_no_sentence_of_the_code_for_a_spanish_reader(shelf: ReviewShelf) -> None:
    app = visit("Ana")
    app.session_state["tk-review-rhythm"] = True
    assert findings(read(whole(app.run()))) == set()
    press(app, "tk-review-begin-weekly")
    write(app, now(shelf), "Turno doble los lunes")
    app.session_state[place(now(shelf), "undo")] = True
    app.session_state[f"{place(now(shelf), 'done')}-box"] = True
    assert findings(read(whole(app.run()))) == set()
    press(app, "tk-review-close")
    app.session_state[place(now(shelf), "correct")] = True
    assert findings(read(whole(app.run()))) == set()


def test_what_is_typed_is_shown_and_never_obeyed(shelf: ReviewShelf) -> None:
    app = press(visit("Marta"), "tk-review-begin-weekly")
    write(app, now(shelf), '<img src=x onerror="alert(1)"> [enlace](https://example.com)')
    html = shown(app)
    assert "<img" not in html and "&lt;img" in html
    assert not re.search(r'href="https://example', html)

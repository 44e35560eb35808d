"""What people kept is shown on all boards where it may not be written, and each form says why it keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.access import Reader
from crm_metrics.boards.daylist import worked
from crm_metrics.office.aims import ObjectiveRegister
from crm_metrics.office.database import opened
from crm_metrics.office.meetings.reviewing import NewLine
from crm_metrics.office.meetings.reviews import ReviewShelf
from crm_metrics.office.notes.noting import NoteContent
from crm_metrics.office.notes.shelf import NoteShelf
from crm_metrics.office.objectives import Aim, Bands
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.planning import PlanAction, PlanGap, PlanTerms, WorkPlan
from crm_metrics.office.plans import PlanShelf
from tests.office.rights import read_only
from tests.pages.reading import ROOT, shown, whole

ACCESS = """
[[reader]]
name = "Ana"
level = "executive"
personal = true
"""
ANA = Reader("Ana", "executive", rights=("personal",))
TERMS = PlanTerms(
    cause="Faltan dos", fix="Turno doble", owner="Ana", due=date(2027, 2, 1), expected=0.05,
    actions=(PlanAction("Contratar a dos", "Ana"),),
)  # fmt: skip
THURSDAY = date(2026, 11, 12)
TOLD = "se puede leer, pero no escribir"


@pytest.fixture
def kept(kept_in: OfficePlace, settled: pytest.MonkeyPatch) -> Iterator[OfficePlace]:
    """A company that kept something of each kind, in a file that may be read and not written."""
    database = opened(kept_in)
    gap = PlanGap(metric="csat", parts=(), trigger=date(2026, 11, 9), better="up", value=0.71, goal=0.85, n=432)
    PlanShelf(database, ANA).draft(gap, TERMS)
    ObjectiveRegister(database, ANA).set(
        Aim(metric="csat", process="service", valid_from=date(2026, 11, 1)), Bands(good=0.815), better="up"
    )
    NoteShelf(database, ANA).write(NoteContent(text="Paro del operador", first=THURSDAY, last=THURSDAY))
    reviews = ReviewShelf(database, ANA)
    review = reviews.begin("weekly", (), (date(2026, 11, 9), date(2026, 11, 15)), [])
    reviews.write(review, NewLine("decision", "Llamar a los turnos", "Ana", date(2026, 11, 18)))
    settled.setattr(worked, "closed_through", lambda frame: THURSDAY)
    assert kept_in.file is not None
    with read_only(kept_in.file):
        yield kept_in


def visit(page: str, /, *unfolded: str, **asked: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    for key, value in {"lang": "es", **asked, "reader": "Ana"}.items():
        app.query_params[key] = value
    whole(app.switch_page(f"pages/{page}.py").run())
    for form in unfolded:
        app.session_state[form] = True
    return whole(app.run()) if unfolded else app


def press(app: AppTest, key: str) -> str:
    """What the page shows once a button was pressed."""
    return shown(whole(app.button(key=key).click().run()))


def of_ana(kept: OfficePlace) -> WorkPlan:
    """The plan that she opened, beside those that the product drafts."""
    (plan,) = (one for one in PlanShelf(opened(kept), ANA).plans() if one.opened_by == "Ana")
    return plan


def test_every_board_shows_what_was_kept_and_misses_nothing(kept: OfficePlace) -> None:
    found = {
        "plans": ("borrador", "Llamar a los turnos"),
        "objectives": ("81,5",),
        "reviews": ("Llamar a los turnos", "en curso"),
        "weekly": ("Paro del operador",),
        "daily": ("Paro del operador",),
        "monthly": ("por hacer",), "overview": (), "process": (),
    }  # fmt: skip
    asked = {"weekly": {"until": "2026-11-15"}, "daily": {"until": "2026-11-12"}}
    for page, told in found.items():
        html = shown(visit(page, **asked.get(page, {})))
        assert TOLD not in html and "faltan aquí" not in html, page
        for one in told:
            assert one in html, (page, one)
    assert "Turno doble" in shown(visit("plans", plan=of_ana(kept).id))


def test_each_form_says_that_it_keeps_nothing_and_why(kept: OfficePlace) -> None:
    (review,) = ReviewShelf(opened(kept), ANA).reviews()
    plan = of_ana(kept)
    day, week = {"until": "2026-11-12"}, {"until": "2026-11-15"}
    gap = {"metric": "nps", "week": "2026-11-09"}

    noted = visit("weekly", "tk-note-new", **week)
    noted.text_area(key="tk-note-new--2026-11-15-text").set_value("Otra")
    assert TOLD in press(noted, "tk-note-new--2026-11-15-do")

    marked = visit("daily", "tk-day-mark", **day)
    assert TOLD in press(marked, "tk-day-mark-2026-11-13-do")

    assert TOLD in press(visit("plans", **gap), "tk-plan-new-do")
    assert TOLD in press(visit("plans", plan=plan.id), "tk-plan-agree")

    aimed = visit("objectives", "tk-aim", metric="leads_created")
    next(one for one in aimed.number_input if str(one.key).startswith("tk-aim-good-")).set_value(60.0)
    assert TOLD in press(aimed, "tk-aim-do")

    written = visit("reviews", review=review.id)
    line = f"tk-review-line-{review.id}-{review.version}-1-0"
    written.selectbox(key=f"{line}-kind").set_value("minute")
    written.text_area(key=f"{line}-text").set_value("Faltaron dos")
    assert TOLD in press(written, f"{line}-do")
    assert TOLD in press(visit("reviews"), f"tk-yours-{review.lines[0].id}-0")

    saved = visit("weekly", "tk-save", **week)
    saved.text_input(key="tk-save-name").set_value("Mi semana")
    assert TOLD in press(saved, "tk-save-do")

    assert kept.file is not None
    assert not [one.name for one in kept.file.parent.iterdir() if one.name.startswith("office.sqlite-")]

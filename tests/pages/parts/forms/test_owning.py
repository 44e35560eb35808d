"""What a reader is named for: counted on the first board, listed on plans and reviews, and settled by its owner."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.access import Reader
from crm_metrics.office.database import OfficeDatabase, opened
from crm_metrics.office.meetings.reviewing import NewLine
from crm_metrics.office.meetings.reviews import ReviewShelf
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.planning import PlanAction, PlanGap, PlanTerms, WorkPlan
from crm_metrics.office.plans import PlanShelf
from tests.pages.papers import papers
from tests.pages.parts.forms.readers import THREE
from tests.pages.reading import ROOT, read, shown, whole
from tests.pages.test_language import findings
from tests.printed.reading import texts

ACCESS = THREE
ZOE = Reader("Zoe", "executive")
GAP = PlanGap(metric="csat", parts=(), trigger=date(2026, 11, 9), better="up", value=0.7134, goal=0.85, n=4321)
TERMS = PlanTerms(
    cause="Secreto de la empresa", fix="Turno <doble>", owner="Beto", due=date(2027, 2, 1), expected=0.05,
    actions=(PlanAction("Contratar a dos", "Marta"), PlanAction("Avisar al equipo", "Beto", date(2026, 11, 16))),
)  # fmt: skip


@pytest.fixture
def database(kept_in: OfficePlace) -> OfficeDatabase:
    return opened(kept_in)


def visit(reader: str, page: str, /, language: str = "es") -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    for key, value in {"lang": language, "reader": reader}.items():
        app.query_params[key] = value
    return whole(app.switch_page(f"pages/{page}.py").run())


def agreed(database: OfficeDatabase, gap: PlanGap = GAP) -> WorkPlan:
    shelf = PlanShelf(database, ZOE)
    return shelf.agree(shelf.draft(gap, TERMS), {})


def decided(database: OfficeDatabase) -> None:
    reviews = ReviewShelf(database, ZOE)
    review = reviews.begin("weekly", (), (date(2026, 11, 9), date(2026, 11, 15)), [])
    reviews.write(review, NewLine("decision", "Llamar a los turnos", "Beto", date(2026, 11, 18)))
    reviews.write(review, NewLine("decision", "Cerrar la sede", "Marta", date(2026, 11, 18)))


@pytest.mark.parametrize("page", ["plans", "reviews"])
def test_the_list_has_what_the_reader_is_named_for_and_nothing_else_of_it(database: OfficeDatabase, page: str) -> None:
    plan = agreed(database)
    decided(database)
    html = shown(visit("Beto", page))
    assert "A su cargo" in html and "3 cosas están por hacer" in html
    for told in ("Avisar al equipo", "Turno &lt;doble&gt;", "Llamar a los turnos", "la dio Zoe", "5 días de atraso"):
        assert told in html
    assert html.index("Avisar al equipo") < html.index("Llamar a los turnos") < html.index("Turno &lt;doble&gt;")
    for beyond in ("Secreto", "Contratar a dos", "Cerrar la sede", "71,3", "4321", "4.321", plan.id):
        assert beyond not in html


def test_the_first_board_counts_it_with_the_way_to_the_list(database: OfficeDatabase) -> None:
    assert "A su cargo" not in shown(visit("Beto", "daily"))
    agreed(database)
    app = visit("Beto", "daily")
    html = shown(app)
    assert "2 cosas están por hacer, una vencida" in html and 'href="plans?' in html
    assert "Avisar" not in html and findings(read(app)) == set()
    assert "A su cargo" not in shown(visit("Ana", "monthly"))
    assert "2 things are to be done by you, one is late" in shown(visit("Beto", "daily", "en"))


def test_its_owner_says_that_it_is_done(database: OfficeDatabase) -> None:
    plan = agreed(database)
    decided(database)
    app = visit("Beto", "plans")
    assert findings(read(app)) == set()
    whole(app.button(key=f"tk-yours-{plan.id}-1").click().run())
    assert "Avisar al equipo" not in shown(app) and "2 cosas están por hacer" in shown(app)
    (kept,) = (one for one in PlanShelf(database, ZOE).plans() if one.id == plan.id)
    assert [one.done for one in kept.terms.actions] == [False, True]
    (review,) = ReviewShelf(database, ZOE).reviews()
    whole(app.button(key=f"tk-yours-{review.lines[0].id}-0").click().run())
    assert "Una cosa está por hacer" in shown(app)
    (review,) = ReviewShelf(database, ZOE).reviews()
    assert [(one.text, one.done_by) for one in review.lines if not one.open] == [("Llamar a los turnos", "Beto")]


def test_what_lies_within_the_part_leads_to_its_plan(database: OfficeDatabase) -> None:
    gap = PlanGap(metric="csat", parts=(("team", "Voz Norte"),), trigger=date(2026, 11, 9), better="up")
    plan = agreed(database, gap)
    assert f'href="plans?plan={plan.id}' in shown(visit("Beto", "plans")).partition("card-")[0]


@pytest.mark.parametrize("page", ["plans", "reviews"])
def test_on_paper_the_list_stands_first_and_says_whose_it_is(
    database: OfficeDatabase, settled: pytest.MonkeyPatch, page: str
) -> None:
    asked = papers(settled)
    agreed(database)
    decided(database)
    visit("Beto", page, "en")
    (first, *rest) = texts(asked[-1]())
    for told in ("3 things are to be done by Beto", "Avisar al equipo", "Turno <doble>", "Llamar a los turnos",
                 "16 Nov 2026", "5 days", "Zoe"):  # fmt: skip
        assert told in first, told
    for beyond in ("Secreto", "Contratar a dos", "Cerrar la sede"):
        assert beyond not in "".join((first, *rest))
    visit("Ana", page, "en")
    assert "to be done by" not in "".join(texts(asked[-1]()))

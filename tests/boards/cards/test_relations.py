from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from crm_metrics.analysis.relating import relations
from crm_metrics.analysis.relating.bias import Bias, Group
from crm_metrics.analysis.relating.verdicts import Relation
from crm_metrics.boards import weekly
from crm_metrics.boards.bodies.interval import Deciles
from crm_metrics.boards.cards import relations as cards
from crm_metrics.boards.cards.relations import Related
from crm_metrics.boards.core import Empty, Grid, View
from crm_metrics.boards.facts import WeeklyFacts
from crm_metrics.boards.telling import findings
from crm_metrics.boards.telling.sentences import TITLE
from crm_metrics.figures import LIGHT, figure
from crm_metrics.metrics.readings import because
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import NBSP, Words
from pages.parts import export
from tests.analysis.relating.made_pairs import TIME, pairs, shares
from tests.boards.board_facts import FRAME, week
from tests.demo_company import demo_company

EN, ES = Words("en"), Words("es-CO")


def relation(process: str = "service", **more: object) -> Relation:
    """Contacts of 100, 200 and 400 s that satisfy 60, 90 and 60 %: an inverted U at 200 s."""
    outcome, values = shares((100.0, 120, 200), (200.0, 180, 200), (400.0, 120, 200))
    held = pairs(outcome, values, process=process)
    (found,) = relations.page_of(held, [(process, "average_handle_time", TIME)])
    return replace(found, **more)  # type: ignore[arg-type]


def test_unfiltered_the_card_has_a_line_for_each_process_and_comes_as_a_file() -> None:
    opposite = relation("sales", simpson=True, best=None)
    found = Related((relation(), opposite, relation("loyalty", verdict="none", q=0.5, best=None, shape="line")), None)
    card = cards.card(found, FRAME, EN)
    assert isinstance(card.body, Grid)
    assert [row.cells[0].text for row in card.body.rows] == ["Service", "Sales", "Loyalty"]
    assert [row.cells[-1].chip.text for row in card.body.rows if row.cells[-1].chip] == [
        "associated",
        "opposite signs",
        "no relation",
    ]
    assert card.body.rows[0].cells[1].text.startswith(f"An inverted U: satisfaction is highest near 3:20{NBSP}min")
    assert "in 2 of 3 processes" in card.title
    assert "corrected for 2 tests" in card.footer
    told = export.table(cards.card(found, FRAME, ES), ES)
    assert "Servicio;" in told
    assert "U invertida" in told
    assert "\ncsat;" in told.replace("\r", "")


@pytest.mark.parametrize("words", [EN, ES])
def test_with_a_process_chosen_the_tenths_are_drawn_with_their_intervals(words: Words) -> None:
    card = cards.card(Related((relation(),), "service"), FRAME, words)
    assert isinstance(card.body, Deciles)
    assert [one.n for one in card.body.bars] == [200, 200, 200]
    assert [one.value for one in card.body.bars] == [0.6, 0.9, 0.6]
    assert card.body.mean == pytest.approx(0.7)
    assert all(one.low < one.value < one.high for one in card.body.bars)
    assert len(card.title) <= TITLE
    assert all(one.label in card.alt for one in card.body.bars)
    drawn = figure(card.body, words, LIGHT)
    (points,) = drawn.data
    assert list(points.y) == [0.6, 0.9, 0.6]
    assert points.error_y.array[0] == pytest.approx(card.body.bars[0].high - 0.6)
    assert drawn.layout.yaxis.range[1] <= 1
    told = export.table(card, words)
    assert told.count("\r\n") >= 6
    assert card.body.bars[1].name in told


def test_ten_names_below_a_chart_leave_room_for_each_other_on_a_phone() -> None:
    card = cards.card(Related((relation(),), "service"), FRAME, EN)
    assert isinstance(card.body, Deciles)
    ten = replace(card.body, bars=card.body.bars[:1] * 10)
    ticks = figure(ten, EN, LIGHT).layout.xaxis.ticktext
    assert [place for place, name in enumerate(ticks) if name] == [0, 3, 6, 9]


def test_too_few_answers_are_said_and_not_drawn() -> None:
    held = pairs(*shares((100.0, 5, 10), (200.0, 5, 10)))
    (few,) = relations.page_of(held, [("service", "average_handle_time", TIME)])
    card = cards.card(Related((few,), "service"), FRAME, EN)
    assert isinstance(card.body, Empty)
    assert card.title == "Inconclusive (20 pairs: fewer than 30)"
    lines = cards.card(Related((few,), None), FRAME, EN)
    assert lines.title == "Time and satisfaction: not enough linked answers yet"


def test_a_reason_too_long_for_a_title_is_told_below_it() -> None:
    held = pairs(*shares((100.0, 5, 10)))
    (few,) = relations.page_of(held, [("service", "average_handle_time", TIME)])
    why = replace(few, reason=because("no answer is about a contact, a case or an order that tells this metric " * 2))
    card = cards.card(Related((why,), "service"), FRAME, EN)
    assert isinstance(card.body, Empty)
    assert card.title == "Time and satisfaction: not enough linked answers yet"
    assert "no answer is about a contact" in card.body.fact


def test_opposite_signs_make_the_title_of_the_chart() -> None:
    outcome, values = shares((100.0, 360, 400), (200.0, 240, 400), (400.0, 380, 400), (800.0, 280, 400))
    held = pairs(outcome, values, team=["A"] * 800 + ["B"] * 800)
    found = relations.page_of(held, [("service", "average_handle_time", TIME)])
    card = cards.card(Related(found, "service"), FRAME, ES)
    assert card.title == "Signos opuestos dentro y entre equipos: no compare equipos con este dato"


def test_who_answers_is_said_beside_the_number() -> None:
    groups = (Group("tier", "high", 200, 80), Group("tier", "low", 200, 20))
    told = Bias(sent=400, answered=100, groups=groups, often=0.25, value=0.8, weighted=0.7)
    said = findings.bias(relation(bias=told), EN)
    assert said == (
        "response 25% of 400 surveys",
        "least from Low (10%), most from High (40%)",
        "with tiers weighted by their surveys 70.0% in place of 80.0%",
        "25% of the answers are of customers who gave five or more",
    )
    silent = findings.bias(relation(bias=Bias(sent=None, answered=100, value=0.8)), EN)
    assert silent == ("only answered surveys are here: the response rate is unknown",)


def test_a_company_without_surveys_has_no_such_card(shop: Warehouse) -> None:
    assert cards.gather(shop, WeeklyFacts(view=View(), frame=FRAME, period=week(date(2026, 11, 9)))) is None
    board = weekly.board(weekly.gather(shop, View()), EN)
    assert "relations" not in [one.key for one in board.cards]


def test_the_board_loads_no_heavy_library_of_statistics() -> None:
    heavy = ("scipy", "statsmodels")
    script = (
        "import sys\nfrom crm_metrics.boards import weekly\nfrom tests.boards.cards import test_relations as t\n"
        f"t.relation()\nprint([one for one in {heavy!r} if one in sys.modules])"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture(scope="module")
def company() -> Iterator[Shop]:
    """A small demo company of fifteen months that ends on a Sunday."""
    with demo_company(Asked(customers=150, months=15, until=date(2026, 5, 31)), finish=None) as made:
        yield made


def test_each_line_leads_to_the_page_of_its_process_and_to_all_its_answers(company: Shop) -> None:
    facts = weekly.gather(company, View())
    shown = cards.gather(company, facts)
    assert shown is not None and set(shown.behind) == {relation.process for relation in shown.found}
    body = cards.card(shown, FRAME, EN).body
    assert isinstance(body, Grid)
    since, until = facts.last - timedelta(days=7 * 52 - 1), facts.last
    sql = "select count(*) from shape.survey where process = $process and satisfied is not null"
    sql += " and responded_on between $since and $until"
    for relation, row in zip(shown.found, body.rows, strict=True):
        ((answers,),) = company.fetch(sql, {"process": relation.process, "since": since, "until": until})
        assert row.cells[0].leads == f"pairing?process={relation.process}"
        assert row.cells[4].text == f"{relation.n:,} of {answers:,}"
        assert row.cells[4].behind == shown.behind[str(relation.process)]
    one = cards.gather(company, weekly.gather(company, View(process="service")))
    assert one is not None
    assert cards.card(one, FRAME, EN).definitions[0].behind == one.behind["service"]

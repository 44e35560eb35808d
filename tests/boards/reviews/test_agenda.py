"""The agenda of a review: what stands out of its board, its plans and its data, each with a link, and nobody's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crm_metrics.boards.reviews import agenda as agenda_of
from crm_metrics.boards.reviews.agenda import LONG, agenda
from crm_metrics.boards.reviews.freezing import board_facts
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.meetings.reviewing import AgendaItem, NewLine, Review
from crm_metrics.office.meetings.reviews import ReviewShelf
from crm_metrics.office.planning import Parts, PlanGap, PlanTerms
from crm_metrics.office.plans import PlanShelf
from crm_metrics.warehouse.demo.build import Asked
from tests.boards.reviews.answered_weeks import MONDAY, SUNDAY, company
from tests.conftest import House
from tests.demo_company import demo_company

DAY = date(2026, 11, 20)  # a Friday


@pytest.fixture(scope="module")
def demo() -> Iterator[Shop]:
    with demo_company(Asked(customers=1_500, months=15, until=DAY), finish=None) as made:
        yield made


def of(shop: Shop, parts: Parts = (), earlier: tuple[Review, ...] = ()) -> dict[str, AgendaItem]:
    return {one.key: one for one in agenda(shop, "weekly", parts, board_facts(shop, "weekly", parts, SUNDAY), earlier)}


def test_a_result_that_left_its_routine_is_on_the_agenda_in_both_languages(house: House, kept: ReviewShelf) -> None:
    found = of(company(house, hits=0))  # 13 of 40 after ten weeks of 25 and 27
    assert set(found) == {"signal|csat|service|", "recognition|csat|service|team|Sur"}  # in four weeks 40 and 52 of 80
    item = found["signal|csat|service|"]
    assert item.kind == "signal" and item.said["en"].startswith("Service · CSAT (top two of five): watch, 32.5%")
    assert item.said["es"].startswith("Servicio · CSAT (dos mejores notas): ")
    assert item.leads.startswith("number?metric=csat&every=week&until=2026-03-22")


def test_a_quiet_week_has_no_signal(house: House, kept: ReviewShelf) -> None:
    assert of(company(house), (("team", "Sur"),)) == {}


def test_what_was_decided_before_and_is_not_done_comes_back(house: House, kept: ReviewShelf) -> None:
    review = kept.begin("weekly", (), (MONDAY - timedelta(days=7), MONDAY - timedelta(days=1)), [])
    kept.write(review, NewLine("decision", "Hire " + "x" * 300, "Beto", date(2026, 3, 20)))
    kept.settle(review, kept.write(review, NewLine("decision", "Done", "Beto", date(2026, 3, 20))), done=True)
    kept.write(review, NewLine("minute", "Seen"))
    (now,) = kept.reviews()
    (item,) = (one for one in of(company(house), earlier=(now,)).values() if one.kind == "decision")
    text, rest = item.said["en"].split("… ")
    assert len(text) == LONG - 1 and rest == "(Beto, due 20 Mar 2026)"
    assert item.leads == f"reviews?review={review.id}"


def test_late_plans_of_the_level_that_meets_are_on_it_without_the_name_of_a_person(
    house: House, kept: ReviewShelf
) -> None:
    plans = PlanShelf(kept.database, kept.reader)
    terms = PlanTerms(due=date(2026, 3, 20))
    process = PlanGap(metric="csat", parts=(("process", "service"),), trigger=MONDAY, better="up")
    late = plans.draft(process, terms)
    person = plans.draft(PlanGap(metric="csat", parts=(("agent", "a-Norte"),), trigger=MONDAY, better="up"), terms)
    plans.draft(PlanGap(metric="nps", parts=(("process", "service"),), trigger=MONDAY, better="up"),
                PlanTerms(due=date(2026, 4, 20)))  # fmt: skip
    found = {key: one for key, one in of(company(house)).items() if one.kind == "plan"}
    assert set(found) == {f"plan|{late.id}", f"plan|{person.id}"}  # a supervisor's climbs a level when it is late
    assert found[f"plan|{late.id}"].said["en"] == "CSAT (top two of five) · Service: draft"
    assert found[f"plan|{late.id}"].leads == f"plans?plan={late.id}"
    assert "one person" in found[f"plan|{person.id}"].said["en"]
    assert not any("Norte" in text for one in found.values() for text in one.said.values())


def test_what_went_better_for_sure_is_recognised_of_a_team_and_never_of_a_person(
    house: House, kept: ReviewShelf
) -> None:
    shop, last = company(house, since=8, hits=20), SUNDAY + timedelta(weeks=8)
    found = agenda(shop, "weekly", (), board_facts(shop, "weekly", (), last), ())
    told = {one.key: one for one in found if one.kind == "recognition"}
    assert set(told) == {"recognition|csat|service|", "recognition|csat|service|team|Norte"}
    result, team = told.values()  # 20 of 20 and 13 of 20 since nine weeks, after 25 and 27 of 40 by turns
    assert result.said["en"].startswith("Service · CSAT (top two of five): ") and "82.5%" in result.said["en"]
    assert team.said["en"] == (
        "Service · Norte · CSAT (top two of five): 100.0%, surely better than the others at equal mix"
    )
    assert team.leads.startswith("number?metric=csat&")
    assert not any("Persona" in text for one in told.values() for text in one.said.values())


def test_a_plan_that_lately_worked_is_recognised_where_weeks_are_reviewed(
    house: House, kept: ReviewShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = PlanShelf(kept.database, kept.reader)
    gap = PlanGap(metric="csat", parts=(("process", "service"),), trigger=MONDAY, better="up")
    drafted = plans.draft(gap, PlanTerms(due=date(2026, 4, 20)))
    worked = replace(drafted, state="confirmed", judged_at=datetime(2026, 3, 20, tzinfo=UTC))
    monkeypatch.setattr(agenda_of, "plans_of", lambda *_: (worked,))
    shop = company(house)
    for kind, last, expected in (("weekly", SUNDAY, ["recognition"]), ("daily", SUNDAY - timedelta(days=4), [])):
        found = agenda(shop, kind, (), board_facts(shop, kind, (), last), ())
        assert [one.kind for one in found if one.key == f"plan|{worked.id}"] == expected


@pytest.mark.parametrize(
    ("kind", "last", "kinds"),
    [
        ("daily", DAY - timedelta(days=1), {"signal"}),
        ("weekly", date(2026, 11, 15), {"gap"}),
        ("monthly", date(2026, 10, 31), {"gap"}),
    ],
)
def test_each_matter_of_a_demo_company_leads_to_its_place(
    demo: Shop, kept: ReviewShelf, kind: str, last: date, kinds: set[str]
) -> None:
    found = agenda(demo, kind, (), board_facts(demo, kind, (), last), ())
    assert kinds <= {one.kind for one in found}
    assert all(set(one.said) == {"es", "en"} and all(one.said.values()) for one in found)
    assert all(one.leads.partition("?")[0] in ("number", "plans", "daily", "data", "reviews") for one in found)
    names = [name for (name,) in demo.fetch("select name from main.agent where name is not null")]
    assert names and not [name for name in names for one in found if name in str(one.said)]


def test_a_kind_has_a_dozen_matters_at_most(demo: Shop, kept: ReviewShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    week = board_facts(demo, "weekly", (), date(2026, 11, 15))
    whole = agenda(demo, "weekly", (), week, ())
    monkeypatch.setattr(agenda_of, "MOST", 1)
    fewer = agenda(demo, "weekly", (), week, ())
    assert [one.kind for one in fewer] == list(dict.fromkeys(one.kind for one in whole))

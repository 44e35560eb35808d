"""Relations asked of a warehouse: which answers count, whose, what is offered, and what is said of too few."""

from __future__ import annotations

import inspect
import json
from datetime import date
from typing import Any

import pytest

from crm_metrics.access import Scope
from crm_metrics.analysis.relating import drivers, relations, verdicts
from crm_metrics.analysis.relating import pairs as pairs_of
from crm_metrics.analysis.relating.drivers import DRIVERS
from crm_metrics.analysis.relating.pairs import Answers
from crm_metrics.analysis.relating.relations import relate
from crm_metrics.analysis.relating.verdicts import Relation
from crm_metrics.boards.telling import findings
from crm_metrics.command import relations as printed
from crm_metrics.errors import QuestionError
from crm_metrics.metrics import CATALOGUE
from crm_metrics.translations import translations
from crm_metrics.words import Words
from tests.analysis.relating.made_answers import AHT, NOON, SHAPES, SINCE, UNTIL, answer, ask, rows
from tests.analysis.relating.made_pairs import TIME, pairs, shares


def test_an_answer_stands_beside_its_own_contact(house: Any) -> None:
    found = ask(house(rows(), shapes=SHAPES))
    assert (found.unit, found.n, found.answers, found.linked) == ("contact", 120, 120, 1.0)
    assert [(one.n, round(one.value, 4)) for one in found.bars] == [(60, round(50 / 60, 4)), (60, 0.5)]
    assert found.effect is not None
    # A third of the answers over two doublings.
    assert found.effect.value == pytest.approx(-1 / 6, abs=0.02)
    assert (found.verdict, found.family) == ("related", 1)
    assert found.q == found.p


def test_metrics_made_of_time_are_read_per_contact_as_the_time_it_took(house: Any) -> None:
    shop = house(rows(), shapes=SHAPES)
    assert ask(shop, "cases_resolved_per_hour").effect == ask(shop).effect
    assert ask(shop, "occupancy").driver == DRIVERS["handling_time"]


def test_answers_that_name_no_contact_are_not_offered_as_pairs(house: Any) -> None:
    made = rows(100)
    bare = [answer(f"x{place}", NOON, 5, process="service") for place in range(70)]
    found = ask(house({**made, "survey": [*made["survey"], *bare]}, shapes=SHAPES), unit="contact")
    assert found.linked == pytest.approx(100 / 170)
    assert found.verdict == "not_offered"
    assert "59 %" in str(found.reason)


def test_few_pairs_are_inconclusive_and_say_how_many(house: Any) -> None:
    found = ask(house(rows(29), shapes=SHAPES), unit="contact")
    assert (found.verdict, str(found.reason), found.q) == ("inconclusive", "29 pairs: fewer than 30", None)


def test_a_single_pair_is_said_as_one(house: Any) -> None:
    found = ask(house(rows(1), shapes=SHAPES), unit="contact")
    assert str(found.reason) == "one pair: fewer than 30"


@pytest.mark.parametrize("count", [0, 1])
def test_an_empty_and_a_one_row_warehouse_give_a_reason(house: Any, count: int) -> None:
    for unit in (None, *relations.UNITS):
        found = ask(house(rows(count), shapes=SHAPES), unit=unit)
        assert found.verdict in ("not_offered", "inconclusive")
        assert found.reason is not None
        assert findings.finding(found, Words("es"))
    assert relate(house({}, shapes=SHAPES), [AHT])[0].verdict == "not_offered"


def test_a_reader_sees_the_answers_of_their_scope_alone(house: Any) -> None:
    made = rows(80)
    other = rows(80, team="Dos")
    for kind, key in (("interaction", "interaction_id"), ("survey", "survey_id")):
        other[kind][:] = [{**one, key: "z" + one[key]} for one in other[kind]]
    other["survey"][:] = [{**one, "interaction_id": "z" + one["interaction_id"]} for one in other["survey"]]
    shop = house({name: [*made[name], *other[name]] for name in made}, shapes=SHAPES)
    assert ask(shop).n == 160
    assert ask(shop, scope=Scope(teams=("Dos",))).n == 80
    assert ask(shop, where={"team": "Uno"}).n == 80
    assert ask(shop, scope=Scope(processes=("sales",)), unit="contact").n == 0
    assert ask(shop, scope=Scope(teams=())).verdict == "not_offered"


def test_days_outside_the_question_change_nothing(house: Any) -> None:
    made = rows(110)
    last = date(2026, 3, 5)
    whole, cut = (
        ask(house({**made, "survey": [one for one in made["survey"] if keep or one["sent_at"].date() <= last]},
                  shapes=SHAPES),
            until=last)
        for keep in (True, False)
    )  # fmt: skip
    assert whole.bars == cut.bars
    assert whole.n == cut.n == 44


def test_unknown_words_are_refused_with_the_closest(house: Any) -> None:
    shop = house(rows(2), shapes=SHAPES)
    with pytest.raises(QuestionError, match="csat"):
        relate(shop, [AHT], "csta")
    with pytest.raises(QuestionError, match="Known: agent, company, contact, team"):
        relate(shop, [AHT], unit="boat")
    with pytest.raises(QuestionError, match="service"):
        relate(shop, [AHT], process="servic")
    with pytest.raises(QuestionError, match="No column 'teir'"):
        relate(shop, [AHT], where={"teir": "high"})
    with pytest.raises(QuestionError, match="at most 4"):
        relate(shop, [AHT], lags=(0, 1, 2, 3, 4))


def test_all_that_is_asked_together_is_one_family(house: Any) -> None:
    shop = house(rows(), shapes=SHAPES)
    found = relate(shop, [AHT, CATALOGUE["transfer_rate"], CATALOGUE["occupancy"]], since=SINCE, until=UNTIL)
    tested = [one for one in found if one.q is not None]
    assert {one.family for one in tested} == {len(tested)}
    assert len(tested) == 2  # nobody was transferred: nothing to test there
    assert all(one.q is not None and one.p is not None and one.q >= one.p for one in tested)


# The page's family ---------------------------------------------------------------------------------------------------


def test_a_page_counts_what_its_filters_could_show_too() -> None:
    outcome, values = shares((100.0, 150, 200), (200.0, 90, 200))
    held = pairs(outcome, values)
    (found,) = relations.page_of(held, [("service", "average_handle_time", TIME)])
    assert found.family == 2  # all answers, and the one tier that there is
    (one,) = relations.page_of(held, [("service", "average_handle_time", TIME)], ["low"])
    assert (one.family, one.n) == (2, 400)
    (none,) = relations.page_of(held, [("sales", "average_handle_time", TIME)])
    assert (none.verdict, none.n) == ("not_offered", 0)


# Words ---------------------------------------------------------------------------------------------------------------


def simpson() -> Relation:
    outcome, values = shares((100.0, 360, 400), (200.0, 240, 400), (400.0, 380, 400), (800.0, 280, 400))
    held = pairs(outcome, values, team=["A"] * 800 + ["B"] * 800)
    return verdicts.corrected([relations.of_contacts("service", "average_handle_time", TIME, held)])[0]


def test_opposite_signs_replace_the_headline() -> None:
    found = simpson()
    assert found.simpson
    assert findings.finding(found, Words("en")).startswith("Simpson: within a team −2")
    assert findings.chip(found, Words("en")).text == "opposite signs"


def test_no_text_of_a_relation_says_that_one_thing_makes_another() -> None:
    for module in (findings, printed, drivers, relations):
        for line in inspect.getsource(module).splitlines():
            if "mark(" in line or "words(" in line or '"' in line:
                assert "causes" not in line
                assert "because of" not in line
    spanish_of = translations("es")
    counted = [(english, form) for english, forms in spanish_of.counted.items() for form in forms]
    for english, spanish in [*spanish_of.texts.items(), *counted]:
        if "associated" in english or "Simpson" in english:
            assert "causa" not in spanish.lower().replace("azar", "") or "no lo que causó" in spanish


def test_json_holds_numbers_and_nulls_and_the_table_a_line_for_each(house: Any) -> None:
    shop = house(rows(), shapes=SHAPES)
    found = relate(shop, [AHT, CATALOGUE["contacts_handled"]], since=SINCE, until=UNTIL)
    told = json.loads(printed.as_json(found, Words("en")))
    assert {one["metric"] for one in told} == {"average_handle_time", "contacts_handled"}
    first = next(one for one in told if one["metric"] == "average_handle_time")
    assert first["n"] == 120
    assert isinstance(first["q"], float)
    assert first["bars"][0]["n"] == 60
    assert "NaN" not in printed.as_json(found, Words("en"))
    names, lines, _ = printed.table(found, Words("es"))
    assert len(lines) == 2
    assert all(len(line) == len(names) for line in lines)
    assert all(printed.paragraphs(found, Words("es")))


def test_the_relations_of_a_page_are_worked_out_once_for_each_period_cut_and_scope(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = house(rows(), shapes=SHAPES)
    read: list[Answers] = []

    def reading(warehouse: Any, measure: Any, drivers: Any, answers: Answers) -> Any:
        read.append(answers)
        return pairs_of.pairs(warehouse, measure, drivers, answers)

    monkeypatch.setattr(relations, "pairs", reading)

    def asked(until: date = UNTIL, **more: Any) -> tuple[Relation, ...]:
        return relations.of_page(shop, [("service", CATALOGUE["average_handle_time"])], "csat", since=SINCE,
                                 until=until, **more)  # fmt: skip

    first = asked()
    assert (first[0].n, first[0].process, len(read)) == (120, "service", 1)
    assert asked() is first and asked(tiers=(), scope=Scope()) is first and len(read) == 1
    others = asked(tiers=("high",)), asked(scope=Scope(teams=("nobody",))), asked(until=SINCE)
    assert len(read) == 4 and all(one[0].n < 120 for one in others)
    shop.memory.clear()
    assert asked() == first and len(read) == 5

"""Relations asked of a warehouse: which answers count, whose, what is offered, and what is said of too few."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from crm_metrics import words
from crm_metrics.access import PROCESSES, Scope
from crm_metrics.analysis.relating import drivers, relations, verdicts
from crm_metrics.analysis.relating.drivers import DRIVERS, READINGS, UNREAD, Driver
from crm_metrics.analysis.relating.pairs import MEASURES, Answers
from crm_metrics.analysis.relating.pairs import pairs as read
from crm_metrics.analysis.relating.relations import relate
from crm_metrics.analysis.relating.verdicts import Relation
from crm_metrics.boards.telling import findings
from crm_metrics.command import relations as printed
from crm_metrics.errors import QuestionError
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.readings import Reason
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.analysis.relating.made_pairs import FLAG, TIME, pairs, shares

NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)
AHT = CATALOGUE["average_handle_time"]
SHAPES = ("survey", "interaction", "calendar_day")
SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)
Row = dict[str, Any]


def contact(key: str, at: datetime, seconds: int, **more: Any) -> Row:
    usual = {"process": "service", "touchpoint_id": "line", "direction": "inbound", "disposition": "handled"}
    times = {"offered_at": at, "answered_at": at, "ended_at": at + timedelta(seconds=seconds), "talk_seconds": seconds}
    return {"interaction_id": key, **usual, "customer_id": f"c{key}", "team": "Uno", "agent_id": "a", **times, **more}


def answer(key: str, at: datetime, score: int, **more: Any) -> Row:
    usual = {"instrument": "csat", "relationship": False, "scale_min": 1, "scale_max": 5, "customer_id": f"c{key}"}
    return {"survey_id": f"s{key}", **usual, "sent_at": at, "responded_at": at, "score": score, **more}


def rows(count: int = 120, *, linked: bool = True, **more: Any) -> Mapping[str, list[Row]]:
    """Contacts of 100 or 400 s by turns; of the short ones 5 of 6 satisfy, of the long ones 3 of 6; 11 a day."""
    contacts, answers = [], []
    for place in range(count):
        at, long = NOON + timedelta(days=place // 11, minutes=place), place % 2 == 1
        happy = (place // 2) % 6 < (3 if long else 5)
        key = f"{place:04}"
        contacts.append(contact(key, at, 400 if long else 100, **more))
        link = {"interaction_id": key} if linked else {}
        answers.append(answer(key, at, 5 if happy else 2, process="service", team=contacts[-1]["team"], **link))
    return {"interaction": contacts, "survey": answers}


def ask(shop: Warehouse, metric: str = "average_handle_time", with_: str = "csat", **more: Any) -> Relation:
    given = {"since": SINCE, "until": UNTIL, **more}
    (found,) = relate(shop, [CATALOGUE[metric]], with_, **given)
    return found


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


def test_a_metric_of_parts_is_not_asked_of_another_process_over_time(house: Any) -> None:
    with pytest.raises(QuestionError, match="belongs to service"):
        ask(house(rows(40), shapes=SHAPES), "cases_resolved_per_hour", process="collections", unit="team")


def weeks(teams: int, count: int) -> Mapping[str, list[Row]]:
    """Teams over weeks of a contact and 30 answers; in slow weeks (120 s more) 9 fewer answers satisfy."""
    contacts, answers = [], []
    monday, random = datetime(2025, 1, 6, 15, tzinfo=UTC), Random(3)
    for week in range(count):
        for team in range(teams):
            slow, at = random.random() < 0.4, monday + timedelta(weeks=week)
            seconds = 300 + 100 * team + (120 if slow else 0)
            contacts.append(contact(f"{week:02}{team}", at, seconds, team=f"T{team}", agent_id=f"a{team}"))
            for place in range(30):
                happy = place < (15 if slow else 24)
                key = f"{week:02}{team}{place:02}"
                answers.append(answer(key, at, 5 if happy else 1, process="service", team=f"T{team}"))
    return {"interaction": contacts, "survey": answers}


def over_weeks(shop: Warehouse, count: int, **more: Any) -> Relation:
    monday = date(2025, 1, 6)
    return ask(shop, since=monday, until=monday + timedelta(weeks=count, days=-1), **more)


def test_teams_over_time_are_read_within_each_team_and_stand_in_for_missing_links(house: Any) -> None:
    made = weeks(2, 20)
    shop = house(made, first=date(2025, 1, 1), shapes=SHAPES)
    found = over_weeks(shop, 20, unit="team")
    assert (found.n, found.groups, found.every, found.verdict) == (40, 2, "week", "related")
    assert found.coefficient is not None
    assert found.coefficient.value < -0.8
    assert found.effect is not None
    # 30 points lost over 120 s, per tenth of the mean: 350 s, and 120 s more in the slow weeks.
    slow = sum(one["talk_seconds"] % 100 == 20 for one in made["interaction"]) / 40
    assert found.effect.value == pytest.approx(-0.3 / 120 * (350 + 120 * slow) / 10, rel=0.02)
    assert findings.per(found, Words("en")) == "for 10% more of it"
    best = over_weeks(shop, 20)
    assert (best.unit, best.verdict) == ("team", "related")  # no answer names a contact or an agent


def test_thin_weeks_are_left_out_and_one_series_describes_and_decides_nothing(house: Any) -> None:
    made = weeks(1, 34)
    survey = [one for one in made["survey"] if one["survey_id"] != "s00000"]
    shop = house({**made, "survey": survey}, first=date(2025, 1, 1), shapes=SHAPES)
    team = over_weeks(shop, 34, unit="team")
    assert (team.n, team.thin) == (33, 1)
    found = over_weeks(shop, 34, unit="company")
    assert (found.verdict, found.n, found.p, found.q) == ("description", 33, None, None)
    assert findings.finding(found, Words("en")) == "Description only."


def test_all_that_is_asked_together_is_one_family(house: Any) -> None:
    shop = house(rows(), shapes=SHAPES)
    found = relate(shop, [AHT, CATALOGUE["transfer_rate"], CATALOGUE["occupancy"]], since=SINCE, until=UNTIL)
    tested = [one for one in found if one.q is not None]
    assert {one.family for one in tested} == {len(tested)}
    assert len(tested) == 2  # nobody was transferred: nothing to test there
    assert all(one.q is not None and one.p is not None and one.q >= one.p for one in tested)


def test_every_productivity_and_objective_metric_is_read_per_contact_or_says_why_not() -> None:
    for metric in CATALOGUE.values():
        if metric.kind in ("productivity", "objective"):
            told = drivers.reading_of(metric)
            assert isinstance(told, (Driver, Reason))
            if isinstance(told, Reason):
                assert metric.name in str(told)
    assert not set(READINGS) & set(UNREAD)
    unknown = (set(READINGS) | set(UNREAD)) - set(CATALOGUE)
    assert unknown == set()


def test_every_driver_reads_a_column_that_its_shape_has(house: Any) -> None:
    shop = house({})
    found = relate(shop, [AHT], since=SINCE, until=UNTIL)
    assert found
    asked = Answers(since=SINCE, until=UNTIL, processes=PROCESSES)
    for measure in MEASURES.values():
        assert len(read(shop, measure, list(DRIVERS.values()), asked)) == 0


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


def test_small_and_certain_is_called_no_relation_and_unclear_is_called_unclear() -> None:
    held = pairs(*shares((1.0, 8_000, 10_000), (0.0, 8_000, 10_000)), FLAG)
    one = verdicts.corrected([relations.of_contacts("service", "transfer_rate", FLAG, held)])[0]
    assert one.verdict == "none"
    few = pairs(*shares((1.0, 30, 40), (0.0, 30, 40)), FLAG)
    assert verdicts.corrected([relations.of_contacts("service", "transfer_rate", FLAG, few)])[0].verdict == (
        "inconclusive"
    )


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
    catalogue = words.catalogue("es")
    for english, spanish in catalogue.items():
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

"""Service, satisfaction, SLA and effort: each number on rows worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crm_metrics.metrics import CATALOGUE, question
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reading
from crm_metrics.warehouse.store import Warehouse
from tests.warehouse.shapes.made import Row, at, change, contact, item, plan, policy, resolved

House = Callable[..., Warehouse]
JAN, END = date(2026, 1, 1), date(2026, 1, 31)
LINE: Row = {"touchpoint_id": "line", "name": "Línea", "process": "service", "channel": "phone"}
MAIL: Row = {"touchpoint_id": "mail", "name": "Correo", "process": "service", "channel": "email"}


def january(shop: Warehouse, name: str, **more: Any) -> Reading:
    (only,) = ask(shop, [CATALOGUE[name]], since=JAN, until=END, **more)[name].readings
    return only


def parts(shop: Warehouse, name: str, **more: Any) -> tuple[float, float | None]:
    found = january(shop, name, **more)
    assert found.numerator is not None
    return float(found.numerator), None if found.denominator is None else float(found.denominator)


def survey(name: str, instrument: str, score: float | None, low: int, high: int, **more: object) -> Row:
    base: Row = {"survey_id": name, "instrument": instrument, "customer_id": "c1", "scale_min": low, "scale_max": high}
    sent: Row = {"sent_at": at("2026-01-06 09:00"), "score": score}
    return base | sent | {"responded_at": None if score is None else at("2026-01-07 09:00")} | more


# ---------------------------------------------------------------- Service


def test_self_service_is_enough_when_nobody_calls_within_a_week(house: House) -> None:
    alone = {"disposition": "self_served"}
    rows = {
        "interaction": [
            contact("1", "2026-01-05 09:00", **alone),
            contact("2", "2026-01-05 09:00", customer_id="c2", **alone),
            contact("3", "2026-01-12 20:00", customer_id="c2"),  # on the seventh day
            contact("4", "2026-01-05 09:00", customer_id="c3", **alone),
            contact("5", "2026-01-13 09:00", customer_id="c3"),  # on the eighth
        ]
    }
    shop = house(rows)
    assert parts(shop, "self_service_success_rate") == (2, 3)
    assert parts(shop, "contacts_avoided") == (2, None)
    assert parts(shop, "self_service_rate") == (2, 5)


def test_net_first_contact_resolution_leaves_out_what_the_first_level_cannot_solve(house: House) -> None:
    day = {"opened": "2026-01-05 09:00", "when": "2026-01-05 10:00"}
    rows = {
        "work_item": [resolved(f"w{n}", **day, customer_id=f"w{n}", reason=why) for n, why in enumerate("aab")],
        "interaction": [contact(f"w{n}", "2026-01-05 09:10", f"w{n}", customer_id=f"w{n}") for n in range(2)],
        "contact_reason": [{"reason": "b", "first_level": False}],
    }
    shop = house(rows)
    assert parts(shop, "first_contact_resolution") == (2, 3)
    assert parts(shop, "net_first_contact_resolution") == (2, 2)


def test_promised_dates_accepted_answers_and_reasons(house: House) -> None:
    told = {"expected_close_on": date(2026, 1, 20)}
    rows = {
        "work_item": [
            resolved("1", "2026-01-05 09:00", "2026-01-19 09:00", reason="bill", customer_id="c1", **told),
            resolved("2", "2026-01-05 09:00", "2026-01-21 09:00", reason="bill", customer_id="c2", **told),
            item("3", "2026-01-25 09:00", reason="bill", customer_id="c1"),  # the first answer did not stand
            item("4", "2026-01-05 09:00", customer_id="c4", **told),
        ],
        "status_event": [change("1", "status", "2026-01-19 09:00", "open", "closed")],  # else nobody knows of reopening
    }
    shop = house(rows)
    assert parts(shop, "promised_date_rate") == (1, 3)
    assert parts(shop, "answer_accepted_rate") == (1, 2)
    shares = ask(shop, [CATALOGUE["contact_reason_share"]], since=JAN, until=END, by="reason")["contact_reason_share"]
    assert {one.groups[0]: one.value for one in shares.readings} == {"bill": 0.75, None: 0.25}


def test_what_is_left_unanswered_is_told_by_tier_and_channel(house: House) -> None:
    letter = {"touchpoint_id": "mail", "disposition": "no_answer"}
    rows = {
        "customer": [{"customer_id": "c1", "value_tier": "high"}, {"customer_id": "c2", "value_tier": "low"}],
        "touchpoint": [MAIL],
        "interaction": [
            contact("1", "2026-01-05 09:00", **letter),
            contact("2", "2026-01-05 12:00", direction="outbound"),
            contact("3", "2026-01-05 09:00", customer_id="c2", **letter),
            contact("4", "2026-01-31 09:00", customer_id="c2", **letter),  # due on 1 February
        ],
    }
    shop = house(rows)
    assert parts(shop, "unanswered_contacts") == (1, None)
    assert parts(shop, "unanswered_rate") == (1, 2)
    found = ask(shop, [CATALOGUE["unanswered_rate"]], since=JAN, until=END, by=["tier", "channel"])["unanswered_rate"]
    assert {one.groups: one.value for one in found.readings} == {("high", "email"): 0.0, ("low", "email"): 1.0}


# ---------------------------------------------------------------- Quality and effort


def effort(agent: str, state: str, seconds: int, start: str = "2026-01-05 08:00", **more: object) -> Row:
    base: Row = {"agent_id": agent, "team": "Norte", "process": "service", "started_at": at(start), "state": state}
    return base | {"seconds": seconds} | more


def test_quality_and_training_of_those_who_attend(house: House) -> None:
    def score(name: str, points: float) -> Row:
        return survey(f"q-{name}-{points}", "qa", points, 0, 100, interaction_id=name, process="service")

    people = ["ana", "ana", "ana", "eva"]
    rows = {
        "interaction": [contact(str(n), agent_id=name, team="Norte") for n, name in enumerate(people)],
        "survey": [score("0", 80), score("0", 90), score("1", 70)],  # the first one scored twice
        "agent_time": [
            effort("ana", "handling", 3600),
            effort("ana", "training", 5400, "2026-01-06 16:00"),
            effort("eva", "handling", 3600),
        ],
    }
    shop = house(rows)
    assert parts(shop, "qa_score") == (240, 300)
    assert parts(shop, "monitored_contacts") == (2, None)
    assert parts(shop, "qa_coverage") == (2, 4)
    assert parts(shop, "monitored_contacts_per_agent") == (2, 2)  # eva was never monitored, and is in the base
    assert january(shop, "training_hours_per_agent").value == 0.75
    assert parts(shop, "active_agents") == (2, None)


def test_a_contact_costs_its_share_of_the_agents_day_and_failed_attempts_cost_too(house: House) -> None:
    rows = {
        "touchpoint": [LINE, MAIL],
        "agent_time": [effort("ana", "handling", 3600, cost=Decimal(100))],
        "interaction": [
            contact("1", agent_id="ana", talk_seconds=300),
            contact("2", agent_id="ana", talk_seconds=600, touchpoint_id="mail"),
            contact("3", agent_id="ana", wrap_seconds=100, direction="outbound", disposition="no_answer"),
            contact("4", talk_seconds=300),  # of nobody known: neither side
        ],
    }
    shop = house(rows)
    assert parts(shop, "cost_per_contact") == (100, 2)
    found = ask(shop, [CATALOGUE["cost_per_contact"]], since=JAN, until=END, by="channel")["cost_per_contact"]
    assert {one.groups[0]: one.value for one in found.readings} == {"email": 60.0, "phone": 40.0}


def test_effort_is_shared_between_those_in_the_book_and_those_to_come(house: House) -> None:
    rows = {
        "subscription": [plan("c1", date(2025, 6, 1))],
        "interaction": [
            contact("1", talk_seconds=100),
            contact("2", talk_seconds=300, customer_id="prospect"),
            contact("3", talk_seconds=999, customer_id="unknown"),
        ],
    }
    assert parts(house(rows, first=date(2025, 6, 1)), "existing_customer_effort_share") == (100, 400)


def test_items_finished_per_hour_and_per_agent_day_of_any_kind(house: House) -> None:
    mine = {"agent_id": "ana", "team": "Norte"}
    rows = {
        "work_item": [
            resolved("1", "2026-01-05 09:00", "2026-01-05 10:00", **mine),
            resolved(
                "2", "2026-01-05 09:00", "2026-01-06 10:00", process="sales", kind="new_sale", outcome="lost", **mine
            ),
            item("3", "2026-01-05 09:00", **mine),
        ],
        "agent_time": [effort("ana", "available", 1800)],
        "interaction": [],
    }
    shop = house(rows)
    assert parts(shop, "items_closed_per_hour") == (2, 0.5)
    assert parts(shop, "items_closed_per_agent_day") == (2, 2)
    assert parts(shop, "items_closed_per_hour", where={"process": "service"}) == (1, 0.5)


# ---------------------------------------------------------------- Satisfaction


def test_an_index_of_three_questions_has_equal_weights_as_its_meaning_says(house: House) -> None:
    questions = {"satisfaction": (8, 9), "expectation": (7, 6), "ideal": (5, 4)}  # from 1 to 10
    rows = {
        "survey": [
            survey(f"{name}{n}", "acsi", score, 1, 10, question=name)
            for name, scores in questions.items()
            for n, score in enumerate(scores)
        ]
        + [survey("other", "acsi", 1, 1, 10, question="price"), survey("csat", "csat", 1, 1, 5)]
    }
    found = january(house(rows), "acsi_index")
    assert found.value == pytest.approx(100 * (7 + 8 + 6 + 5 + 4 + 3) / 9 / 6)
    assert found.n == 6
    assert "each weighted one third" in CATALOGUE["acsi_index"].means


def test_satisfaction_weighted_by_revenue_is_another_number(house: House) -> None:
    rows = {
        "subscription": [plan("c1", date(2025, 6, 1), mrr=90), plan("c2", date(2025, 6, 1), mrr=10)],
        "survey": [
            survey("1", "csat", 2, 1, 5),
            survey("2", "csat", 5, 1, 5, customer_id="c2"),
            survey("3", "csat", 5, 1, 5, customer_id="unknown"),
            survey("4", "nps", 3, 0, 10, relationship=True),
            survey("5", "nps", 9, 0, 10, relationship=True, customer_id="c2"),
            survey("6", "nps", 9, 0, 10, customer_id="c2"),  # about one contact
        ],
    }
    shop = house(rows, first=date(2025, 1, 1))
    assert parts(shop, "csat") == (2, 3)
    assert parts(shop, "csat_revenue_weighted") == (120, 1200)
    assert parts(shop, "nps_revenue_weighted") == (100 * (120 - 1080), 1200)


def test_satisfaction_with_a_product_and_effort_at_closing_read_only_their_answers(house: House) -> None:
    rows = {
        "product": [{"product_id": "sofa", "name": "Sofá", "line": "Muebles"}],
        "work_item": [
            resolved("w", "2026-01-05 09:00", "2026-01-05 10:00", product_id="sofa"),
            item("o", "2026-01-05 09:00"),
        ],
        "survey": [
            survey("1", "csat", 5, 1, 5, work_item_id="w"),
            survey("2", "csat", 1, 1, 5),
            survey("3", "ces", 6, 1, 7, work_item_id="w"),
            survey("4", "ces", 2, 1, 7, work_item_id="o"),
            survey("5", "ces", 2, 1, 7),
        ],
    }
    shop = house(rows)
    assert parts(shop, "product_satisfaction") == (1, 1)
    assert parts(shop, "csat", by="product", where={"product": "sofa"}) == (1, 1)
    assert parts(shop, "ces_at_closing") == (1, 1)
    assert parts(shop, "ces") == (1, 3)


# ---------------------------------------------------------------- Indices


def test_the_experience_index_is_the_mean_of_its_three_parts_and_nothing_without_one(house: House) -> None:
    rows: dict[str, list[Row]] = {
        "work_item": [
            resolved(f"w{n}", "2026-01-05 09:00", "2026-01-05 10:00", customer_id=f"w{n}", reason="bill")
            for n in (1, 2)
        ],
        "interaction": [contact("1", "2026-01-05 09:10", "w1", customer_id="w1")],
        "survey": [survey("1", "csat", 5, 1, 5), survey("2", "ces", 6, 1, 7), survey("3", "ces", 2, 1, 7)],
    }
    found = january(house(rows), "experience_index")  # CSAT 1 of 1, CES 1 of 2, first contact 1 of 2
    assert found.value == pytest.approx(100 * (1 + 0.5 + 0.5) / 3)
    without = january(house(rows | {"survey": rows["survey"][:1]}), "experience_index")
    assert without.value is None
    assert str(without.reason) == "nothing to divide by: no answers"


def test_the_engagement_index_is_the_mean_of_three_promises(house: House) -> None:
    told = {"expected_close_on": date(2026, 1, 20), "first_response_at": at("2026-01-05 09:30")}
    rows = {
        "sla_policy": [policy("r", "resolution", 7200), policy("f", "first_response", 3600)],
        "work_item": [
            resolved("1", "2026-01-05 09:00", "2026-01-05 10:00", **told),  # all three kept
            resolved("2", "2026-01-05 09:00", "2026-01-05 12:00", **told),  # the solution late
        ],
    }
    found = january(house(rows), "engagement_index")
    assert found.value == pytest.approx(100 * (0.5 + 1 + 1) / 3)


def test_the_relation_index_puts_nps_on_the_scale_of_the_rest(house: House) -> None:
    rows = {
        "subscription": [plan(f"c{n}", date(2025, 6, 1), date(2026, 1, 10) if n == 4 else None) for n in (1, 2, 3, 4)],
        "survey": [
            survey("1", "nps", 10, 0, 10, relationship=True),
            survey("2", "nps", 8, 0, 10, relationship=True),
            survey("3", "nps", 8, 0, 10, relationship=True),
            survey("4", "nps", 2, 0, 10, relationship=True, customer_id="c2"),
        ],
        "interaction": [contact("1", "2026-01-08 09:00", customer_id="c2", direction="outbound")],
    }
    found = january(house(rows, first=date(2025, 1, 1)), "relation_index")
    # NPS 0 is 50; three of four customers stayed, 75; the only detractor was called in time, 100
    assert found.value == pytest.approx((50 + 75 + 100) / 3)


# ---------------------------------------------------------------- SLA


def cases_of(tier: str, met: int, late: int) -> list[Row]:
    ends = ["2026-01-05 10:00"] * met + ["2026-01-05 12:00"] * late
    return [resolved(f"{tier}{n}", "2026-01-05 09:00", end, customer_id=tier) for n, end in enumerate(ends)]


@pytest.fixture
def tiers(house: House) -> Warehouse:
    """High 36 of 40 in time, medium 23 of 30, low 21 of 35; strategic 0 of 5, too few to be judged."""
    counts = {"high": (36, 4), "medium": (23, 7), "low": (21, 14), "strategic": (0, 5)}
    rows = {
        "customer": [{"customer_id": name, "value_tier": name} for name in counts],
        "sla_policy": [policy("r", "resolution", 7200)],
        "work_item": [one for name, (met, late) in counts.items() for one in cases_of(name, met, late)]
        + [resolved(f"u{n}", "2026-01-05 09:00", "2026-01-06 09:00", customer_id="unknown") for n in range(40)],
    }
    return house(rows)


def test_the_floor_is_the_worst_tier_that_has_enough_cases(tiers: Warehouse) -> None:
    found = january(tiers, "sla_floor")
    assert (found.numerator, found.denominator, found.n) == (21, 35, 35)
    assert found.low is not None
    by_tier = ask(tiers, [CATALOGUE["sla_floor"]], since=JAN, until=END, by="tier")["sla_floor"]
    assert [one.groups for one in by_tier.readings if one.n] == [("low",)]
    assert parts(tiers, "tiers_above_floor") == (1, 3)  # 90 % is above 80 %; 77 % and 60 % are not


def test_without_a_tier_of_thirty_cases_there_is_no_floor(house: House) -> None:
    rows = {"sla_policy": [policy("r", "resolution", 7200)], "work_item": cases_of("high", 3, 0)}
    shop = house(rows | {"customer": [{"customer_id": "high", "value_tier": "high"}]})
    assert january(shop, "sla_floor").value is None
    assert january(shop, "tiers_above_floor").value is None


@pytest.mark.parametrize("name", ["action_plans_on_time", "gap_closed"])
def test_what_the_application_keeps_is_in_the_catalogue_and_absent_with_its_reason(house: House, name: str) -> None:
    shop = house({"work_item": []})
    for every in ("month", "quarter", "year", "all"):
        result = ask(shop, [CATALOGUE[name]], since=JAN, until=END, every=every)[name]
        assert [one.value for one in result.readings] == [None]
        assert str(result.readings[0].reason) == "kept in the application's database, which is not there yet"
    assert result.sql == question.statements(shop, CATALOGUE[name]) == ""
    assert question.dimensions(shop, CATALOGUE[name]) == ()

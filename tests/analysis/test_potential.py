"""Growth potential, flows between stages and records: every expected number is worked out by hand beside its rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crm_metrics.access import Scope
from crm_metrics.analysis.potential import candidates
from crm_metrics.errors import QuestionError
from tests.metrics.catalogue.worth import JAN, House, grouped, one, peers, sale
from tests.warehouse.shapes.made import change, contact, item, moved, person, plan

# ------------------------------------------------------------------ potential


def test_potential_is_the_gap_to_the_upper_quarter_of_the_peers(house: House) -> None:
    shop = house(peers())
    # half of 62.5 is 31.25: 10, 20 and 30 lag behind, by 52.5, 42.5 and 32.5
    assert one(shop, "customers_with_potential") == 3
    assert one(shop, "growth_potential") == 127.5
    assert one(shop, "potential_per_customer") == 42.5
    assert grouped(shop, "growth_potential", "potential_reason") == {"spend": 127.5}


def test_fewer_lines_than_the_upper_quarter_are_a_reason_too(house: House) -> None:
    rows = peers()
    rows["order_line"] += [sale(f"c{number}", "2026-01-06", 0, product_id="q") for number in (3, 7, 8)]
    shop = house(rows)  # lines held: 1 five times, 2 three times: the upper quarter holds 2
    found = grouped(shop, "customers_with_potential", "potential_reason")
    assert found == {"spend_and_lines": 2, "spend": 1, "lines": 3}
    # 52.5 and 42.5; 32.5; and 22.5, 12.5 and 2.5 of those who only lack a line
    assert grouped(shop, "growth_potential", "potential_reason") == {
        "spend_and_lines": 95,
        "spend": 32.5,
        "lines": 37.5,
    }


def test_too_few_peers_have_no_upper_quarter(house: House) -> None:
    rows = peers()
    rows["customer"][0]["segment"] = "B"
    assert one(house(rows), "customers_with_potential") == 0


def test_the_list_says_why_and_keeps_to_what_the_reader_may_see(house: House) -> None:
    shop = house(peers())
    found = candidates(shop, date(2026, 2, 28))
    assert [(one.customer, one.potential) for one in found] == [
        ("c1", Decimal("52.50")),
        ("c2", Decimal("42.50")),
        ("c3", Decimal("32.50")),
    ]
    assert str(found[0].reason) == "spent 10.00 in the months before; a quarter of its peers spent 62.50 or more"
    assert [one.customer for one in candidates(shop, date(2026, 2, 28), most=1)] == ["c1"]
    assert [one.customer for one in candidates(shop, date(2026, 2, 28), where={"region": "N"})] == ["c2"]
    assert [one.customer for one in candidates(shop, date(2026, 2, 28), where={"region": ["N", None]})] == ["c2"]
    assert [one.customer for one in candidates(shop, date(2026, 2, 28), scope=Scope(teams=("T1",)))] == ["c1", "c3"]
    assert candidates(shop, date(2026, 2, 28), scope=Scope(processes=("service",))) == ()
    assert candidates(shop, date(2026, 1, 31)) == ()
    with pytest.raises(QuestionError, match=r"No column 'teir' in potential_span\. Did you mean 'tier'?"):
        candidates(shop, date(2026, 2, 28), where={"teir": "low"})
    with pytest.raises(QuestionError, match="0 customers cannot be listed"):
        candidates(shop, date(2026, 2, 28), most=0)


def test_potential_and_records_stand_under_the_team_that_the_manager_was_in(house: House) -> None:
    rows = peers()
    rows["agent"] = [one | {"team": "New"} for one in rows["agent"]]
    rows["status_event"] = [change(f"g{n}", "team", "2026-03-10 09:00", f"T{n}", "New", entity="agent") for n in (0, 1)]
    shop = house(rows, through=date(2026, 4, 30))
    assert grouped(shop, "customers_with_potential", "team") == {"T0": 1, "T1": 2}
    assert grouped(shop, "stale_record_rate", "team") == {"T0": 0, "T1": 0}
    april = {"since": date(2026, 4, 1), "until": date(2026, 4, 30)}
    assert grouped(shop, "customers_with_potential", "team", **april) == {"New": 3}
    assert grouped(shop, "complete_record_rate", "team", **april) == {"New": 0}


# ------------------------------------------------------------------ stages


def test_flows_go_from_stage_to_stage(house: House) -> None:
    rows = [
        moved("a", "lifecycle_stage", "2026-02-01", "exploration", "awareness"),
        moved("a", "lifecycle_stage", "2026-02-20", "awareness", "expansion"),
        moved("b", "lifecycle_stage", "2026-02-03", "exploration", "awareness"),
        moved("b", "lifecycle_stage", "2026-02-25", "awareness", "dissolution"),
    ]
    shop = house({"customer": [person("a"), person("b")], "status_event": rows})
    assert grouped(shop, "stage_moves", "lifecycle_stage,next_stage") == {
        ("awareness", "dissolution"): 1,
        ("awareness", "expansion"): 1,
    }  # the stage in which each was first seen was never entered
    assert one(shop, "stage_entries") == 4


# ------------------------------------------------------------------ records


def test_records_are_filled_field_by_field(house: House) -> None:
    full = {"email": "x@example.invalid", "region": "N", "segment": "A", "value_tier": "low", "owner_agent_id": "g"}
    rows = {
        "customer": [
            person("full", lifecycle_stage="awareness", **full),
            person("bare", value_tier="low"),
            person("gone", value_tier="low"),
        ],
        "subscription": [plan("full", JAN), plan("bare", JAN), plan("gone", JAN, date(2026, 1, 9))],
    }
    shop = house(rows)
    assert one(shop, "record_completeness") == pytest.approx(7 / 12)  # six of full, one of bare; gone is in no book
    fields = grouped(shop, "record_completeness", "field")
    assert fields == dict.fromkeys(("contact", "region", "segment", "lifecycle_stage", "agent"), 0.5) | {"tier": 1.0}
    assert one(shop, "complete_record_rate") == 0.5
    assert grouped(shop, "complete_record_rate", "agent") == {"g": 1.0, None: 0.0}


def test_a_record_of_which_nobody_heard_for_180_days_is_forgotten(house: House) -> None:
    rows = {
        "customer": [person("told", owner_agent_id="g"), person("still")],
        "subscription": [plan("told", JAN), plan("still", JAN)],
        "interaction": [contact("c", "2026-03-01 10:00", customer_id="told")],
        "status_event": [moved("still", "segment", "2026-01-10", None, "A")],
    }
    shop = house(rows)

    def at(day: date) -> Any:
        return one(shop, "stale_record_rate", since=day, until=day, every="all")

    assert at(date(2026, 7, 8)) == 0.0  # 179 days after the segment was noted
    assert at(date(2026, 7, 9)) == 0.5
    assert at(date(2026, 8, 28)) == 1.0  # 180 days after the contact


def test_cases_with_a_reason_are_counted(house: House) -> None:
    shop = house({"work_item": [item("a", "2026-02-01 10:00", reason="billing"), item("b", "2026-02-02 10:00")]})
    assert one(shop, "reason_recorded_rate") == 0.5


def test_the_company_says_which_fields_are_critical(house: House) -> None:
    rows = {
        "customer": [
            person("a", email="x@example.invalid", name="A", relationship_type="personal", _source="crm"),
            person("b", phone="1", region="N", acquisition_campaign_id="k", _source="shop"),
        ],
        "subscription": [plan("a", JAN), plan("b", JAN)],
        "critical_field": [{"field": one} for one in ("contact", "email", "phone", "name", "region", "campaign")],
    }
    shop = house(rows)
    # a: contact, email, name; b: contact, phone, region, campaign: 7 of 12
    assert one(shop, "record_completeness") == pytest.approx(7 / 12)
    assert grouped(shop, "record_completeness", "field") == {
        "contact": 1.0, "email": 0.5, "phone": 0.5, "name": 0.5, "region": 0.5, "campaign": 0.5
    }  # fmt: skip
    assert grouped(shop, "source_record_completeness", "source") == {"crm": 0.5, "shop": pytest.approx(4 / 6)}
    assert one(shop, "complete_record_rate") == 0.0


def test_a_record_is_complete_when_the_companys_own_fields_are_filled(house: House) -> None:
    rows = {
        "customer": [person("a", name="A", relationship_type="personal"), person("b", name="B", region="N")],
        "subscription": [plan("a", JAN), plan("b", JAN)],
        "critical_field": [{"field": "name"}, {"field": "relationship_type"}],
    }
    assert grouped(house(rows), "complete_record_rate", "source") == {None: 0.5}  # a alone has both

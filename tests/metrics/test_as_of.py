"""Numbers of the past stay when tiers, teams, priorities and promises change, and every channel can be told apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from crm_metrics.metrics import CATALOGUE, question
from crm_metrics.metrics.question import ask
from crm_metrics.warehouse.store import Warehouse
from tests.metrics.catalogue.test_care import END, JAN, MAIL, effort, survey
from tests.warehouse.shapes.made import Row, at, change, contact, policy, resolved

House = Callable[..., Warehouse]

AS_OF = {
    "sla_compliance": ("tier", "team", "priority"),
    "first_response_sla": ("tier", "team", "priority"),
    "sla_breaches": ("tier", "team", "priority"),
    "promised_date_rate": ("tier", "team", "priority"),
    "first_contact_resolution": ("tier", "team", "priority"),
    "answer_accepted_rate": ("tier", "team", "priority"),
    "cases_opened": ("tier", "team", "priority"),
    "cases_resolved": ("tier", "team", "priority"),
    "csat": ("tier", "team", "priority"),
    "unanswered_rate": ("tier", "team", "priority"),
    "contacts_handled": ("tier", "team", "priority"),
    "cost_per_contact": ("tier", "team"),
    "sla_floor": ("tier",),
}


def company(*, later: bool) -> Mapping[str, Sequence[Row]]:
    """A desk in January; `later`, in March, its tiers, teams, priorities and promises are others."""
    tier, team, priority = ("low", "Sur", "low") if later else ("high", "Norte", "urgent")
    told: Row = {"expected_close_on": date(2026, 1, 9), "first_response_at": at("2026-01-05 09:30")}
    owned: Row = {"agent_id": "ana", "team": team, "priority": priority, "touchpoint_id": "mail"}
    rows: dict[str, list[Row]] = {
        "customer": [{"customer_id": "c1", "value_tier": tier}],
        "touchpoint": [MAIL],
        "agent": [{"agent_id": "ana", "name": "Ana", "team": team, "area": "Servicio", "process": "service"}],
        "sla_policy": [policy("r", "resolution", 7200, valid_to=date(2026, 3, 1) if later else None)]
        + [policy("f", "first_response", 3600)]
        + ([policy("r2", "resolution", 60, valid_from=date(2026, 3, 1))] if later else []),
        "work_item": [
            resolved(f"w{n}", "2026-01-05 09:00", f"2026-01-05 1{n % 3}:00", **owned, **told) for n in range(33)
        ],
        "interaction": [contact(f"i{n}", "2026-01-05 09:10", f"w{n}", agent_id="ana", team="Norte", talk_seconds=60)
                        for n in range(33)],
        "survey": [survey("s", "csat", 5, 1, 5, work_item_id="w0")],
        "agent_time": [effort("ana", "handling", 3600, cost=Decimal(10))],
        # the history of one status says that reopening is followed: else nobody knows what was accepted
        "status_event": [change("w0", "status", "2026-01-05 09:05", "new", "open")],
    }  # fmt: skip
    if later:
        rows["status_event"] += [change("c1", "value_tier", "2026-03-05 09:00", "high", "low", "customer")]
        for n in range(33):
            rows["status_event"] += [
                change(f"w{n}", "team", "2026-03-05 09:00", "Norte", "Sur"),
                change(f"w{n}", "priority", "2026-03-05 09:00", "urgent", "low"),
            ]
    return rows


def test_a_change_of_tier_team_priority_or_promise_changes_no_past_number(house: House) -> None:
    before, after = house(company(later=False)), house(company(later=True))
    for name, dimensions in AS_OF.items():
        for by in ((), *((one,) for one in dimensions)):
            first, second = (
                [(one.groups, one.numerator, one.denominator, one.value)
                 for one in ask(shop, [CATALOGUE[name]], since=JAN, until=END, by=by)[name].readings]
                for shop in (before, after)
            )  # fmt: skip
            assert first == second, (name, by)
            assert any(value is not None for *_, value in first), (name, by)


def test_contacts_cases_answers_and_clocks_are_told_by_channel(house: House) -> None:
    shop = house({"work_item": [], "interaction": [], "survey": [], "sla_policy": []})
    shapes = ("interaction", "work_item", "survey", "sla_clock", "open_item_span", "sla_risk_span", "written_contact")
    for metric in CATALOGUE.values():
        if metric.shape in shapes:
            assert "channel" in question.dimensions(shop, metric), metric.name

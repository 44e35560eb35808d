"""Why somebody is to be attended on Tuesday 13 January 2026, by what was known at the close of the day before."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.warehouse.attending import reasons as attending
from crm_metrics.warehouse.attending.reason import Contact, DayReason
from crm_metrics.warehouse.company.daylist import DayRules
from crm_metrics.warehouse.store import Warehouse
from tests.conftest import House
from tests.warehouse.shapes.made import at, change, contact, hours, item, person, policy

CLOSE, TODAY = date(2026, 1, 12), date(2026, 1, 13)


def told(shop: Warehouse, kind: str, today: date = TODAY, close: date = CLOSE) -> dict[str, DayReason]:
    found = [one for one in attending.reasons(shop, today, close, DayRules()) if one.kind == kind]
    assert len({one.customer for one in found}) == len(found)
    return {one.customer: one for one in found}


def sold(customer: str, day: str, amount: int = 100, **more: object) -> dict[str, object]:
    base: dict[str, object] = {"order_id": f"{customer}-{day}", "line_no": 1, "customer_id": customer}
    base |= {"ordered_at": at(f"{day} 12:00"), "product_id": "tea", "quantity": 1, "amount": amount}
    return base | more


def test_a_case_with_less_than_a_fifth_of_its_time_left_asks_for_its_owner(house: House) -> None:
    """Ten open hours from Monday 08:00 to the close at 17:00: one hour is left, less than the fifth of two."""
    rows = {
        "business_hours": hours("desk", "08:00", "17:00"),
        "sla_policy": [policy("p", "resolution", 10 * 3600, "desk", priority="urgent")],
        "work_item": [
            item("w1", "2026-01-12 08:00", agent_id="a1", team="Norte", priority="urgent"),
            item("w2", "2026-01-12 11:00", customer_id="c2", priority="urgent"),
            item("w3", "2026-01-12 08:00", customer_id="unknown", priority="urgent"),
        ],
    }
    found = told(house(rows, first=date(2025, 12, 1), through=CLOSE), "limit")
    assert {name: (one.agent, one.team, one.about, one.left) for name, one in found.items()} == {
        "c1": ("a1", "Norte", "w1", 60)
    }


def test_a_complaint_handed_over_asks_until_somebody_of_the_new_team_takes_it(house: House) -> None:
    complaint = {"kind": "complaint", "team": "Soluciones"}
    names = ("alone", "called", "moved", "born", "later", "asked")
    rows = {
        "work_item": [
            item(name, "2026-01-08 09:00", customer_id=name, **(complaint if name != "asked" else {}))
            for name in names
        ],
        "status_event": [
            *(change(one, "team", "2026-01-09 10:00", "Voz", "Soluciones") for one in names[:3] + names[5:]),
            change("born", "team", "2026-01-08 09:00", None, "Soluciones"),
            change("later", "team", "2026-01-13 10:00", "Voz", "Soluciones"),
            change("moved", "status", "2026-01-10 10:00", "open", "working"),
        ],
        "interaction": [
            contact("i1", "2026-01-09 15:00", "called", customer_id="called", direction="outbound", team="Soluciones",
                    disposition="no_answer"),
            contact("i2", "2026-01-09 15:00", "alone", customer_id="alone", team="Voz"),
        ],
    }  # fmt: skip
    found = told(house(rows, first=date(2025, 12, 1), through=date(2026, 1, 13)), "complaint")
    assert {name: (one.team, one.day) for name, one in found.items()} == {"alone": ("Soluciones", date(2026, 1, 9))}


def test_a_promise_asks_on_its_day_for_what_was_not_paid_by_then(house: House) -> None:
    promises = {"due": (TODAY, 100), "part": (TODAY, 100), "paid": (TODAY, 100), "tomorrow": (date(2026, 1, 14), 100)}
    rows = {
        "interaction": [
            contact(name, "2026-01-08 09:00", customer_id=name, process="collections", agent_id="a3", team="Cartera",
                    promised_on=day, promised_amount=amount)
            for name, (day, amount) in promises.items()
        ],
        "receivable": [
            *(
                {"entry_id": f"i-{name}", "invoice_id": name, "customer_id": name, "kind": "invoice", "amount": 300,
                 "entry_on": date(2025, 12, 1)}
                for name in promises
            ),
            *(
                {"entry_id": f"p-{name}", "invoice_id": name, "customer_id": name, "kind": "payment",
                 "amount": -amount, "entry_on": date(2026, 1, 10)}
                for name, amount in (("part", 30), ("paid", 100))
            ),
        ],
    }  # fmt: skip
    found = told(house(rows, first=date(2025, 11, 1), through=CLOSE), "promise")
    assert {name: (one.amount, one.agent, one.process) for name, one in found.items()} == {
        "due": (100, "a3", "collections"),
        "part": (70, "a3", "collections"),
    }


def test_who_bought_three_to_seven_days_before_is_asked_unless_somebody_spoke_since(house: House) -> None:
    """From the 13th these are the 6th to the 10th; a delivery counts where one is told."""
    rows = {
        "order_line": [
            sold("early", "2026-01-06", agent_id="a4"), sold("late", "2026-01-10"), sold("too_early", "2026-01-05"),
            sold("too_late", "2026-01-11"), sold("came", "2026-01-01", delivered_at=at("2026-01-08 10:00")),
            sold("spoken", "2026-01-08"),
        ],
        "interaction": [contact("i1", "2026-01-09 10:00", customer_id="spoken")],
    }  # fmt: skip
    found = told(house(rows, first=date(2025, 12, 1), through=CLOSE), "follow_up")
    assert {name: one.day for name, one in found.items()} == {
        "early": date(2026, 1, 6),
        "late": date(2026, 1, 10),
        "came": date(2026, 1, 8),
    }
    assert found["early"].agent == "a4"


def test_who_spoke_of_an_opportunity_in_the_last_fortnight_asks_for_its_manager_until_a_sale_begins(
    house: House,
) -> None:
    """From the close of the 12th these are the days from 30 December on."""
    cases = {"spoke": "2025-12-30", "early": "2025-12-29", "sold": "2026-01-05", "other": "2026-01-05"}
    rows = {
        "contact_reason": [{"reason": "upgrade", "contact_kind": "opportunity"}],
        "customer": [person(name, owner_agent_id="a1") for name in cases],
        "agent": [{"agent_id": "a1", "name": "Luis", "team": "Norte", "area": "Centro", "process": "sales"}],
        "work_item": [
            *(
                item(f"case-{name}", f"{day} 09:00", customer_id=name, reason="upgrade" if name != "other" else "bill")
                for name, day in cases.items()
            ),
            item("sale", "2026-01-06 09:00", customer_id="sold", process="sales", kind="upsell"),
        ],
    }
    found = told(house(rows, first=date(2025, 12, 1), through=CLOSE), "opportunity")
    assert {name: (one.agent, one.about, one.process) for name, one in found.items()} == {
        "spoke": ("a1", "case-spoke", "sales")
    }


def test_birthdays_and_anniversaries_are_of_the_day_and_of_active_customers(house: House) -> None:
    rows = {
        "customer": [
            person("born", born_on=date(1990, 1, 13), owner_agent_id="a1"),
            person("joined", acquired_on=date(2024, 1, 13)),
            person("today", acquired_on=TODAY),
            person("gone", born_on=date(1990, 1, 13)),
            person("other", born_on=date(1990, 1, 14)),
        ],
        "agent": [{"agent_id": "a1", "name": "Luis", "team": "Norte", "area": "Centro", "process": "service"}],
        "order_line": [
            *(sold(name, "2025-12-20") for name in ("born", "joined", "today", "other")), sold("gone", "2024-01-20"),
        ],
    }  # fmt: skip
    shop = house(rows, first=date(2024, 1, 1), through=CLOSE)
    assert {name: (one.agent, one.team) for name, one in told(shop, "birthday").items()} == {"born": ("a1", "Norte")}
    assert {name: one.day for name, one in told(shop, "anniversary").items()} == {"joined": date(2024, 1, 13)}


@pytest.mark.parametrize(
    ("today", "celebrated"), [(date(2026, 2, 28), True), (date(2028, 2, 28), False), (date(2028, 2, 29), True)]
)
def test_who_was_born_on_a_leap_day_has_a_birthday_each_year(house: House, today: date, celebrated: bool) -> None:
    rows = {
        "customer": [person("leap", born_on=date(1992, 2, 29))],
        "order_line": [sold("leap", "2025-12-20"), sold("leap", "2028-01-20")],
    }
    close = date.fromordinal(today.toordinal() - 1)
    shop = house(rows, first=date(2025, 1, 1), through=close)
    assert bool(told(shop, "birthday", today, close)) is celebrated


def test_who_is_silent_longer_than_usual_comes_by_tier_and_by_what_it_brought(house: House) -> None:
    """Bought each 10 days until 1 November: silent for long. Of the same tier who brought more comes first."""
    days = ("2025-09-02", "2025-09-12", "2025-09-22", "2025-10-02", "2025-10-12", "2025-10-22", "2025-11-01")
    amounts = {"small": 10, "large": 20, "best": 5}
    rows = {
        "customer": [
            person("small", value_tier="high"), person("large", value_tier="high"),
            person("best", value_tier="strategic"),
        ],
        "order_line": [sold(name, day, amount) for name, amount in amounts.items() for day in days],
    }  # fmt: skip
    found = told(house(rows, first=date(2025, 1, 1), through=CLOSE), "risk")
    assert sorted(found, key=lambda name: found[name].urgency) == ["best", "large", "small"]
    assert found["best"].day == date(2025, 11, 1)


def test_the_channels_of_a_customer_are_those_to_which_it_agreed(house: House) -> None:
    rows = {
        "customer": [
            person("a", consent_sms=True, consent_email=True),
            person("b", consent=True, do_not_contact=True),
            person("c"),
        ]
    }
    shop = house(rows)
    assert attending.contacts(shop, ("a", "b", "c", "stranger")) == {
        "a": Contact(("sms", "email")),
        "b": Contact(("phone", "whatsapp", "sms", "email"), asked=True),
        "c": Contact(),
    }
    assert attending.contacts(shop, ()) == {}


def test_who_said_in_a_contact_not_to_be_contacted_asked_for_it(house: House) -> None:
    calls = [
        contact(f"i{at}", "2026-01-08 09:00", customer_id=name, direction="outbound", disposition=ended)
        for at, (name, ended) in enumerate((("a", "opt_out"), ("a", "handled"), ("b", "refused")))
    ]
    shop = house({"customer": [person("a", consent=True), person("b", consent=True)], "interaction": calls})
    assert {name: one.asked for name, one in attending.contacts(shop, ("a", "b")).items()} == {"a": True, "b": False}


def test_who_has_an_open_case_of_whatever_process_waits(house: House) -> None:
    rows = {
        "work_item": [
            item("w1", "2026-01-12 08:00"),
            item("w2", "2026-01-12 08:00", customer_id="c2", process="sales", kind="new_sale"),
            item("w3", "2026-01-12 08:00", customer_id="c3", closed_at=at("2026-01-12 16:00")),
        ]
    }
    assert attending.waiting(house(rows, first=date(2025, 12, 1), through=CLOSE), CLOSE) == {"c1", "c2"}

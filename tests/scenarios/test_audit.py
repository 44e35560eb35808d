"""Small companies full of traps, whose answers were worked out by hand before any question was asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reading
from crm_metrics.warehouse import schema, shape
from crm_metrics.warehouse.demo.build import Asked, fill
from crm_metrics.warehouse.store import Warehouse

House = Callable[..., Warehouse]
Row = dict[str, Any]
BOGOTA = ZoneInfo("America/Bogota")
SANTIAGO = ZoneInfo("America/Santiago")
JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))


def at(text: str, zone: ZoneInfo = BOGOTA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def rows(table: str, **fields: Any) -> Row:
    usual: dict[str, Row] = {
        "work_item": {"process": "service", "kind": "request", "status": "open", "agent_id": "eva", "team": "north"},
        "interaction": {
            "process": "service",
            "touchpoint_id": "line",
            "direction": "inbound",
            "disposition": "handled",
        },
        "sla_policy": {"process": "service", "calendar_id": "company", "valid_from": JAN},
        "subscription": {"product_id": "plan", "starts_on": date(2025, 6, 1)},
        "order_line": {"line_no": 1, "product_id": "lamp", "quantity": 1, "amount": 10},
    }
    return {**usual[table], **fields}


def reading(shop: Warehouse, name: str, start: date, every: str = "month", **more: Any) -> Reading:
    result = ask(shop, [CATALOGUE[name]], every=every, since=start, **more)[name]
    return next(one for one in result.readings if one.period == start)


def parts(shop: Warehouse, name: str, start: date, every: str = "month", **more: Any) -> tuple[Any, Any]:
    found = reading(shop, name, start, every, **more)
    return found.numerator, found.denominator


# ------------------------------------------------------------------- a service desk in a zone with daylight saving


@pytest.fixture
def desk(house: House) -> Warehouse:
    """Santiago: on Saturday 4 April 2026 the hour from 23:00 comes twice; on 6 September 00:00 is followed by 01:00."""

    def local(text: str) -> datetime:
        return at(text, SANTIAGO)

    def case(key: str, customer: str, opened: str, solved: str | None = None, **more: Any) -> Row:
        ends: Row = (
            {"outcome": "resolved", "first_resolved_at": local(solved), "closed_at": local(solved)} if solved else {}
        )
        usual = {"work_item_id": key, "customer_id": customer, "opened_at": local(opened), "reason": key, **ends}
        return rows("work_item", **usual | more)

    def call(key: str, customer: str | None, offered: str, **more: Any) -> Row:
        return rows("interaction", interaction_id=key, customer_id=customer, offered_at=local(offered), **more)

    night = [("night", 6, "22:00", "24:00"), ("night", 7, "00:00", "06:00")]
    hours = [("company", day, "09:00", "18:00") for day in range(1, 6)] + night
    return house(
        {
            "company": [
                {"name": "Mesa", "time_zone": "America/Santiago", "currency": "CLP", "fiscal_year_start_month": 4}
            ],
            "business_hours": [
                dict(zip(("calendar_id", "weekday", "opens", "closes"), one, strict=True)) for one in hours
            ],
            "customer": [
                {"customer_id": "ana", "name": "Ana", "value_tier": "high"},
                {"customer_id": "luz", "name": "Luz", "value_tier": "low"},
            ],
            "customer_alias": [
                {"alias_id": "crm:ana", "customer_id": "ana"},
                {"alias_id": "crm:luz", "customer_id": "luz"},
            ],
            "touchpoint": [{"touchpoint_id": "line", "name": "Line", "process": "service", "channel": "phone"}],
            "agent": [{"agent_id": "eva", "name": "Eva", "team": "north", "area": "desk", "process": "service"}],
            "sla_policy": [
                rows(
                    "sla_policy",
                    policy_id="any",
                    clock="resolution",
                    target_seconds=9 * 3600,
                    valid_to=date(2026, 5, 1),
                ),
                rows(
                    "sla_policy", policy_id="new", clock="resolution", target_seconds=3600, valid_from=date(2026, 5, 1)
                ),
                rows("sla_policy", policy_id="high", clock="resolution", target_seconds=7200, value_tier="high"),
                rows(
                    "sla_policy",
                    policy_id="now",
                    clock="resolution",
                    target_seconds=900,
                    priority="urgent",
                    calendar_id="always",
                ),
                rows("sla_policy", policy_id="night", clock="first_response", target_seconds=7200, calendar_id="night"),
            ],
            "work_item": [
                # Friday 17:30 to Monday 10:00: half an hour and one hour of the two agreed for Ana's tier
                case(
                    "friday",
                    "ana",
                    "2026-03-06 17:30",
                    "2026-03-09 10:00",
                    reason="bill",
                    first_response_at=local("2026-03-06 17:40"),
                ),
                # the last second of January: the case is January's; its time runs out on Monday 2 February
                case(
                    "midnight",
                    "luz",
                    "2026-01-31 23:59:59",
                    "2026-02-02 09:30",
                    first_response_at=local("2026-02-01 00:00:01"),
                ),
                case("again", "crm:ana", "2026-03-16 09:00", "2026-03-16 10:00", closed_at=local("2026-03-20 12:00")),
                # Ana again with the same reason, six days after; urgent, but the tier's promise goes before
                case("return", "crm:ana", "2026-03-15 12:00", "2026-03-15 12:20", reason="bill", priority="urgent"),
                case("nobody", "unknown", "2026-03-10 12:00", "2026-03-10 13:00", reason="bill"),
                # opened on 30 April at 23:30, 1 May in UTC: the promise of April, which 12 open hours break
                case("late", "luz", "2026-04-30 23:30", "2026-05-04 12:00"),
                # over the night with 25 hours: one open hour on Friday, one on Monday; 3 + 6 of the night desk
                case("autumn", "luz", "2026-04-03 17:00", "2026-04-06 10:00"),
                # over the night with 23 hours: 23:00 to 02:00 are two hours
                case("spring", "luz", "2026-09-05 23:00", first_response_at=local("2026-09-06 02:00")),
            ],
            "status_event": [
                {
                    "entity": "work_item",
                    "entity_id": "again",
                    "attribute": "status",
                    "changed_at": local(when),
                    "old_value": old,
                    "new_value": new,
                }
                for when, old, new in (
                    ("2026-03-16 10:00", "open", "resolved"),
                    ("2026-03-18 10:00", "resolved", "reopened"),
                    ("2026-03-20 12:00", "reopened", "closed"),
                )
            ]
            + [
                {
                    "entity": "customer",
                    "entity_id": "crm:ana",
                    "attribute": "value_tier",
                    "changed_at": local(when),
                    "old_value": old,
                    "new_value": new,
                }
                for when, old, new in (
                    ("2026-03-09 10:00", "high", "strategic"),
                    ("2026-03-10 00:00", "strategic", "high"),
                )
            ],
            "interaction": [
                call("c1", "ana", "2026-03-06 17:30", work_item_id="friday", answered_at=local("2026-03-06 17:30:20")),
                call(
                    "c2",
                    "luz",
                    "2026-01-31 23:59:59",
                    work_item_id="midnight",
                    answered_at=local("2026-02-01 00:00:20"),
                ),
                call("c3", "ana", "2026-03-16 09:00", work_item_id="again", answered_at=local("2026-03-16 09:00:05")),
                call("c4", None, "2026-03-10 12:00", work_item_id="nobody", answered_at=local("2026-03-10 12:00:10")),
                call(
                    "c5", "luz", "2026-03-31 23:59:50", disposition="abandoned", ended_at=local("2026-04-01 00:00:10")
                ),
                call("c6", "luz", "2026-04-01 00:00", disposition="abandoned", ended_at=local("2026-04-01 00:00:05")),
                call("c7", "luz", "2026-04-01 00:00", disposition="abandoned", ended_at=local("2026-04-01 00:00:21")),
                call("c8", "luz", "2026-04-02 12:00", disposition="self_served"),
                call("c9", "luz", "2026-04-20 12:00", disposition="self_served"),
                call("c10", "crm:luz", "2026-04-27 23:59", answered_at=local("2026-04-27 23:59:01")),
            ],
            "agent_time": [
                {
                    "agent_id": "eva",
                    "team": "north",
                    "process": "service",
                    "state": "handling",
                    "seconds": seconds,
                    "started_at": local(start),
                }
                for start, seconds in (("2026-09-05 22:00", 10_800), ("2026-03-31 23:00", 7200))
            ],
        },
        through=date(2026, 9, 30),
        shapes=("work_item", "sla_clock", "interaction", "agent_day", "calendar_day"),
    )


DESK = {
    ("cases_opened", JAN): (1, None),
    ("cases_opened", FEB): (0, None),
    ("cases_opened", APR): (2, None),
    ("cases_opened", date(2026, 5, 1)): (0, None),
    ("sla_compliance", FEB): (1, 1),
    ("sla_compliance", MAR): (4, 4),
    ("sla_compliance", APR): (1, 1),
    ("sla_compliance", date(2026, 5, 1)): (0, 1),
    ("first_response_sla", FEB): (1, 1),
    ("first_response_sla", APR): (0, 1),
    ("first_response_sla", date(2026, 9, 1)): (1, 1),
    ("first_contact_resolution", FEB): (1, 1),
    # asked again, reopened, without a contact; the unknown one stays out
    ("first_contact_resolution", MAR): (0, 3),
    ("reopen_rate", MAR): (1, 4),
    ("service_level", JAN): (0, 1),  # 21 seconds
    ("service_level", MAR): (3, 3),  # 20 seconds are in; hung up after 20 seconds is in neither side
    ("service_level", APR): (1, 2),
    ("abandonment_rate", MAR): (1, 4),
    ("abandonment_rate", APR): (1, 2),  # hung up after 5 seconds is in neither side
    ("self_service_rate", APR): (1, 5),  # the second one called on the seventh day after
    ("productive_hours", MAR): (3600, 3600),  # from 23:00 two hours: one for each day
    ("productive_hours", APR): (3600, 3600),
}


def test_a_desk_across_midnights_and_clock_changes(desk: Warehouse) -> None:
    assert {(name, start): parts(desk, name, start) for name, start in DESK} == DESK


def test_a_day_of_23_hours_cuts_work_at_its_own_midnight(desk: Warehouse) -> None:
    days = [parts(desk, "productive_hours", date(2026, 9, day), "day", until=date(2026, 9, 6))[0] for day in (5, 6)]
    assert days == [7200, 3600]


def test_the_tier_is_the_one_of_the_instant_of_the_anchor(desk: Warehouse) -> None:
    closed = ask(desk, [CATALOGUE["cases_resolved"]], every="month", by="tier", since=MAR, until=date(2026, 3, 31))
    # friday was closed at the very instant Ana became strategic; nobody knows the tier of the unknown
    assert {one.groups[0]: one.value for one in closed["cases_resolved"].readings} == {
        "high": 2,
        "strategic": 1,
        None: 1,
    }


def test_quarters_and_years_follow_a_fiscal_year_that_starts_in_april(desk: Warehouse) -> None:
    for every, first in (
        ("quarter", [(JAN, 5), (APR, 2), (date(2026, 7, 1), 1)]),
        ("year", [(date(2025, 4, 1), 5), (APR, 3)]),
    ):
        found = ask(desk, [CATALOGUE["cases_opened"]], every=every, since=JAN)["cases_opened"].readings
        assert [(one.period, one.value) for one in found] == first


# --------------------------------------------------------------------------------- debtors: part payments, bounces


def entry(key: str, invoice: str, kind: str, day: date, amount: int, **fields: Any) -> Row:
    usual = {"entry_id": key, "invoice_id": invoice, "customer_id": "ana", "kind": kind, "entry_on": day}
    return {**usual, "amount": amount, **fields}


@pytest.fixture
def ledger(house: House) -> Warehouse:
    """A: part paid and credited. B: due on its own day, written down. C: paid, bounced, paid again."""
    return house(
        {
            "customer": [{"customer_id": "ana", "name": "Ana"}],
            "receivable": [
                entry("a1", "A", "invoice", date(2026, 1, 10), 100, due_on=date(2026, 2, 9)),
                entry("a2", "A", "payment", date(2026, 1, 20), -40),
                entry("a3", "A", "credit_note", date(2026, 2, 3), -10),
                entry("a4", "A", "payment", date(2026, 3, 5), -30),
                entry("b1", "B", "invoice", date(2026, 2, 5), 200),
                entry("b2", "B", "write_off", date(2026, 3, 31), -50),
                entry("c1", "C", "invoice", date(2026, 1, 1), 300, due_on=date(2026, 1, 31)),
                entry("c2", "C", "payment", date(2026, 1, 31), -300),
                entry("c3", "C", "reversal", date(2026, 2, 2), 300),
                entry("c4", "C", "payment", date(2026, 2, 20), -300),
            ],
        },
        through=date(2026, 4, 30),
        shapes=("invoice_span", "invoice", "receivable", "calendar_day"),
    )


LEDGER = {
    # closing balances: January A 60; February A 50 + B 200; March A 20 + B 150
    ("receivables", "month", JAN): (60, None),
    ("receivables", "month", FEB): (250, None),
    ("receivables", "month", MAR): (170, None),
    ("overdue_receivables", "month", JAN): (0, None),
    ("overdue_receivables", "month", FEB): (250, None),
    ("cash_collected", "month", JAN): (340, None),
    ("cash_collected", "month", FEB): (0, None),
    ("cash_collected", "month", MAR): (30, None),
    ("cei", "month", JAN): (340, 340),  # 0 + 400 - 60, of 0 + 400 - 60 not yet due
    ("cei", "month", FEB): (10, 260),  # 60 + 200 - 250, of 60 + 200 - 0
    ("cei", "month", MAR): (80, 250),
    ("cei", "quarter", JAN): (430, 600),  # between its own ends: no mean of 1, 0.038 and 0.32
    ("dso", "month", FEB): (250 * 28, 200),
    ("dso", "quarter", JAN): (170 * 90, 600),
    ("dso", "month", MAR): (170 * 31, 0),  # no sale: nothing to divide by
    ("recovery_rate", "month", MAR): (30, 250),
    ("cure_rate", "month", MAR): (0, 250),  # written down is not cured
}


def test_a_ledger_with_part_payments_credit_and_a_bounce(ledger: Warehouse) -> None:
    assert {(name, every, start): parts(ledger, name, start, every) for name, every, start in LEDGER} == LEDGER


def test_nothing_sold_leaves_dso_empty_with_a_reason(ledger: Warehouse) -> None:
    found = reading(ledger, "dso", MAR)
    assert found.value is None and found.complete and found.reason is not None


def test_balances_roll_to_worse_buckets_from_the_bucket_they_opened_in(ledger: Warehouse) -> None:
    def rolled(start: date, end: date) -> dict[Any, Any]:
        found = ask(ledger, [CATALOGUE["roll_rate"]], every="month", by="opening_bucket", since=start, until=end)
        return {one.groups[0]: (one.numerator, one.denominator) for one in found["roll_rate"].readings}

    assert rolled(FEB, date(2026, 2, 28)) == {"0": (50, 60)}  # A became 19 days late, 50 still owed
    assert rolled(MAR, date(2026, 3, 31)) == {"1-30": (20 + 150, 50 + 200)}


def test_promises_are_kept_by_money_that_stayed_and_oldest_first(house: House) -> None:
    def promise(key: str, customer: str, due: int) -> Row:
        return rows(
            "interaction",
            interaction_id=key,
            customer_id=customer,
            process="collections",
            direction="outbound",
            right_party=True,
            offered_at=at("2026-01-05 10:00"),
            promised_on=date(2026, 1, due),
            promised_amount=100,
        )

    def pay(customer: str, day: int, amount: int, kind: str = "payment") -> Row:
        key = f"{customer}{day}{kind}"
        return entry(key, f"of {customer}", kind, date(2026, 1, day), amount, customer_id=customer)

    shop = house(
        {
            "interaction": [
                promise("p1", "part", 10),
                promise("p2", "late", 10),
                promise("p3", "bounced", 10),
                promise("p4", "alias", 10),
                promise("p5", "two", 10),
                promise("p6", "two", 12),
                promise("p7", "again", 20),
            ],
            "customer_alias": [{"alias_id": "billing:alias", "customer_id": "alias"}],
            "receivable": [
                *(pay("part", 8, -60), pay("part", 13, -40)),  # 40 on the last of the three days of grace
                pay("late", 14, -100),
                # the cheque of the 9th bounced; the money of the 20th came too late
                *(pay("bounced", 9, -100), pay("bounced", 12, 100, "reversal"), pay("bounced", 20, -100)),
                pay("billing:alias", 10, -100),
                pay("two", 11, -150),  # 100 for the older promise, 50 are left
                # a cheque that bounced before the promise does not take the money that came for it
                *(pay("again", 2, -100), pay("again", 4, 100, "reversal"), pay("again", 19, -100)),
            ],
        },
        through=date(2026, 3, 31),
        shapes=("promise", "calendar_day"),
    )
    by_customer = ask(shop, [CATALOGUE["promise_kept_rate"]], every="all", by="customer", since=JAN)[
        "promise_kept_rate"
    ]
    kept = {one.groups[0]: (one.numerator, one.denominator) for one in by_customer.readings}
    assert kept == {
        "alias": (100, 100),
        "part": (100, 100),
        "late": (0, 100),
        "bounced": (0, 100),
        "two": (150, 200),
        "again": (100, 100),
    }
    assert parts(shop, "promises_kept_share", JAN) == (4, 7)  # alias, part, again, the first of two


# ------------------------------------------------------------------------------------- the book: who left, who stayed


@pytest.fixture
def book(house: House) -> Warehouse:
    def plan(key: str, customer: str, mrr: int, **more: Any) -> Row:
        return rows("subscription", subscription_id=key, customer_id=customer, mrr=mrr, **more)

    def order(key: str, customer: str, when: str, **more: Any) -> Row:
        return rows("order_line", order_id=key, customer_id=customer, ordered_at=at(when), **more)

    return house(
        {
            "customer_alias": [{"alias_id": "old:up", "customer_id": "up"}],
            "subscription": [
                plan("1", "up", 10, ends_on=date(2026, 2, 15), end_reason="upgrade"),
                plan("1", "up", 15, starts_on=date(2026, 2, 15)),
                plan("2", "old:up", 5),  # the same person under another id
                plan("3", "same", 20, ends_on=date(2026, 2, 10)),
                plan("4", "same", 20, starts_on=date(2026, 2, 10)),  # back on the day of leaving: never left
                plan("5", "back", 30, ends_on=date(2026, 2, 10)),
                plan("6", "back", 25, starts_on=date(2026, 2, 20)),
                plan("7", "march", 40, ends_on=MAR),  # its last day is 28 February
                plan("8", "visitor", 50, starts_on=date(2026, 2, 3), ends_on=date(2026, 2, 20)),
                plan("9", "unknown", 0, ends_on=date(2026, 2, 10)),
                plan("10", "nothing", 70, starts_on=date(2026, 2, 5), ends_on=date(2026, 2, 5)),
            ],
            "order_line": [
                order("o1", "again", "2025-02-10 23:30"),  # 11 February in UTC; in the book until 9 February 2026
                order("o2", "again", "2026-02-20 12:00"),
                order("o3", "gone", "2025-02-15 12:00"),  # in the book until 14 February 2026
                order("o4", "returner", "2026-02-11 12:00", is_return=True, amount=-10, quantity=-1),
                order("o5", "unknown", "2025-02-15 12:00"),
            ],
        },
        first=date(2025, 1, 1),
        through=date(2026, 4, 30),
        shapes=("book_span", "departure", "mrr_span", "holding_span", "order_line", "interaction", "calendar_day"),
    )


BOOK: dict[tuple[str, str, date], Fraction | int] = {
    ("active_customers", "day", date(2026, 1, 31)): 6,  # up, same, back, march, again, gone
    ("active_customers", "day", date(2026, 2, 9)): 7,  # and the visitor
    ("active_customers", "day", date(2026, 2, 10)): 5,  # without back and again
    ("active_customers", "day", date(2026, 2, 28)): 5,  # up, same, back, march, again
    ("customer_churn_rate", "month", FEB): Fraction(1, 6),  # gone; back and again came back
    ("customer_churn_rate", "month", MAR): Fraction(1, 5),
    ("customer_churn_rate", "quarter", JAN): Fraction(2, 6),
    ("departures", "week", date(2026, 2, 9)): 3,  # back, again, gone
    ("departures", "month", FEB): 4,  # and the visitor
    ("opening_mrr", "month", FEB): 15 + 20 + 30 + 40,
    ("nrr", "month", FEB): Fraction(20 + 20 + 25 + 40, 105),
    ("grr", "month", FEB): Fraction(15 + 20 + 25 + 40, 105),
    ("nrr", "month", MAR): Fraction(65, 105),
    ("customers_joined", "month", FEB): 0,
    ("average_active_customers", "month", FEB): Fraction(6 * 2 + 7 * 7 + 5 * 5 + 4 * 5 + 5 * 9, 28),
}


def test_a_book_with_upgrades_returns_and_one_person_twice(book: Warehouse) -> None:
    # the book in February: 6 on the 1st and 2nd; 7 with the visitor, 3rd to 9th; 5 from the 10th to the 14th; 4 without
    # gone from the 15th to the 19th; on the 20th the visitor leaves, back and again return: 5 to the end
    found = {(name, every, start): reading(book, name, start, every).value for name, every, start in BOOK}
    assert found == {key: float(value) for key, value in BOOK.items()}


def test_growth_closes(book: Warehouse) -> None:
    """Opening + joined + returned - churned = closing, for every month."""
    for start, before, last in (
        (FEB, date(2026, 1, 31), date(2026, 2, 28)),
        (MAR, date(2026, 2, 28), date(2026, 3, 31)),
    ):
        opening, closing = (reading(book, "active_customers", day, "day").value or 0 for day in (before, last))
        moves = [reading(book, f"customers_{word}", start).value or 0 for word in ("joined", "returned", "churned")]
        assert opening + moves[0] + moves[1] - moves[2] == closing


SPANS = {
    "holding_span": "customer, product_line",
    "book_stretch": "customer",
    "book_span": "customer",
    "stage_span": "customer",
    "customer_span": "customer",
    "member_span": "customer",
    "mrr_span": "subscription_id",
    "invoice_span": "invoice_id",
    "open_item_span": "work_item",
}


def test_no_customer_contract_invoice_or_item_is_in_two_spans_on_one_day() -> None:
    """A plan and an order of one day, neither with an end, once put one customer of this company there twice."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        schema.create(connection)
        fill(connection, Asked(customers=1500, months=14, seed=11, until=date(2026, 3, 15)))
        shape.build(connection, only=tuple(SPANS))
        twice = {
            name: connection.execute(
                f"select count(*) from (select to_on, lead(from_on) over (partition by {keys} order by from_on, to_on)"
                f" as next_on from shape.{name}) where next_on < to_on"
            ).fetchall()[0][0]
            for name, keys in SPANS.items()
        }
    assert twice == dict.fromkeys(SPANS, 0)


def test_points_whose_time_is_not_over_are_no_breakage_yet_and_the_month_waits(house: House) -> None:
    def points(key: str, kind: str, day: date, count: int, until: date | None = None) -> Row:
        return {"entry_id": key, "customer_id": "ana", "kind": kind, "points": count, "expires_on": until,
                "entry_at": datetime(day.year, day.month, day.day, 12, tzinfo=BOGOTA)}  # fmt: skip

    shop = house(
        {
            "loyalty_entry": [
                points("1", "earn", date(2026, 1, 5), 100, date(2026, 3, 1)),
                points("2", "redeem", date(2026, 2, 1), -40),
                points("3", "expire", date(2026, 3, 1), -60),
                points("4", "earn", date(2026, 2, 5), 80, date(2026, 9, 1)),
                points("5", "earn", date(2026, 2, 6), 30),  # never expires: in neither side
            ]
        },
        through=date(2026, 4, 30),
        shapes=("points_lot", "watermark", "calendar_day"),
    )
    ripe, young = (reading(shop, "breakage_rate", start) for start in (JAN, FEB))
    assert (ripe.numerator, ripe.denominator, ripe.complete) == (60, 100, True)
    assert (young.denominator, young.complete, str(young.reason)) == (80, False, "matures on 2026-09-01")


def test_what_is_collected_counts_the_payments_credited_to_a_contact(house: House) -> None:
    def call(key: str, when: str, **more: Any) -> Row:
        usual = {"interaction_id": key, "process": "collections", "customer_id": "ana", "right_party": True}
        return rows("interaction", **usual | {"offered_at": at(when), "direction": "outbound", "team": "north", **more})

    shop = house(
        {
            "interaction": [call("1", "2026-01-05 10:00"), call("2", "2026-01-05 23:30", team="south")],
            "receivable": [
                entry("i", "A", "invoice", date(2026, 1, 2), 100),
                entry("p1", "A", "payment", date(2026, 1, 4), -10),  # before the contact
                entry("p2", "A", "payment", date(2026, 1, 5), -20),
                entry("p3", "A", "payment", date(2026, 1, 19), -30),  # the fourteenth day
                entry("p4", "A", "payment", date(2026, 1, 20), -40),
            ],
        },
        shapes=("receivable", "watermark", "calendar_day"),
    )
    found = reading(shop, "collected_after_contact", JAN)
    assert (found.value, found.n) == (50, 2)
    by_team = ask(shop, [CATALOGUE["collected_after_contact"]], by="team", since=JAN, until=date(2026, 1, 31))
    assert {one.groups[0]: one.value for one in by_team["collected_after_contact"].readings} == {"south": 50}
    by_team = ask(shop, [CATALOGUE["cash_collected"]], by="team", since=JAN, until=date(2026, 1, 31))
    assert {one.groups[0]: one.value for one in by_team["cash_collected"].readings} == {"south": 50, None: 50}


def test_a_sale_that_a_call_back_closed_counts_like_one_that_a_dial_closed(house: House) -> None:
    def call(key: str, item: str, when: str, direction: str = "outbound") -> Row:
        usual = {"interaction_id": key, "work_item_id": item, "process": "telemarketing", "right_party": True}
        return rows("interaction", **usual | {"offered_at": at(when), "direction": direction})

    record = {
        "process": "telemarketing",
        "kind": "list_record",
        "customer_id": "ana",
        "opened_at": at("2026-01-02 08:00"),
    }
    won = {"closed_at": at("2026-01-08 10:00"), "outcome": "won"}
    shop = house(
        {
            "work_item": [
                rows("work_item", work_item_id="dialled", **record, **won),
                rows("work_item", work_item_id="back", **record, **won),
            ],
            "interaction": [
                call("1", "dialled", "2026-01-05 10:00"),
                call("2", "dialled", "2026-01-08 09:00"),
                call("3", "back", "2026-01-05 11:00"),
                call("4", "back", "2026-01-08 09:30", "inbound"),
            ],
        },
        shapes=("interaction", "calendar_day"),
    )
    assert parts(shop, "sales_conversion_rate", JAN) == (2, 4)
    assert parts(shop, "contact_rate", JAN) == (3, 3)  # of dials, the call back is in neither side

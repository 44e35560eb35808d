"""The four corners of the seven processes, each on rows worked out by hand or on a published example."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reading
from crm_metrics.warehouse.store import Warehouse

House = Callable[..., Warehouse]
Row = dict[str, Any]
ZONE = ZoneInfo("America/Bogota")
JAN, END = date(2026, 1, 1), date(2026, 1, 31)
HOUR = timedelta(hours=1)


def moment(day: int, hour: float = 9, month: int = 1) -> datetime:
    return datetime(2026, month, day, tzinfo=ZONE) + hour * HOUR


def item(key: str, process: str, kind: str, day: int = 5, **fields: Any) -> Row:
    usual: Row = {"work_item_id": key, "process": process, "kind": kind, "customer_id": f"c{key}", "status": "open"}
    return {**usual, "opened_at": moment(day), "agent_id": "eva", "team": "north", **fields}


def closed(key: str, process: str, kind: str, day: int, outcome: str, **fields: Any) -> Row:
    return item(key, process, kind, **{"closed_at": moment(day), "outcome": outcome, **fields})


def contact(key: str, process: str, day: int = 6, **fields: Any) -> Row:
    usual: Row = {"interaction_id": key, "process": process, "touchpoint_id": "p", "direction": "outbound"}
    usual |= {"agent_id": "eva", "team": "north", "customer_id": f"c{key}", "disposition": "handled"}
    return {**usual, "offered_at": moment(day), **fields}


def hours(process: str, seconds: int) -> Row:
    usual: Row = {"agent_id": "eva", "team": "north", "process": process, "started_at": moment(5, 8)}
    return {**usual, "state": "handling", "seconds": seconds}


def plan(key: str, mrr: float = 10, starts: date = date(2025, 6, 1), **fields: Any) -> Row:
    usual: Row = {"subscription_id": key, "customer_id": f"c{key}", "product_id": "p", "mrr": mrr, "starts_on": starts}
    return {**usual, **fields}


def policy(process: str, clock: str, seconds: int) -> Row:
    usual: Row = {"policy_id": clock, "process": process, "clock": clock, "target_seconds": seconds}
    return {**usual, "calendar_id": "always", "valid_from": date(2025, 1, 1)}


def month(warehouse: Warehouse, *names: str, until: date = END, every: str = "month") -> list[Reading]:
    asked = ask(warehouse, [CATALOGUE[name] for name in names], since=JAN, until=until, every=every)
    return [one.readings[0] for one in asked.values()]


def parts(reading: Reading) -> tuple[float | None, float | None, float | None]:
    top, bottom = (None if one is None else float(one) for one in (reading.numerator, reading.denominator))
    return top, bottom, reading.value


def test_presales(house: House) -> None:
    leads = [
        item("1", "presales", "lead", first_response_at=moment(5, 9.5)),  # half an hour: in time
        item("2", "presales", "lead", first_response_at=moment(5, 11)),  # two hours: late
        item("3", "presales", "lead", day=6),  # never answered: late
    ]
    deals = [item("4", "sales", "new_sale", expected_amount=900), item("5", "sales", "new_sale", expected_amount=500)]
    change = {"entity": "work_item", "entity_id": "4", "attribute": "expected_amount", "changed_at": moment(9)}
    calls = [contact(str(i), "presales", work_item_id=lead) for i, lead in enumerate("112")]
    rows = {
        "work_item": leads + deals,
        "status_event": [{**change, "old_value": "1000", "new_value": "900"}],
        "interaction": calls,
        "agent_time": [hours("presales", 1800)],
        "sla_policy": [policy("presales", "first_response", 3600)],
    }
    hourly, daily, pipeline, sla = month(
        house(rows), "leads_worked_per_hour", "leads_worked_per_agent_day", "pipeline_created", "lead_response_sla"
    )
    assert parts(hourly) == (2, 0.5, 4.0)  # two leads, one of them called twice
    assert parts(daily) == (2, 1, 2.0)
    assert (pipeline.value, pipeline.n) == (1500, 2)  # as it stood when opened: 1,000 + 500
    assert parts(sla) == (1, 3, 1 / 3)
    assert sla.low is not None


def test_sales(house: House) -> None:
    rows = {
        "work_item": [
            closed("1", "sales", "new_sale", 9, "won", amount=600),
            closed("2", "sales", "upsell", 9, "won", amount=300),
            closed("3", "sales", "new_sale", 10, "lost", expected_amount=300),
            closed("4", "service", "request", 10, "resolved", amount=999),
        ],
        "agent_time": [hours("sales", 7200), hours("service", 3600)],
        "target": [{"metric": "bookings", "cadence": "month", "goal": 1200, "valid_from": JAN}],
    }
    names = ["bookings", "win_rate", "win_rate_value", "revenue_per_selling_hour", "revenue_per_agent_day"]
    booked, rate, by_value, hourly, daily, quota = month(house(rows), *names, "quota_attainment")
    assert booked.value == 900
    assert parts(rate) == (2, 3, 2 / 3)
    assert parts(by_value) == (900, 1200, 0.75)
    assert parts(hourly) == (900, 2, 450.0)
    assert parts(daily) == (900, 2, 450.0)  # items finished on the 9th and on the 10th
    assert parts(quota) == (900, 1200, 0.75)


def test_service_level_is_the_fourth_of_the_five_definitions(house: House) -> None:  # V01: 860 ÷ (1000 + 40)
    def call(key: int, seconds: float, *, answered: bool) -> Row:
        start = moment(5)
        stop = start + timedelta(seconds=seconds)
        usual = contact(str(key), "service", direction="inbound", offered_at=start)
        times = {"answered_at": stop} if answered else {"ended_at": stop, "disposition": "abandoned"}
        return {**usual, **times}

    waits = [(10, True)] * 860 + [(40, True)] * 140 + [(3, False)] * 10 + [(15, False)] * 10 + [(60, False)] * 40
    calls = [call(key, seconds, answered=answered) for key, (seconds, answered) in enumerate(waits)]
    names = ["service_level", "abandonment_rate", "average_speed_of_answer", "contacts_offered"]
    level, lost, speed, offered = month(house({"interaction": calls}), *names)
    assert parts(level) == (860, 1040, 860 / 1040)
    assert level.value == pytest.approx(0.8269, abs=5e-5)
    assert parts(lost) == (50, 1050, 50 / 1050)
    assert parts(speed) == (860 * 10 + 140 * 40, 1000, 14.2)
    assert offered.value == 1060


def test_service(house: House) -> None:
    def solved(key: str, hour: float, **fields: Any) -> Row:
        usual = closed(key, "service", "request", 5, "resolved", reason="bill")
        return {**usual, "closed_at": moment(5, hour), "first_resolved_at": moment(5, hour), **fields}

    def call(key: str, case: str) -> Row:
        return contact(key, "service", 5, direction="inbound", work_item_id=case, customer_id=f"c{case}")

    rows = {
        "work_item": [solved("1", 10), solved("2", 20), item("3", "service", "request")],
        "interaction": [call("1", "1"), call("2", "2"), call("3", "2")],  # the second case took two contacts
        "agent_time": [hours("service", 3600)],
        "sla_policy": [policy("service", "resolution", 4 * 3600)],
        "subscription": [plan("1"), plan("2")],
    }
    names = ["cases_resolved_per_hour", "cases_resolved_per_agent_day", "contact_rate_per_customer"]
    hourly, daily, rate, sla, fcr = month(
        house(rows, first=date(2025, 6, 1)), *names, "sla_compliance", "first_contact_resolution"
    )
    assert parts(hourly) == (2, 1, 2.0)
    assert parts(daily) == (2, 1, 2.0)
    assert parts(rate) == (3, 2, 1.5)
    assert parts(sla) == (1, 3, 1 / 3)  # one hour; eleven hours; never
    assert parts(fcr) == (1, 2, 0.5)


def entry(key: str, kind: str, day: date, amount: float, due: date | None = None) -> Row:
    usual: Row = {"entry_id": key, "invoice_id": key.rstrip("p"), "customer_id": "c1", "kind": kind}
    return {**usual, "entry_on": day, "amount": amount, "due_on": due}


LEDGER = [  # V07: opening 6,200; credit sales 3,390 + 3,610 + 3,890; closing 6,340, of which 3,590 current
    entry("0", "invoice", date(2025, 12, 15), 6200, date(2026, 1, 15)),
    entry("0p", "payment", date(2026, 1, 20), -6200),
    entry("1", "invoice", date(2026, 1, 10), 3390, date(2026, 2, 10)),
    entry("1p", "payment", date(2026, 2, 20), -3390),
    entry("2", "invoice", date(2026, 2, 10), 3610, date(2026, 3, 10)),
    entry("2p", "payment", date(2026, 3, 20), -860),
    entry("3", "invoice", date(2026, 3, 10), 3890, date(2026, 4, 10)),
    entry("3p", "payment", date(2026, 3, 25), -300),
]


def test_collection_effectiveness_is_that_of_the_published_quarter(house: House) -> None:  # V07
    warehouse = house({"receivable": LEDGER}, first=date(2025, 12, 1), through=date(2026, 3, 31))
    cei, collected, overdue = month(
        warehouse, "cei", "cash_collected", "overdue_rate", until=date(2026, 3, 31), every="quarter"
    )
    assert parts(cei) == (10750, 13500, 10750 / 13500)
    assert cei.value == pytest.approx(0.796, abs=5e-4)
    assert collected.value == 10750
    assert parts(overdue) == (2750, 6340, 2750 / 6340)


def test_days_of_sales_outstanding_are_those_of_jd_edwards(house: House) -> None:  # V09: 10,869 × 90 ÷ 17,674
    amounts = {1: 5538, 2: 4566, 3: 7570}
    rows = [entry(str(at), "invoice", date(2026, at, 10), amount) for at, amount in amounts.items()]
    rows.append(entry("3p", "payment", date(2026, 3, 20), -6805))
    warehouse = house({"receivable": rows}, first=date(2025, 12, 1), through=date(2026, 3, 31))
    (dso,) = month(warehouse, "dso", until=date(2026, 3, 31), every="quarter")
    assert parts(dso) == (10869 * 90, 17674, 10869 * 90 / 17674)
    assert dso.value == pytest.approx(55.347, abs=5e-4)


def test_collections(house: House) -> None:
    ledger = [
        entry("1", "invoice", date(2025, 11, 1), 1000, date(2025, 12, 20)),  # 1-30 days late at the opening
        entry("1p", "payment", date(2026, 1, 10), -400),
        entry("2", "invoice", date(2025, 12, 1), 500, date(2026, 2, 28)),  # current at both ends
        entry("2p", "payment", date(2026, 1, 30), -100),
    ]
    call = contact("1", "collections", 5, customer_id="c1", right_party=True)
    promise = {"promised_on": date(2026, 1, 8), "promised_amount": 500}  # 400 were paid within 3 days of it
    rows = {
        "receivable": ledger,
        "interaction": [{**call, **promise}, {**call, "interaction_id": "2", "right_party": False}],
        "agent_time": [hours("collections", 7200)],
    }
    warehouse = house(rows, first=date(2025, 11, 1))
    names = ["collected_per_hour", "collected_per_agent_day", "promise_kept_rate", "promises_kept_share", "roll_rate"]
    hourly, daily, kept, in_full, rolled, direct, promised = month(
        warehouse, *names, "right_party_contact_rate", "promise_rate"
    )
    assert parts(hourly) == (400, 2, 200.0)  # the payment of the 30th came more than 14 days after the contact
    assert parts(daily) == (400, 1, 400.0)
    assert parts(kept) == (400, 500, 0.8)
    assert parts(in_full) == (0, 1, 0.0)
    assert parts(rolled) == (600, 1500, 0.4)  # of the 1,000 then late, 400 were paid and 600 are later still
    assert parts(direct) == (1, 2, 0.5)
    assert parts(promised) == (1, 1, 1.0)


def test_telemarketing(house: House) -> None:
    def dial(key: str, record: str, connected: float | None, **fields: Any) -> Row:
        start = moment(6)
        usual = contact(key, "telemarketing", work_item_id=record, answered_at=start, right_party=True)
        late = None if connected is None else start + timedelta(seconds=connected)
        return {**usual, "connected_at": late, **fields}

    campaign: Row = {"campaign_id": "x", "name": "X", "process": "telemarketing", "channel": "phone", "starts_on": JAN}
    rows = {
        "work_item": [
            closed("1", "telemarketing", "list_record", 7, "won", campaign_id="x", amount=80),
            closed("2", "telemarketing", "list_record", 7, "lost", campaign_id="x"),
            item("3", "telemarketing", "list_record", campaign_id="x"),
        ],
        "campaign": [{**campaign, "ends_on": END}],
        "interaction": [
            dial("1", "1", 1),
            dial("2", "2", 1, disposition="opt_out"),
            dial("3", "2", 5),  # an agent after five seconds: late
            dial("4", "3", None, disposition="abandoned", right_party=False),  # no agent at all: late
            {**dial("5", "3", None, disposition="no_answer", right_party=None), "answered_at": None},
        ],
        "agent_time": [hours("telemarketing", 5400)],
    }
    names = ["contacts_per_hour", "contacts_per_agent_day", "sales_conversion_rate", "list_conversion_rate"]
    more = ["outbound_abandonment_rate", "opt_out_rate", "contact_rate", "attempts_per_record", "sales_per_hour"]
    hourly, daily, conversion, base, lost, refused, reached, tries, sold = month(house(rows), *names, *more)
    assert parts(hourly) == (3, 1.5, 2.0)
    assert parts(daily) == (3, 2, 1.5)  # contacts on the 6th, records finished on the 7th
    assert parts(conversion) == (1, 3, 1 / 3)
    assert parts(base) == (1, 3, 1 / 3)
    assert parts(lost) == (2, 4, 0.5)
    assert parts(refused) == (1, 3, 1 / 3)
    assert parts(reached) == (3, 5, 0.6)
    assert parts(tries) == (5, 3, 5 / 3)
    assert parts(sold) == (1, 1.5, 2 / 3)


def test_loyalty(house: House) -> None:
    def points(key: str, kind: str, day: int, amount: int = 0) -> Row:
        return {"entry_id": key, "customer_id": "c1", "kind": kind, "entry_at": moment(day), "points": amount}

    def order(key: str, customer: str, day: int, at: int = 1) -> Row:
        usual: Row = {"order_id": key, "line_no": 1, "customer_id": customer, "product_id": "p", "quantity": 1}
        return {**usual, "amount": 10, "ordered_at": moment(day, month=at)}

    ledger = [points("1", "enrol", 5), points("2", "earn", 6, 100), points("3", "earn", 7, 50)]
    rows = {
        "loyalty_entry": [*ledger, points("4", "redeem", 8, -30)],
        # two first orders in January; ana came back after 89 days, bea after 91
        "order_line": [order("1", "ana", 5), order("2", "ana", 4, 4), order("3", "bea", 5), order("4", "bea", 6, 4)],
        "agent_time": [hours("loyalty", 1800)],
        "interaction": [contact("1", "loyalty")],
    }
    names = ["enrolments_per_hour", "enrolments_per_agent_day", "repeat_purchase_rate", "redemption_rate"]
    hourly, daily, repeat, redeemed = month(house(rows, first=date(2025, 1, 1)), *names)
    assert parts(hourly) == (1, 0.5, 2.0)
    assert parts(daily) == (1, 1, 1.0)
    assert parts(repeat) == (1, 2, 0.5)
    assert parts(redeemed) == (30, 150, 0.2)


def test_retention(house: House) -> None:
    rows = {
        "work_item": [
            closed("1", "retention", "save", 9, "won", amount=10),
            closed("2", "retention", "save", 9, "won", amount=10),  # said yes, left two months later
            closed("3", "retention", "save", 9, "lost"),
            closed("4", "retention", "exit", 9, "lost"),  # nobody handled it: no save
        ],
        "subscription": [plan("1"), plan("2", ends_on=date(2026, 3, 9), end_reason="voluntary"), plan("3")],
        "agent_time": [hours("retention", 3600)],
    }
    names = ["save_rate", "save_rate_initial", "saves_per_hour", "saves_per_agent_day", "cancellation_requests"]
    rate, first, hourly, daily, asked = month(house(rows, first=date(2025, 6, 1)), *names)
    assert parts(rate) == (1, 3, 1 / 3)
    assert parts(first) == (2, 3, 2 / 3)
    assert parts(hourly) == (2, 1, 2.0)
    assert parts(daily) == (2, 1, 2.0)
    assert asked.value == 3


def test_churn_leaves_out_customers_who_joined_during_the_month_and_those_who_came_back(house: House) -> None:  # V11
    rows = [plan(str(i)) for i in range(89)]
    rows += [plan(str(i), ends_on=date(2026, 1, 15), end_reason="voluntary") for i in range(89, 100)]
    rows.append(plan("back", customer_id="c89", starts=date(2026, 1, 25)))
    rows.append(plan("brief", starts=date(2026, 1, 5), ends_on=date(2026, 1, 20), end_reason="voluntary"))
    warehouse = house({"subscription": rows}, first=date(2025, 6, 1), through=END)
    churn, stay = month(warehouse, "customer_churn_rate", "customer_retention_rate")
    assert parts(churn) == (10, 100, 0.1)
    assert parts(stay) == (90, 100, 0.9)
    assert churn.low is not None
    assert churn.high is not None
    assert churn.low < 0.1 < churn.high


def test_revenue_churn_and_retention_are_those_of_chartmogul(house: House) -> None:  # V12: 100, −10, −10, +10
    rows = [
        plan("stays", 60),
        plan("leaves", 10, ends_on=date(2026, 1, 15), end_reason="voluntary"),
        plan("shrinks", 20, ends_on=date(2026, 1, 15), end_reason="downgrade"),
        plan("shrinks", 10, starts=date(2026, 1, 15)),
        plan("grows", 10, ends_on=date(2026, 1, 15), end_reason="upgrade"),
        plan("grows", 20, starts=date(2026, 1, 15)),
        plan("joins", 50, starts=date(2026, 1, 10)),
    ]
    warehouse = house({"subscription": rows}, first=date(2025, 6, 1), through=END)
    gross, net, grr, nrr = month(warehouse, "mrr_churn_gross", "mrr_churn_net", "grr", "nrr")
    assert [one.value for one in (gross, net, grr, nrr)] == [0.2, 0.1, 0.8, 0.9]
    assert nrr.low is not None


def test_who_only_bought_once_is_not_behind_a_number_of_recurring_revenue(house: House) -> None:
    once: Row = {"order_id": "1", "line_no": 1, "customer_id": "buyer", "product_id": "p", "ordered_at": moment(9)}
    rows = {"subscription": [plan("1"), plan("2")], "order_line": [{**once, "quantity": 1, "amount": 30}]}
    warehouse = house(rows, first=date(2025, 6, 1), through=END)
    opening, gross, nrr = month(warehouse, "opening_mrr", "mrr_churn_gross", "nrr")
    assert [(one.value, one.n) for one in (opening, gross, nrr)] == [(20, 2), (0, 2), (1, 2)]  # two plans of 10


def test_satisfaction(house: House) -> None:
    def survey(key: str, instrument: str, score: float | None, low: int, high: int, **fields: Any) -> Row:
        usual: Row = {"survey_id": key, "instrument": instrument, "customer_id": "c1", "sent_at": moment(5)}
        return {
            **usual,
            "score": score,
            "responded_at": None if score is None else moment(6),
            "scale_min": low,
            "scale_max": high,
            **fields,
        }

    rows = [survey(f"s{i}", "csat", score, 1, 5) for i, score in enumerate((5, 4, 3, 1))]
    rows += [survey(f"seven{i}", "csat", 6, 1, 7) for i in range(2)]  # another scale: in the mean only
    rows += [survey(f"e{i}", "ces", score, 1, 7) for i, score in enumerate((7, 5, 4))]
    rows += [survey(f"r{i}", "nps", score, 0, 10, relationship=True) for i, score in enumerate((10, 9, 8, 6))]
    rows += [survey(f"t{i}", "nps", score, 0, 10) for i, score in enumerate((10, 0))]
    rows += [survey("g1", "good_bad", 1, 0, 1), survey("g2", "good_bad", 0, 0, 1)]
    rows += [survey("silent", "csat", None, 1, 5)]
    names = ["csat", "csat_mean", "ces", "nps", "nps_transactional", "good_rating_rate", "response_rate"]
    csat, mean, ces, nps, after, good, answered = month(house({"survey": rows}), *names)
    assert parts(csat) == (2, 4, 0.5)
    # 100, 75, 50, 0 and twice 83.33
    assert mean.value == pytest.approx((225 + 2 * 100 * 5 / 6) / 6)
    assert parts(ces) == (2, 3, 2 / 3)
    assert parts(nps) == (100, 4, 25.0)
    assert parts(after) == (0, 2, 0.0)
    assert parts(good) == (1, 2, 0.5)
    assert parts(answered) == (17, 18, 17 / 18)

"""The clean company of a seed: a few months of all seven processes, as rows of the input tables with local times."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from tests.scenarios.real_life.exports import Row, Tables

FIRST, LAST = date(2025, 1, 1), date(2025, 6, 30)
OPEN_DAYS = [
    day
    for day in (FIRST + timedelta(days=n) for n in range(181))
    if day.isoweekday() <= 5 and day.isoformat() not in ("2025-01-01", "2025-01-06", "2025-05-01")
]
TIERS = ("strategic", "high", "medium", "low")


def company(draw: Random) -> Tables:
    """Some thirty customers and their half a year."""
    tables = _things(draw)
    buyers = [str(row["customer_id"]) for row in tables["customer"][:24]]
    tables |= _desk(draw, buyers) | _deals(draw, buyers) | _dials(draw, buyers) | _effort(draw)
    tables["interaction"] += _calls(draw, buyers)
    tables["survey"] = _answers(draw, buyers)
    tables["order_line"] = _orders(draw, buyers)
    tables["subscription"] = _contracts(draw, buyers)
    tables["receivable"] = _ledger(draw, buyers)
    tables["loyalty_entry"] = _points(draw, buyers)
    return tables


def moment(day: date, hour: int, minute: int = 0, second: int = 0) -> str:
    """An instant as it stands in a file: local time without offset."""
    return f"{day.isoformat()} {hour:02d}:{minute:02d}:{second:02d}"


def later(text: object, **more: int) -> str:
    """An instant moved by days, hours, minutes or seconds."""
    return (datetime.fromisoformat(str(text)) + timedelta(**more)).isoformat(sep=" ")


def spread(draw: Random, count: int, days: int = 0) -> list[date]:
    """The first of the year and working days in order; none in the last `days`."""
    known = [day for day in OPEN_DAYS if day <= LAST - timedelta(days=days)]
    return [FIRST, *sorted(draw.choices(known, k=count - 1))]


def _things(draw: Random) -> Tables:
    customers: list[Row] = [
        {
            "customer_id": f"c{n:02d}",
            "name": f"Cliente {n}",
            "kind": draw.choice(("person", "company")),
            "value_tier": draw.choice(TIERS),
            "segment": draw.choice(("norte", "sur")),
            "region": draw.choice(("Bogotá", "Cali")),
            "acquired_on": "2024-06-01" if n < 24 else None,
            "created_at": "2024-05-20 12:00:00",
            "email": f"c{n:02d}@cliente.example",
        }
        for n in range(32)
    ]
    points = (("line", "service", "phone"), ("mailbox", "service", "email"), ("form", "service", "web"),
              ("chat", "service", "chat"), ("visit", "presales", "visit"), ("dialer", "telemarketing", "phone"),
              ("dunning", "collections", "phone"))  # fmt: skip
    people = (("a1", "t1", "service"), ("a2", "t2", "service"), ("a3", "t3", "sales"), ("a4", "t4", "collections"),
              ("a5", "t5", "telemarketing"), ("a6", "t6", "retention"))  # fmt: skip
    return {
        "customer": customers,
        "agent": [
            {"agent_id": who, "name": who, "team": team, "area": "all", "process": process, "hourly_cost": 18}
            for who, team, process in people
        ],
        "touchpoint": [
            {"touchpoint_id": name, "name": name, "process": process, "channel": channel}
            for name, process, channel in points
        ],
        "product": [
            {"product_id": f"p{n}", "name": f"P{n}", "line": f"l{n % 3}", "recurring": n == 4, "unit_cost": 5 + n}
            for n in range(5)
        ],
        "campaign": [
            {"campaign_id": "k1", "name": "K", "process": "telemarketing", "channel": "phone",
             "starts_on": "2025-01-01", "ends_on": "2025-06-30", "cost": 900}
        ],
        "sla_policy": [
            {"policy_id": clock, "process": "service", "clock": clock, "target_seconds": hours * 3600,
             "calendar_id": "company", "pause_statuses": "pending", "valid_from": "2024-01-01"}
            for clock, hours in (("first_response", 4), ("resolution", 12))
        ],
        "interaction": [],
    }  # fmt: skip


def _desk(draw: Random, buyers: list[str]) -> Tables:
    """Cases that were answered, paused for a while and resolved; the last ones are open."""
    items, changes = [], []
    for n, day in enumerate(spread(draw, 60)):
        opened = moment(day, draw.choice((8, 9, 10)), draw.choice((5, 20, 40)))
        answered = later(opened, minutes=draw.choice((20, 75, 150, 380)))
        waits = later(answered, minutes=20)
        back = later(waits, hours=draw.choice((2, 24, 72)))
        solved = later(back, minutes=draw.choice((30, 90, 400)))
        is_open = solved > "2025-06-27"
        case: Row = {"work_item_id": f"w{n:02d}", "process": "service",
                     "kind": draw.choice(("request", "complaint")),
                     "customer_id": draw.choice(buyers), "touchpoint_id": "line", "team": "t1",
                     "agent_id": draw.choice(("a1", "a2")), "priority": draw.choice(("normal", "high")),
                     "reason": draw.choice(("bill", "repair")),
                     "opened_at": opened, "first_response_at": None if is_open else answered,
                     "first_resolved_at": None if is_open else solved, "closed_at": None if is_open else solved,
                     "status": "open" if is_open else "closed", "outcome": None if is_open else "resolved"}  # fmt: skip
        items.append(case)
        if not is_open:
            told = (("new", "open", answered), ("open", "pending", waits), ("pending", "open", back),
                    ("open", "closed", solved))  # fmt: skip
            changes += [{"entity": "work_item", "entity_id": case["work_item_id"], "attribute": "status",
                         "changed_at": at, "old_value": old, "new_value": new} for old, new, at in told]  # fmt: skip
    return {"work_item": items, "status_event": changes}


def _deals(draw: Random, buyers: list[str]) -> Tables:
    """Leads and opportunities beside the cases that are there, each some days long."""
    tables = _desk(draw, buyers)
    for n, day in enumerate(spread(draw, 40, days=4)):
        kind = "lead" if n % 4 == 3 else draw.choice(("new_sale", "upsell", "cross_sell"))
        opened = moment(day, 10)
        closed = later(opened, days=draw.choice((3, 8, 21, 45)), hours=draw.choice((0, 3)))
        is_open = closed > "2025-06-28"
        won = draw.random() < 0.6
        amount = draw.randrange(100, 2000, 50)
        tables["work_item"].append(
            {"work_item_id": f"d{n:02d}", "process": "presales" if kind == "lead" else "sales", "kind": kind,
             "customer_id": draw.choice(buyers), "agent_id": "a3", "team": "t3",
             "product_id": draw.choice(("p0", "p1")),
             "opened_at": opened, "first_response_at": later(opened, hours=2),
             "closed_at": None if is_open else closed, "status": "open" if is_open else "closed",
             "expected_close_on": "2025-07-15", "outcome": None if is_open else "won" if won else "lost",
             "outcome_reason": None if is_open else "price", "expected_amount": amount,
             "amount": amount - 20 if won and not is_open and kind != "lead" else None}
        )  # fmt: skip
    return tables


def _dials(draw: Random, buyers: list[str]) -> Tables:
    tables: Tables = {"interaction": []}
    for n, day in enumerate(spread(draw, 40)):
        at = moment(day, 15, draw.randrange(60))
        heard = draw.choice(("handled", "no_answer", "handled", "refused"))
        spoke = heard != "no_answer"
        tables["interaction"].append(
            {"interaction_id": f"o{n:02d}", "process": "telemarketing", "touchpoint_id": "dialer", "campaign_id": "k1",
             "direction": "outbound", "customer_id": draw.choice(buyers), "agent_id": "a5", "team": "t5",
             "offered_at": at, "answered_at": later(at, seconds=8) if spoke else None,
             "connected_at": later(at, seconds=9) if spoke else None, "ended_at": later(at, minutes=3),
             "talk_seconds": 120 if spoke else None, "hold_seconds": None, "wrap_seconds": 30 if spoke else None,
             "disposition": heard, "right_party": spoke}
        )  # fmt: skip
    return tables


def _calls(draw: Random, buyers: list[str]) -> list[Row]:
    """Calls of service: answered soon or late, some given up."""
    calls: list[Row] = []
    for n, day in enumerate([*spread(draw, 89), LAST]):
        at = moment(day, draw.randrange(8, 15), draw.randrange(60))
        wait = draw.choice((5, 12, 18, 45, 90))
        lost = draw.random() < 0.2
        talk = draw.randrange(60, 600)
        calls.append(
            {"interaction_id": f"i{n:02d}", "process": "service", "touchpoint_id": "line", "direction": "inbound",
             "customer_id": draw.choice(buyers), "agent_id": None if lost else draw.choice(("a1", "a2")),
             "team": None if lost else "t1", "offered_at": at, "answered_at": None if lost else later(at, seconds=wait),
             "ended_at": later(at, seconds=wait if lost else wait + talk), "talk_seconds": None if lost else talk,
             "hold_seconds": None if lost else 10, "wrap_seconds": None if lost else draw.choice((0, 40)),
             "disposition": "abandoned" if lost else "handled", "right_party": None}
        )  # fmt: skip
    return calls


def _effort(draw: Random) -> Tables:
    rows: list[Row] = []
    for day in OPEN_DAYS[::4]:
        for who, team, process in (("a1", "t1", "service"), ("a3", "t3", "sales"), ("a4", "t4", "collections")):
            for state, hour, hours in (("handling", 8, 3), ("available", 11, 1), ("aux", 13, 1)):
                rows.append(
                    {"agent_id": who, "team": team, "process": process, "started_at": moment(day, hour),
                     "state": state, "seconds": hours * 3600 - draw.randrange(0, 600, 20)}
                )  # fmt: skip
    return {"agent_time": rows}


def _answers(draw: Random, buyers: list[str]) -> list[Row]:
    rows: list[Row] = []
    for n, day in enumerate(spread(draw, 90, days=2)):
        instrument, low, high = draw.choice((("nps", 0, 10), ("csat", 1, 5), ("ces", 1, 7)))
        sent = moment(day, 12)
        told = draw.random() < 0.8
        rows.append(
            {"survey_id": f"s{n:02d}", "instrument": instrument, "relationship": instrument == "nps",
             "customer_id": draw.choice(buyers), "process": "service", "touchpoint_id": "line", "agent_id": "a1",
             "team": "t1", "sent_at": sent, "responded_at": later(sent, hours=24) if told else None,
             "score": draw.randint(low, high) if told else None, "scale_min": low, "scale_max": high}
        )  # fmt: skip
    return rows


def _orders(draw: Random, buyers: list[str]) -> list[Row]:
    """Orders of one or two lines; some lines come back some days later, as lines of the same order."""
    rows: list[Row] = []
    for n, day in enumerate(spread(draw, 70)):
        who = draw.choice(buyers)
        for line in range(1, draw.choice((2, 2, 3))):
            amount = draw.randrange(20, 200)
            came = day + timedelta(days=draw.choice((3, 6)))
            sold: Row = {"order_id": f"o{n:02d}", "line_no": line, "customer_id": who,
                         "product_id": draw.choice(("p0", "p1", "p2")), "ordered_at": moment(day, 12),
                         "promised_on": (day + timedelta(days=5)).isoformat(),
                         "delivered_at": moment(came, 12) if came < LAST else None,
                         "quantity": 1, "list_amount": amount + 10, "amount": amount, "cost": amount // 2,
                         "is_return": False}  # fmt: skip
            rows.append(sold)
            if draw.random() < 0.25 and day < date(2025, 6, 10):
                back = later(sold["ordered_at"], days=draw.choice((4, 12)))
                rows.append(
                    sold
                    | {"line_no": line + 10, "ordered_at": back, "promised_on": None, "delivered_at": None}
                    | {
                        "quantity": -1,
                        "list_amount": None,
                        "amount": -amount,
                        "cost": -(amount // 2),
                        "is_return": True,
                    }
                )
    return rows


def _contracts(draw: Random, buyers: list[str]) -> list[Row]:
    """A contract for half of the customers; some grow on the first of a month or later, some end."""
    rows: list[Row] = []
    for n, who in enumerate(buyers[:14]):
        span: Row = {
            "subscription_id": f"u{n:02d}",
            "customer_id": who,
            "product_id": "p4",
            "starts_on": "2024-08-01",
            "ends_on": None,
            "mrr": draw.randrange(50, 200, 10),
            "renewal_due_on": None,
            "end_reason": None,
        }
        rows.append(span)  # fmt: skip
        cut = draw.choice(OPEN_DAYS[20:100]).isoformat()
        if n % 3 == 0:
            span |= {"ends_on": cut, "end_reason": "upgrade"}
            rows.append(
                span | {"starts_on": cut, "ends_on": None, "mrr": int(str(span["mrr"])) + 30, "end_reason": None}
            )
        elif n % 5 == 1:
            span |= {"ends_on": cut, "end_reason": "voluntary"}
    return rows


def _ledger(draw: Random, buyers: list[str]) -> list[Row]:
    """Invoices due after thirty days: paid in whole or in two parts, sooner or later, or not yet."""
    rows: list[Row] = []
    for n, day in enumerate([FIRST - timedelta(days=40), *spread(draw, 49)]):
        amount = draw.randrange(100, 900, 10)
        entry = {"invoice_id": f"f{n:02d}", "customer_id": draw.choice(buyers)}
        due = (day + timedelta(days=30)).isoformat()
        rows.append(entry | {"entry_id": f"f{n:02d}", "kind": "invoice", "entry_on": day.isoformat(), "due_on": due,
                             "amount": amount, "agent_id": None, "team": None})  # fmt: skip
        paid = day + timedelta(days=draw.choice((10, 28, 45, 70, 300)))
        shares = (amount,) if draw.random() < 0.6 else (amount // 2, amount - amount // 2)
        for k, share in enumerate(shares):
            if (at := paid + timedelta(days=9 * k)) <= LAST:
                rows.append(entry | {"entry_id": f"f{n:02d}-{k}", "kind": "payment", "entry_on": at.isoformat(),
                                     "due_on": None, "amount": -share, "agent_id": "a4", "team": "t4"})  # fmt: skip
    return rows


def _points(draw: Random, buyers: list[str]) -> list[Row]:
    rows: list[Row] = []
    for n, who in enumerate(buyers[:12]):
        day = FIRST if n == 0 else draw.choice(OPEN_DAYS[:40])
        told = [("enrol", 0, moment(day, 12)), ("earn", 300, moment(day, 13))]
        told += [("earn", 50, moment(on, 12)) for on in draw.choices(OPEN_DAYS[45:90], k=3)]
        told += [("redeem", -40, moment(draw.choice(OPEN_DAYS[60:110]), 14))]
        rows += [{"entry_id": f"y{n:02d}-{k}", "customer_id": who, "kind": kind, "entry_at": at, "points": points}
                 for k, (kind, points, at) in enumerate(told)]  # fmt: skip
    return rows

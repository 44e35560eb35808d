"""Tickets as Zendesk exports them: agents who left, deleted tickets, policies of tickets, reopened ones, replies."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

from tests.scenarios.real_life.company import LAST, later, moment, spread
from tests.scenarios.real_life.exports import Export, Row, Tables, Telling, copy, month, some, text_of

AGENTS = (20, 21, 22)
# An agent of then who is a customer of today stands in the list of customers of today as well.
_PEOPLE = frozenset({"record_completeness", "complete_record_rate", "stale_record_rate"})


def former_agents(draw: Random) -> Telling:
    """Agents who left are end-users today, or in the list of users no more."""
    desk = tickets(draw)
    real = copy(desk)
    gone = set(draw.sample(AGENTS, draw.choice((1, 2))))
    erased = draw.random() < 0.3
    for row in real["user"]:
        if row["id"] in gone:
            row["role"] = "end-user"
    real["user"] = [row for row in real["user"] if not (erased and row["id"] in gone)]
    return Telling(clean=_zendesk(desk), real=_zendesk(real), free=_PEOPLE)


def deleted_tickets(draw: Random) -> Telling:
    """Tickets that were deleted still come with the export, with their comments and their history."""
    desk = tickets(draw)
    real = copy(desk)
    gone = {row["id"] for row in some(draw, desk["ticket"][1:-1], 0.3)}
    for row in real["ticket"]:
        row["status"] = "deleted" if row["id"] in gone else row["status"]
    clean = copy(desk)
    clean["ticket"] = [row for row in clean["ticket"] if row["id"] not in gone]
    for name in ("ticket_comment", "ticket_field_history"):
        clean[name] = [row for row in clean[name] if row["ticket_id"] not in gone]
    cases = frozenset(
        {"cases_opened", "cases_resolved", "backlog", "first_response_sla", "sla_compliance", "sla_breaches"}
    )
    return Telling(clean=_zendesk(clean), real=_zendesk(real), only=cases | {"reopen_rate", "first_response_time"})


def policies_of_tickets(draw: Random) -> Telling:
    """Two policies fit every ticket; the table of tickets and policies says which of them holds."""
    desk = tickets(draw)
    real = copy(desk)
    real["sla_policy_metric_history"] += [
        row | {"sla_policy_id": 900, "target": 5} for row in desk["sla_policy_metric_history"]
    ]
    real["ticket_sla_policy"] = [
        {"ticket_id": row["id"], "sla_policy_id": 1001, "policy_applied_at": row["created_at"]}
        for row in desk["ticket"]
    ]
    return Telling(clean=_zendesk(desk), real=_zendesk(real))


def reopened_and_open(draw: Random) -> Telling:
    """Tickets that were solved and are open again to this day: what was solved once stays so."""
    desk = tickets(draw)
    clean, real = copy(desk), copy(desk)
    ended = [row for row in desk["ticket"] if row["status"] == "closed" and str(row["created_at"]) < "2025-05-15"]
    for row in some(draw, ended, 0.4):
        last = max(str(one["updated"]) for one in _changes(desk, row, "solved"))
        again = {"ticket_id": row["id"], "field_name": "status", "value": "open", "updated": later(last, hours=26)}
        once_more = again | {"value": "solved", "updated": later(last, hours=27)}
        shut = again | {"value": "closed", "updated": later(last, hours=28)}
        for book, told in ((clean, (again, once_more, shut)), (real, (again,))):
            kept = [
                one for one in book["ticket_field_history"] if one["ticket_id"] != row["id"] or one["value"] != "closed"
            ]
            book["ticket_field_history"] = [*kept, *(dict(one) for one in told)]
        for one in real["ticket"]:
            if one["id"] == row["id"]:
                one |= {"status": "open", "solved_at": None}
    return Telling(
        clean=_zendesk(clean), real=_zendesk(real), only=frozenset({"reopen_rate", "sla_compliance", "cases_opened"})
    )


def one_touch(draw: Random) -> Telling:
    """Question and answer are one contact: solved by the first answer, where the customer never came back."""
    desk = tickets(draw, customers=60)
    replies = Counter(row["ticket_id"] for row in desk["ticket_comment"] if row["user_id"] in AGENTS)
    solved: dict[date, list[bool]] = {}
    for row in desk["ticket"]:
        for one in _changes(desk, row, "solved"):
            solved.setdefault(month(one["updated"]), []).append(replies[row["id"]] == 1)
    rates: dict[date, float | None] = {on: sum(told) / len(told) for on, told in solved.items()}
    return Telling(
        clean=_zendesk(desk),
        real=_zendesk(desk),
        right={"first_contact_resolution": rates},
        only=frozenset({"first_contact_resolution"}),
    )


def changes_of_one_second(draw: Random) -> Telling:
    """A rule of the help desk sets a ticket to open and to pending within one second."""
    desk = tickets(draw)
    real = copy(desk)
    history = []
    for row in real["ticket_field_history"]:
        if row["value"] == "pending":
            history.append(row | {"value": "hold"})
        history.append(row)
    real["ticket_field_history"] = history
    return Telling(clean=_zendesk(desk), real=_zendesk(real))


def tickets(draw: Random, customers: int = 12) -> Tables:
    """Some fifty tickets in whole minutes of UTC: asked, answered by one of three agents, solved, closed."""
    desk: Tables = {
        "user": [{"id": who, "name": f"Agente {who}", "role": "agent", "email": f"{who}@x.example"} for who in AGENTS],
        "group": [{"id": 5, "name": "Soporte"}],
        "ticket": [],
        "ticket_comment": [],
        "ticket_field_history": [],
        "sla_policy_metric_history": [
            {"sla_policy_id": 1001, "sla_policy_updated_at": "2024-06-01 00:00:00", "business_hours": "true",
             "metric": metric, "priority": "normal", "target": target}
            for metric, target in (("first_reply_time", 120), ("total_resolution_time", 900))
        ],
    }  # fmt: skip
    desk["user"] += [
        {"id": 100 + n, "name": f"Cliente {n}", "role": "end-user", "email": f"{n}@c.example"} for n in range(customers)
    ]
    for n, day in enumerate([*spread(draw, 49), LAST]):
        _ticket(draw, desk, n + 1, day, 100 + n % customers)
    return desk


def _ticket(draw: Random, desk: Tables, number: int, day: date, who: int) -> None:
    agent = AGENTS[number % 3]
    asked = moment(day, draw.choice((14, 15)), draw.randrange(60))
    told = [("new", asked)]
    answers = [later(asked, minutes=draw.choice((20, 70, 200)))]
    if draw.random() < 0.5:
        told.append(("pending", later(answers[0], minutes=5)))
        told.append(("open", later(answers[0], hours=draw.choice((3, 24)))))
        answers.append(later(told[-1][1], minutes=40))
    else:
        told.append(("open", answers[0]))
    solved = later(answers[-1], minutes=30)
    is_open = solved > "2025-06-18"
    if not is_open:
        told += [("solved", solved), ("closed", later(solved, days=4))]
    desk["ticket"].append(
        {"id": number, "created_at": asked, "updated_at": told[-1][1], "status": told[-1][0], "priority": "normal",
         "type": "question", "requester_id": who, "assignee_id": agent, "group_id": 5, "via_channel": "email"}
    )  # fmt: skip
    said = [(who, asked), *((agent, at) for at in answers)]
    if len(answers) == 2:
        said.append((who, told[2][1]))
    desk["ticket_comment"] += [
        {"id": f"{number}-{k}", "ticket_id": number, "user_id": author, "created": at, "public": "true"}
        for k, (author, at) in enumerate(said)
    ]
    desk["ticket_field_history"] += [
        {"ticket_id": number, "field_name": "status", "updated": at, "value": value} for value, at in told
    ]


def _changes(desk: Tables, ticket: Row, value: str) -> list[Row]:
    return [row for row in desk["ticket_field_history"] if row["ticket_id"] == ticket["id"] and row["value"] == value]


def _zendesk(desk: Tables) -> Export:
    return Export(files={f"{name}.csv": text_of(rows) for name, rows in desk.items()}, source="zendesk")

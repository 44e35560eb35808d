"""Zendesk over the years: who left, what was deleted, reopened or withdrawn; each number worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import crm_metrics as crm
from crm_metrics.warehouse.loading.load import import_folder
from tests.warehouse.founded import founded

Desk = Callable[..., crm.Warehouse]

USERS = "id,name,role,email\n1,Ana,agent,a@x.example\n2,Luz,end-user,l@y.example\n3,Sol,end-user,s@y.example\n"
TICKETS = "id,created_at,updated_at,status,priority,requester_id,assignee_id,group_id,via_channel,type\n"
COMMENTS = "id,ticket_id,user_id,created,public\n"
HISTORY = "ticket_id,field_name,updated,value\n"
POLICIES = "sla_policy_id,sla_policy_updated_at,business_hours,metric,priority,target\n"
# 14:00 UTC on Monday 5 October 2026 is 09:00 in Bogotá; until the open ticket of November nothing else happens.
LAST = "99,2026-11-25 14:00:00,2026-11-25 15:00:00,open,normal,3,1,,email,question\n"

DELETED = "12,2026-10-05 14:00:00,2026-10-05 15:00:00,deleted,normal,3,1,,email,question\n" + (
    "13,2026-10-05 14:00:00,2026-10-05 15:00:00,suspended,normal,3,1,,email,question\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened: list[crm.Warehouse] = []
    founded(tmp_path / "warehouse", name="Mesa", country="CO")

    def load(files: Mapping[str, str]) -> crm.Warehouse:
        inbox = tmp_path / f"inbox-{len(opened)}"
        inbox.mkdir()
        for name, text in files.items():
            (inbox / f"{name}.csv").write_text(text, encoding="utf-8")
        import_folder(inbox, tmp_path / "warehouse", "zendesk", finish=None)
        opened.append(crm.open(tmp_path / "warehouse"))
        return opened[-1]

    yield load
    for shop in opened:
        shop.close()


def ticket(
    number: int, day: str, status: str, *, priority: str = "normal", kind: str = "question", who: int = 2
) -> str:
    return f"{number},{day} 14:00:00,{day} 18:00:00,{status},{priority},{who},1,,email,{kind}\n"


def october(shop: crm.Warehouse, name: str, **more: Any) -> crm.Reading:
    metric = getattr(crm.metrics, name)
    until = more.pop("until", date(2026, 10, 31))
    reading: crm.Reading = metric.measure(shop, every="all", since=date(2026, 10, 1), until=until, **more).readings[0]
    return reading


def parts(shop: crm.Warehouse, name: str, **more: Any) -> tuple[Any, Any]:
    reading = october(shop, name, **more)
    return reading.numerator, reading.denominator


def test_who_was_ever_given_a_ticket_answers_as_one_of_ours_but_not_in_a_ticket_of_his_own(desk: Desk) -> None:
    # Luz (2) is an end-user today; the history says that she was given ticket 10. In ticket 11 she asks herself.
    shop = desk(
        {
            "user": USERS,
            "ticket": TICKETS + ticket(10, "2026-10-05", "open", who=3) + ticket(11, "2026-10-06", "open") + LAST,
            "ticket_field_history": HISTORY
            + "10,assignee_id,2026-10-05 14:10:00,2\n10,assignee_id,2026-10-07 14:10:00,1\n",
            "ticket_comment": COMMENTS
            + "100,10,3,2026-10-05 14:00:00,true\n101,10,2,2026-10-05 15:00:00,true\n"
            + "110,11,2,2026-10-06 14:00:00,true\n",
        }
    )
    assert shop.fetch("select interaction_id, direction, agent_id from main.interaction order by 1") == [
        ("zendesk:comment-100", "inbound", None),
        ("zendesk:comment-101", "outbound", "zendesk:2"),
        ("zendesk:comment-110", "inbound", None),
    ]
    assert shop.fetch("select agent_id, active from main.agent order by 1") == [
        ("zendesk:1", True),
        ("zendesk:2", False),
    ]
    assert october(shop, "unanswered_contacts").value == 1  # ticket 11
    assert october(shop, "inbound_contacts").value == 2


def test_who_was_an_agent_at_an_earlier_load_and_left_keeps_his_replies(desk: Desk) -> None:
    """Eva was never given a ticket; no history tells of her. She answers Luz, and leaves."""
    files = {
        "user": USERS + "4,Eva,agent,e@x.example\n",
        "ticket": TICKETS + ticket(10, "2026-10-05", "open") + LAST,
        "ticket_comment": COMMENTS + "100,10,2,2026-10-05 14:00:00,true\n101,10,4,2026-10-05 15:00:00,true\n",
    }
    for role, active in (("agent", True), ("end-user", False)):
        shop = desk(files | {"user": files["user"].replace("Eva,agent", f"Eva,{role}")})
        assert shop.fetch("select direction, agent_id from main.interaction order by interaction_id") == [
            ("inbound", None),
            ("outbound", "zendesk:4"),
        ]
        assert shop.fetch("select active from main.agent where agent_id = 'zendesk:4'") == [(active,)]
        assert shop.fetch("select count(*) from main.customer") == [(2,)]
        assert october(shop, "contacts_handled").value == 1


def test_a_deleted_ticket_is_no_case_no_contact_and_no_answer(desk: Desk) -> None:
    shop = desk(
        {
            "user": USERS,
            "ticket": TICKETS + ticket(10, "2026-10-05", "open") + DELETED + LAST,
            "ticket_comment": COMMENTS + "100,10,2,2026-10-05 14:00:00,true\n120,12,3,2026-10-05 14:00:00,true\n",
            "satisfaction_rating": "id,ticket_id,requester_id,assignee_id,score,created_at,updated_at,comment\n"
            "r1,10,2,1,good,2026-10-06 14:00:00,2026-10-06 15:00:00,\n"
            "r2,12,3,1,bad,2026-10-06 14:00:00,2026-10-06 15:00:00,\n",
        }
    )
    assert october(shop, "cases_opened").value == 1
    assert october(shop, "backlog").value == 1
    assert october(shop, "inbound_contacts").value == 1
    assert parts(shop, "good_rating_rate") == (1, 1)


def test_a_question_and_its_answer_are_one_contact_which_nobody_waited_for_on_the_line(desk: Desk) -> None:
    # 10: asked twice, answered once, thanked for: one contact. 11: answered, asked back, answered again: two.
    spoken = [
        "10,2,14:00",
        "10,2,14:30",
        "10,1,15:00",
        "10,2,15:10",
        "11,3,14:00",
        "11,1,15:00",
        "11,3,16:00",
        "11,1,17:00",
    ]
    lines = (one.split(",") for one in spoken)
    shop = desk(
        {
            "user": USERS,
            "ticket": TICKETS + ticket(10, "2026-10-05", "solved") + ticket(11, "2026-10-05", "solved", who=3) + LAST,
            "ticket_field_history": HISTORY
            + "".join(f"{n},status,2026-10-05 14:00:00,new\n{n},status,2026-10-05 18:00:00,solved\n" for n in (10, 11)),
            "ticket_comment": COMMENTS
            + "".join(f"{n},{a},{b},2026-10-05 {c}:00,true\n" for n, (a, b, c) in enumerate(lines)),
        }
    )
    assert parts(shop, "first_contact_resolution") == (1, 2)
    assert october(shop, "contacts_handled").value == 3  # the three answers
    assert october(shop, "inbound_contacts").value == 5
    for name in ("service_level", "abandonment_rate", "average_speed_of_answer", "average_handle_time"):
        assert october(shop, name).value is None, name
    assert october(shop, "contacts_offered").value == 0


def test_a_ticket_is_judged_by_its_own_policy_and_one_that_has_none_by_none(desk: Desk) -> None:
    # 10 stands under 1002, which allows 60 minutes, and is answered exactly then: met. 13 stands under none.
    files = {
        "user": USERS,
        "ticket": TICKETS + ticket(10, "2026-10-05", "open") + ticket(13, "2026-10-06", "open", who=3) + LAST,
        "ticket_comment": COMMENTS
        + "100,10,2,2026-10-05 14:00:00,true\n101,10,1,2026-10-05 15:00:00,true\n131,13,1,2026-10-06 18:00:00,true\n",
        "sla_policy_metric_history": POLICIES
        + "1001,2026-01-01 00:00:00,true,first_reply_time,normal,30\n"
        + "1002,2026-01-01 00:00:00,true,first_reply_time,normal,60\n",
        "ticket_sla_policy": "ticket_id,sla_policy_id,policy_applied_at\n10,1002,2026-10-05 14:00:00\n"
        "10,1001,2026-10-07 14:00:00\n",
    }
    shop = desk(files)
    assert parts(shop, "first_response_sla") == (1, 1)
    assert shop.fetch(
        "select work_item_id, policy_id from main.work_item where opened_at < '2026-11-01' order by 1"
    ) == [
        ("zendesk:10", "1002"),
        ("zendesk:13", "none"),
    ]
    # The same export without that table says nothing of a ticket's policy, and what is known stays.
    del files["ticket_sla_policy"]
    assert parts(desk(files), "first_response_sla") == (1, 1)


def test_without_policies_of_tickets_the_priority_says_what_was_promised(desk: Desk) -> None:
    shop = desk(
        {
            "user": USERS,
            "ticket": TICKETS + ticket(10, "2026-10-05", "open") + ticket(13, "2026-10-06", "open", who=3) + LAST,
            "ticket_comment": COMMENTS + "101,10,1,2026-10-05 15:00:00,true\n131,13,1,2026-10-06 18:00:00,true\n",
            "sla_policy_metric_history": POLICIES + "1,2026-01-01 00:00:00,true,first_reply_time,normal,60\n",
        }
    )
    assert parts(shop, "first_response_sla") == (1, 2)


def test_two_texts_of_a_policy_on_one_day_are_the_last_of_them(desk: Desk) -> None:
    shop = desk(
        {
            "ticket": TICKETS + LAST,
            "sla_policy_metric_history": POLICIES
            + "1,2026-01-01 10:00:00,true,first_reply_time,normal,60\n"
            + "1,2026-01-01 12:00:00,true,first_reply_time,normal,90\n"
            + "1,2026-01-01 10:00:00,true,next_reply_time,normal,60\n"
            + "1,2026-10-19 12:00:00,true,periodic_update_time,normal,5\n",
        }
    )
    assert shop.fetch("select clock, target_seconds, valid_from, valid_to from main.sla_policy") == [
        ("first_response", 5400, date(2026, 1, 1), date(2026, 10, 19))
    ]


def test_a_reopened_ticket_keeps_its_first_resolution_and_is_pending_again_from_that_day(desk: Desk) -> None:
    # Solved on 5 October after one open hour, reopened on the 7th, open to this day.
    history = (
        "11,status,2026-10-05 14:00:00,new\n11,status,2026-10-05 15:00:00,solved\n11,status,2026-10-07 15:00:00,open\n"
    )
    shop = desk(
        {
            "user": USERS,
            "ticket": TICKETS + ticket(11, "2026-10-05", "open") + LAST,
            "ticket_field_history": HISTORY + history,
            "sla_policy_metric_history": POLICIES + "1,2026-01-01 00:00:00,true,total_resolution_time,normal,600\n",
        }
    )
    assert parts(shop, "reopen_rate") == (1, 1)
    assert parts(shop, "sla_compliance") == (1, 1)
    assert october(shop, "cases_resolved").value == 1
    days = crm.metrics.backlog.measure(shop, every="day", since=date(2026, 10, 5), until=date(2026, 10, 8)).readings
    assert [reading.value or 0 for reading in days] == [0, 0, 1, 1]


def test_a_later_export_without_the_history_or_with_its_newest_rows_alone_leaves_the_first_resolution(
    desk: Desk,
) -> None:
    # Solved on 5 October, reopened; then only the list comes, then the list with a later solution, then newest changes.
    history = "11,status,2026-10-05 14:00:00,new\n11,status,2026-10-05 15:00:00,solved\n"
    listed = TICKETS.replace("type\n", "type,solved_at\n")
    last, again = LAST.replace("\n", ",\n"), ticket(11, "2026-10-05", "solved").replace("\n", ",2026-10-12 15:00:00\n")
    exports = (
        {"ticket": TICKETS + ticket(11, "2026-10-05", "solved") + LAST, "ticket_field_history": HISTORY + history},
        {"ticket": TICKETS + ticket(11, "2026-10-05", "open") + LAST},
        {"ticket": listed + again + last},
        {
            "ticket": TICKETS + ticket(11, "2026-10-05", "solved") + LAST,
            "ticket_field_history": HISTORY + "11,status,2026-10-12 15:00:00,solved\n",
        },
    )
    for files in exports:
        shop = desk({"user": USERS} | files)
        days = crm.metrics.cases_resolved.measure(shop, every="day", since=date(2026, 10, 5), until=date(2026, 10, 12))
        assert [int(reading.value or 0) for reading in days.readings] == [1, 0, 0, 0, 0, 0, 0, 0]


def test_a_ticket_given_to_another_group_changed_team_and_its_first_group_is_none(desk: Desk) -> None:
    shop = desk(
        {
            "group": "id,name\n5,Soporte\n6,Pagos\n",
            "ticket": TICKETS + ticket(10, "2026-10-05", "open").replace(",1,,email", ",1,6,email") + LAST,
            "ticket_field_history": HISTORY + "10,group_id,2026-10-05 14:00:05,5\n10,group_id,2026-10-06 14:00:00,6\n",
        }
    )
    assert shop.fetch("select attribute, old_value, new_value from main.status_event") == [("team", "Soporte", "Pagos")]
    (only,) = crm.metrics.cases_opened.measure(
        shop, every="all", since=date(2026, 10, 1), until=date(2026, 10, 31), by="team"
    ).readings
    assert only.groups == ("Soporte",)


def test_a_problem_is_the_cause_of_incidents_and_no_complaint(desk: Desk) -> None:
    shop = desk({"ticket": TICKETS + ticket(80, "2026-10-05", "open", kind="problem") + LAST})
    assert october(shop, "cases_opened").value == 1
    assert october(shop, "complaints").value == 0


def test_a_list_of_tickets_tells_its_status_in_the_language_of_the_account(desk: Desk) -> None:
    """A deleted ticket is none in any language; a word of the account's own is no status of Zendesk."""
    head = "id,created_at,updated_at,status,priority,requester_id,assignee_id,group_id,via_channel,solved_at\n"
    statuses = ["Resuelto", "fechado", "En espera", "Eliminado", "Esperando al proveedor"]
    lines = (
        f"{at},2026-05-04 15:00:00,2026-05-06 15:00:00,{word},Alta,2,1,,email,2026-05-05 15:00:00\n"
        for at, word in enumerate(statuses)
    )
    shop = desk({"tickets": head + "".join(lines)})
    told = shop.fetch("select status, day(first_resolved_at), outcome from main.work_item order by work_item_id")
    assert told == [("solved", 5, None), ("closed", 5, "resolved"), ("hold", None, None)]
    assert shop.fetch("select key, rule from main.omitted_row") == [("zendesk:4", "not_mapped")]


def test_who_asked_for_another_or_was_rated_is_one_of_ours_whatever_his_role_of_today(desk: Desk) -> None:
    """Eva (4) wrote the request of Luz (2) down and Leo (5) was rated; Sol (3) only writes in a ticket of another."""
    names = ((1, "Ana", "agent"), (2, "Luz", "end-user"), (3, "Sol", "end-user"), (4, "Eva", "end-user"))
    users = "".join(f"{at},{name},{role}\n" for at, name, role in (*names, (5, "Leo", "end-user")))
    tickets = (
        "id,created_at,updated_at,status,priority,requester_id,submitter_id,assignee_id,group_id,via_channel\n"
        "10,2026-05-04 15:00:00,2026-05-06 15:00:00,open,normal,2,4,1,,web\n"
    )
    comments = "".join(f"{at},10,{at},2026-05-04 1{at + 4}:00:00,true\n" for at in (2, 3, 4, 5))
    ratings = (
        "id,ticket_id,requester_id,assignee_id,score,created_at,updated_at,comment\n"
        "7,10,2,5,good,2026-05-05 15:00:00,2026-05-05 16:00:00,\n"
    )
    files = {"user": "id,name,role\n" + users, "ticket": tickets, "satisfaction_rating": ratings}
    shop = desk(files | {"ticket_comment": "id,ticket_id,user_id,created,public\n" + comments})
    told = shop.fetch("select interaction_id, direction from main.interaction order by 1")
    assert [direction for _, direction in told] == ["inbound", "inbound", "outbound", "outbound"]
    assert shop.fetch("select count(*) from main.customer") == [(2,)]


def incremental(number: int, status: str, changed: str, **more: Any) -> dict[str, Any]:
    """A ticket as the incremental export of the interface writes it."""
    at = f"2026-10-{number:02d}T14:00:00Z"
    return {
        "id": number,
        "created_at": at,
        "updated_at": changed,
        "generated_timestamp": int(datetime.fromisoformat(changed).timestamp()),
        "status": status,
        "priority": "high",
        "requester_id": 2,
        "assignee_id": None,
        "group_id": None,
        "type": "question",
        "tags": [],
        "via": {"channel": "email", "source": {"from": {}, "rel": None}},
    } | more


def test_pages_of_the_incremental_export_are_read_as_they_are_answered(tmp_path: Path) -> None:
    """Of ticket 5 the newest of two changes counts; 6 was deleted, 7 merged; the last page is empty."""
    pages: list[dict[str, Any]] = [
        {
            "tickets": [
                incremental(5, "open", "2026-10-05T15:00:00Z"),
                incremental(6, "deleted", "2026-10-06T15:00:00Z"),
                incremental(7, "closed", "2026-10-07T15:00:00Z", tags=["closed_by_merge"]),
            ],
            "users": [{"id": 2, "name": "Luz", "email": "l@y.example", "role": "end-user", "active": True}],
            "count": 3,
            "end_of_stream": False,
            "end_time": 1791298800,
        },
        {
            "tickets": [
                incremental(5, "pending", "2026-10-08T15:00:00Z"),
                incremental(8, "open", "2026-10-08T16:00:00Z", via={"channel": "web"}),
            ],
            "count": 2,
        },
        {"tickets": [], "count": 0, "end_of_stream": True, "end_time": 1791500000},
    ]
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    inbox.mkdir()
    for place, page in enumerate(pages):
        (inbox / f"incremental_{place}.json").write_text(json.dumps(page), encoding="utf-8")
    (inbox / "settings.json").write_text('{"subdomain": "mesa"}', encoding="utf-8")
    founded(warehouse, name="Mesa", country="CO")
    report = import_folder(inbox, warehouse, "zendesk", finish=None)
    assert any("settings.json" in str(one) for one in report.notices)
    with closing(crm.open(warehouse)) as shop:
        told = shop.fetch("select work_item_id, status, priority, touchpoint_id from main.work_item order by 1")
        assert told == [
            ("zendesk:5", "pending", "high", "zendesk:email"),
            ("zendesk:8", "open", "high", "zendesk:web"),
        ]
        assert shop.fetch("select name, email from main.customer") == [("Luz", "l@y.example")]

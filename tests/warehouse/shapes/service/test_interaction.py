"""Contacts in the queue and on the dialler: the counts of V01, flags and their maturity worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from tests.warehouse.shapes.made import House, Row, at, contact, item


@pytest.fixture
def house(house: House) -> House:
    """Only what is tested here is built."""
    return partial(house, shapes=("interaction",))


def waited(name: str, seconds: float, abandoned: bool = False) -> Row:
    end = at("2026-01-05 09:00") + timedelta(seconds=seconds)
    if abandoned:
        return contact(name, disposition="abandoned", ended_at=end)
    return contact(name, answered_at=end)


def contacts(shop: Any, columns: str) -> dict[str, Any]:
    rows = shop.fetch(f"select interaction_id, {columns} from shape.interaction order by interaction_id")
    return {row[0]: row[1] if len(row) == 2 else row[1:] for row in rows}


# ---------------------------------------------------------------- The queue


def test_the_published_service_level_of_v01_comes_out_of_rows(house: House) -> None:
    # 1000 answered, 860 within 20 s; 60 abandoned: 10 within 5 s, 20 within 20 s, 40 later. Here a tenth of each.
    def many(name: str, count: int, seconds: float, abandoned: bool = False) -> list[Row]:
        return [waited(f"{name}{number}", seconds, abandoned) for number in range(count // 10)]

    shop = house(
        {
            "interaction": [
                *many("fast", 860, 20),
                *many("slow", 140, 21),
                *many("short", 10, 5, True),
                *many("in target", 10, 20, True),
                *many("late", 40, 21, True),
            ]
        }
    )
    counts = shop.fetch(
        "select count_if(queued), count_if(answered), count_if(in_target), count_if(abandoned),"
        " count_if(abandoned_in_target), count_if(abandoned_short) from shape.interaction"
    )
    assert counts == [(106, 100, 86, 6, 2, 1)]
    level = shop.fetch(
        "select count_if(in_target) / count_if(not abandoned_in_target) from shape.interaction where queued"
    )
    assert round(100 * level[0][0], 2) == 82.69


def test_a_hair_over_the_target_is_not_in_target(house: House) -> None:
    odd = at("2026-01-05 09:00") + timedelta(microseconds=123_457)  # no binary fraction: 20 s must stay 20 s
    exact = contact("exact", offered_at=odd, answered_at=odd + timedelta(seconds=20))
    shop = house({"interaction": [waited("in", 20), waited("out", 20.4), exact]})
    assert contacts(shop, "in_target, wait_seconds") == {"exact": (True, 20), "in": (True, 20), "out": (False, 20)}


def test_only_who_waited_for_a_person_is_in_the_queue(house: House) -> None:
    shop = house(
        {
            "interaction": [
                contact("self", disposition="self_served"),
                contact("out", direction="outbound", answered_at=at("2026-01-05 09:00")),
                contact("untimed"),
                contact("lost", disposition="abandoned"),
            ]
        }
    )
    columns = "queued, answered, in_target, abandoned, abandoned_in_target, abandoned_short"
    assert contacts(shop, columns) == {
        "self": (False, None, None, None, None, None),
        "out": (False, None, None, None, None, None),
        "untimed": (True, None, None, False, None, False),  # answered, nobody says when
        "lost": (True, False, False, True, False, False),  # abandoned, nobody says when: it counts against us
    }


def test_handle_time_is_talk_hold_and_wrap_of_who_was_talked_to(house: House) -> None:
    shop = house(
        {
            "interaction": [
                contact("all", "2026-01-05 09:00", talk_seconds=100, hold_seconds=20, wrap_seconds=30),
                contact("talk", talk_seconds=100),
                contact("times", answered_at=at("2026-01-05 09:00"), ended_at=at("2026-01-05 09:05")),
                contact("untimed", answered_at=at("2026-01-05 09:00")),
                contact("no", disposition="refused", direction="outbound", talk_seconds=9),
                contact("rang", disposition="no_answer", direction="outbound"),
            ]
        }
    )
    assert contacts(shop, "handled, handle_seconds") == {
        "all": (True, 150),
        "talk": (True, 100),
        "times": (True, 300),
        "untimed": (True, None),
        "no": (True, 9),
        "rang": (False, None),
    }


def test_the_civil_hour_and_weekday_are_the_companys(house: House) -> None:
    shop = house({"interaction": [contact("i", offered_at=datetime(2026, 1, 12, 2, 30, tzinfo=UTC))]})
    assert contacts(shop, "offered_on, offered_hour, weekday") == {"i": (date(2026, 1, 11), 21, 7)}


# ---------------------------------------------------------------- Dialling


def test_a_live_answer_connected_after_two_seconds_is_late_and_machines_are_out(house: House) -> None:
    def dial(name: str, disposition: str, connected: float | None = None, answered: bool = True) -> Row:
        start = at("2026-01-05 09:00")
        return contact(
            name,
            direction="outbound",
            disposition=disposition,
            answered_at=start + timedelta(seconds=5) if answered else None,
            connected_at=None if connected is None else start + timedelta(seconds=5 + connected),
        )

    shop = house(
        {
            "interaction": [
                dial("a", "handled", 2),
                dial("b", "handled", 2.5),
                dial("c", "abandoned"),
                dial("d", "machine", 1),
                dial("e", "no_answer", answered=False),
                dial("f", "opt_out", 0),
            ]
        }
    )
    assert contacts(shop, "dial, live_answer, late_connect, opted_out") == {
        "a": (True, True, False, False),
        "b": (True, True, True, False),
        "c": (True, True, True, False),
        "d": (True, False, None, False),
        "e": (True, False, None, False),
        "f": (True, True, False, True),
    }


def test_the_sale_belongs_to_the_last_talk_with_the_right_person_before_the_win(house: House) -> None:
    def record(name: str, outcome: str, closed: str = "2026-01-10 12:00") -> Row:
        ends: Row = {"closed_at": at(closed), "outcome": outcome}
        base: Row = {"work_item_id": name, "process": "telemarketing", "kind": "list_record", "customer_id": "c1"}
        return base | {"status": "x", "opened_at": at("2026-01-01 00:00"), "campaign_id": "k", "reason": "plan"} | ends

    def dial(name: str, when: str, item: str, right: bool | None = True) -> Row:
        more: Row = {"direction": "outbound", "work_item_id": item, "right_party": right, "process": "telemarketing"}
        return contact(name, when, **more)

    shop = house(
        {
            "work_item": [record("won", "won"), record("lost", "lost"), record("by day", "won", "2026-01-10 00:00")],
            "interaction": [
                dial("1", "2026-01-08 09:00", "won"),
                dial("2", "2026-01-09 09:00", "won"),
                dial("3", "2026-01-09 10:00", "won", False),
                dial("4", "2026-01-11 09:00", "won"),
                dial("5", "2026-01-08 09:00", "lost"),
                dial("6", "2026-01-10 09:00", "by day"),
            ],
        }
    )
    assert contacts(shop, "closed_sale, item_kind, campaign, reason") == {
        "1": (False, "list_record", "k", "plan"),
        "2": (True, "list_record", "k", "plan"),
        "3": (None, "list_record", "k", "plan"),
        "4": (False, "list_record", "k", "plan"),
        "5": (False, "list_record", "k", "plan"),
        "6": (True, "list_record", "k", "plan"),  # the day of the win is known, its hour is not
    }


def test_self_service_is_contained_when_nobody_queues_for_seven_days(house: House) -> None:
    served: Row = {"disposition": "self_served"}
    rows = {
        "interaction": [
            contact("a", "2026-01-05 09:00", **served),
            contact("b", "2026-01-05 09:00", **served | {"customer_id": "c2"}),
            contact("b again", "2026-01-12 09:00", customer_id="c2"),
            contact("c", "2026-01-05 09:00", **served | {"customer_id": "c3"}),
            contact("c again", "2026-01-13 09:00", customer_id="c3"),
            contact("d", "2026-01-05 09:00", **served | {"customer_id": None}),
            contact("e", "2026-01-05 09:00", customer_id="c9"),
        ]
    }
    contained = contacts(house(rows, through=date(2026, 1, 12)), "contained_7d")
    assert contained == {"a": True, "b": False, "b again": None, "c": True, "c again": None, "d": None, "e": False}
    assert set(contacts(house(rows, through=date(2026, 1, 11)), "contained_7d").values()) == {None}


def test_a_contact_costs_its_part_of_the_agents_day(house: House) -> None:
    agent: Row = {"agent_id": "a", "name": "Ana", "team": "Norte", "area": "Servicio", "process": "service"}
    spent: Row = {"agent_id": "a", "team": "Norte", "process": "service", "started_at": at("2026-01-05 08:00")}
    shop = house(
        {
            "agent": [agent | {"hourly_cost": Decimal(36)}],
            "agent_time": [spent | {"state": "handling", "seconds": 3600, "cost": Decimal(60)}],
            "interaction": [
                contact("1", agent_id="a", talk_seconds=100),
                contact("2", agent_id="a", talk_seconds=200),
                contact("3", "2026-01-06 09:00", agent_id="a", talk_seconds=100),  # no roster: by the hour
            ],
        }
    )
    assert contacts(shop, "serve_cost") == {"1": Decimal("20.0000"), "2": Decimal("40.0000"), "3": Decimal("1.0000")}


def test_a_contacts_dimensions_are_those_of_its_day_and_unknown_ones_stay(house: House) -> None:
    shop = house(
        {
            "customer": [{"customer_id": "c1", "value_tier": "high", "reputation": "high"}],
            "status_event": [
                {"entity": "customer", "entity_id": "c1", "attribute": "value_tier", "old_value": "low"}
                | {"new_value": "high", "changed_at": at("2026-01-05 12:00")}
            ],
            "touchpoint": [{"touchpoint_id": "line", "name": "Línea", "process": "service", "channel": "phone"}],
            "interaction": [
                contact("1", "2026-01-05 11:59", team="Norte"),
                contact("2", "2026-01-05 12:00"),
                contact("3", customer_id="unknown", touchpoint_id="nowhere"),
                contact("4", customer_id=None),
            ],
        }
    )
    assert contacts(shop, "customer, tier, reputation, channel, touchpoint, team") == {
        "1": ("c1", "low", "high", "phone", "line", "Norte"),
        "2": ("c1", "high", "high", "phone", "line", None),
        "3": ("unknown", None, None, None, "nowhere", None),
        "4": (None, None, None, "phone", "line", None),
    }


# ---------------------------------------------------------------- What is written


POINTS: list[Row] = [
    {"touchpoint_id": channel, "name": channel, "process": "service", "channel": channel}
    for channel in ("phone", "chat", "messaging", "email", "web", "app", "mail")
]


def test_who_writes_stands_in_no_queue_and_a_chat_does(house: House) -> None:
    answered = {"answered_at": at("2026-01-05 09:30"), "ended_at": at("2026-01-05 09:40")}
    channels = [str(point["channel"]) for point in POINTS]
    shop = house(
        {
            "touchpoint": POINTS,
            "interaction": [
                contact(channel, "2026-01-05 09:00", touchpoint_id=channel, **answered) for channel in channels
            ]
            + [contact("a comment on a call", "2026-01-05 09:00", touchpoint_id="phone", written=True, **answered)]
            + [contact("typed on the line", "2026-01-05 09:00", touchpoint_id="email", written=False, **answered)]
            + [contact("nobody knows where", "2026-01-05 09:00", touchpoint_id="nowhere", **answered)],
        }
    )
    # Half an hour until the answer is a wait on the line, and ten minutes of talk; of a message neither is known.
    line, message = (True, True, False, False, 1800, 600), (False, None, None, None, None, None)
    assert contacts(shop, "queued, answered, in_target, abandoned, wait_seconds, handle_seconds") == {
        "phone": line,
        "chat": line,
        "messaging": line,
        "typed on the line": line,
        "nobody knows where": line,
        "email": message,
        "web": message,
        "app": message,
        "mail": message,
        "a comment on a call": message,
    }


def test_a_message_of_ours_is_no_dial_and_a_written_contact_solves_no_self_service(house: House) -> None:
    shop = house(
        {
            "touchpoint": POINTS,
            "interaction": [
                contact("sent", direction="outbound", touchpoint_id="email"),
                contact("dialled", direction="outbound", touchpoint_id="phone"),
                contact("alone", "2026-01-05 09:00", customer_id="c2", disposition="self_served"),
                contact("wrote", "2026-01-06 09:00", customer_id="c2", touchpoint_id="web"),
            ],
        },
        through=date(2026, 1, 31),
    )
    assert contacts(shop, "dial, contained_7d") == {
        "sent": (False, None),
        "dialled": (True, None),
        "alone": (False, False),  # who writes within a week was not served
        "wrote": (False, False),
    }


def test_a_handling_time_that_is_told_in_part_is_not_taken_for_the_whole(house: House) -> None:
    ends = {"answered_at": at("2026-01-05 09:00"), "ended_at": at("2026-01-05 09:05")}
    shop = house(
        {
            "touchpoint": POINTS,
            "interaction": [
                contact("talk alone", talk_seconds=100),
                contact("all", "2026-01-05 09:00", talk_seconds=100, hold_seconds=20, wrap_seconds=30, **ends),
                contact("work after an untold talk", wrap_seconds=30),
                contact("work after a talk of five minutes", "2026-01-05 09:00", wrap_seconds=30, **ends),
                contact("work on an e-mail", touchpoint_id="email", wrap_seconds=240),
                contact("nothing", answered_at=at("2026-01-05 09:00")),
            ],
        }
    )
    assert contacts(shop, "handle_seconds") == {
        "talk alone": 100,
        "all": 150,
        "work after an untold talk": None,
        "work after a talk of five minutes": 330,
        "work on an e-mail": 240,
        "nothing": None,
    }


def test_a_question_whose_reply_is_a_row_of_its_own_is_one_handled_contact_with_it(house: House) -> None:
    mail = {"touchpoint_id": "email"}
    shop = house(
        {
            "touchpoint": POINTS,
            "work_item": [item("w1", "2026-01-05 09:00"), item("w2", "2026-01-05 09:00")],
            "interaction": [
                contact("asked", "2026-01-05 09:00", "w1", **mail),
                contact("replied", "2026-01-05 10:00", "w1", direction="outbound", **mail),
                contact("called too", "2026-01-05 11:00", "w1", touchpoint_id="phone"),
                contact("of a log without replies", "2026-01-05 09:00", "w2", **mail),
            ],
        }
    )
    assert contacts(shop, "handled, replied_apart") == {
        "asked": (False, True),
        "replied": (True, False),
        "called too": (True, False),
        "of a log without replies": (True, False),
    }


def test_a_source_that_never_tells_a_transfer_says_nothing_of_transfers(house: House) -> None:
    shop = house(
        {
            "interaction": [
                contact("passed on", transferred=True, _source="switchboard"),
                contact("kept", _source="switchboard"),
                contact("typed", _source="list"),
            ]
        }
    )
    assert contacts(shop, "transferred") == {"passed on": True, "kept": False, "typed": None}


def test_a_point_without_a_map_is_written_to_where_its_own_name_says_so(house: House) -> None:
    answered: Row = {"answered_at": at("2026-01-05 09:30"), "ended_at": at("2026-01-05 09:40")}
    written = ("email", "hubspot:E-mail", "Correo electrónico", "Formulario web", "soporte@acme.co", "Correo de ventas")
    names = (*written, "Línea 1", "chat", "mailing desk", "Chat web", "Correo de voz", "Web call")
    shop = house({"interaction": [contact(name, "2026-01-05 09:00", touchpoint_id=name, **answered) for name in names]})
    assert {name for name, queued in contacts(shop, "queued").items() if not queued} == set(written)

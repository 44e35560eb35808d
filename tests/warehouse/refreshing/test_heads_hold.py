"""What the heads of shapes say of touched rows, where a changed row concerns others than those that name it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Brought = Callable[..., tuple[dict[str, str], list[str]]]

pytestmark = pytest.mark.usefixtures("by_key")


def contact(name: str, touchpoint: str, direction: str, hour: int) -> str:
    """The statement of a contact handled of some case, on a day of August."""
    return (
        "insert into main.interaction (interaction_id, process, touchpoint_id, direction, customer_id, work_item_id,"
        f" disposition, offered_at) select '{name}', process, '{touchpoint}', '{direction}', customer_id, work_item_id,"
        f" 'handled', timestamptz '2026-08-20 {hour}:00:00+00' from main.work_item order by work_item_id limit 1"
    )


def test_a_point_that_customers_turn_out_to_write_to_brings_its_cases(brought: Brought) -> None:
    done, others = brought("update main.touchpoint set channel = 'email' where channel = 'phone'")
    assert others == []
    assert done["written_contact"] == "anew"


def test_a_reply_that_turns_out_to_be_written_answers_the_question_beside_it(brought: Brought) -> None:
    _, others = brought(
        "update main.touchpoint set channel = 'email' where touchpoint_id = 'crm:tp-mensajes'",
        before=[
            contact("question", "crm:tp-correo", "inbound", 14),
            contact("reply", "crm:tp-mensajes", "outbound", 16),
        ],
    )
    assert others == []


def test_a_line_of_one_of_the_products_of_an_order_is_that_of_its_survey(brought: Brought) -> None:
    _, others = brought(
        "update main.product set line = 'another' where product_id = 'crm:p-aire'",
        before=[
            "update main.product set line = 'one'",
            "update main.survey set customer_id = 'unknown'",
            "insert into main.order_line (order_id, line_no, customer_id, product_id, ordered_at, quantity, amount)"
            " select order_id, 99, min(customer_id), 'crm:p-aire', min(ordered_at), 1, 10 from main.order_line"
            " where order_id in (select order_id from main.survey) group by order_id",
        ],
    )
    assert others == []


def test_cents_of_an_hour_are_the_same_in_any_order(brought: Brought) -> None:
    done, others = brought(
        "update main.agent_time set scheduled_seconds = 77 where hash(agent_id, started_at) % 15 = 0",
        before=[
            "update main.agent set hourly_cost = 10 + (hash(agent_id) % 500) / 100",
            # 18 seconds of 10.01 an hour are 0.05005: half of the last decimal that is kept
            "update main.agent_time set seconds = 18 + 18 * (hash(agent_id, started_at, state) % 900), cost = null",
        ],
    )
    assert others == []
    assert done["agent_day"] == "refreshed"

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


NO_COSTS = (
    "update main.agent set hourly_cost = null",
    "update main.agent_time set cost = null",
    "insert into main.agent by name (select * replace ('paid' as agent_id, 10 as hourly_cost) from main.agent limit 1)",
)
WORKED = "labour and handle_seconds > 0 and offered_on between date '2026-07-02' and date '2026-07-30'"
OF_SEVERAL = (  # one of the contacts of a customer with several in July
    f"(select min(interaction_id) from shape.interaction where {WORKED} and customer = (select min(customer) from ("
    f"select customer from shape.interaction join shape.book_stretch using (customer) where {WORKED} and stretch = 1"
    " and from_on < date '2026-07-01' group by customer having count(*) > 1)))"
)
BECOMES_KNOWN = f"update main.interaction set agent_id = 'paid' where interaction_id = {OF_SEVERAL}"
IS_NOT_KNOWN = (
    "update main.interaction set agent_id = (select min(agent_id) from main.agent where agent_id <> 'paid')"
    " where agent_id = 'paid'"
)


@pytest.mark.parametrize(
    ("before", "change"),
    [(NO_COSTS, BECOMES_KNOWN), ((*NO_COSTS, BECOMES_KNOWN), IS_NOT_KNOWN)],
    ids=["known", "unknown again"],
)
def test_the_first_cost_of_a_contact_is_told_to_all_customers_of_its_month(
    brought: Brought, before: tuple[str, ...], change: str
) -> None:
    """Who had no contact cost nothing where anybody's cost is known; its own customer has another one without."""
    done, others = brought(change, before=before)
    assert others == []
    assert done["serving_day"] == "anew"


def test_a_line_that_is_new_is_offered_to_who_was_offered_nothing(brought: Brought) -> None:
    late = (
        "select l.order_id, l.line_no from shape.sale_line l where l.ordered_on between date '2026-07-02' and"
        " date '2026-07-30' and not is_return and amount > 0"
        " and exists (select 1 from shape.line_start s where s.customer = l.customer and s.started_on < l.ordered_on)"
        " and exists (select 1 from shape.book_stretch b where b.customer = l.customer and b.from_on < '2026-08-01'"
        " and b.to_on > '2026-08-01') order by all limit 1"
    )
    done, others = brought(
        f"update main.order_line set product_id = 'new' where (order_id, line_no) in ({late})",
        before=[
            "update main.product set line = 'X' where line <> 'Planes'",
            "insert into main.product by name (select * replace ('new' as product_id, 'Z' as line) from main.product"
            " limit 1)",
        ],
    )
    assert others == []
    assert done["next_line"] == "anew"


def test_revenue_of_who_turns_out_to_be_nobody_known_is_nobodys(brought: Brought) -> None:
    _, others = brought(
        "insert or replace into main.customer_alias (alias_id, customer_id, rule)"
        " select max(customer_id), 'unknown', 'x' from main.subscription"
        " where mrr > 10 and starts_on < date '2026-07-01'"
    )
    assert others == []

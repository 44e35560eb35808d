"""Rows that leave something open are noted with the days of the numbers that they may be in."""

from __future__ import annotations

import pytest

from tests.warehouse.loading.importing import Inbox

HEAD = "order_id,line_no,customer_id,product_id,ordered_at,quantity,amount\n"
SALES = "O1,1,a,p1,2026-01-05 10:00:00,1,50\nO2,1,a,p1,2026-01-20 10:00:00,1,50\nO3,1,b,p1,2026-01-20 10:00:00,1,50\n"


def unplaced(inbox: Inbox, lines: str, head: str = HEAD) -> list[tuple[object, ...]]:
    got = inbox.load({"order_line.csv": head + lines})
    assert got.error is None
    return got.rows("select cast(from_on as varchar), cast(until_on as varchar) from omitted_row where lacks <> ''")


def test_a_return_of_one_of_two_orders_is_noted_with_the_days_of_both(inbox: Inbox) -> None:
    got = unplaced(inbox, SALES + "R1,1,a,p1,2026-02-01 10:00:00,-1,-50\n")
    assert got == [("2026-01-05", "2026-01-20")]


def test_a_return_that_can_be_of_one_order_only_is_not(inbox: Inbox) -> None:
    assert unplaced(inbox, SALES + "R1,1,b,p1,2026-02-01 10:00:00,-1,-50\n") == []  # b bought once
    assert unplaced(inbox, SALES + "R1,1,a,p1,2026-02-10 10:00:00,-1,-50\n") == []  # the first is 36 days old


def test_a_discount_sells_nothing_that_could_come_back(inbox: Inbox) -> None:
    """O4 sells p2 and takes 5 off p1: of p1 the customer bought once, and that order the return is of."""
    order = "O4,1,b,p2,2026-01-25 10:00:00,1,80\nO4,2,b,p1,2026-01-25 10:00:00,1,-5\n"
    assert unplaced(inbox, SALES + order + "R1,1,b,p1,2026-02-01 10:00:00,-1,-50\n") == []


def test_a_return_that_names_its_order_later_is_no_longer_noted(inbox: Inbox) -> None:
    assert unplaced(inbox, SALES + "R1,1,a,p1,2026-02-01 10:00:00,-1,-50\n")
    named = "R1,1,a,p1,2026-02-01 10:00:00,-1,-50,O1\n"
    assert unplaced(inbox, named, HEAD.replace("\n", ",returned_order_id\n")) == []


def test_a_return_of_nobody_known_may_be_of_anybody(inbox: Inbox) -> None:
    got = unplaced(inbox, SALES + "R1,1,unknown,p1,2026-02-01 10:00:00,-1,-50\n")
    assert got == [("2026-01-05", "2026-01-20")]


@pytest.mark.parametrize(
    ("line", "is_noted"),
    [
        ("R1,1,a,p1,2026-02-01 10:00:00,-1,-50,", True),
        ("R1,1,a,p1,2026-02-01 10:00:00,-1,50,", True),
        ("R1,1,a,p1,2026-02-01 10:00:00,1,-50,", True),
        ("R1,1,a,p1,2026-02-01 10:00:00,1,50,true", True),
        ("R1,1,a,p1,2026-02-01 10:00:00,0,-50,", False),  # a credit note without goods brings nothing back
        ("R1,1,a,p1,2026-02-01 10:00:00,1,-5,\nR1,2,a,p2,2026-02-01 10:00:00,1,50,", False),  # a discount of its order
    ],
)
def test_what_is_noted_as_a_return_is_one_by_the_rule_of_the_sales(inbox: Inbox, line: str, is_noted: bool) -> None:
    """Written in each way that the shape sale_line reads as a return, and in two that it does not."""
    sales = SALES.replace("\n", ",\n")
    assert bool(unplaced(inbox, f"{sales}{line}\n", HEAD.replace("\n", ",is_return\n"))) == is_noted


ITEMS = "work_item_id,process,kind,customer_id,opened_at,first_resolved_at,closed_at,status,outcome\n"
POLICY = "policy_id,process,clock,target_seconds,calendar_id,valid_from\np1,service,resolution,3600,always,2026-01-01\n"


def test_a_promised_time_of_an_item_that_tells_only_days_is_noted(inbox: Inbox) -> None:
    """w1 tells days, w2 ends before it began; w3 tells hours, and of sales nothing was promised."""
    lines = (
        "w1,service,request,a,2026-01-05,2026-01-07,2026-01-07,closed,resolved\n"
        "w2,service,request,a,2026-01-05 10:00:00,2026-01-04 09:00:00,2026-01-06 10:00:00,closed,resolved\n"
        "w3,service,request,a,2026-01-05 10:00:00,2026-01-05 12:00:00,2026-01-06 10:00:00,closed,resolved\n"
        "w4,sales,new_sale,a,2026-01-05,,2026-01-06,closed,won\n"
    )
    got = inbox.load({"work_item.csv": ITEMS + lines, "sla_policy.csv": POLICY})
    assert got.error is None
    assert got.rows("select key, lacks from omitted_row order by key") == [("w1", "hour"), ("w2", "hour")]


CONTACT = "interaction_id,process,touchpoint_id,direction,customer_id,offered_at,answered_at,disposition\n"


@pytest.mark.parametrize(
    ("opened", "offered", "is_noted"),
    [
        ("2026-01-20", ["2026-01-20 10:00"], True),  # the call of that day, or the opportunity, came first
        ("2026-01-20 09:00", ["2026-01-20"], True),  # the call tells no hour
        ("2026-01-20 09:00", ["2026-01-20 10:00"], False),  # the opportunity came first
        (
            "2026-01-20",
            ["2026-01-20 10:00", "2026-01-14 10:00"],
            False,
        ),  # a call of the week before went before it anyway
        ("2026-01-20", ["2026-01-12 10:00"], False),
    ],
)
def test_an_opportunity_and_a_call_of_one_day_that_tell_no_order_are_noted(
    inbox: Inbox, opened: str, offered: list[str], is_noted: bool
) -> None:
    calls = "".join(f"c{n},service,line,inbound,a,{at},,handled\n" for n, at in enumerate(offered))
    got = inbox.load(
        {"work_item.csv": ITEMS + f"w1,sales,new_sale,a,{opened},,,open,\n", "interaction.csv": CONTACT + calls}
    )
    assert got.error is None
    assert got.rows("select key, lacks from omitted_row") == [("w1", "opening_hour")] * is_noted

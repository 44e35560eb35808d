"""Dates in an order that can't be reject no row: it is told how many there are, and of what nothing is known."""

from __future__ import annotations

import pytest

from tests.warehouse.loading.importing import Inbox

COMPANY = "name,time_zone,currency\nPrueba,America/Bogota,COP\n"
ITEM = "work_item_id,process,kind,customer_id,status,opened_at,first_response_at,first_resolved_at,closed_at,outcome\n"

FILES = {
    "first_response_at is before opened_at": (
        "work_item",
        ITEM + "w1,service,request,c1,x,2026-03-02 10:00,2026-03-02 09:00,,,\n",
    ),
    "first_resolved_at is before opened_at": (
        "work_item",
        ITEM + "w1,service,request,c1,x,2026-03-02 10:00,,2026-03-02 09:00,,\n",
    ),
    "closed_at is before opened_at": (
        "work_item",
        ITEM + "w1,service,request,c1,x,2026-03-02 10:00,,,2026-03-02 09:00,resolved\n",
    ),
    "answered_at is before offered_at": (
        "interaction",
        "interaction_id,process,touchpoint_id,direction,disposition,offered_at,answered_at\n"
        "i1,service,t,inbound,handled,2026-03-02 10:00,2026-03-02 09:00\n",
    ),
    "ended_at is before offered_at": (
        "interaction",
        "interaction_id,process,touchpoint_id,direction,disposition,offered_at,ended_at\n"
        "i1,service,t,inbound,abandoned,2026-03-02 10:00,2026-03-02 09:00\n",
    ),
    "responded_at is before sent_at": (
        "survey",
        "survey_id,instrument,customer_id,sent_at,responded_at,score,scale_min,scale_max\n"
        "s1,nps,c1,2026-03-02 10:00,2026-03-01 10:00,9,0,10\n",
    ),
    "delivered_at is before ordered_at": (
        "order_line",
        "order_id,line_no,customer_id,product_id,ordered_at,delivered_at,quantity,amount\n"
        "o1,1,c1,p,2026-03-02 10:00,2026-03-01 10:00,1,5\n",
    ),
}


@pytest.mark.parametrize("said", FILES)
def test_a_row_whose_dates_stand_in_the_wrong_order_is_kept_and_told(said: str, inbox: Inbox) -> None:
    table, text = FILES[said]
    got = inbox.load({"company.csv": COMPANY, f"{table}.csv": text})
    assert got.error is None
    assert got.why == []
    assert got.counts[table].loaded == 1
    assert f"1 rows of {table}: {said}; their durations are unknown." in got.notices
    again = inbox.load({f"{table}.csv": text})
    assert f"1 rows of {table}: {said}; their durations are unknown." in again.notices


def test_a_day_is_compared_with_the_day_of_an_instant(inbox: Inbox) -> None:
    # Closed on the day on which it was opened at ten: nothing tells that it was before.
    text = ITEM + "w1,service,request,c1,x,2026-03-02 10:00,,,2026-03-02,resolved\n"
    got = inbox.load({"company.csv": COMPANY, "work_item.csv": text})
    assert not [notice for notice in got.notices if "is before" in notice]


def test_so_many_that_a_format_may_be_wrong_are_told_as_such(inbox: Inbox) -> None:
    rows = [f"w{n},service,request,c1,x,2026-03-02 10:00,,,2026-03-01 10:00,resolved\n" for n in range(20)]
    got = inbox.load({"company.csv": COMPANY, "work_item.csv": ITEM + "".join(rows)})
    assert "wrong format of dates" in " ".join(got.notices)


def test_a_close_without_an_outcome_is_kept_and_told(inbox: Inbox) -> None:
    text = ITEM + "w1,service,request,c1,x,2026-03-02 10:00,,,2026-03-03 10:00,\n"
    got = inbox.load({"company.csv": COMPANY, "work_item.csv": text})
    assert got.why == []
    assert any("1 rows of work_item are closed without an outcome" in notice for notice in got.notices)


def test_a_close_without_an_outcome_whose_first_resolution_is_told_was_resolved(inbox: Inbox) -> None:
    text = ITEM + "w1,service,request,c1,x,2026-03-02 10:00,,2026-03-03 09:00,2026-03-03 10:00,\n"
    got = inbox.load({"company.csv": COMPANY, "work_item.csv": text})
    assert not [notice for notice in got.notices if "without an outcome" in notice]
    assert got.rows("select count(*) from main.omitted_row") == [(0,)]


def test_a_resolved_case_that_is_not_closed_stays_open_and_a_decision_without_its_day_is_left_out(inbox: Inbox) -> None:
    rows = ["w1,service,request,c1,x,2026-03-02 10:00,,2026-03-03 10:00,,resolved\n"]
    rows += ["w2,sales,new_sale,c1,x,2026-03-02 10:00,,,,won\n"]
    got = inbox.load({"company.csv": COMPANY, "work_item.csv": ITEM + "".join(rows)})
    assert got.why == [(3, "closed_at", "outcome")]

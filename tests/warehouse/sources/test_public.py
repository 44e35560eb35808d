"""The mappings of public data sets, each on a handful of rows written like the real file (whole sets: scenarios)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.loading.importing import Inbox


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    (tmp_path / "inbox").mkdir()
    made = Inbox(tmp_path / "inbox")
    yield made
    made.connection.close()


def test_purchases_of_one_day_are_one_order_and_equal_lines_are_two(inbox: Inbox) -> None:
    lines = (
        " customer_id  date number_of_cds  dollar_value\r\n"
        " 00002 19970112  1   12.00\r\n"
        " 00002 19970112  1   12.00\r\n"
        " 00002 19970113  2    0.00\r\n"
        " 00010 19970101  5   77.00\r\n"
    )
    outcome = inbox.load({"CDNOW_master.txt": lines}, "cdnow")
    assert outcome.rows("select order_id, line_no, quantity, amount from main.order_line order by 1, 2") == [
        ("cdnow:00002-1997-01-12", 1, 1, 12),
        ("cdnow:00002-1997-01-12", 2, 1, 12),
        ("cdnow:00002-1997-01-13", 1, 2, 0),
        ("cdnow:00010-1997-01-01", 1, 5, 77),
    ]
    assert outcome.rows("select customer_id, acquired_on::varchar from main.customer order by 1") == [
        ("cdnow:00002", "1997-01-12"),
        ("cdnow:00010", "1997-01-01"),
    ]


def test_a_contract_began_as_many_months_ago_as_the_customer_stayed(inbox: Inbox) -> None:
    rows = (
        "customerID,tenure,InternetService,Contract,MonthlyCharges,TotalCharges,Churn\n"
        "A,34,DSL,One year,56.95,1889.5,No\nB,2,No,Month-to-month,53.85,108.15,Yes\nC,0,DSL,Two year,20,,No\n"
    )
    outcome = inbox.load({"Telco-Customer-Churn.csv": rows}, "telco")
    assert outcome.rows(
        "select customer_id, starts_on::varchar, ends_on::varchar, mrr::varchar from main.subscription order by 1"
    ) == [
        ("telco:A", "2017-03-01", None, "56.95"),
        ("telco:B", "2019-11-01", "2020-01-01", "53.85"),
        ("telco:C", "2020-01-01", None, "20.00"),
    ]


def test_members_join_and_leave_on_the_first_of_a_month_behind_a_byte_order_mark(inbox: Inbox) -> None:
    rows = (
        "\ufeffloyalty_number,province,loyalty_card,enrollment_year,enrollment_month,cancellation_year,cancellation_month\r\n"
        "480934,Ontario,Star,2016,2,,\r\n549612,Alberta,Nova,2016,3,2017,11\r\n"
    )
    outcome = inbox.load({"Customer_Loyalty_History.csv": rows}, "airline_loyalty")
    assert outcome.rows("select entry_id, kind, entry_at::date::varchar from main.loyalty_entry order by 1") == [
        ("airline:enrol-480934", "enrol", "2016-02-01"),
        ("airline:enrol-549612", "enrol", "2016-03-01"),
        ("airline:leave-549612", "leave", "2017-11-01"),
    ]


def test_equal_complaints_are_two_and_none_is_closed(inbox: Inbox) -> None:
    one = "7/29/2013,Consumer Loan,Managing the loan,Phone,Closed with explanation\n"
    rows = "Date received,Product,Issue,Submitted via,Company response to consumer\n" + one + one
    outcome = inbox.load({"complaints.csv": rows}, "complaints")
    # Midnight in New York is 04:00 UTC in summer.
    assert outcome.rows(
        "select work_item_id, opened_at::varchar, closed_at, touchpoint_id from main.work_item order by 1"
    ) == [
        ("cfpb:complaints:2", "2013-07-29 04:00:00+00", None, "cfpb:Phone"),
        ("cfpb:complaints:3", "2013-07-29 04:00:00+00", None, "cfpb:Phone"),
    ]
    assert outcome.rows("select touchpoint_id, channel from main.touchpoint") == [("cfpb:Phone", "phone")]


UPDATES = (
    "number,incident_state,sys_mod_count,caller_id,opened_at,sys_updated_at,category,priority,assignment_group,"
    "assigned_to,resolved_at,closed_at\n"
)
ENDS = "01-03-2016 11:29,05-03-2016 12:00"


def update(state: str, number: int, at: str, priority: str, crew: str, person: str) -> str:
    return f"I1,{state},{number},Caller 1,29-02-2016 01:16,{at},Cat 1,{priority},{crew},{person},{ENDS}\n"


def test_the_last_update_of_an_incident_counts_and_two_in_one_minute_are_one_change(inbox: Inbox) -> None:
    log = (
        update("Closed", 4, "05-03-2016 12:00", "2 - High", "Group 2", "Res 9")
        + update("New", 0, "29-02-2016 01:23", "3 - Moderate", "Group 1", "?")
        + update("Active", 1, "29-02-2016 08:53", "3 - Moderate", "Group 1", "?")
        + update("Resolved", 2, "29-02-2016 08:53", "2 - High", "Group 2", "Res 9")
    )
    outcome = inbox.load({"incident_event_log_head.csv": UPDATES + log}, "servicenow_log")
    assert outcome.rows(
        "select work_item_id, priority, team, agent_id, opened_at::date::varchar, first_resolved_at::date::varchar,"
        " outcome from main.work_item"
    ) == [("snow:I1", "high", "Group 2", "snow:Res 9", "2016-02-29", "2016-02-29", "resolved")]  # Resolved at 08:53
    assert outcome.rows("select old_value, new_value, changed_at::varchar from main.status_event order by 3") == [
        ("New", "Resolved", "2016-02-29 08:53:00+00"),
        ("Resolved", "Closed", "2016-03-05 12:00:00+00"),
    ]


EVENTS = (
    "case:REG_DATE,case:concept:name,case:AMOUNT_REQ,org:resource,lifecycle:transition,concept:name,time:timestamp\n"
)


def event(case: str, person: str, step: str, act: str, at: str) -> str:
    return f"x,{case},20000,{person},{step},{act},2011-10-{at}+02:00\n"


def test_a_call_runs_from_start_to_complete_and_an_end_alone_has_no_length(inbox: Inbox) -> None:
    call = "W_Nabellen offertes"
    log = (
        event("7", "112", "COMPLETE", "A_SUBMITTED", "01T00:38:44.546")
        + event("7", "112", "COMPLETE", "A_PARTLYSUBMITTED", "01T00:38:44.546")
        + event("7", "9", "COMPLETE", "A_FINALIZED", "02T10:00:00.000")
        + event("7", "", "SCHEDULE", call, "02T10:00:01.000")
        + event("7", "9", "START", call, "03T10:00:00.000")
        + event("7", "9", "COMPLETE", call, "03T10:02:00.000")
        + event("7", "", "COMPLETE", call, "05T08:00:00.000")
        + event("7", "9", "START", call, "06T10:00:00.000")
        + event("7", "9", "COMPLETE", "A_APPROVED", "07T10:00:00.000")
        + event("8", "9", "COMPLETE", "A_SUBMITTED", "07T10:00:00.000")
    )
    outcome = inbox.load({"loans.csv": EVENTS + log}, "loan_applications")
    assert outcome.rows(
        "select offered_at::varchar, ended_at::varchar, agent_id from main.interaction order by offered_at"
    ) == [
        ("2011-10-03 08:00:00+00", "2011-10-03 08:02:00+00", "loan:9"),
        ("2011-10-05 06:00:00+00", None, None),
    ]
    assert outcome.rows(
        "select work_item_id, outcome, status, closed_at::date::varchar from main.work_item order by 1"
    ) == [
        ("loan:7", "won", "A_APPROVED", "2011-10-07"),
        ("loan:8", None, "A_SUBMITTED", None),
    ]
    assert outcome.rows(
        "select new_value, changed_at::varchar from main.status_event where entity_id = 'loan:7' order by changed_at"
    ) == [
        ("A_SUBMITTED", "2011-09-30 22:38:44.546+00"),
        ("A_PARTLYSUBMITTED", "2011-09-30 22:38:44.546001+00"),
        ("proposal", "2011-10-02 08:00:00+00"),
        ("A_APPROVED", "2011-10-07 08:00:00+00"),
    ]


def test_a_cancelled_incident_was_a_case_and_nobody_resolved_it(inbox: Inbox) -> None:
    log = update("Canceled", 1, "05-03-2016 12:00", "2 - High", "Group 2", "Res 9").replace("01-03-2016 11:29", "?")
    outcome = inbox.load({"incident_event_log_head.csv": UPDATES + log}, "servicenow_log")
    assert outcome.rows("select outcome, first_resolved_at is null from main.work_item") == [("disqualified", True)]


def test_a_ticket_that_odoo_put_away_is_no_case(inbox: Inbox) -> None:
    rows = "id,create_date,close_date,stage_id,partner_id,user_id,team_id,priority,active\n" + "".join(
        f"{number},2026-01-05 14:00:00,,new,7,1,Mesa,1,{there}\n" for number, there in ((1, "True"), (2, "False"))
    )
    outcome = inbox.load({"helpdesk_ticket.csv": rows}, "odoo")
    assert outcome.rows("select work_item_id from main.work_item") == [("odoo:ticket-1",)]


def test_a_ticket_that_hubspot_archived_is_no_case(inbox: Inbox) -> None:
    rows = "ticket_id,property_createdate,property_hs_pipeline_stage,archived\n" + "".join(
        f"{number},2026-01-05 14:00:00,1,{gone}\n" for number, gone in ((1, "false"), (2, "true"))
    )
    outcome = inbox.load({"tickets.csv": rows}, "hubspot")
    assert outcome.rows("select work_item_id from main.work_item") == [("hubspot:ticket-1",)]


def test_an_incident_that_was_reopened_keeps_its_first_resolution(inbox: Inbox) -> None:
    # Resolved at 08:53 and at work again at noon; every row tells the last resolution, of 1 March.
    log = (
        update("New", 0, "29-02-2016 01:23", "2 - High", "Group 1", "?")
        + update("Resolved", 1, "29-02-2016 08:53", "2 - High", "Group 2", "Res 9")
        + update("Active", 2, "29-02-2016 12:00", "2 - High", "Group 2", "Res 9")
        + update("Resolved", 3, "01-03-2016 11:29", "2 - High", "Group 2", "Res 9")
        + update("Closed", 4, "05-03-2016 12:00", "2 - High", "Group 2", "Res 9")
    )
    outcome = inbox.load({"incident_event_log_head.csv": UPDATES + log}, "servicenow_log")
    assert outcome.rows("select first_resolved_at::varchar from main.work_item") == [("2016-02-29 08:53:00+00",)]

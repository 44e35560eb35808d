"""What was deleted, merged or cancelled after it was loaded, on a second load of the same source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.loading.importing import Inbox

TICKETS = "id,created_at,updated_at,status,priority,requester_id,assignee_id,group_id,via_channel,type\n"
COMMENTS = "id,ticket_id,user_id,created,public\n"
USERS = "id,name,role,email\n1,Ana,agent,a@x.example\n2,Luz,end-user,l@y.example\n"


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    (tmp_path / "inbox").mkdir()
    made = Inbox(tmp_path / "inbox")
    yield made
    made.connection.close()


def ticket(number: int, status: str) -> str:
    return f"{number},2026-10-05 14:00:00,2026-10-06 14:00:00,{status},normal,2,1,,email,question\n"


def test_a_ticket_deleted_after_it_was_loaded_is_withdrawn_with_its_comments_and_told(inbox: Inbox) -> None:
    said = "100,10,2,2026-10-05 14:00:00,true\n101,11,2,2026-10-05 14:00:00,true\n"
    inbox.load({"ticket.csv": TICKETS + ticket(10, "open") + ticket(11, "open"), "user.csv": USERS,
                "ticket_comment.csv": COMMENTS + said}, "zendesk")  # fmt: skip
    outcome = inbox.load({"ticket.csv": TICKETS + ticket(11, "deleted"), "user.csv": USERS,
                          "ticket_comment.csv": COMMENTS + said}, "zendesk")  # fmt: skip
    assert outcome.error is None
    assert outcome.changed
    assert outcome.rows("select work_item_id from main.work_item") == [("zendesk:10",)]
    assert outcome.rows("select interaction_id from main.interaction") == [("zendesk:comment-100",)]
    told = [notice for notice in outcome.notices if "withdrawn" in notice]
    assert told == [
        "work_item: 1 known rows were withdrawn, for the files say by now that they are none.",
        "interaction: 1 known rows were withdrawn, for the files say by now that they are none.",
    ]


def test_what_another_source_brought_under_the_same_id_stays(inbox: Inbox) -> None:
    head = "work_item_id,process,kind,customer_id,opened_at,status\n"
    inbox.load({"work_item.csv": head + "zendesk:11,service,request,c1,2026-10-05 14:00:00,open\n"})
    outcome = inbox.load({"ticket.csv": TICKETS + ticket(10, "open") + ticket(11, "deleted")}, "zendesk")
    assert outcome.rows("select work_item_id from main.work_item order by 1") == [("zendesk:10",), ("zendesk:11",)]


def test_a_ticket_that_the_second_export_does_not_hold_stays(inbox: Inbox) -> None:
    inbox.load({"ticket.csv": TICKETS + ticket(10, "open") + ticket(11, "open")}, "zendesk")
    outcome = inbox.load({"ticket.csv": TICKETS + ticket(12, "open")}, "zendesk")
    assert outcome.rows("select count(*) from main.work_item") == [(3,)]


def test_a_deal_of_hubspot_that_was_merged_since_is_withdrawn(inbox: Inbox) -> None:
    deals = (
        "deal_id,property_createdate,property_closedate,property_amount,deal_pipeline_stage_id,owner_id,is_deleted\n"
    )
    rows = [
        f"d{n},2026-01-05 14:00:00,2026-01-20 14:00:00,100,closedwon,o1,{gone}\n"
        for n, gone in ((1, "false"), (2, "false"))
    ]
    inbox.load({"deal.csv": deals + "".join(rows)}, "hubspot")
    outcome = inbox.load({"deal.csv": deals + rows[0] + rows[1].replace("false", "true")}, "hubspot")
    assert outcome.rows("select work_item_id from main.work_item") == [("hubspot:deal-d1",)]


TAGGED = TICKETS.replace("type\n", "type,tags\n")


def tagged(number: int, status: str, tags: str = "") -> str:
    return ticket(number, status).replace("\n", f",{tags}\n")


@pytest.mark.parametrize("first", ["", tagged(10, "open")])
def test_a_merged_ticket_stays_away_while_the_files_lack_what_told_it(inbox: Inbox, first: str) -> None:
    """The list of Monday has tags, that of Tuesday has not, and on Wednesday the tag was a mistake."""
    if first:
        inbox.load({"ticket.csv": TAGGED + first + tagged(11, "open")}, "zendesk")
    merged = tagged(10, "closed", "closed_by_merge") + tagged(11, "open")
    inbox.load({"ticket.csv": TAGGED + merged}, "zendesk")
    tuesday = inbox.load({"ticket.csv": TICKETS + ticket(10, "closed") + ticket(11, "open")}, "zendesk")
    assert tuesday.error is None
    assert tuesday.rows("select work_item_id from main.work_item") == [("zendesk:11",)]
    assert "work_item: 1 rows stay left out, as an earlier load had them: these files lack ticket.tags" in " ".join(
        tuesday.notices
    )
    wednesday = inbox.load({"ticket.csv": TAGGED + tagged(10, "closed") + tagged(11, "open")}, "zendesk")
    assert wednesday.rows("select count(*) from main.work_item") == [(2,)]
    last = inbox.load({"ticket.csv": TICKETS + ticket(10, "closed") + ticket(11, "solved")}, "zendesk")
    assert last.rows("select count(*) from main.work_item") == [(2,)]


def test_a_ticket_deleted_by_its_status_comes_back_by_its_status(inbox: Inbox) -> None:
    inbox.load({"ticket.csv": TAGGED + tagged(10, "deleted") + tagged(11, "open")}, "zendesk")
    outcome = inbox.load({"ticket.csv": TICKETS + ticket(10, "open")}, "zendesk")
    assert outcome.rows("select count(*) from main.work_item") == [(2,)]


def test_a_deal_deleted_or_merged_by_another_file_stays_away_while_that_file_is_missing(inbox: Inbox) -> None:
    """Deal 1 is marked deleted, deal 2 was merged into deal 3; the export of the next day holds the deals alone."""
    head = "Record ID,Create Date,Close Date,Amount,Deal Stage,Deal owner,Associated Company IDs"
    deals = [f"{at},2026-05-04 15:00,2026-05-05 15:00,10,closedwon,Ana,7" for at in (1, 2, 3)]
    marked = "\n".join([f"{head},archived", f"{deals[0]},true", f"{deals[1]},false", f"{deals[2]},false"])
    merged = "deal_id,merged_deal_id\n3,2\n"
    inbox.load({"deals.csv": marked + "\n", "merged_deal.csv": merged}, "hubspot")
    outcome = inbox.load({"deals.csv": "\n".join([head, *deals, ""])}, "hubspot")
    assert outcome.rows("select work_item_id from main.work_item") == [("hubspot:deal-3",)]
    assert "these files lack deal.deleted, merged_deal" in " ".join(outcome.notices)

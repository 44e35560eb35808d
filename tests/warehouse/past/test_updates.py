"""An older export that is loaded after a newer one, on tickets of desks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.loading.importing import Inbox

HEAD = "ID;Estado;Última actualización;Fecha de apertura;Fecha de solución;Fecha de cierre\n"
OLD = "7;Resuelto;13-11-2026 12:00;13-11-2026 09:00;13-11-2026 12:00;\n"
NEW = "7;En curso (asignado);20-11-2026 12:00;13-11-2026 09:00;;\n"  # reopened: its day of solution is emptied
HELD = "older than what is known"
ROW = (
    "select status, strftime(first_resolved_at at time zone 'UTC', '%d %H:%M'), first_resolved_at is null"
    " from main.work_item"
)


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    (tmp_path / "inbox").mkdir()
    made = Inbox(tmp_path / "inbox")
    yield made
    made.connection.close()


def tickets(*rows: str) -> dict[str, str]:
    return {"glpi.csv": HEAD + "".join(rows)}


def test_an_older_export_loaded_later_sets_no_ticket_back_and_says_so(inbox: Inbox) -> None:
    inbox.load(tickets(NEW), "glpi")
    got = inbox.load(tickets(OLD), "glpi")
    assert got.error is None
    assert got.rows("select status from main.work_item") == [("open",)]
    assert [note for note in got.notices if HELD in note]
    assert got.counts["work_item"].read == got.counts["work_item"].loaded + got.counts["work_item"].unchanged == 1


def test_an_older_export_still_tells_the_first_solution(inbox: Inbox) -> None:
    # 12:00 of a company without a zone yet is UTC.
    inbox.load(tickets(NEW), "glpi")
    assert inbox.load(tickets(OLD), "glpi").rows(ROW) == [("open", "13 12:00", False)]


def test_whichever_comes_first_the_rows_are_the_same(inbox: Inbox) -> None:
    inbox.load(tickets(OLD), "glpi")
    got = inbox.load(tickets(NEW), "glpi")
    assert got.rows(ROW) == [("open", "13 12:00", False)]
    assert not [note for note in got.notices if HELD in note]


def test_of_several_rows_of_one_ticket_in_a_load_the_newest_counts(inbox: Inbox) -> None:
    got = inbox.load(tickets(NEW, OLD), "glpi")
    assert got.error is None
    assert got.why == []
    assert got.rows(ROW) == [("open", "13 12:00", False)]


def test_a_row_of_the_same_instant_is_a_change_and_an_undated_one_is_taken_at_its_word(inbox: Inbox) -> None:
    inbox.load(tickets(NEW), "glpi")
    again = NEW.replace("En curso (asignado)", "En espera")
    assert inbox.load(tickets(again), "glpi").rows("select status from main.work_item") == [("pending",)]
    undated = NEW.replace("20-11-2026 12:00", "").replace("En curso (asignado)", "Nuevo")
    later = NEW.replace("7;En curso (asignado);20", "8;Nuevo;20")
    assert inbox.load(tickets(undated, later), "glpi").rows(
        "select status from main.work_item where work_item_id = 'glpi:7'"
    ) == [("new",)]


def test_an_older_export_brings_no_deleted_ticket_back_nor_takes_one_away(inbox: Inbox) -> None:
    gone = NEW.replace("En curso (asignado)", "Borrado")
    inbox.load(tickets(OLD), "glpi")
    assert inbox.load(tickets(gone), "glpi").rows("select count(*) from main.work_item") == [(0,)]
    assert inbox.load(tickets(OLD), "glpi").rows("select count(*) from main.work_item") == [(0,)]
    back = NEW.replace("20-11", "25-11")
    assert inbox.load(tickets(back), "glpi").rows("select status from main.work_item") == [("open",)]
    assert inbox.load(tickets(gone), "glpi").rows("select status from main.work_item") == [("open",)]


def test_all_files_at_their_word_where_they_are_said_to_be_all(inbox: Inbox) -> None:
    inbox.load(tickets(NEW), "glpi")
    assert inbox.load(tickets(OLD), "glpi", full=True).rows("select status from main.work_item") == [("solved",)]


OTHERS = {
    "hubspot": (
        "ticket.csv",
        "id,property_createdate,property_hs_lastmodifieddate,property_first_agent_reply_date,property_closed_date,"
        "property_hs_ticket_priority,property_hs_ticket_category,property_hs_pipeline_stage,property_hubspot_owner_id,"
        "is_deleted\n",
        "t1,2026-10-05 14:00:00,{changed},,,HIGH,,{status},,false\n",
    ),
    "salesforce": (
        "Lead.csv",
        "Id,IsDeleted,Company,Status,OwnerId,IsConverted,ConvertedDate,ConvertedAccountId,ConvertedOpportunityId,"
        "CreatedDate,SystemModstamp\n",
        "l1,false,Sol,{status},,false,,,,2026-10-05T14:00:00.000Z,{changed}\n",
    ),
    "zendesk": (
        "ticket.csv",
        "id,created_at,updated_at,status,priority,requester_id,assignee_id,group_id,via_channel,type\n",
        "10,2026-10-05 14:00:00,{changed},{status},normal,2,,,email,question\n",
    ),
    "jira_service": (
        "Jira.csv",
        "Issue key,Status,Created,Updated,Resolved,Priority,Reporter\n",
        "S-1,{status},2026-10-05 14:00:00,{changed},,High,Ana\n",
    ),
    "freshdesk": (
        "tickets.csv",
        "Ticket ID,Status,Priority,Created time,Resolved time,Last update time,Email\n",
        "1,{status},Low,2026-10-05 14:00:00,,{changed},a@x.example\n",
    ),
}


@pytest.mark.parametrize("source", OTHERS)
def test_each_desk_that_tells_its_last_change_is_set_back_by_no_older_file(inbox: Inbox, source: str) -> None:
    file, head, row = OTHERS[source]
    new = row.format(status="pending", changed="2026-10-07 14:00:00")
    old = row.format(status="open", changed="2026-10-06 14:00:00")
    assert inbox.load({file: head + new}, source).error is None
    got = inbox.load({file: head + old}, source)
    assert got.error is None
    assert got.rows("select status from main.work_item") == [("pending",)]
    assert [note for note in got.notices if HELD in note]


def test_a_row_that_was_rejected_holds_back_no_older_one(inbox: Inbox) -> None:
    # Closed on a day that nobody tells: left out, so that nothing is known of it yet.
    got = inbox.load(tickets(NEW.replace("En curso (asignado)", "Cerrado")), "glpi", accept_rejects=True)
    assert len(got.why) == 1
    assert inbox.load(tickets(OLD), "glpi").rows("select status from main.work_item") == [("solved",)]

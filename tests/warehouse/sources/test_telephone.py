"""What telephone systems write, each as a small made sample; its answers are worked out by hand in `answers/`."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

import crm_metrics as crm
from tests.warehouse.loading.importing import Inbox
from tests.warehouse.sources.test_exports import SAMPLES, Imported

LOG = SAMPLES / "queue_log"


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return Inbox(folder)


@pytest.fixture(scope="module")
def queue_log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    made = Imported("queue_log", tmp_path_factory.mktemp("queue_log"))
    yield made
    made.shop.close()


@pytest.fixture(scope="module")
def cdr(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    made = Imported("cdr", tmp_path_factory.mktemp("cdr"))
    yield made
    made.shop.close()


@pytest.fixture(scope="module")
def vicidial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    made = Imported("vicidial", tmp_path_factory.mktemp("vicidial"))
    yield made
    made.shop.close()


@pytest.fixture(scope="module")
def issabel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    made = Imported("issabel", tmp_path_factory.mktemp("issabel"))
    yield made
    made.shop.close()


# -------------------------------------------------------------------- Asterisk's queue_log


def november(made: Imported, name: str) -> tuple[object, object]:
    (reading,) = getattr(crm.metrics, name).measure(made.shop, every="all").readings
    return reading.numerator, reading.denominator


def test_calls_of_a_queue_cut_by_rotation_wait_and_end_as_worked_out_by_hand(queue_log: Imported) -> None:
    assert november(queue_log, "contacts_offered")[0] == 6
    assert november(queue_log, "service_level") == (3, 5)
    assert november(queue_log, "average_speed_of_answer") == (18 + 10 + 8, 3)
    assert november(queue_log, "abandonment_rate") == (2, 5)
    assert november(queue_log, "average_handle_time") == (100 + 59 + 102, 3)
    assert november(queue_log, "transfer_rate") == (1, 3)
    assert queue_log.rejected() == {}


def test_sessions_and_pauses_of_an_agent_fill_her_time_in_the_queue(queue_log: Imported) -> None:
    found = queue_log.rows(
        "select state, sum(seconds) from main.agent_time where agent_id = 'queue_log:Dora' group by 1"
    )
    assert dict(found) == {"handling": 261, "meeting": 300, "break": 120, "available": 4259}
    assert november(queue_log, "occupancy") == (261, 4520)


def test_one_call_that_enters_a_queue_twice_is_two_contacts(queue_log: Imported) -> None:
    assert queue_log.rows(
        "select disposition, epoch(coalesce(answered_at, ended_at)) - epoch(offered_at) from main.interaction"
        " where touchpoint_id = 'queue_log:ventas' order by offered_at"
    ) == [("abandoned", 30), ("handled", 10)]


def test_rotated_files_brought_one_after_the_other_give_what_both_give_at_once(inbox: Inbox) -> None:
    older, newer = (LOG / "queue_log.1").read_bytes(), (LOG / "queue_log").read_bytes()
    # What waits when the first file ends is no contact yet, and what is talked is not over.
    first = inbox.load({"queue_log-20261102": older}, "queue_log")
    assert first.error is None
    assert first.rows("select count(*), count(ended_at) from main.interaction") == [(5, 4)]
    second = inbox.load({"queue_log-20261102.gz": gzip.compress(older), "queue_log": newer}, "queue_log")
    assert second.error is None
    assert second.rows("select count(*), count(ended_at) from main.interaction") == [(6, 6)]
    assert second.rows("select sum(seconds) from main.agent_time where state = 'available'") == [(4259,)]
    again = inbox.load({"queue_log.1": older, "queue_log": newer}, "queue_log")
    assert again.changed is False


def test_the_database_form_tells_the_same_as_the_file_by_the_clock_of_the_company(inbox: Inbox) -> None:
    text = (
        '"id","time","callid","queuename","agent","event","data","data1","data2","data3","data4","data5"\n'
        '"1","2026-11-02 08:01:40.100000","1793624500.1","soporte","NONE","ENTERQUEUE","","","3001112233","1","",""\n'
        '"2","2026-11-02 08:01:58.100000","1793624500.1","soporte","Dora","CONNECT","","18","1793624515.2","3","",""\n'
        '"3","2026-11-02 08:03:38.100000","1793624500.1","soporte","Dora","ATTENDEDTRANSFER","","LINK","a","b",'
        '"18","100|1"\n'
    )
    inbox.load({"company.csv": "name,time_zone,currency\nEjemplo,America/Bogota,COP\n"})
    told = inbox.load({"queue_log.csv": text}, "queue_log")
    assert told.error is None
    assert told.rows(
        "select epoch(offered_at) = 1793624500.1, epoch(answered_at) - epoch(offered_at),"
        " epoch(ended_at) - epoch(answered_at), transferred from main.interaction"
    ) == [(True, 18, 100, True)]


def test_a_table_written_newest_first_keeps_what_happened_within_one_second_in_order(inbox: Inbox) -> None:
    text = "id,time,callid,queuename,agent,event\n"
    steps = [
        ("4", "08:01:58", "Dora", "COMPLETECALLER"),
        ("3", "08:01:40", "Dora", "CONNECT"),
        ("2", "08:01:40", "NONE", "ENTERQUEUE"),
    ]
    text += "".join(f"{no},2026-11-02 {at},17.1,soporte,{agent},{event}\n" for no, at, agent, event in steps)
    told = inbox.load({"queuelog.csv": text}, "queue_log")
    assert told.rows("select epoch(answered_at - offered_at), epoch(ended_at - answered_at) from main.interaction") == [
        (0, 18)
    ]


def test_a_restart_ends_what_was_known_of_a_session(inbox: Inbox) -> None:
    lines = [
        "1793624400|MANAGER|soporte|Dora|ADDMEMBER|",
        "1793624500|NONE|soporte|Dora|PAUSE|x",
        "1793624600|NONE|NONE|NONE|QUEUESTART|",
        "1793654400|NONE|soporte|Dora|PAUSE|x",  # eight hours later, without having joined again
        "1793654500|NONE|soporte|Dora|UNPAUSE|x",
    ]
    told = inbox.load({"queue_log": "\n".join(lines) + "\n"}, "queue_log")
    assert told.rows("select state, seconds from main.agent_time") == [("available", 100)]


def test_a_line_cut_short_is_rejected_by_name_and_the_others_stay(inbox: Inbox) -> None:
    found = inbox.load({"queue_log": (LOG / "queue_log").read_bytes() + b"17936294"}, "queue_log")
    assert found.error is None
    assert {(one.line, one.rule) for one in found.rejects} == {(11, "cells")}
    assert found.rows("select count(*) from main.interaction") == [(0,)]  # both calls that end here entered before


TIMES = "select state, seconds from main.agent_time order by agent_id, started_at, state"


def lines(*events: str) -> str:
    """Lines of a queue_log: seconds after 08:00 of 2 November in Bogotá, then the rest of the line."""
    return "".join(f"{1793624400 + int(second)}|{rest}\n" for second, rest in (event.split("|", 1) for event in events))


def test_who_never_leaves_was_there_until_the_last_line_and_a_restart_tells_no_more(inbox: Inbox) -> None:
    # Joined at 0, paused from 100 to 160 and from 400; others are heard until 500, Asterisk begins again at 9000.
    first = ["0|M|s|Dora|ADDMEMBER|", "100|NONE|s|Dora|PAUSE|Comida", "160|NONE|s|Dora|UNPAUSE|"]
    known = [*first, "400|NONE|s|Dora|PAUSE|Reunión", "500|1.1|s|NONE|ENTERQUEUE||3|1", "500|1.1|s|NONE|ABANDON|1|1|0"]
    told = inbox.load({"queue_log": lines(*known)}, "queue_log")
    expected = [("available", 100), ("break", 60), ("available", 240), ("meeting", 100)]
    assert told.rows(TIMES) == expected
    after = ["9000|NONE|NONE|NONE|QUEUESTART|", "9900|M|s|Eli|PAUSE|x"]
    more = inbox.load({"queue_log": lines(*known, *after)}, "queue_log")
    assert more.rows(TIMES) == expected


def test_who_logs_in_for_all_queues_is_away_by_a_pause_of_all_or_of_one(inbox: Inbox) -> None:
    told = inbox.load(
        {
            "queue_log": lines(
                "0|17.1|NONE|Agent/1|AGENTLOGIN|SIP/201-1",
                "10|NONE|NONE|Agent/1|PAUSEALL|Comida",
                "10|NONE|s|Agent/1|PAUSE|Comida",
                "60|NONE|NONE|Agent/1|UNPAUSEALL|",
                "60|NONE|s|Agent/1|UNPAUSE|",
                "70|NONE|s|Agent/1|PAUSE|Reunión",
                "90|NONE|s|Agent/1|UNPAUSE|",
                "100|17.1|NONE|Agent/1|AGENTLOGOFF|SIP/201-1|100",
            )
        },
        "queue_log",
    )
    assert told.rows(TIMES) == [
        ("available", 10),
        ("break", 50),
        ("available", 10),
        ("meeting", 20),
        ("available", 10),
    ]


def test_a_transfer_back_to_its_queue_is_two_contacts_whichever_line_of_the_second_comes_first(inbox: Inbox) -> None:
    enters, transfers = "70|1.1|s|NONE|ENTERQUEUE||3|1", "70|1.1|s|Dora|BLINDTRANSFER|600|ctx|10|60|1"
    for middle in ((enters, transfers), (transfers, enters)):
        told = inbox.load(
            {
                "queue_log": lines(
                    "0|1.1|s|NONE|ENTERQUEUE||3|1",
                    "10|1.1|s|Dora|CONNECT|10|x|3",
                    *middle,
                    "82|1.1|s|Eli|CONNECT|12|x|3",
                    "100|1.1|s|Eli|COMPLETEAGENT|12|18|1",
                )
            },
            "queue_log",
        )
        assert told.rows(
            "select agent_id, epoch(answered_at - offered_at), epoch(ended_at - answered_at), transferred"
            " from main.interaction order by offered_at"
        ) == [("queue_log:Dora", 10, 60, True), ("queue_log:Eli", 12, 18, False)]


def test_an_older_table_tells_its_reasons_in_one_column(inbox: Inbox) -> None:
    text = (
        "id;time;callid;queuename;agent;event;data\n1;1793624400;M;s;D;ADDMEMBER;\n2;1793624500;NONE;s;D;PAUSE;Comida\n"
        "3;1793624600;NONE;s;D;UNPAUSE;\n4;1793624700;1.1;s;NONE;ENTERQUEUE;|3001|1\n"
        "5;1793624710;1.1;s;D;CONNECT;10|x|3\n6;1793624730;1.1;s;D;COMPLETECALLER;10|20|1\n"
    )
    told = inbox.load({"asterisk queue_log.csv": text}, "queue_log")
    assert told.rows(TIMES) == [("available", 100), ("break", 100), ("available", 110), ("handling", 20)]


@pytest.mark.parametrize("name", ["queue_log (1)", "queue_log_2026", "queue_log.log", "copia de queue_log.txt"])
def test_a_log_is_known_by_its_name_whatever_a_download_has_made_of_it(inbox: Inbox, name: str) -> None:
    told = inbox.load({name: lines("0|1.1|s|NONE|ENTERQUEUE||3|1", "9|1.1|s|NONE|ABANDON|1|1|9")}, "queue_log")
    assert told.rows("select disposition, epoch(ended_at - offered_at) from main.interaction") == [("abandoned", 9)]


def test_logs_in_a_zip_are_read_as_if_they_lay_beside_it(inbox: Inbox) -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("var/log/asterisk/queue_log", (LOG / "queue_log").read_bytes())
        packed.writestr("var/log/asterisk/queue_log.1", (LOG / "queue_log.1").read_bytes())
        packed.writestr("var/log/asterisk/full", "no log of queues")
    told = inbox.load({"registros.zip": held.getvalue()}, "queue_log")
    assert told.error is None
    assert told.rows("select count(*), count(ended_at) from main.interaction") == [(6, 6)]
    assert inbox.load_folder(inbox.folder / "registros.zip", "queue_log").changed is False
    torn = inbox.load({"queue_log.zip": held.getvalue()[:400]}, "queue_log")
    assert "damaged" in str(torn.error)


# -------------------------------------------------------------------- call detail records


def test_the_legs_of_a_call_are_one_contact_that_waits_from_its_queue_to_a_person(cdr: Imported) -> None:
    assert november(cdr, "contacts_offered")[0] == 4
    assert november(cdr, "service_level") == (3, 3)
    assert november(cdr, "average_speed_of_answer") == (20 + 8 + 0, 3)
    assert november(cdr, "abandonment_rate") == (1, 4)
    assert november(cdr, "average_handle_time") == (30 + 12 + 65, 3)
    assert november(cdr, "transfer_rate") == (1, 3)


def test_detail_records_without_what_joins_their_legs_are_refused(inbox: Inbox) -> None:
    found = inbox.load(
        {"cdr.csv": "calldate,src,dst,lastapp,duration,billsec\n2026-11-03 09:00:00,1,2,Dial,3,2\n"}, "cdr"
    )
    assert "linkedid is missing" in str(found.error)


# -------------------------------------------------------------------- reports of VICIdial and Issabel


def test_vicidial_takes_the_wait_out_of_the_length_of_a_call_and_not_of_an_email(vicidial: Imported) -> None:
    assert november(vicidial, "contacts_offered")[0] == 3  # an e-mail waits in no queue, and nobody after hours
    assert november(vicidial, "service_level") == (2, 3)
    assert november(vicidial, "average_speed_of_answer") == (20 + 5, 2)
    assert november(vicidial, "abandonment_rate") == (1, 3)
    assert november(vicidial, "average_handle_time") == (180 + 300 + 60, 3)


def test_vicidial_tells_what_agents_did(vicidial: Imported) -> None:
    found = vicidial.rows("select state, sum(seconds) from main.agent_time group by 1")
    assert dict(found) == {"aux": 60, "available": 20, "handling": 180 + 15, "break": 600}
    assert november(vicidial, "occupancy") == (195, 195 + 20)


def test_issabel_tells_the_wait_before_the_beginning_of_a_call(issabel: Imported) -> None:
    assert november(issabel, "contacts_offered")[0] == 3
    assert november(issabel, "service_level") == (1, 3)
    assert november(issabel, "average_speed_of_answer") == (12 + 30, 2)
    assert november(issabel, "abandonment_rate") == (1, 3)
    assert november(issabel, "average_handle_time") == (180 + 300, 2)
    assert november(issabel, "transfer_rate") == (1, 2)
    assert issabel.rows("select agent_id, name from main.agent order by 1") == [
        ("issabel:301", "Inés Rey"),
        ("issabel:302", "Leo Paz"),
    ]

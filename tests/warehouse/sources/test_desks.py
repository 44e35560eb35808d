"""What desks export, each as a small made sample; its answers are worked out by hand in `answers/desks.md`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import crm_metrics as crm
from tests.warehouse.loading.importing import Inbox
from tests.warehouse.sources.test_exports import SAMPLES, Imported

DESKS = ("glpi", "osticket", "freshdesk", "jira_service", "django_helpdesk")
_DAY = "strftime({} at time zone 'America/Bogota', '%d %H:%M')"
SOLVED = f"select split_part(work_item_id, ':', 2), {_DAY.format('first_resolved_at')} from main.work_item"
CLOSED = f"select split_part(work_item_id, ':', 2), {_DAY.format('closed_at')} from main.work_item"
ANSWERED = (
    "select split_part(work_item_id, ':', 2), cast(epoch(first_response_at) - epoch(opened_at) as int) // 60"
    " from main.work_item order by 1"
)


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Imported]]:
    made = {name: Imported(name, tmp_path_factory.mktemp(name)) for name in DESKS}
    made["zendesk"] = Imported("zendesk", tmp_path_factory.mktemp("zendesk"), "zendesk_connector")
    yield made
    for one in made.values():
        one.shop.close()


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return Inbox(folder)


def sample(name: str) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8-sig") for path in (SAMPLES / name).iterdir()}


def november(made: Imported, name: str, until: int = 5) -> crm.Reading:
    return made.reading(name, date(2026, 11, 3), date(2026, 11, until))


@pytest.mark.parametrize(
    ("desk", "opened", "solved", "waiting"),
    [
        ("glpi", 6, 3, 3),
        ("osticket", 4, 2, 2),
        ("freshdesk", 5, 2, 3),
        ("jira_service", 5, 3, 2),
        ("django_helpdesk", 4, 3, 2),
        ("zendesk", 4, 3, 2),
    ],
)
def test_a_desk_counts_its_cases_as_worked_out_by_hand(
    desks: dict[str, Imported], desk: str, opened: int, solved: int, waiting: int
) -> None:
    made = desks[desk]
    assert [november(made, name).value for name in ("cases_opened", "cases_resolved", "backlog")] == [
        opened,
        solved,
        waiting,
    ]


@pytest.mark.parametrize(
    ("desk", "solved", "closed"),
    [
        (
            "glpi",
            {"52267": "03 11:00", "52268": "04 12:00", "52272": "05 10:30"},
            {"52267": "06 11:00", "52272": "05 10:30"},
        ),
        ("osticket", {"100001": "03 12:00", "100002": "04 10:00"}, {"100001": "03 12:00"}),
        ("freshdesk", {"301": "03 11:00", "302": "04 09:00"}, {"301": "05 11:00"}),
        # 12:05 a. m. is five minutes past midnight; SUP-6 has no day of solution but one on which it came to be done
        ("jira_service", {"SUP-1": "03 11:00", "SUP-2": "04 00:05", "SUP-6": "05 10:00"}, {}),
        ("django_helpdesk", {"1": "03 11:00", "2": "03 12:00", "3": "04 10:00"}, {"1": "05 11:00"}),
        # 73 was reopened: its first solution is told by what Zendesk measured of it
        ("zendesk", {"71": "03 11:00", "72": "03 13:00", "73": "04 10:30"}, {"71": "07 11:00"}),
    ],
)
def test_solved_and_closed_are_the_instants_of_the_desk(
    desks: dict[str, Imported], desk: str, solved: dict[str, str], closed: dict[str, str]
) -> None:
    assert dict(desks[desk].rows(f"{SOLVED} where first_resolved_at is not null")) == solved
    assert dict(desks[desk].rows(f"{CLOSED} where closed_at is not null")) == closed


def test_first_answers_are_instants_of_the_clock_or_absent(desks: dict[str, Imported]) -> None:
    # Not Freshdesk's "(in hrs)", which are hours of work: 302 waited 16 hours, of them one of work.
    assert dict(desks["freshdesk"].rows(ANSWERED)) == {"301": 30, "302": 960, "303": 5, "304": 10, "305": None}
    assert dict(desks["django_helpdesk"].rows(ANSWERED)) == {"1": 30, "2": 120, "3": 60, "4": None}
    assert dict(desks["zendesk"].rows(ANSWERED)) == {"71": 30, "72": 60, "73": 45, "76": None}  # of the clock
    for desk in ("glpi", "osticket", "jira_service"):
        reading = november(desks[desk], "first_response_time")
        assert (reading.value, bool(reading.reason)) == (None, True)


def test_no_rating_is_no_bad_rating_and_a_desk_without_ratings_has_none(desks: dict[str, Imported]) -> None:
    for desk in ("glpi", "jira_service"):
        csat = november(desks[desk], "csat")
        assert (csat.numerator, csat.denominator) == (1, 2)
    good = november(desks["zendesk"], "good_rating_rate")
    assert (good.numerator, good.denominator) == (1, 2)
    asked = desks["zendesk"].rows("select count(responded_at), count(*) from main.survey")
    assert asked == [(2, 3)]
    good = november(desks["freshdesk"], "good_rating_rate")
    assert (good.numerator, good.denominator, good.complete) == (1, 2, False)  # on which day they were given is assumed
    for desk in ("osticket", "django_helpdesk"):
        assert november(desks[desk], "csat").value is None
        assert desks[desk].rows("select count(*) from main.survey") == [(0,)]


def test_who_attends_has_a_name_and_nobody_is_no_agent(desks: dict[str, Imported]) -> None:
    for desk in DESKS:
        assert [name for (name,) in desks[desk].rows("select name from main.agent order by 1")] == [
            "Inés Roa",
            "Omar Vil",
        ]
    assert desks["glpi"].rows("select agent_id from main.work_item where work_item_id = 'glpi:52268'") == [
        ("glpi:Inés Roa",)
    ]


def test_a_case_that_ended_on_a_day_that_nobody_tells_is_a_reject(desks: dict[str, Imported]) -> None:
    assert {name: one.rejected() for name, one in desks.items() if one.rejected()} == {"osticket": {"work_item": 1}}


def test_a_ticket_that_comes_once_for_each_change_is_its_newest_and_its_channel_stands_in_an_object(
    desks: dict[str, Imported],
) -> None:
    rows = desks["zendesk"].rows("select work_item_id, status, touchpoint_id from main.work_item order by 1")
    assert rows == [
        ("zendesk:71", "closed", "zendesk:email"),
        ("zendesk:72", "solved", "zendesk:web"),
        ("zendesk:73", "open", "zendesk:web"),
        ("zendesk:76", "new", "zendesk:chat"),
    ]


def test_messages_are_answers_and_what_is_written_at_the_opening_is_none(desks: dict[str, Imported]) -> None:
    rows = desks["django_helpdesk"].rows("select direction, count(*) from main.interaction group by 1 order by 1")
    assert rows == [("inbound", 2), ("outbound", 4)]
    history = desks["django_helpdesk"].rows(
        "select old_value, new_value from main.status_event where entity_id = 'django_helpdesk:3' order by changed_at"
    )
    assert history == [("open", "solved"), ("solved", "reopened")]


def test_states_are_numbers_in_the_tables_of_glpi(inbox: Inbox) -> None:
    # 2 works, 5 is solved and not closed, 6 closed; deleted ones are none.
    text = (
        "id,name,date,closedate,solvedate,date_mod,status,priority,is_deleted\n"
        "7,a,2026-11-13 09:00:00,,,2026-11-13 09:00:00,2,3,0\n"
        "8,b,2026-11-13 09:00:00,,2026-11-13 11:00:00,2026-11-13 11:00:00,5,6,0\n"
        "9,c,2026-11-13 09:00:00,2026-11-14 11:00:00,2026-11-13 10:00:00,2026-11-14 11:00:00,6,1,0\n"
        "10,d,2026-11-13 09:00:00,,,2026-11-13 09:00:00,1,3,1\n"
    )
    got = inbox.load({"glpi_tickets.csv": text}, "glpi")
    assert got.error is None
    assert got.rows(
        "select work_item_id, status, priority, first_resolved_at is null, closed_at is null from main.work_item"
        " order by 1"
    ) == [
        ("glpi:7", "open", "normal", True, True),
        ("glpi:8", "solved", "urgent", False, True),
        ("glpi:9", "closed", "low", False, False),
    ]


def test_states_are_numbers_where_a_connector_writes_freshdesk(inbox: Inbox) -> None:
    text = (
        "id,status,priority,source,created_at,updated_at,stats_resolved_at,stats_closed_at,requester_id,spam,deleted\n"
        "1,2,1,1,2026-11-03T14:00:00Z,2026-11-03T14:00:00Z,,,21,false,false\n"
        "2,3,2,3,2026-11-03T14:00:00Z,2026-11-03T14:00:00Z,,,21,false,false\n"
        "3,4,3,7,2026-11-03T14:00:00Z,2026-11-03T15:00:00Z,2026-11-03T15:00:00Z,,21,false,false\n"
        "4,5,4,2,2026-11-03T14:00:00Z,2026-11-05T15:00:00Z,2026-11-03T15:00:00Z,2026-11-05T15:00:00Z,21,false,\n"
        "5,2,1,1,2026-11-03T14:00:00Z,2026-11-03T14:00:00Z,,,22,true,false\n"
    )
    got = inbox.load({"tickets.csv": text}, "freshdesk")
    assert got.error is None
    assert got.rows("select status, priority, touchpoint_id from main.work_item order by work_item_id") == [
        ("open", "low", "freshdesk:Email"),
        ("pending", "normal", "freshdesk:Phone"),
        ("solved", "high", "freshdesk:Chat"),
        ("closed", "urgent", "freshdesk:Portal"),
    ]


def test_a_list_that_tells_no_day_of_solution_is_refused_with_what_it_has(inbox: Inbox) -> None:
    got = inbox.load({"glpi.csv": "ID;Estado;Fecha de apertura;Categoría\n1;Cerrado;13-11-2026 09:00;Red\n"}, "glpi")
    assert got.error is not None
    assert "resolved, closed" in str(got.error)
    assert got.rows("select count(*) from main.work_item") == [(0,)]


def test_days_of_which_another_column_tells_the_order_are_read_and_others_are_refused(inbox: Inbox) -> None:
    head = "Ticket Number,Date Created,Current Status,Closed Date,Last Updated\n"
    told = head + "1,03/11/26 9:00 AM,Closed,04/11/26 9:00 AM,13/11/26 9:00 AM\n"
    got = inbox.load({"tickets.csv": told}, "osticket")
    assert got.error is None
    assert got.rows("select cast(opened_at as date) from main.work_item") == [(date(2026, 11, 3),)]
    untold = inbox.load({"tickets.csv": told.replace("13/11", "12/11")}, "osticket")
    assert untold.error is not None


def test_a_column_that_stands_several_times_is_read_once_and_whole(inbox: Inbox) -> None:
    text = sample("jira_service")["Jira.csv"]
    assert text.split("\n")[0].count("Custom field (Request Type)") == 2
    got = inbox.load({"Jira.csv": text}, "jira_service")
    assert got.rows("select reason from main.work_item where work_item_id = 'jira_service:SUP-2'") == [
        ("Report a problem",)
    ]


def test_metric_events_tell_first_answers_and_first_solutions_to_the_second(inbox: Inbox) -> None:
    tickets = (
        "id,created_at,updated_at,status,priority,requester_id,assignee_id,group_id,via\n"
        "7,2026-11-03T14:00:00Z,2026-11-05T14:00:00Z,open,normal,21,,,\n"
    )
    events = (
        "id,ticket_id,metric,instance_id,type,time\n"
        "1,7,reply_time,1,activate,2026-11-03T14:00:00Z\n"
        "2,7,reply_time,1,fulfill,2026-11-03T14:20:05Z\n"
        "3,7,resolution_time,1,fulfill,2026-11-03T15:00:07Z\n"
        "4,7,resolution_time,2,activate,2026-11-05T14:00:00Z\n"
        "5,7,reply_time,2,fulfill,2026-11-05T16:00:00Z\n"
    )
    got = inbox.load({"tickets.csv": tickets, "ticket_metric_events.csv": events}, "zendesk")
    assert got.error is None
    told = "select cast(first_response_at as varchar), cast(first_resolved_at as varchar), status from main.work_item"
    assert got.rows(told) == [("2026-11-03 14:20:05+00", "2026-11-03 15:00:07+00", "open")]

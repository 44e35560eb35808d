"""Calls that a company makes, as telephone systems write them; expected values are worked out beside each call."""

from __future__ import annotations

from pathlib import Path

import pytest

import crm_metrics as crm
from crm_metrics.warehouse.loading.load import import_folder
from tests.warehouse.founded import founded
from tests.warehouse.loading.importing import Inbox

HEAD = "calldate,src,dst,channel,dstchannel,lastapp,lastdata,duration,billsec,disposition,u,did,outbound_cnum,linkedid"
CALLS = (
    "select direction, agent_id, strftime(offered_at at time zone 'America/Bogota', '%H:%M:%S'),"
    " epoch(answered_at - offered_at), epoch(ended_at - coalesce(answered_at, offered_at)), disposition"
    " from main.interaction order by offered_at"
)


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    folder = tmp_path / "inbox"
    folder.mkdir()
    made = Inbox(folder)
    made.load({"company.csv": "name,time_zone,currency\nEjemplo,America/Bogota,COP\n"})
    return made


def records(*legs: str) -> str:
    return "\n".join([HEAD, *(f"2026-11-02 {leg}" for leg in legs)]) + "\n"


def test_an_outgoing_call_is_one_attempt_that_may_be_answered(inbox: Inbox) -> None:
    told = inbox.load(
        {
            "cdr.csv": records(
                # Rang 40 - 25 = 15 s, talked 25.
                "09:00:00,201,3009998877,PJSIP/201-0D,PJSIP/troncal-0E,Dial,x,40,25,ANSWERED,1.1,,6015550100,1.1",
                "09:10:00,201,3009998878,PJSIP/201-1D,PJSIP/troncal-1E,Dial,x,20,0,NO ANSWER,1.2,,6015550100,1.2",
                "09:11:00,202,3009998878,PJSIP/202-2D,PJSIP/troncal-2E,Dial,x,3,0,BUSY,1.3,,6015550100,1.3",
                # Two trunks, one attempt: dialled 09:12:00, answered 09:12:02 + 62 - 50 = 09:12:14.
                "09:12:00,201,3009998879,SIP/201-3D,SIP/a-3E,Dial,x,2,0,FAILED,1.4,,,1.4",
                "09:12:02,201,3009998879,SIP/201-3D,SIP/b-3F,Dial,x,62,50,ANSWERED,1.4,,,1.4",
                # A recording says that all lines are taken: nobody answered.
                "09:13:00,201,3009998879,SIP/201-4D,,Playback,busy,5,5,ANSWERED,1.5,,,1.5",
                # Among themselves, and to hear one's own messages: no contact.
                "09:14:00,201,204,SIP/201-5D,SIP/204-5F,Dial,x,62,50,ANSWERED,1.6,,,1.6",
                "09:15:00,201,*97,SIP/201-6D,,VoiceMailMain,,62,50,ANSWERED,1.7,,,1.7",
            )
        },
        "cdr",
    )
    assert told.error is None
    assert told.rows(CALLS) == [
        ("outbound", "cdr:201", "09:00:00", 15, 25, "handled"),
        ("outbound", "cdr:201", "09:10:00", None, 20, "no_answer"),
        ("outbound", "cdr:202", "09:11:00", None, 3, "busy"),
        ("outbound", "cdr:201", "09:12:00", 14, 50, "handled"),
        ("outbound", "cdr:201", "09:13:00", None, 5, "no_answer"),
    ]
    assert told.rows("select distinct process from main.interaction") == [("telemarketing",)]


def test_a_call_from_outside_that_goes_on_to_a_mobile_telephone_is_no_outgoing_one(inbox: Inbox) -> None:
    told = inbox.load(
        {
            "cdr.csv": records(
                # Rings 201 from 09:00:00, who takes it at 09:00:05 and passes it to a mobile telephone at 09:01:00.
                "09:00:00,3001112233,201,PJSIP/troncal-1,PJSIP/201-2,Dial,x,60,55,ANSWERED,2.1,6015550100,,2.1",
                "09:01:00,201,3009998877,PJSIP/201-2,PJSIP/troncal-3,Dial,x,30,20,ANSWERED,2.2,,6015550100,2.1",
                # Without a number of the company's, from a trunk to an extension: 20 - 12 = 8 s.
                "10:00:00,3001112233,202,PJSIP/troncal-4,PJSIP/202-5,Dial,x,20,12,ANSWERED,2.3,,,2.3",
            )
        },
        "cdr",
    )
    assert told.rows(CALLS) == [
        ("inbound", "cdr:201", "09:00:00", 5, 85, "handled"),
        ("inbound", "cdr:202", "10:00:00", 8, 12, "handled"),
    ]


def test_a_company_says_what_its_outgoing_calls_are_for(inbox: Inbox) -> None:
    mine = inbox.folder.parent / "mine.toml"
    mine.write_text(
        'name = "mine"\nextends = "cdr"\n[rows.contact.columns]\n'
        "process = \"case when direction = 'outbound' then 'collections' else 'service' end\"\n"
    )
    leg = "09:00:00,201,3009998877,PJSIP/201-0D,PJSIP/troncal-0E,Dial,x,40,25,ANSWERED,1.1,,6015550100,1.1"
    told = inbox.load({"cdr.csv": records(leg)}, str(mine))
    assert told.rows("select process, disposition from main.interaction") == [("collections", "handled")]


def test_a_report_in_spanish_with_lengths_in_hours_and_minutes_reads_the_same(inbox: Inbox) -> None:
    text = (
        "Fecha;Origen;Destino;Canal Origen;Canal Destino;Aplicación;Datos;Duración;Segundos facturados;Estado;linkedid;"
        "Cola\n"
        "13/11/2026 09:00:00;3001112233;600;PJSIP/t-1;PJSIP/202-3;Queue;600,t;00:03:12;00:03:00;CONTESTADA;1.1;V\n"
        "13/11/2026 09:05:00;3002;600;PJSIP/troncal-2;;Queue;600,t;00:00:35;00:00:35;NO CONTESTADA;1.2;V\n"
        "13/11/2026 09:06:00;201;3002223344;PJSIP/201-2;PJSIP/troncal-5;Dial;;00:00:35;00:00:00;OCUPADO;1.3;\n"
    )
    told = inbox.load({"Reporte CDR noviembre.csv": text}, "cdr")
    assert told.error is None
    assert told.rows(CALLS) == [
        ("inbound", "cdr:202", "09:00:00", 12, 180, "handled"),
        ("inbound", None, "09:05:00", None, 35, "abandoned"),
        ("outbound", "cdr:201", "09:06:00", None, 35, "busy"),
    ]
    assert told.rows("select distinct touchpoint_id from main.interaction order by 1") == [
        ("cdr:V",),
        ("cdr:outgoing",),
    ]


def test_who_was_reached_is_unknown_where_no_source_says_it_and_not_nobody(tmp_path: Path) -> None:
    place, files = tmp_path / "house", tmp_path / "files"
    files.mkdir()
    leg = "09:00:00,201,3009998877,PJSIP/201-0D,PJSIP/troncal-0E,Dial,x,40,25,ANSWERED,1.1,,6015550100,1.1"
    (files / "cdr.csv").write_text(records(leg))
    founded(place, name="Ejemplo", country="CO")
    import_folder(files, place, "cdr", finish=None)
    shop = crm.open(place)
    (dials,) = crm.metrics.dials.measure(shop, every="all").readings
    (rate,) = crm.metrics.contact_rate.measure(shop, every="all").readings
    (reached,) = crm.metrics.right_party_contacts.measure(shop, every="all").readings
    shop.close()
    assert (dials.value, rate.value, reached.value) == (1, None, None)
    assert "rows without a value" in str(rate.reason)


def dialled(*ends: tuple[str, str]) -> str:
    """A vicidial_log of one call a minute, each with its status and user."""
    head = "uniqueid,lead_id,list_id,campaign_id,call_date,length_in_sec,status,phone_number,user,user_group\n"
    rows = enumerate(ends)
    return head + "".join(
        f"9.{at},5{at},1,TELE,2026-11-02 09:{at:02}:00,60,{end},300,{who},G1\n" for at, (end, who) in rows
    )


def test_vicidial_tells_attempts_and_their_results(tmp_path: Path) -> None:
    # SALE, NI, CALLBK and DNC reached the person wanted: 4 of the 12 dials that are over; one of them wants no more.
    ends = [
        ("SALE", "1"),
        ("NI", "1"),
        ("CALLBK", "2"),
        ("DNC", "2"),
        ("A", "1"),
        ("AA", "VDAD"),
        ("N", "1"),
        ("NA", "VDAD"),
    ]
    ends += [("B", "1"), ("AB", "VDAD"), ("DROP", "VDAD"), ("DC", "1"), ("INCALL", "3")]
    place, files = tmp_path / "house", tmp_path / "files"
    files.mkdir()
    (files / "vicidial_log.csv").write_text(dialled(*ends))
    founded(place, name="Ejemplo", country="CO")
    import_folder(files, place, "vicidial", finish=None)
    shop = crm.open(place)
    assert dict(shop.fetch("select disposition, count(*) from main.interaction group by 1")) == {
        "handled": 2, "refused": 1, "opt_out": 1, "machine": 2, "no_answer": 2, "busy": 2, "abandoned": 1, "invalid": 1
    }  # fmt: skip
    told = [
        getattr(crm.metrics, name).measure(shop, every="all").readings[0] for name in ("contact_rate", "opt_out_rate")
    ]
    assert [(one.numerator, one.denominator, one.complete) for one in told] == [(4, 12, True), (1, 4, True)]
    assert shop.fetch("select count(*) from main.interaction where answered_at is not null or talk_seconds > 0") == [
        (0,)
    ]
    shop.close()


def test_a_status_of_the_company_is_a_talk_with_somebody_it_has_to_name(tmp_path: Path) -> None:
    place, files = tmp_path / "house", tmp_path / "files"
    files.mkdir()
    (files / "vicidial_log.csv").write_text(dialled(("SALE", "1"), ("VENTA", "1"), ("N", "1")))
    founded(place, name="Ejemplo", country="CO")
    import_folder(files, place, "vicidial", finish=None)
    shop = crm.open(place)
    (rate,) = crm.metrics.contact_rate.measure(shop, every="all").readings
    # 1 of the 2 dials of which it is known, and one talk of which nobody says whom it reached.
    assert (rate.numerator, rate.denominator, rate.unknown, rate.complete) == (1, 2, 1, False)
    shop.close()

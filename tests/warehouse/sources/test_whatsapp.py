"""Chats of WhatsApp, each the conversations of one customer; worked out by hand in `answers/whatsapp.md`."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.warehouse.loading.importing import Inbox
from tests.warehouse.sources.test_exports import SAMPLES

TURNS = (
    "select customer_id, strftime(offered_at at time zone 'America/Bogota', '%d %H:%M:%S'),"
    " epoch(answered_at) - epoch(offered_at), written from main.interaction order by 1, offered_at"
)


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    folder = tmp_path / "inbox"
    folder.mkdir()
    made = Inbox(folder)
    made.load({"company.csv": "name,time_zone,currency\nEjemplo,America/Bogota,COP\n"})
    return made


def test_what_a_customer_writes_waits_until_the_next_line_of_the_shop(inbox: Inbox) -> None:
    files = {path.name: path.read_bytes() for path in (SAMPLES / "whatsapp").iterdir()}
    got = inbox.load(files, "whatsapp")
    assert got.error is None
    assert got.rows(TURNS) == [
        ("whatsapp:Ana Sol", "15 09:01:00", 11 * 60, True),
        ("whatsapp:Ana Sol", "15 09:12:00", 0, True),
        ("whatsapp:Ana Sol", "15 23:58:00", (8 * 60 + 32) * 60, True),
        ("whatsapp:Ana Sol", "21 16:05:00", None, True),
        ("whatsapp:Luis", "16 21:57:10", 45, True),
    ]
    assert got.rows("select name from main.customer order by 1") == [("Ana Sol",), ("Luis",)]
    assert inbox.load(files, "whatsapp").changed is False


def test_days_that_could_be_months_are_asked_and_a_group_is_no_customer(inbox: Inbox) -> None:
    chat = "1/4/21, 11:04 p. m. - {}: Hola\n2/4/21, 9:00 a. m. - Tienda: Hola\n"
    unsure = inbox.load({"Chat de WhatsApp con Ana.txt": chat.format("Ana")}, "whatsapp")
    assert "fits" in str(unsure.error)
    group = inbox.load(
        {"WhatsApp Chat with Vecinos.txt": chat.replace("/21", "/2021").replace("1/4", "15/4").format("Ana")},
        "whatsapp",
    )
    assert group.error is None
    assert group.rows("select count(*) from main.interaction") == [(0,)]


def said(*lines: str) -> str:
    """A chat of 16 October 2026, hour and line each."""
    return "".join(f"16/10/26, {line}\n" for line in lines)


def test_a_customer_may_write_of_calls_and_codes_and_the_system_tells_of_its_own(inbox: Inbox) -> None:
    chat = said(
        "09:00 - Ana: Tengo una llamada perdida de ustedes",
        "09:05 - Tienda: Sí",
        "09:06 - Ana: ¿Cuál es el código de seguridad?",
        "09:07 - Tienda: Llamada de voz perdida",  # the system's, as are the next two
        "09:08 - Tienda: Llamada de voz, No contestada",
        "09:09 - Ana: Ana cambió su número de teléfono a uno nuevo.",
        "09:16 - Tienda: 123",
    )
    got = inbox.load({"Chat de WhatsApp con Ana.txt": chat}, "whatsapp")
    assert got.rows(TURNS) == [
        ("whatsapp:Ana", "16 09:00:00", 5 * 60, True),
        ("whatsapp:Ana", "16 09:06:00", 10 * 60, True),
    ]


@pytest.mark.parametrize(
    ("file", "author"),
    [
        ("+57 300 1112233", "\u202a+57\u00a0300\u00a01112233\u202c"),
        ("Ana Taller", "Ana / Taller 🌸"),
        ("ANA", "~ Ana"),
    ],
)
def test_the_name_of_a_file_is_the_customer_without_the_marks_that_it_may_not_have(
    inbox: Inbox, file: str, author: str
) -> None:
    chat = said(f"09:00 - {author}: Hola", "09:02 - Tienda: Hola")
    got = inbox.load({f"WhatsApp Chat with {file}.txt": chat}, "whatsapp")
    assert got.rows(TURNS) == [(f"whatsapp:{file}", "16 09:00:00", 120, True)]


def test_a_chat_exported_twice_is_one_whose_longer_copy_knows_the_answer(inbox: Inbox) -> None:
    shorter = said("09:00 - Ana: Hola", "09:02 - Tienda: Hola", "09:30 - Ana: ¿Y?")
    longer = shorter + said("09:40 - Tienda: Ya", "10:00 - Ana: Gracias")
    got = inbox.load({"Chat de WhatsApp con Ana.txt": longer, "Chat de WhatsApp con Ana (1).txt": shorter}, "whatsapp")
    assert got.rows(TURNS) == [
        ("whatsapp:Ana", "16 09:00:00", 120, True),
        ("whatsapp:Ana", "16 09:30:00", 600, True),
        ("whatsapp:Ana", "16 10:00:00", None, True),
    ]


def test_a_group_is_told_from_a_customer_by_who_writes_in_it(inbox: Inbox) -> None:
    group = said("09:00 - Ana: Hola", "09:02 - Tienda: Hola", "09:03 - Luis: Hola")
    got = inbox.load({"Chat de WhatsApp con Ana.txt": group, "_chat.txt": group}, "whatsapp")
    assert got.error is None
    assert got.rows(TURNS) == []
    assert any("3 of 3 rows of Chat de WhatsApp con Ana were left out" in note for note in got.notices)
    assert any("3 of 3 rows of _chat were left out" in note for note in got.notices)


def test_hours_may_have_points_or_a_half_of_the_day_after_a_narrow_blank(inbox: Inbox) -> None:
    finnish = "[12.3.2022 klo 14.08.18] Ana: Hei\n[13.3.2022 klo 14.08.48] Kauppa: Hei\n"
    spanish = "15/10/26, 9:01\u202fp.\u202fm. - Eva: Hola\n15/10/26, 9:11\u202fp.\u202fm. - Tienda: Hola\n"
    got = inbox.load({"WhatsApp Chat - Ana.txt": finnish, "Chat de WhatsApp con Eva.txt": spanish}, "whatsapp")
    assert got.rows(TURNS) == [
        ("whatsapp:Ana", "12 14:08:18", 86430, True),
        ("whatsapp:Eva", "15 21:01:00", 600, True),
    ]


def test_a_chat_of_an_iphone_has_the_name_of_its_zip(inbox: Inbox) -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("_chat.txt", "[16/10/26, 21:57:10] Ana: Hola\n[16/10/26, 21:58:10] Tienda: Hola\n")
        packed.writestr("00000001-PHOTO.jpg", b"\xff\xd8\xff")
    got = inbox.load({"WhatsApp Chat - Ana.zip": held.getvalue()}, "whatsapp")
    assert got.rows(TURNS) == [("whatsapp:Ana", "16 21:57:10", 60, True)]

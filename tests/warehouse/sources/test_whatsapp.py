"""Chats of WhatsApp, each the conversations of one customer; worked out by hand in `answers/whatsapp.md`."""

from __future__ import annotations

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

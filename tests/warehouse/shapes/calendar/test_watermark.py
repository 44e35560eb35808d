"""How far each table reaches: as its source's furthest, or as its own rows where files end on days of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_metrics.warehouse import shape
from tests.warehouse.loading.importing import Inbox

MAPPING = """
name = "lists"
prefix = ""
{words}
[files.invoices]
names = ["invoices*"]
columns = {{ day = "date", amount = "number" }}
[files.tickets]
names = ["tickets*"]
columns = {{ opened = "date" }}
[[tables]]
table = "order_line"
from = "invoices"
[tables.columns]
order_id = "id"
line_no = "1"
customer_id = "'c'"
product_id = "'p'"
ordered_at = "day"
quantity = "1"
amount = "amount"
[[tables]]
table = "work_item"
from = "tickets"
[tables.columns]
work_item_id = "id"
process = "'service'"
kind = "'request'"
customer_id = "'c'"
opened_at = "opened"
status = "'open'"
[[tables]]
table = "product"
from = "invoices"
by = ["id"]
columns = {{ product_id = "id", name = "id", line = "'all'" }}
"""
INVOICES = "id,day,amount\nF1,2026-11-02,10\nF2,2026-11-17,20\n"
TICKETS = "id,opened\nT1,2026-11-03\nT2,2026-11-20\n"


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    (tmp_path / "inbox").mkdir()
    made = Inbox(tmp_path / "inbox")
    made.connection.execute(
        "insert into main.company (name, time_zone, currency, _source) values ('E', 'America/Bogota', 'COP', 'init')"
    )
    yield made
    made.connection.close()


def mapping(inbox: Inbox, words: str) -> str:
    path = inbox.folder.parent / "lists.toml"
    path.write_text(MAPPING.format(words=words), encoding="utf-8")
    return str(path)


def reach(inbox: Inbox) -> dict[str, str]:
    shape.build(inbox.connection, only=["watermark"])
    rows = inbox.connection.execute("select table_name, loaded_through::varchar from shape.watermark").fetchall()
    return dict(rows)


def test_a_quiet_file_of_one_system_reaches_as_far_as_the_others(inbox: Inbox) -> None:
    inbox.load({"invoices.csv": INVOICES, "tickets.csv": TICKETS}, mapping(inbox, ""))
    assert set(reach(inbox).values()) == {"2026-11-20"}


def test_lists_of_several_systems_end_each_on_its_own_day(inbox: Inbox) -> None:
    """After 17 November nobody knows of a sale: a 0 there would be a number that nobody told. A list of products,
    which has no days, is as fresh as the freshest."""
    files = {"invoices.csv": INVOICES, "tickets.csv": TICKETS}
    inbox.load(files, mapping(inbox, "separate = true"))
    ends = {"order_line": "2026-11-17", "work_item": "2026-11-20", "product": "2026-11-20"}
    assert reach(inbox) == ends
    assert not inbox.load(files, mapping(inbox, "separate = true")).changed
    inbox.load({"invoices.csv": "id,day,amount\nF3,2026-11-19,5\n"}, mapping(inbox, "separate = true"))
    assert reach(inbox) == ends | {"order_line": "2026-11-19"}


def test_a_list_that_was_one_of_one_system_is_known_to_be_apart_from_the_next_load_on(inbox: Inbox) -> None:
    files = {"invoices.csv": INVOICES, "tickets.csv": TICKETS}
    inbox.load(files, mapping(inbox, ""))
    assert inbox.load(files, mapping(inbox, "separate = true")).changed
    assert inbox.connection.execute("select source from main.separate_source").fetchall() == [("lists",)]


def test_a_declared_end_is_that_of_all(inbox: Inbox) -> None:
    words = "separate = true\nthrough = 2026-11-21"
    inbox.load({"invoices.csv": INVOICES, "tickets.csv": TICKETS}, mapping(inbox, words))
    assert set(reach(inbox).values()) == {"2026-11-21"}

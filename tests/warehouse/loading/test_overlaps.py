"""One contact that two sources tell is found by its number and its time, told, and kept from passing for two."""

from __future__ import annotations

from pathlib import Path

from crm_metrics.warehouse.loading.overlaps import TWICE
from tests.warehouse.loading.importing import Inbox, Outcome

HEAD = "id,begins\n"
CALLS = HEAD + "1793628000.1,2026-01-05 10:00:00\n1793628000.2,2026-01-05 10:05:00\n1793628000.3,2026-01-05 10:09:00\n"
SOURCE = """
name = "{name}"
[files.call]
names = ["{name}*"]
columns = {{ begins = "instant" }}
[[tables]]
table = "interaction"
from = "call"
[tables.columns]
interaction_id = "id"
process = "'service'"
touchpoint_id = "'line'"
customer_id = "'unknown'"
direction = "'inbound'"
offered_at = "begins"
disposition = "'handled'"
"""


def load(inbox: Inbox, name: str, rows: str) -> Outcome:
    path = inbox.folder.parent / f"{name}.toml"
    path.write_text(SOURCE.format(name=name), encoding="utf-8")
    for old in Path(inbox.folder).glob("*.csv"):
        old.unlink()
    return inbox.load({f"{name}.csv": rows}, str(path))


def told(got: Outcome) -> list[str]:
    return [notice for notice in got.notices if "count twice" in notice]


def test_calls_that_two_systems_tell_are_counted_and_their_numbers_never_complete(inbox: Inbox) -> None:
    assert told(load(inbox, "queue", CALLS)) == []
    # Of three calls: the first begins 8 seconds earlier in the exchange, the second 61 and is another one.
    exchange = "1793628000.1-ventas-1793628000,2026-01-05 09:59:52\n1793628000.2,2026-01-05 10:03:59\n"
    exchange = HEAD + exchange + "1.9,2026-01-05 10:09:00\n"
    got = load(inbox, "exchange", exchange)
    assert told(got) == [
        "interaction: 1 rows of exchange and queue have one number and begin at one time: they are probably the same,"
        " and count twice. Load one of the two sources only."
    ]
    assert got.rows("select * from declared_assumption") == [("", "interaction", TWICE)]


def test_two_systems_with_contacts_of_their_own_are_told_nothing(inbox: Inbox) -> None:
    load(inbox, "queue", CALLS)
    got = load(inbox, "exchange", CALLS.replace("2026-01-05", "2026-01-06"))  # the same numbers, a day later
    assert told(got) == []
    assert got.rows("select count(*) from declared_assumption") == [(0,)]

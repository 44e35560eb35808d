"""What the rules of a source leave out of its files is counted, told with each import, and kept in the books."""

from __future__ import annotations

from pathlib import Path

from tests.warehouse.loading.importing import Inbox, Outcome

TABLE = """
[[tables]]
table = "{table}"
from = "{origin}"
{words}
[tables.columns]
"""
ITEM = """
work_item_id = "id"
process = "'service'"
kind = "'request'"
customer_id = "'c1'"
status = "'open'"
opened_at = "opened"
"""
EVENT = """
entity = "'work_item'"
entity_id = "id"
attribute = "'status'"
changed_at = "opened"
old_value = "old"
new_value = "new"
"""
ROWS = "id,opened,state\n1,2026-01-01 10:00,ok\n2,2026-01-01 10:00,gone\n3,2026-01-01 10:00,gone\n4,2026-01-02 10:00,\n"


def load(inbox: Inbox, rules: str, rows: str = ROWS) -> Outcome:
    path = inbox.folder.parent / "desk.toml"
    head = 'name = "desk"\nprefix = ""\n[files.tickets]\nnames = ["tickets*"]\ncolumns = { opened = "instant" }\n'
    path.write_text(head + rules, encoding="utf-8")
    return inbox.load({"tickets_1.csv": rows}, str(path))


def told(got: Outcome) -> list[str]:
    return [notice for notice in got.notices if "left out" in notice]


def table(words: str, name: str = "work_item", origin: str = "tickets", columns: str = ITEM) -> str:
    return TABLE.format(table=name, origin=origin, words=words) + columns


def test_rows_that_a_rule_passes_by_are_told_each_time_and_kept_in_the_books(inbox: Inbox) -> None:
    rules = table("when = \"state <> 'gone'\"")
    got = load(inbox, rules)
    # Two are gone, and of the fourth nobody knows.
    sentence = "work_item: 3 of 4 rows of tickets_1 were left out; the source takes only those with state <> 'gone'."
    assert told(got) == [sentence]
    assert got.rows("select load_id, source, table_name, file, rule, rows from excluded_row") == [
        (1, "desk", "work_item", "tickets_1", "state <> 'gone'", 3)
    ]
    assert told(load(inbox, rules)) == [sentence]


def test_a_source_says_why(inbox: Inbox) -> None:
    got = load(inbox, table('when = "state = \'ok\'"\nwhy = "they are deleted"'))
    assert told(got) == ["work_item: 3 of 4 rows of tickets_1 were left out: they are deleted."]
    assert got.rows("select rule from excluded_row") == [("they are deleted",)]


def test_rows_that_another_rule_takes_are_not_left_out(inbox: Inbox) -> None:
    other = ITEM.replace('"id"', "\"'x' || id\"")
    rules = table("when = \"state = 'ok'\"") + table("when = \"state = 'gone'\"", columns=other)
    got = load(inbox, rules)
    assert len(told(got)) == 1
    assert "1 of 4 rows" in told(got)[0]
    assert told(load(inbox, rules + table('when = "state is null"', columns=other.replace("x", "y")))) == []


def test_a_rule_of_touchpoints_takes_no_ticket_for_the_numbers(inbox: Inbox) -> None:
    point = "touchpoint_id = \"'t'\"\nname = \"'t'\"\nprocess = \"'service'\"\nchannel = \"'email'\"\n"
    rules = table("when = \"state = 'ok'\"") + table("by = [\"'t'\"]", "touchpoint", columns=point)
    assert "work_item: 3 of 4 rows" in told(load(inbox, rules))[0]


def test_rows_left_out_on_the_way_to_a_table_are_told_of_that_table(inbox: Inbox) -> None:
    way = """
[rows.moved]
from = "tickets"
when = "state is not null"
within = ["state"]
order = ["id"]
keep = "old is distinct from new"
columns = { id = "id", opened = "opened", old = "previous(state)", new = "state" }
"""
    got = load(inbox, way + table("", "status_event", "moved", EVENT))
    # The fourth has no state; the third says what the second said.
    assert told(got) == [
        "status_event: 1 of 4 rows of tickets_1 were left out; the source takes only those with state is not null.",
        "status_event: 1 of 4 rows of tickets_1 were left out; the source takes only those with old is distinct from"
        " new.",
    ]


def test_a_source_that_takes_every_row_says_nothing(inbox: Inbox, tmp_path: Path) -> None:
    assert told(load(inbox, table(""))) == []
    assert inbox.connection.execute("select count(*) from excluded_row").fetchall() == [(0,)]

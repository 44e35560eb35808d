"""A new word of the mapping language: one line in the table of such words, and its test."""

from __future__ import annotations

from pathlib import Path

from tests.changes.workbench import Copy, copied

NAME = "a word of the mapping language"
BAR = 2

MOMENTS = "crm_metrics/warehouse/mapping/moments.py"
FORMATS = "crm_metrics/warehouse/mapping/formats.py"

SOURCE = """
name = "billing"
prefix = ""
[files.plans]
names = ["plans*"]
[files.plans.columns]
begins = "YYYY-Q"
price = "number"
[[tables]]
table = "subscription"
from = "plans"
[tables.columns]
subscription_id = "id"
customer_id = "customer"
product_id = "'plan'"
starts_on = "begins"
mrr = "price"
"""
PLANS = "id,customer,begins,price\np1,c1,2026-Q1,10.50\np2,c2,2026-q3,20.00\np3,c3,2026-Q5,30.00\n"

ROSTER = """
name = "roster"
prefix = ""
[files.shifts]
names = ["shifts*"]
[files.shifts.columns]
begins = "ISO"
worked = "fractions"
[[tables]]
table = "agent_time"
from = "shifts"
[tables.columns]
agent_id = "agent"
team = "'Norte'"
process = "'service'"
started_at = "begins"
state = "'handling'"
seconds = "worked"
"""
SHIFTS = "agent,begins,worked\na1,2026-01-05T08:00Z,7¾\na2,2026-01-05T08:00Z,7:75\n"


def make(copy: Copy) -> None:
    """A date word: Q, a quarter by its first day, as in 2026-Q3."""
    copy.replace(
        MOMENTS,
        '    "DD": Word(',
        '    "Q": Word(r"[Qq][1-4]", "%m", ("month", "day"),'
        ' piece="cast(3 * cast(right({piece}, 1) as integer) - 2 as varchar)"),\n    "DD": Word(',
    )
    copy.replace(
        "tests/warehouse/mapping/test_moments.py",
        '        ("D-MMM-YYYY", "5-Jan-2026", date(2026, 1, 5)),\n',
        '        ("D-MMM-YYYY", "5-Jan-2026", date(2026, 1, 5)),\n'
        '        ("YYYY-Q", "2026-Q4", date(2026, 10, 1)),\n'
        '        ("YYYY-Q", "2026-Q5", None),\n',
    )


def make_kind(copy: Copy) -> None:
    """A kind of column: hours worked, to the quarter, in seconds."""
    copy.replace(
        FORMATS,
        '    "list": Kind(',
        '    "fractions": Kind("bigint", lambda text, _: _fractions_sql(text), lambda _: "7¾"),\n    "list": Kind(',
    )
    copy.append(
        FORMATS,
        "\n\ndef _fractions_sql(text: str) -> str:\n"
        '    hours = f"cast(left({text}, length({text}) - 1) as bigint)"\n'
        "    quarters = f\"strpos('¼½¾', right({text}, 1))\"\n"
        "    fits = f\"regexp_full_match({text}, '[0-9]+[¼½¾]')\"\n"
        '    return f"case when {fits} then 3600 * {hours} + 900 * {quarters} end"\n',
    )
    copy.append(
        "tests/warehouse/mapping/test_formats.py",
        "\n\ndef test_hours_to_the_quarter_are_seconds(read: Read) -> None:\n"
        '    assert read(Format(kind="fractions"), "7¾") == 27900\n',
    )


def test_a_new_date_word_is_read_by_an_import(tmp_path: Path) -> None:
    copy = copied(tmp_path / "copy")
    make(copy)
    _write(tmp_path, "billing.toml", SOURCE, "plans.csv", PLANS)
    rows = _imported(
        copy, tmp_path, "billing.toml", "select subscription_id, starts_on from main.subscription order by 1"
    )
    assert rows == "[('p1', '2026-01-01'), ('p2', '2026-07-01')] [('plans.csv', 4, 'begins', '2026-Q5')]"
    _tested(copy, "test_moments.py")
    assert "| `Q` | month and day |" in _page(copy)
    assert len(copy.touched) <= BAR, list(copy.touched)


def test_a_new_kind_of_column_is_read_by_an_import(tmp_path: Path) -> None:
    copy = copied(tmp_path / "copy")
    make_kind(copy)
    _write(tmp_path, "roster.toml", ROSTER, "shifts.csv", SHIFTS)
    rows = _imported(copy, tmp_path, "roster.toml", "select agent_id, seconds from main.agent_time order by 1")
    assert rows == "[('a1', '27900')] [('shifts.csv', 3, 'worked', '7:75')]"
    _tested(copy, "test_formats.py")
    assert "| `fractions` | whole number | `7¾` |" in _page(copy)
    assert len(copy.touched) <= BAR, list(copy.touched)


def _write(folder: Path, source: str, mapping: str, file: str, rows: str) -> None:
    (folder / source).write_text(mapping, encoding="utf-8")
    (folder / "files").mkdir()
    (folder / "files" / file).write_text(rows, encoding="utf-8")


def _imported(copy: Copy, folder: Path, source: str, sql: str) -> str:
    """The rows that the import brings, as text, and those that it rejects: file, line, column and value."""
    return copy.run(
        "from pathlib import Path\n"
        "from tests.warehouse.loading.importing import Inbox\n"
        f"folder = Path({str(folder)!r})\n"
        "inbox = Inbox(folder / 'files')\n"
        f"outcome = inbox.load_folder(inbox.folder, str(folder / {source!r}))\n"
        "if outcome.error: raise outcome.error\n"
        f"rows = [(name, str(value)) for name, value in outcome.rows({sql!r})]\n"
        "print(rows, [(one.file, one.line, one.column, one.value) for one in outcome.rejects], end='')"
    )


def _page(copy: Copy) -> str:
    """The page of the language, written anew in the copy by its command: no file that anybody edits."""
    copy.run("import runpy; runpy.run_module('tests.mapping_page', run_name='__main__')")
    return copy.read("docs/mapping.md")


def _tested(copy: Copy, module: str) -> None:
    """The test that came along holds in the copy, with those that were there."""
    arguments = ["-q", "-p", "no:cacheprovider", f"tests/warehouse/mapping/{module}"]
    told = copy.run(f"import pytest\nassert pytest.main({arguments!r}) == 0")
    assert "failed" not in told

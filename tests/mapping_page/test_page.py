"""docs/mapping.md tells what the code does: its tables are the code's, its examples come out as they stand there."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_metrics.warehouse.mapping import formats, language
from tests.mapping_page import samples, tables, words
from tests.mapping_page.examples import Example, examples
from tests.mapping_page.page import PAGE, written
from tests.warehouse.loading.importing import Inbox

TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = list(examples(TEXT))
COMPANY = "insert into main.company (name, time_zone, currency, _source) values ('Ejemplo', ?, 'COP', 'init')"
OWN = "insert into main.warehouse_info values ('tax_id', 'PIN260101AB1')"


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    """The company of the examples, with nothing loaded."""
    (tmp_path / "inbox").mkdir()
    made = Inbox(tmp_path / "inbox")
    made.connection.execute(COMPANY, [tables.ZONE])
    made.connection.execute(OWN)
    yield made
    made.connection.close()


def test_the_tables_of_the_page_are_those_of_the_code() -> None:
    assert written(TEXT) == TEXT, "python -m tests.mapping_page writes them anew"


def test_a_word_that_only_the_records_know_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert words.untold() == []
    monkeypatch.setattr(language, "__doc__", (language.__doc__ or "").replace("needs_one", "x").replace("spread", "x"))
    assert words.untold() == ["needs_one", "spread"]
    with pytest.raises(ValueError, match="says nothing of needs_one, spread"):
        written(TEXT)


def test_a_word_that_is_new_at_the_head_of_the_language_gets_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    old = "    required = true                  without it nothing is loaded\n"
    new = f'{old}    colour = "red"                   what it is\n{" " * 37}painted | with\n'
    monkeypatch.setattr(language, "__doc__", (language.__doc__ or "").replace(old, new))
    assert '| `colour = "red"` | what it is painted \\| with |\n' in written(TEXT)


def test_a_new_part_of_the_language_has_a_place_too(monkeypatch: pytest.MonkeyPatch) -> None:
    part = "    [paint]   of the house\n    tin = 1   how many\n\n    [alias]  "
    monkeypatch.setattr(language, "__doc__", (language.__doc__ or "").replace("    [alias]  ", part))
    assert "`[paint]`: of the house\n\n| write | it says |\n| --- | --- |\n| `tin = 1` | how many |" in written(TEXT)


@pytest.mark.parametrize(
    ("line", "word", "says"),
    [
        ('decimal = ","   thousands = "."  the marks', 'decimal = ","   thousands = "."', "the marks"),
        ('keep = "old is distinct from new"   only these', 'keep = "old is distinct from new"', "only these"),
        ("day = 'a  b'   two blanks within", "day = 'a  b'", "two blanks within"),
        ('phone = ["Tel."]', 'phone = ["Tel."]', ""),
    ],
)
def test_a_line_of_the_head_is_a_word_and_what_it_says(line: str, word: str, says: str) -> None:
    assert words._word(line) == words.Word(word, says)


def test_every_kind_and_word_of_dates_is_shown_by_cells_of_it() -> None:
    assert [kind for kind in samples.KINDS if kind not in formats.KINDS] == []
    for kind in formats.KINDS:
        assert f"| `{kind}` |" in TEXT


def test_there_are_ten_examples_each_with_files_a_mapping_and_rows() -> None:
    assert len(EXAMPLES) == 10
    assert all((one.files or one.sheets) and one.mapping and one.rows for one in EXAMPLES)


@pytest.mark.parametrize("example", EXAMPLES, ids=[one.title for one in EXAMPLES])
def test_a_worked_example_comes_out_as_it_stands_in_the_page(inbox: Inbox, tmp_path: Path, example: Example) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(example.mapping, encoding="utf-8")
    encoding = tomllib.loads(example.mapping).get("encoding", "utf-8")
    outcome = inbox.load(example.contents(encoding), str(mapping))
    assert outcome.error is None, outcome.error
    assert outcome.rejects == []
    for table, expected in example.rows.items():
        assert shown(inbox, table, list(expected[0])) == sorted(expected, key=str), outcome.notices


def shown(inbox: Inbox, table: str, columns: list[str]) -> list[dict[str, str]]:
    """The rows of an input table as the page writes them: nothing for null, a day where the hour is not known."""
    inbox.connection.execute(f"set TimeZone = '{tables.ZONE}'")
    days = "_days" in [name for (name, *_) in inbox.connection.execute(f"describe main.{table}").fetchall()]
    listed = ", ".join([*columns, "_days" if days else "[]"])
    found = inbox.connection.execute(f"select {listed} from main.{table}").fetchall()
    rows = [
        {name: _said(value, name in (row[-1] or [])) for name, value in zip(columns, row[:-1], strict=True)}
        for row in found
    ]
    return sorted(rows, key=str)


def _said(value: Any, only_day: bool) -> str:
    if value is None:
        return ""
    return str(value.date()) if only_day else tables.said(value)

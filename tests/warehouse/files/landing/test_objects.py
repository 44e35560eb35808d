"""JSON becomes rows as text does: which list is read, how numbers and nested values stand there, what is refused."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files.headers import Wanted
from crm_metrics.warehouse.files.landing import objects
from crm_metrics.warehouse.files.landing.objects import lists_of, names_in, records
from crm_metrics.warehouse.files.reading import LandingZone
from crm_metrics.warehouse.files.workbooks import TYPED
from crm_metrics.warehouse.mapping.source import FileRule

ROWS = [{"a": 1, "b": {"name": "Sol"}}, {"a": 2.50, "c": ["x", True], "b": None}]


def written(place: Path, content: str | bytes, name: str = "f.json") -> Path:
    path = place / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (json.dumps(ROWS), ""),
        ("\ufeff" + json.dumps({"items": ROWS, "count": 2, "next": None}), "items"),
        (json.dumps({"data": {"items": ROWS}, "links": ["x"]}), "items"),
        ("\n".join(map(json.dumps, ROWS)) + "\n", ""),
        (json.dumps({"items": ROWS, "others": []}), "items"),
    ],
    ids=["a list", "an object with one", "deeper", "an object a line", "beside an empty one"],
)
def test_the_list_of_objects_is_found_wherever_it_stands(content: str, name: str, tmp_path: Path) -> None:
    found = lists_of(written(tmp_path, content), "f.json")
    assert list(found) == [name]
    assert list(records(found[name])) == [
        (1, ["a", "b", "b.name", "c"]),
        (2, [f"1{TYPED}", '{"name": "Sol"}', "Sol", ""]),
        (3, [f"2.5{TYPED}", "", "", '["x", true]']),
    ]


def test_numbers_keep_every_digit_and_texts_lose_what_no_table_takes(tmp_path: Path) -> None:
    text = '[{"a": 12345678901234567890, "b": 1.10, "c": 1.5e3, "d": NaN, "e": "x\\ud800\\u0000\u2060", "f": false}]'
    found = lists_of(written(tmp_path, text), "f.json")
    _, (_, cells) = records(found[""])
    assert cells == [f"12345678901234567890{TYPED}", f"1.10{TYPED}", f"1500{TYPED}", "", "x?", "false"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[{"a": 1}, {"a"', "can't be read as JSON, from line 1 on"),
        ('[{"a": 1},\n {"a": }]', "from line 2 on"),
        ("[" * 100_000, "nested too deep"),
        ('[{"a": 1, "a": 2}]', "has 'a' twice"),
        ('{"error": "RecordNotFound"}', "holds no list of records"),
        ("[[1, 2], [3, 4]]", "holds no list of records"),
        ("null", "holds no list of records"),
        (b'[{"a": "\xf1"}]', "not in UTF-8"),
        ("a,b\n1,2\n", "can't be read as JSON"),
    ],
)
def test_what_is_no_list_of_records_is_refused_with_what_is_wrong(
    content: str | bytes, said: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError) as refused:
        lists_of(written(tmp_path, content), "f.json")
    assert said in str(refused.value)
    assert names_in(tmp_path / "f.json") == []


def test_what_would_fill_the_memory_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "CAP", 1_000_000)
    with pytest.raises(DataError, match="larger than 1 MB"):
        lists_of(written(tmp_path, " " * 1_000_001), "f.json")


def test_of_several_lists_the_one_that_the_kind_is_called_after_is_landed(zone: LandingZone) -> None:
    text = json.dumps({"users": [{"a": 9}], "tickets": [{"a": 1}, {"a": 2}]})
    path = written(zone.folder, gzip.compress(text.encode()), "page.json.gz")
    assert names_in(path) == ["users", "tickets"]
    got = zone.land(path, Wanted(FileRule(names=("ticket", "tickets")), ("a",), ("a",)), "landed")
    assert zone.connection.execute("select _line, a from landed order by _row").fetchall() == [(2, "1"), (3, "2")]
    assert (got.records, got.blank, got.typed) == (2, 0, True)
    other = Wanted(FileRule(names=("page",)), ("a",), ("a",))
    with pytest.raises(DataError, match="several lists: users, tickets"):
        zone.land(path, other, "again")
    by_word = Wanted(FileRule(names=("page",), sheet="users"), ("a",), ("a",))
    assert zone.land(path, by_word, "told").records == 1


def test_a_page_without_records_is_read_and_has_none(zone: LandingZone) -> None:
    """The last page of an export that goes on is one."""
    path = written(zone.folder, '{"tickets": [], "end_time": 1}')
    assert zone.land(path, Wanted(FileRule(names=("tickets",)), ("a", "b"), ("a",)), "landed").records == 0

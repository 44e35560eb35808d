"""A part is made of other things once a row of it was written, and of the same as long as none was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from crm_metrics.warehouse.sealing import blocks, parts
from crm_metrics.warehouse.sealing.parts import TablePart, counted

GROUP = 122_880  # rows that DuckDB keeps together
ROWS = 300_000
TABLE = ("main", "t")

Made = Callable[[], list[str]]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A file with a table of three parts."""
    with closing(duckdb.connect(str(tmp_path / "some.duckdb"))) as made:
        made.execute(f"""create table t as select 'id-' || range as id, range % 7 as n, md5(range::varchar) as m,
            [range % 3] as l, 1 as one from range({ROWS})""")
        made.execute("checkpoint")
        yield made


def of(connection: duckdb.DuckDBPyConnection, *, whole: bool = False) -> list[TablePart]:
    def fetch(sql: str) -> list[tuple[object, ...]]:
        return connection.execute(sql).fetchall()

    return list(counted(fetch, parts.parts(fetch, [TABLE], whole=whole)))


def written(connection: duckdb.DuckDBPyConnection, change: str) -> list[int]:
    """The numbers of the parts that are made of something else after a change; one that is new counts."""
    before = of(connection)
    connection.execute(change)
    connection.execute("checkpoint")
    now = of(connection)
    return [at for at, one in enumerate(now) if at >= len(before) or one.made_of != before[at].made_of]


def test_the_parts_of_a_table_hold_each_row_once(connection: duckdb.DuckDBPyConnection) -> None:
    found = of(connection)
    assert [(one.first, one.until) for one in found] == [(0, GROUP), (GROUP, 2 * GROUP), (2 * GROUP, None)]
    assert [int(one.left.split()[0]) for one in found] == [GROUP, GROUP, ROWS - 2 * GROUP]
    assert len({one.made_of for one in found}) == 3
    assert all(one.blocks for one in found)


@pytest.mark.parametrize(
    ("change", "which"),
    [
        ("select 1", []),
        ("create table other as select 1 as a", []),
        ("update t set n = 8 where rowid = 130000", [1]),
        ("update t set one = 2 where rowid = 5", [0]),
        ("update t set m = null where rowid = 250000", [2]),
        ("delete from t where rowid = 130000", [1]),
        ("insert into t select * from t where rowid = 3", [3]),
    ],
)
def test_only_the_part_of_a_written_row_is_made_of_something_else(
    connection: duckdb.DuckDBPyConnection, change: str, which: list[int]
) -> None:
    assert written(connection, change) == which


def test_a_changed_list_is_a_row_that_goes_and_one_that_comes(connection: duckdb.DuckDBPyConnection) -> None:
    assert written(connection, "update t set l = [9] where rowid = 130000") == [1, 3]


def test_two_rows_whose_values_were_exchanged_are_found(connection: duckdb.DuckDBPyConnection) -> None:
    assert written(connection, "update t set n = 7 - n where rowid in (130001, 130006)") == [1]


@pytest.mark.parametrize(
    ("change", "still_open", "committed"),
    [
        ("update t set n = 8 where rowid = 130000", [1], [1]),
        ("update t set m = null where rowid = 5", [0], [0]),
        ("delete from t where rowid = 130000", [1], [1]),
        ("insert into t select * from t where rowid = 3", [2], [3]),
        ("delete from t where rowid = 3; insert into t select * from t where rowid = 4", [0, 2], [0, 3]),
    ],
)
def test_what_is_not_in_the_file_yet_counts_as_written(
    connection: duckdb.DuckDBPyConnection, change: str, still_open: list[int], committed: list[int]
) -> None:
    known = {one.made_of for one in of(connection)}
    connection.execute("begin")
    connection.execute(change)
    assert [at for at, one in enumerate(of(connection)) if one.made_of not in known] == still_open
    connection.execute("commit")
    assert [at for at, one in enumerate(of(connection)) if one.made_of not in known] == committed
    rows = connection.execute("select count(*) from t").fetchall()[0][0]
    assert sum(int(one.left.split()[0]) for one in of(connection)) == rows


def test_a_file_that_is_opened_again_is_made_of_the_same(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    connection.execute("update t set n = 8 where rowid = 130000")
    connection.execute("delete from t where rowid = 7")
    connection.close()
    found = list[list[str]]()
    for read_only in (False, True):
        with closing(duckdb.connect(str(tmp_path / "some.duckdb"), read_only=read_only)) as again:
            found.append([one.made_of for one in of(again)])
    assert all(found[0])
    assert found[0] == found[1]


def test_a_damaged_block_makes_a_part_unknown_where_blocks_are_read(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    numbers = connection.execute("select block_id from pragma_storage_info('t') where row_group_id = 1").fetchall()
    alone = {number for (number,) in numbers} - {
        number
        for (number,) in connection.execute(
            "select block_id from pragma_storage_info('t') where row_group_id <> 1"
        ).fetchall()
    }
    assert [bool(one.made_of) for one in of(connection, whole=True)] == [True, True, True]
    with (tmp_path / "some.duckdb").open("r+b") as file:
        file.seek(12_288 + 262_144 * (max(alone) + 1) - 1)
        file.write(b"!")
    assert [bool(one.made_of) for one in of(connection)] == [True, True, True]
    assert [bool(one.made_of) for one in of(connection, whole=True)] == [True, False, True]


def test_of_a_table_that_begins_with_several_columns_in_one_nothing_is_known(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.execute(f"create or replace table t as select {{'a': range}} as s from range({ROWS})")
    connection.execute("checkpoint")
    assert [(one.first, one.until, one.made_of) for one in of(connection)] == [(0, None, "")]


def test_where_nobody_else_may_read_the_file_nothing_is_known(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "The process cannot access the file", str(path))

    monkeypatch.setattr(blocks, "written", refuse)
    assert [(one.first, one.until, one.made_of) for one in of(connection)] == [(0, None, "")]


def test_a_small_table_and_one_in_memory_are_one_part(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create or replace table t as select range as n from range(50000)")
    connection.execute("checkpoint")
    assert [(one.first, one.until, one.made_of) for one in of(connection)] == [(0, None, "")]
    with duckdb.connect() as memory:
        memory.execute(f"create table t as select range as n from range({ROWS})")
        assert [(one.first, one.until, one.made_of) for one in of(memory)] == [(0, None, "")]

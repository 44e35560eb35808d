"""Changed rows: those of one side only, as often as they stand there more, and of them what a shape reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from crm_metrics.warehouse.refreshing.changes import delta, keep_difference, keep_input_changes, keep_part, part


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        made.execute("create schema shape")
        yield made


def rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    return sorted(connection.execute(f"from {table}").fetchall(), key=repr)


def test_rows_of_one_side_only_are_kept_with_their_side(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create table before as select * from (values (1, 'a'), (2, 'b'), (3, null)) as t(id, word)")
    connection.execute("create table now as select * from (values (1, 'a'), (2, 'c'), (4, null)) as t(id, word)")
    assert keep_difference(connection, "shape.word", "now", "before") == 4
    assert rows(connection, delta("shape.word")) == [(2, "b", -1), (2, "c", 1), (3, None, -1), (4, None, 1)]


def test_a_row_that_stands_more_often_is_a_change(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create table before as select 1 as id, 'a' as word")
    connection.execute("create table now as from before union all from before")
    assert keep_difference(connection, "shape.word", "now", "before") > 0
    assert keep_part(connection, "shape.word", ["word"]) == 1
    assert keep_difference(connection, "shape.word", "now", "now") == 0


def test_a_change_in_what_nobody_reads_is_none(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create table before as select * from (values (1, 'a', 5), (2, 'b', 5)) as t(id, word, number)")
    connection.execute("create table now as select * from (values (1, 'a', 6), (2, 'c', 5)) as t(id, word, number)")
    keep_difference(connection, "shape.word", "now", "before")
    assert keep_part(connection, "shape.word", ["id", "word"]) == 2
    assert rows(connection, part("shape.word")) == [(2, "b"), (2, "c")]
    assert keep_part(connection, "shape.word", ["id"]) == 0


def test_an_input_is_held_against_the_file_before(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    values = "select range as id, range * 2 as twice from range(5000)"
    with duckdb.connect(str(tmp_path / "before.duckdb")) as before:
        before.execute(f"create table sale as {values}")
    connection.execute(f"create table main.sale as {values}")
    connection.execute("update main.sale set twice = 1 where id = 7")
    connection.execute("delete from main.sale where id = 4000")
    connection.execute("insert into main.sale values (9000, null)")
    connection.execute(f"attach '{tmp_path / 'before.duckdb'}' as before (read_only)")
    keep_input_changes(connection, "before", "sale")
    changed = [row for row in rows(connection, delta("main.sale")) if row[0] in (7, 4000, 9000)]
    assert changed == [(4000, 8000, -1), (7, 1, 1), (7, 14, -1), (9000, None, 1)]
    assert keep_part(connection, "main.sale", ["id", "twice"]) == 4  # rows that only stand elsewhere fall out

"""Sums of parts are carried over where nobody wrote, and taken anew where somebody did, whoever it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from crm_metrics.warehouse import manifest, schema
from crm_metrics.warehouse.sealing import blocks

FEW = 130_000  # rows: two parts


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of a version with a large table in `main` and one in `shape`, sealed."""
    path = tmp_path / "000001.duckdb"
    with closing(duckdb.connect(str(path))) as connection:
        schema.create(connection)
        connection.execute(f"""create table main.large as select range as n from range({FEW});
            create schema shape; create table shape.made as select range as n, 'x' as text from range({FEW})""")
        manifest.write(connection, "main")
    with closing(duckdb.connect(str(path))) as connection:
        assert manifest.seal(connection, manifest.rows(connection))[1] == []
    return path


@pytest.fixture
def connection(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect(str(file))) as opened:
        yield opened


def differences(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """What is found where every row is read."""
    return manifest.differences(lambda sql: connection.execute(sql).fetchall())


def falsified(connection: duckdb.DuckDBPyConnection) -> None:
    """Write other sums down of all parts, so that one that is carried over shows."""
    connection.execute("update main.manifest_part set checksum = '1'")
    connection.execute("checkpoint")


def test_what_nobody_wrote_to_is_carried_over_unread(connection: duckdb.DuckDBPyConnection) -> None:
    assert differences(connection) == []
    falsified(connection)
    manifest.write(connection, "main")
    manifest.write(connection, "shape")
    assert manifest.written(connection, "main")["large"] == (FEW, "2")
    assert differences(connection) == ["main.large", "shape.made"]


def test_what_lies_in_a_damaged_block_is_read(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    falsified(connection)
    monkeypatch.setattr(blocks, "damaged", lambda path, numbers: frozenset(numbers))
    assert manifest.seal(connection, manifest.rows(connection))[1] == []
    assert differences(connection) == []


@pytest.mark.parametrize(
    "change",
    [
        "update {0} set n = -1 where rowid = 125000",
        "update {0} set n = 7 - n where rowid in (2, 5)",
        "delete from {0} where rowid = 3",
        "insert into {0} select * from {0} where rowid = 3",
        "delete from {0} where rowid = 3; insert into {0} select * from {0} where rowid = 4",
        "create or replace table {0} as select * replace (n + 1 as n) from {0}",
    ],
)
@pytest.mark.parametrize("table", ["main.large", "shape.made"])
@pytest.mark.parametrize("written", ["open", "committed", "in the file"])
def test_whoever_writes_to_a_table_it_is_summed_anew(
    connection: duckdb.DuckDBPyConnection, change: str, table: str, written: str
) -> None:
    connection.execute("begin")
    connection.execute(change.format(table))
    if written != "open":
        connection.execute("commit")
    if written == "in the file":
        connection.execute("checkpoint")
    assert differences(connection) == ([] if "7 - n" in change else [table])
    manifest.write(connection, table.partition(".")[0])
    assert differences(connection) == []


def test_after_many_changes_the_carried_sums_are_those_of_all_rows(file: Path) -> None:
    changes = (
        "update main.large set n = 1 where n = 125000",
        "insert into shape.made select n + 1, text from shape.made where n % 1000 = 0",
        "delete from main.large where n between 10 and 20",
        "insert into main.large select n from shape.made where n < 100000",
        "delete from shape.made where n < 125000",
        "delete from main.large where n % 2 = 0",
    )
    for change in changes:
        with closing(duckdb.connect(str(file))) as connection:
            connection.execute(change)
            manifest.write(connection, "main")
            rows = manifest.rows(connection)
        with closing(duckdb.connect(str(file))) as connection:
            assert manifest.seal(connection, rows)[1] == []
            assert differences(connection) == []


def test_rows_that_are_gone_when_the_file_is_opened_again_are_told(connection: duckdb.DuckDBPyConnection) -> None:
    rows = manifest.rows(connection)
    assert rows["shape", "made"] == FEW
    connection.execute("delete from shape.made where n = 3; drop table main.holiday")
    assert manifest.seal(connection, rows)[1] == ["main.holiday", "shape.made"]


def test_a_table_of_main_that_was_written_after_it_was_summed_is_told(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("update main.large set n = -1 where n = 3")
    assert manifest.seal(connection, manifest.rows(connection))[1] == ["main.large"]


def test_a_sealed_file_is_held_against_its_books_and_its_counts(connection: duckdb.DuckDBPyConnection) -> None:
    sealed, wrong = manifest.seal(connection, manifest.rows(connection))
    assert wrong == []

    def found() -> list[str]:
        return manifest.differences(lambda sql: connection.execute(sql).fetchall(), sealed)

    assert found() == []
    connection.execute("delete from shape.made where n = 3")
    assert found() == ["shape.made"]
    connection.execute("update main.manifest set checksum = '1' where table_name = 'large'")
    assert found() == ["main.large", "shape.made"]

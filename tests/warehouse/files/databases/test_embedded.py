"""Tables of a SQLite or DuckDB file, as the CSV files that a mapping reads."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import duckdb
import pytest

from crm_metrics.warehouse.files.databases.extracting import extract
from crm_metrics.warehouse.mapping.language import open_source
from tests.warehouse.loading.importing import sentence


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


def test_a_query_of_sqlite_becomes_a_file_with_every_cell_as_text(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "erp.sqlite") as made:
        made.execute("create table lead (id integer, name text, amount real, lost integer)")
        made.execute("insert into lead values (7, 'Pan, y\nvino', 12.5, null), (8, 'Sal', 3, 1)")
    made.close()
    extract(tmp_path / "erp.sqlite", open_source("odoo"), {"crm_lead": "select * from lead order by id"}, tmp_path)
    assert rows(tmp_path / "crm_lead.csv") == [
        ["id", "name", "amount", "lost"],
        ["7", "Pan, y\nvino", "12.5", ""],
        ["8", "Sal", "3.0", "1"],
    ]


def test_without_queries_the_tables_that_the_mapping_knows_are_taken(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "erp.duckdb")) as made:
        made.execute(
            "create table survey as select 's1' as survey_id, 12.50::decimal(9, 2) as score,"
            " timestamptz '2026-01-05 14:00:00+00' as sent_at, true as relationship, ['a', 'b'] as list"
        )
        made.execute("create table secret as select 1 as one")
    extract(tmp_path / "erp.duckdb", open_source(), {}, tmp_path)
    assert [one.name for one in tmp_path.glob("*.csv")] == ["survey.csv"]
    head, row = rows(tmp_path / "survey.csv")
    assert head == ["survey_id", "score", "sent_at", "relationship", "list"]
    assert (row[0], row[1], row[3], row[4]) == ("s1", "12.50", "true", "a|b")
    assert row[2].startswith("2026-01-05 ") and row[2][-6] in "+-"


def test_a_query_can_neither_write_nor_read_another_file(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "erp.sqlite") as made:
        made.execute("create table lead (id integer)")
    made.close()
    with duckdb.connect(str(tmp_path / "erp.duckdb")) as other:
        other.execute("create table lead (id integer)")
    plain = open_source()
    for file, query in (
        ("erp.sqlite", "delete from lead"),
        ("erp.sqlite", f"attach '{tmp_path / 'other.sqlite'}' as other"),
        ("erp.duckdb", "delete from lead"),
        ("erp.duckdb", f"select * from read_text('{__file__}')"),
    ):
        told = sentence(lambda file=file, query=query: extract(tmp_path / file, plain, {"lead": query}, tmp_path))  # type: ignore[misc]
        assert file in told, query
    assert not (tmp_path / "other.sqlite").exists()


@pytest.mark.parametrize("name", ["../survey", "/tmp/survey", "sub/survey", "strange"])
def test_a_query_fills_a_file_of_the_mapping_and_none_elsewhere(tmp_path: Path, name: str) -> None:
    sqlite3.connect(tmp_path / "erp.sqlite").executescript("create table t (survey_id)").close()
    into = tmp_path / "into"
    into.mkdir()
    told = sentence(lambda: extract(tmp_path / "erp.sqlite", open_source(), {name: "select 1 as survey_id"}, into))
    assert f"the mapping knows no file '{name}'" in told
    assert [one.name for one in tmp_path.rglob("*.csv")] == []


def test_another_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "erp.db").write_bytes(b"\x00" * 64)
    told = sentence(lambda: extract(tmp_path / "erp.db", open_source(), {}, tmp_path))
    assert "PostgreSQL" in told and "server = " in told


def test_a_number_with_many_decimals_is_written_with_all_its_digits(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "erp.sqlite").executescript("create table survey (survey_id, score)").close()
    query = "select 1 as survey_id, 0.00001 as score"
    extract(tmp_path / "erp.sqlite", open_source(), {"survey": query}, tmp_path)
    assert (tmp_path / "survey.csv").read_text(encoding="utf-8").splitlines() == ["survey_id,score", "1,0.00001"]

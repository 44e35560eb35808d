"""Rows that the engine says it wrote are read again; a load of which some are gone is refused, nothing published."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse import presence, shape
from tests.warehouse.loading.importing import Inbox

ROOT = Path(__file__).parents[2]
WAREHOUSE = ROOT / "crm_metrics" / "warehouse"
EMPTY = re.compile(r"create\b[^;]*?\btable\b[^;]*?\bas\b[^;]*?\b(limit\s+0|where\s+false|with\s+no\s+data)\b", re.I)

HEAD = "survey_id,instrument,relationship,customer_id,sent_at,responded_at,score,scale_min,scale_max\n"
LINES = "".join(f"S{n},nps,true,C{n},2026-03-01,2026-03-02,9,0,10\n" for n in range(30))


class Forgetful:
    """A connection whose writes lose rows: after a statement that matches, another one takes some away."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, statement: str, loses: str) -> None:
        self._connection, self._statement, self._loses = connection, re.compile(statement), loses

    def execute(self, sql: str, *given: Any) -> duckdb.DuckDBPyConnection:
        done = self._connection.execute(sql, *given)
        if self._statement.match(sql):
            self._connection.execute(self._loses)
        return done

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@pytest.mark.parametrize(
    ("statement", "loses"),
    [
        ('insert into main.survey|insert into main."survey"', "delete from main.survey where survey_id = 'S7'"),
        (
            'insert into main.survey|insert into main."survey"',
            "update main.survey set score = 3 where survey_id = 'S7'",
        ),
        ('insert into "rows_of_survey"', "delete from rows_of_survey where _line = 9"),
        ("create temp table made_1", "delete from made_1 where survey_id = 'S7'"),
    ],
    ids=["a row", "a value", "a row of the file", "a row on its way"],
)
def test_a_load_that_loses_rows_is_refused(inbox: Inbox, statement: str, loses: str) -> None:
    sound = inbox.connection
    inbox.connection = Forgetful(sound, statement, loses)  # type: ignore[assignment]
    got = inbox.load({"survey.csv": HEAD + LINES})
    assert isinstance(got.error, DataError)
    assert "Nothing is published" in str(got.error)
    assert not got.changed
    assert sound.execute("select sum(score) from survey").fetchall() == [(None,)]


def test_a_sound_load_is_not(inbox: Inbox) -> None:
    assert inbox.load({"survey.csv": HEAD + LINES}).error is None
    assert inbox.load({"survey.csv": HEAD + LINES.replace(",9,0,10", ",8,0,10")}).counts["survey"].loaded == 30
    assert inbox.load({"survey.csv": HEAD + LINES[:200]}, full=True).error is None


def test_a_withdrawal_that_takes_more_than_it_says_is_refused(inbox: Inbox) -> None:
    inbox.load({"survey.csv": HEAD + LINES})
    inbox.connection = Forgetful(  # type: ignore[assignment]
        inbox.connection, 'delete from main."survey"', "delete from main.survey where survey_id = 'S1'"
    )
    kept = LINES.splitlines(keepends=True)[:5]
    assert "rows were written" in str(inbox.load({"survey.csv": HEAD + "".join(kept)}, full=True).error)


def test_no_table_is_made_from_an_empty_select() -> None:
    for file in (*WAREHOUSE.rglob("*.sql"), *WAREHOUSE.rglob("*.py"), *(ROOT / "crm_metrics/analysis").rglob("*.py")):
        text = re.sub(r"(--|#)[^\n]*", "", file.read_text(encoding="utf-8"))
        found = [place[0] for place in EMPTY.finditer(text)]
        assert not found, (file.name, found)


def test_a_shape_that_the_analysis_fills_is_declared_column_by_column() -> None:
    told: list[str] = []

    class Listening(Forgetful):
        def execute(self, sql: str, *given: Any) -> duckdb.DuckDBPyConnection:
            told.append(sql)
            return self._connection.execute(sql, *given)

    with duckdb.connect() as connection:
        connection.execute("create schema shape")
        connection.execute("create schema if not exists main")
        connection.execute("create table main.company (time_zone varchar)")
        shape.add(Listening(connection, "never", ""), {"score_fit"})  # type: ignore[arg-type]
        assert [row[0] for row in connection.execute("describe shape.score_fit").fetchall()][:2] == [
            "fitted_on",
            "model",
        ]
    made = [sql for sql in told if sql.startswith("create")]
    assert len(made) == 1
    assert " as select" not in made[0]


def test_rows_are_counted_by_reading_them() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table t as select range as x from range(1000)")
        connection.execute("delete from t where x >= 990")
        assert presence.rows_read(connection, "t") == 990
        assert presence.rows_read(connection, "t", "x < 10") == 10
        with pytest.raises(DataError, match="t: 1000 rows were written and 990 can be read"):
            presence.expect("t", 1000, 990)

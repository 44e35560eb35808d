"""A real MariaDB, whose settings have another zone than ours."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files.databases import mysql as reader
from crm_metrics.warehouse.files.databases.answers import AT_ONCE
from crm_metrics.warehouse.files.databases.servers import Server
from tests.warehouse.files.databases.clusters import owner_of_mariadb
from tests.warehouse.files.databases.reading import read, refusal


def done(server: Server, *commands: str) -> None:
    with closing(owner_of_mariadb(server.port)) as connection, connection.cursor() as cursor:
        for command in commands:
            cursor.execute(command)


# Type of a column, how a value is written into it, and as a file holds it. The server's zone is five hours behind UTC:
# a `timestamp` is an instant and leaves in UTC, a `datetime` has no zone and stays as it was written.
VALUES = {
    ("decimal(30, 6)", "12345678901234.1234"): "12345678901234.123400",
    ("decimal(8, 2)", "-0.10"): "-0.10",
    ("bigint unsigned", "18446744073709551615"): "18446744073709551615",
    ("double", "1e-7"): "0.0000001",
    ("double", "1e20"): "100000000000000000000",
    ("tinyint(1)", "1"): "1",
    ("tinyint(1)", "0"): "0",
    ("tinyint(1)", "5"): "5",
    ("bit(1)", "b'1'"): "1",
    ("bit(12)", "b'101000000001'"): "2561",
    ("timestamp null", "'2026-01-05 09:00:00'"): "2026-01-05 14:00:00+00:00",
    ("datetime", "'2026-01-05 09:00:00'"): "2026-01-05 09:00:00",
    ("datetime(3)", "'2026-01-05 09:00:00.25'"): "2026-01-05 09:00:00.250",
    ("date", "'2026-12-01'"): "2026-12-01",
    ("time", "'27:15:00'"): "27:15:00",
    ("year", "2026"): "2026",
    ("json", """'{"a": 1.10}'"""): '{"a": 1.10}',
    ("enum('low', 'high')", "'high'"): "high",
    ("varchar(40) character set utf8mb4", "'Ñandú 🦜, \"x\"'"): 'Ñandú 🦜, "x"',
    ("varchar(40) character set latin1", "'Ñandú'"): "Ñandú",
    ("varchar(40) collate utf8mb4_bin", "'Ñandú'"): "Ñandú",
    ("mediumtext", "'a\\nb'"): "a\nb",
    ("varchar(9)", "''"): "",
    ("varchar(9)", "null"): "",
    ("varchar(20)", "'0000-00-00'"): "0000-00-00",
}


def test_every_value_lands_as_a_file_would_hold_it(mariadb: Server) -> None:
    columns = ", ".join(f"c{at} {kind}" for at, (kind, _) in enumerate(VALUES))
    values = ", ".join(value for _, value in VALUES)
    done(mariadb, f"create table t ({columns})", f"insert into t values ({values})")
    got = read(mariadb, survey="select * from t")
    assert dict(zip(VALUES, got.files["survey"][1], strict=True)) == VALUES
    assert got.told == ()


def test_days_that_there_are_not_are_empty_and_told(mariadb: Server) -> None:
    done(
        mariadb,
        "create table t (day date, at datetime, stamp timestamp not null default 0, n int)",
        "set sql_mode = ''",
        "insert into t values ('0000-00-00', '0000-00-00 00:00:00', 0, 1), ('2026-00-00', '2026-01-00', 0, 2),"
        " ('2026-01-05', '2026-01-05 00:00:00', '2026-01-05 00:00:00', 3)",
    )
    got = read(mariadb, survey="select * from t order by n")
    assert got.files["survey"] == [
        ["day", "at", "stamp", "n"],
        ["", "", "", "1"],
        ["", "", "", "2"],
        ["2026-01-05", "2026-01-05 00:00:00", "2026-01-05 05:00:00+00:00", "3"],
    ]
    said = "are no day or number that there is (0000-00-00, infinity, NaN) and are read as empty."
    assert set(got.told) == {f"survey: 2 values of {column} {said}" for column in ("day", "at", "stamp")}


def test_the_tables_that_the_mapping_knows_are_read_whole_in_batches_and_bytes_left_aside(mariadb: Server) -> None:
    count = 2 * AT_ONCE + 1
    done(
        mariadb,
        "create table survey (survey_id varchar(9), score decimal(4, 1), photo blob, mark varbinary(9))",
        f"insert into survey select concat('s', seq), seq % 10, 'x', 'y' from seq_1_to_{count}",
        "create table secret (one int)",
        "create view customer as select 'c1' as customer_id, 'Ana' as name",
    )
    got = read(mariadb)
    assert sorted(got.files) == ["customer", "survey"]
    assert got.files["customer"] == [["customer_id", "name"], ["c1", "Ana"]]
    assert got.files["survey"][0] == ["survey_id", "score"]
    assert len(got.files["survey"]) == count + 1
    assert sorted(got.files["survey"][1:])[0] == ["s1", "1.0"]
    assert got.told == ("survey: photo, mark hold bytes and were left aside.",)


def test_bytes_that_a_query_asks_for_are_refused_without_waiting_for_the_rows(mariadb: Server) -> None:
    asked = "select x'ff' as raw, repeat('x', 100000) as wide from seq_1_to_1000000"
    assert "raw in the query of survey hold bytes" in refusal(mariadb, survey=asked)


def test_all_tables_are_of_one_instant(mariadb: Server) -> None:
    done(mariadb, "create table one (n int) engine = innodb", "create table two (n int) engine = innodb")
    with reader.opened(mariadb) as database:
        assert list(database.ask("one", "select * from one").rows) == []
        done(mariadb, "insert into two values (1)")
        assert list(database.ask("two", "select * from two").rows) == []
    with reader.opened(mariadb) as database:
        assert list(database.ask("two", "select * from two").rows) == [("1",)]


@pytest.mark.parametrize(
    "query",
    [
        "delete from survey",
        "drop table survey",
        "truncate table survey",
        "commit",
        "select 1; drop table survey",
        "/*! drop table survey */",
        "load data local infile '/etc/hostname' into table survey",
    ],
)
def test_a_query_changes_nothing(mariadb: Server, query: str) -> None:
    done(mariadb, "create table survey (survey_id text) engine = innodb", "insert into survey values ('s1')")
    assert "the query of survey" in refusal(mariadb, survey=query)
    assert read(mariadb).files["survey"] == [["survey_id"], ["s1"]]


def test_what_is_not_there_and_what_may_not_be_read_are_told(mariadb: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    done(
        mariadb,
        "create table survey (survey_id varchar(9))",
        "create table other (n int)",
        "create or replace user reader@'127.0.0.1' identified by 'otra'",
        "grant select on erp.other to reader@'127.0.0.1'",
    )
    monkeypatch.setenv("PULSO_TEST_READER", "otra")
    reader_of = replace(mariadb, user="reader", password_env="PULSO_TEST_READER")
    assert "does not have what the query of survey asks for" in refusal(mariadb, survey="select * from nowhere")
    assert "does not have what the query of survey asks for" in refusal(mariadb, survey="select nothing from survey")
    assert "reader may not read what the query of survey asks for" in refusal(reader_of, survey="select * from survey")
    assert "has no table that source plain knows" in refusal(reader_of)
    assert "does not let reader in" in refusal(replace(reader_of, database="mysql"))
    done(mariadb, "grant select on erp.survey to reader@'127.0.0.1'")
    assert read(reader_of).files == {"survey": [["survey_id"]]}


def test_who_is_not_let_in_is_told_apart_from_who_does_not_answer(
    mariadb: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PULSO_TEST_WRONG", "contraseña mala")
    told = f"127.0.0.1:{mariadb.port}/erp does not let owner in: "
    assert refusal(replace(mariadb, password_env="PULSO_TEST_WRONG")).startswith(told)
    assert refusal(replace(mariadb, password_env=None)).startswith(told)
    assert "does not let owner in" in refusal(replace(mariadb, database="none"))
    assert refusal(replace(mariadb, port=1)).startswith("127.0.0.1:1/erp does not answer.")
    assert refusal(replace(mariadb, ca_file=tmp_path / "none.pem")).startswith(told)


def test_a_connection_that_is_cut_and_a_server_that_says_nothing_are_told(mariadb: Server) -> None:
    with pytest.raises(DataError, match="ended the connection while survey was read"), reader.opened(mariadb) as base:
        rows = base.ask("survey", "select seq, repeat('x', 1000) from seq_1_to_1000000").rows
        next(rows)
        with closing(owner_of_mariadb(mariadb.port)) as connection, connection.cursor() as cursor:
            cursor.execute("select id from information_schema.processlist where info like '%%repeat(%%1000000'")
            for (number,) in cursor.fetchall():
                cursor.execute(f"kill {number}")
        list(rows)
    slow = replace(mariadb, seconds=1)
    assert "said nothing for 1 seconds about survey" in refusal(slow, survey="select sleep(5)")

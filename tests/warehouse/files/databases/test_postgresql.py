"""A real PostgreSQL, whose settings write days and hours in another way than ours."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files.databases import postgresql as reader
from crm_metrics.warehouse.files.databases.answers import AT_ONCE
from crm_metrics.warehouse.files.databases.servers import Server
from tests.warehouse.files.databases.clusters import owner_of_postgresql
from tests.warehouse.files.databases.reading import read, refusal


def done(server: Server, *commands: str) -> None:
    with closing(owner_of_postgresql(server.port, server.database)) as connection:
        for command in commands:
            connection.execute(command.encode())


# How each value is written in SQL, and as a file holds it: nothing rounded, UTC where there is an offset, ISO days.
VALUES = {
    "12345678901234.123400::numeric": "12345678901234.123400",
    "0.10::numeric": "0.10",
    "-7::bigint": "-7",
    "(0.1::float8 + 0.2::float8)": "0.30000000000000004",
    "1e-7::float8": "0.0000001",
    "0.1::float4": "0.1",
    "timestamptz '2026-01-05 09:00:00-05'": "2026-01-05 14:00:00+00",
    "timestamptz '2026-01-05 14:00:00'": "2026-01-05 14:00:00+00",  # a literal without offset is UTC, as the session
    "timestamp '2026-01-05 09:00:00.5'": "2026-01-05 09:00:00.5",
    "date '2026-12-01'": "2026-12-01",
    "time '09:30'": "09:30:00",
    "interval '2 days 3 hours'": "P2DT3H",
    "true": "true",
    "false": "false",
    "null::int": "",
    "''": "",
    """'{"a": 1.10}'::json""": '{"a": 1.10}',
    """'{"a": 1.10}'::jsonb""": '{"a": 1.10}',
    "array['a', 'b c']": "a|b c",
    "array[1.50, null]::numeric[]": "1.50|",
    "array['low', 'high']::level[]": "low|high",
    "'high'::level": "high",
    "'7c9e6679-7425-40de-944b-e07fc1f90ae7'::uuid": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "E'\u00d1and\u00fa \U0001f99c, \"x\"\\nend'": 'Ñandú 🦜, "x"\nend',
    "'NaN'": "NaN",
    "'infinity'": "infinity",
}


def test_every_value_lands_as_a_file_would_hold_it(postgresql: Server) -> None:
    done(postgresql, "create type level as enum ('low', 'high')")
    asked = "select " + ", ".join(f"{value} as c{at}" for at, value in enumerate(VALUES))
    got = read(postgresql, survey=asked)
    assert dict(zip(VALUES, got.files["survey"][1], strict=True)) == VALUES
    assert got.told == ()


def test_what_is_no_day_or_number_is_empty_and_told(postgresql: Server) -> None:
    asked = "select 'infinity'::timestamptz as until, 'NaN'::numeric as sum, '-infinity'::date as day, 7 as n"
    got = read(postgresql, survey=f"{asked} union all select now(), 'Infinity'::float8, 'infinity', 8")
    assert [row[1:] for row in got.files["survey"]] == [["sum", "day", "n"], ["", "", "7"], ["", "", "8"]]
    said = "are no day or number that there is (0000-00-00, infinity, NaN) and are read as empty."
    assert set(got.told) == {
        f"survey: 1 values of until {said}", f"survey: 2 values of sum {said}", f"survey: 2 values of day {said}"
    }  # fmt: skip


def test_the_tables_that_the_mapping_knows_are_read_whole_in_batches_and_bytes_left_aside(postgresql: Server) -> None:
    count = 2 * AT_ONCE + 1
    done(
        postgresql,
        "create table survey (survey_id text, score numeric(4, 1), photo bytea)",
        f"insert into survey select 's' || n, n % 10, 'x' from generate_series(1, {count}) n",
        "create table secret (one int)",
        "create view customer as select 'c1' as customer_id, 'Ana' as name",
    )
    got = read(postgresql)
    assert sorted(got.files) == ["customer", "survey"]
    assert got.files["customer"] == [["customer_id", "name"], ["c1", "Ana"]]
    assert got.files["survey"][0] == ["survey_id", "score"]
    assert len(got.files["survey"]) == count + 1
    assert sorted(got.files["survey"][1:])[0] == ["s1", "1.0"]
    assert got.told == ("survey: photo hold bytes and were left aside.",)


def test_bytes_that_a_query_asks_for_are_refused(postgresql: Server) -> None:
    done(postgresql, "create table photo (id int, raw bytea, thumbs bytea[])")
    assert "raw, thumbs in the query of survey hold bytes" in refusal(postgresql, survey="select * from photo")


def test_all_tables_are_of_one_instant(postgresql: Server) -> None:
    done(postgresql, "create table one (n int)", "create table two (n int)")
    with reader.opened(postgresql) as database:
        assert list(database.ask("one", "select * from one").rows) == []
        done(postgresql, "insert into two values (1)")
        assert list(database.ask("two", "select * from two").rows) == []
    with reader.opened(postgresql) as database:
        assert list(database.ask("two", "select * from two").rows) == [(1,)]


@pytest.mark.parametrize(
    "query",
    [
        "delete from survey",
        "drop table survey",
        "with gone as (delete from survey returning 1) select * from gone",
        "select 1; commit; drop table survey",
        "copy survey to program 'true'",
    ],
)
def test_a_query_changes_nothing(postgresql: Server, query: str) -> None:
    done(postgresql, "create table survey (survey_id text)", "insert into survey values ('s1')")
    assert "refuses the query of survey" in refusal(postgresql, survey=query)
    assert read(postgresql).files["survey"] == [["survey_id"], ["s1"]]


def test_what_is_not_there_and_what_may_not_be_read_are_told(
    postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(
        postgresql,
        "create table survey (survey_id text)",
        "drop role if exists reader",
        "create role reader login password 'otra'",
    )
    reader_of = replace(postgresql, user="reader", password_env="PULSO_TEST_READER")
    monkeypatch.setenv("PULSO_TEST_READER", "otra")
    assert "does not have what the query of survey asks for" in refusal(postgresql, survey="select * from nowhere")
    assert "does not have what the query of survey asks for" in refusal(postgresql, survey="select nothing from survey")
    assert "has no table that source plain knows" in refusal(replace(postgresql, database="postgres"))
    done(postgresql, "grant usage on schema public to reader")
    assert "reader may not read what the query of survey asks for" in refusal(reader_of)
    done(postgresql, "grant select on survey to reader")
    assert read(reader_of).files == {"survey": [["survey_id"]]}
    done(postgresql, "drop owned by reader", "drop role reader")


def test_who_is_not_let_in_is_told_apart_from_who_does_not_answer(
    postgresql: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PULSO_TEST_WRONG", "contraseña mala")
    place = f"127.0.0.1:{postgresql.port}/erp"
    told = f"{place} does not let owner in: "
    assert refusal(replace(postgresql, password_env="PULSO_TEST_WRONG")).startswith(told)
    assert refusal(replace(postgresql, password_env=None)).startswith(told)
    assert "does not let owner in" in refusal(replace(postgresql, database="none"))
    assert refusal(replace(postgresql, port=1)).startswith("127.0.0.1:1/erp does not answer.")
    authority = tmp_path / "ca.pem"
    authority.write_text("")
    assert refusal(replace(postgresql, ca_file=authority)).startswith(told)  # this one speaks in the open


def test_the_address_of_the_company_is_the_one_that_is_called(
    postgresql: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    services = tmp_path / "services"
    services.write_text("[elsewhere]\nhost=192.0.2.1\nhostaddr=192.0.2.1\n")
    elsewhere = {"PGHOSTADDR": "192.0.2.1", "PGHOST": "192.0.2.1", "PGPORT": "1", "PGOPTIONS": "-c x=y"}
    for name, value in {**elsewhere, "PGSERVICEFILE": str(services), "PGSERVICE": "elsewhere"}.items():
        monkeypatch.setenv(name, value)
    assert read(postgresql, survey="select 1 as survey_id").files["survey"] == [["survey_id"], ["1"]]


def test_a_connection_that_is_cut_and_a_server_that_says_nothing_are_told(postgresql: Server) -> None:
    with (
        pytest.raises(DataError, match="ended the connection while survey was read"),
        reader.opened(postgresql) as database,
    ):
        rows = database.ask("survey", f"select n from generate_series(1, {3 * AT_ONCE}) n").rows
        assert next(rows) == (1,)
        done(postgresql, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pulso'")
        list(rows)
    slow = replace(postgresql, seconds=1)
    assert "said nothing for 1 seconds about survey" in refusal(slow, survey="select pg_sleep(5)")

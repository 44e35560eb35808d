"""Servers among the sources that are loaded every day."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files.databases.servers import Server
from crm_metrics.warehouse.loading import sync
from tests.warehouse.files.databases.clusters import PASSWORD, owner_of_mariadb, owner_of_postgresql
from tests.warehouse.loading.test_sync import Company, told

# One answered 9 and one 3 of NPS in each: a promoter and a detractor.
ROWS = (
    "create table survey (survey_id varchar(9), instrument varchar(9), customer_id varchar(9), sent_at timestamp null,"
    " responded_at timestamp null, score decimal(4, 1), scale_min int, scale_max int)",
    "insert into survey values ('s1', 'nps', 'c1', '2026-01-18 10:00', '2026-01-18 11:00', 9, 0, 10),"
    " ('s2', 'nps', 'c2', '2026-01-19 10:00', '2026-01-19 11:00', 3, 0, 10)",
)


def source(name: str, server: Server) -> str:
    address = f"{server.kind}://{server.user}@{server.host}:{server.port}/{server.database}"
    prefix = f'[[source]]\nname = "{name}"\nmapping = "{name}.toml"\nserver = "{address}"\n'
    return prefix + f'password_env = "{server.password_env}"\n'


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Company:
    monkeypatch.delenv("CRM_WAREHOUSE", raising=False)
    for name in ("north", "south"):
        text = f'name = "{name}"\ntitle = "{name}"\nextends = "plain"\nprefix = "{name}"\n'
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return Company(tmp_path)


def test_two_servers_are_loaded_into_one_version_and_the_password_stands_nowhere(
    postgresql: Server, mariadb: Server, company: Company
) -> None:
    with closing(owner_of_postgresql(postgresql.port, "erp")) as connection:
        for command in ROWS:
            connection.execute(command.encode())
    with closing(owner_of_mariadb(mariadb.port)) as connection, connection.cursor() as cursor:
        for command in ROWS:
            cursor.execute(command)
    company.says(source("north", postgresql) + source("south", mariadb))
    report = company.runs()
    assert (told(report), report.exit_code) == ("", 0)
    # without a zone, north's hours are the company's, UTC; south's server stands five hours behind and keeps instants
    assert company.asks("select survey_id, score, epoch(sent_at) from main.survey order by 1") == [
        ("north:s1", 9, 1768730400), ("north:s2", 3, 1768816800),
        ("south:s1", 9, 1768748400), ("south:s2", 3, 1768834800),
    ]  # fmt: skip
    assert company.runs().version is None  # nothing was new
    for path in company.folder.rglob("*"):
        assert path.is_dir() or PASSWORD.encode() not in path.read_bytes(), path


def test_a_server_that_does_not_answer_is_waited_for_and_one_that_refuses_leaves_no_row(
    postgresql: Server, mariadb: Server, company: Company
) -> None:
    with closing(owner_of_postgresql(postgresql.port, "erp")) as connection:
        for command in ROWS:
            connection.execute(command.encode())
    silent = source("south", mariadb).replace(str(mariadb.port), "1") + "retries = 2\nwait_seconds = 7\n"
    queries = '[source.queries]\nsurvey = "select * from survey"\ncustomer = "select * from nowhere"\n'
    company.says(silent + source("north", postgresql) + queries)
    waits: list[float] = []
    report = company.runs(sleep=waits.append)
    assert waits == [7, 7]
    assert "south is missing: 127.0.0.1:1/erp does not answer." in told(report)
    assert "does not have what the query of customer asks for" in told(report)
    assert (report.exit_code, report.version) == (2, None)


def test_a_server_that_lets_nobody_in_is_not_asked_again_while_another_source_is_waited_for(company: Company) -> None:
    server = Server(kind="mysql", host="127.0.0.1", port=1, database="erp", user="reader", password_env="PULSO_NONE")
    late = '[[source]]\nname = "east"\nfolder = "nowhere"\nretries = 3\nwait_seconds = 1\n'
    company.says(source("north", server) + late)
    asked: list[Server] = []

    def refusing(server: Server) -> None:
        asked.append(server)
        raise DataError("not let in")

    with patch.object(sync, "check", refusing):
        report = company.runs(sleep=lambda _: None)
    assert len(asked) == 1
    assert "the variable PULSO_NONE of the environment" in told(report)
    assert report.exit_code == 2

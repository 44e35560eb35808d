"""Real servers for all tests of a worker; without their programs the tests are skipped, on CI they fail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crm_metrics.warehouse.files.databases.servers import Server
from tests.warehouse.files.databases import clusters


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[Server]:
    """A PostgreSQL of this machine."""
    with clusters.standing_postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def mariadb_cluster() -> Iterator[Server]:
    """A MariaDB of this machine."""
    program = clusters.mariadb_program()
    if program is None:
        clusters.lacking("no MariaDB here: apt-get install mariadb-server")
    else:
        with clusters.mariadb(program) as server:
            yield server


@pytest.fixture
def postgresql(postgresql_cluster: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The database `erp` of PostgreSQL, as its owner, emptied."""
    monkeypatch.setenv(str(postgresql_cluster.password_env), clusters.PASSWORD)
    clusters.emptied_postgresql(postgresql_cluster.port)
    return postgresql_cluster


@pytest.fixture
def mariadb(mariadb_cluster: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The database `erp` of MariaDB, as its owner, emptied."""
    monkeypatch.setenv(str(mariadb_cluster.password_env), clusters.PASSWORD)
    with clusters.owner_of_mariadb(mariadb_cluster.port) as connection:
        connection.cursor().execute("create or replace database erp character set utf8mb4")
    return mariadb_cluster

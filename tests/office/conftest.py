"""An empty database of either kind for each test: a file, and a PostgreSQL of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crm_metrics.access import Reader
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.views import ViewShelf
from crm_metrics.warehouse.files.databases.servers import Server
from tests.warehouse.files.databases import clusters

KNOWN = ("Ana", "Beto", "Caro")


@pytest.fixture(scope="session")
def office_server() -> Iterator[Server]:
    with clusters.standing_postgresql() as server:
        yield server


@pytest.fixture
def file_place(tmp_path: Path) -> OfficePlace:
    return OfficePlace(file=tmp_path / "warehouse" / "office.sqlite")


@pytest.fixture
def server_place(office_server: Server) -> OfficePlace:
    clusters.emptied_postgresql(office_server.port)
    return OfficePlace(address=clusters.address_of_postgresql(office_server.port))


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> OfficePlace:
    found: OfficePlace = request.getfixturevalue("file_place" if request.param == "sqlite" else "server_place")
    return found


@pytest.fixture
def database(place: OfficePlace) -> Iterator[OfficeDatabase]:
    made = OfficeDatabase(place)
    yield made
    made.close()


@pytest.fixture
def shelf(database: OfficeDatabase) -> Callable[..., ViewShelf]:
    """The shelf of a reader by name; what else a reader may have is given by name."""

    def made(name: str, level: str = "executive", rights: tuple[str, ...] = (), known: object = KNOWN) -> ViewShelf:
        return ViewShelf(database, Reader(name, level, rights=rights), known)  # type: ignore[arg-type]

    return made

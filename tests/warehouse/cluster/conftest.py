"""A small company in a folder of its own, and what a cluster would make of it: DuckDB's shapes in a cluster's place."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest

from crm_metrics.settings import Settings
from crm_metrics.warehouse import engines, versions
from crm_metrics.warehouse.cluster import folder
from crm_metrics.warehouse.cluster.exporting import export
from crm_metrics.warehouse.cluster.tables import made_outside
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.warehouse.finals.months import FINAL, MONTHS
from crm_metrics.warehouse.spark import session
from tests.demo_company import demo_folder

SMALL = Asked(customers=100, months=3, until=date(2026, 8, 31))
SETTINGS = Settings(threads=1, memory="300MB")


@dataclass(frozen=True)
class Shared:
    """A warehouse and the folder that it shares with a cluster."""

    warehouse: Path
    place: Path

    def file(self) -> Path:
        """The current version's."""
        return versions.file_of(self.warehouse, versions.current(self.warehouse))

    def numbers(self) -> list[int]:
        return [one.number for one in versions.versions(self.warehouse)]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """The company, with its tables exported and what a cluster would make of them beside; never written into."""
    shared = Shared(demo_folder(tmp_path_factory, SMALL, None), tmp_path_factory.mktemp("made"))
    export(shared.warehouse, shared.place, SETTINGS, lambda *_, **__: None)
    with closing(engines.exporter(shared.file(), SETTINGS)) as connection:
        tables = session.tables_of(connection)
        rows = {
            f"{part}.{name}": _write(connection, shared.place, part, name, tables[part][name])
            for part, name in made_outside()
        }
        months = [
            month for (month,) in connection.execute(f"select period from {FINAL}.{MONTHS} order by 1").fetchall()
        ]
    folder.tell_made(shared.place, folder.MadeOf(folder.exported(shared.place), rows, months))
    return shared


@pytest.fixture
def shared(made: Shared, tmp_path: Path) -> Shared:
    """A copy of both, to be written into."""
    copied = Shared(tmp_path / "warehouse", tmp_path / "a=shared")  # a name that is no column
    shutil.copytree(made.warehouse, copied.warehouse)
    shutil.copytree(made.place, copied.place)
    return copied


def _write(connection: duckdb.DuckDBPyConnection, place: Path, part: str, name: str, columns: Mapping[str, str]) -> int:
    """Two files for each table, as two workers would; how many rows."""
    table = folder.place_of(place, part, name)
    table.mkdir(parents=True)
    listed = ", ".join(
        f'"{one}"::decimal(38, 0) as "{one}"' if kind == "HUGEINT" else f'"{one}"' for one, kind in columns.items()
    )
    count = 0
    for half in (0, 1):
        copied = f"(select {listed} from {part}.{name} where rowid % 2 = {half})"
        row = connection.execute(f"copy {copied} to '{table}/part-{half}.parquet' (format parquet)").fetchone()
        count += int(row[0]) if row else 0
    return count

"""One more ordinary day: its whole import against making every shape of the same version anew, by the command line."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import duckdb

from benchmarks import days
from benchmarks.measure import Ratio, spent
from crm_metrics.warehouse import versions

# Today's ratio must not get worse: 1.11 before shapes were brought up by key, 0.72 with them; the aim is an eighth
MOST = 0.65  # 0.53 on the demo (n = 3, quiet), 0.61 of a rebuild by the commit before it all
MADE = ("shape", "final")  # the schemas that a version makes of its input


def measure(demo: Path, rounds: int = 3) -> Ratio:
    """CPU of the commands import, of one ordinary day, and rebuild, of the version that it gave.

    Of the first round each stored table is compared: after the import it holds the rows that rebuild makes. Raises
    RuntimeError when one does not.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        files, day = _files(demo, folder)
        loads = _Loads(folder)
        loads.run("import", str(files.history))
        shutil.copytree(loads.warehouse, folder / "before")
        taken: dict[str, list[float]] = {"import": [], "rebuild": []}
        for turn in range(rounds):
            shutil.rmtree(loads.warehouse)
            shutil.copytree(folder / "before", loads.warehouse)
            taken["import"].append(loads.run("import", str(files.day)))
            shutil.copytree(loads.warehouse, folder / "imported", dirs_exist_ok=True)
            taken["rebuild"].append(loads.run("rebuild"))
            if turn == 0 and (others := differing(folder / "imported", loads.warehouse)):
                raise RuntimeError(f"after the import these tables are not what rebuild makes: {others}")
    milliseconds = {name: median(values) for name, values in taken.items()}
    return Ratio(
        claim="one more ordinary day, its whole import against a rebuild of the same version",
        ratio=milliseconds["import"] / milliseconds["rebuild"],
        limit=MOST,
        rounds=rounds,
        milliseconds=milliseconds,
        sizes={"day": day.isoformat(), "rows of the day": sum(files.rows.values())},
    )


def ordinary(through: date) -> date:
    """The last Wednesday before a day."""
    return through - timedelta(days=(through.weekday() - 2) % 7 or 7)


def differing(one: Path, other: Path) -> Mapping[str, int]:
    """The tables that are made of the input, by name, with how many rows only one of two warehouses holds."""
    found = dict[str, int]()
    with duckdb.connect() as connection:
        for name, folder in (("one", one), ("other", other)):
            connection.execute(f"attach '{_version(folder)}' as {name} (read_only)")
        places = ", ".join(f"'{schema}'" for schema in MADE)
        for table in connection.execute(f"""
            select distinct format('{{}}."{{}}"', schema_name, table_name) from duckdb_tables()
            where database_name in ('one', 'other') and schema_name in ({places})""").fetchall():
            found |= {table[0]: _only_in_one(connection, table[0])}
    return {table: rows for table, rows in found.items() if rows}


def _only_in_one(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"""select count(*) from (
        (from one.{table} except all from other.{table}) union all (from other.{table} except all from one.{table})
    )""").fetchone()
    return int(row[0]) if row else 0


def _files(demo: Path, folder: Path) -> tuple[days.Files, date]:
    """The files of a history and of an ordinary day, made of a demo company."""
    with duckdb.connect(str(_version(demo)), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        row = connection.execute("select max(loaded_through) from main.load_log").fetchone()
        day = ordinary(row[0] if row else date.min)
        return days.write(connection, folder, day), day


def _version(folder: Path) -> Path:
    return versions.file_of(folder, versions.current(folder))


class _Loads:
    """Runs commands on a warehouse of its own."""

    def __init__(self, folder: Path) -> None:
        self.warehouse = folder / "warehouse"
        company = folder / "company"
        company.mkdir()
        self._environment = os.environ | {"CRM_WAREHOUSE": str(self.warehouse), "CRM_COMPANY": str(company)}

    def run(self, *given: str) -> float:
        """The CPU milliseconds of one command."""
        return spent("crm_metrics", *given, environment=self._environment)

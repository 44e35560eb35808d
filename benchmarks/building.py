"""A build of all shapes at several times the rows of a demo: CPU, growth and peak, by processes of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from benchmarks.measure import ROOT, Ratio
from crm_metrics.warehouse import schema, versions

MOST_GROWTH = 1.05  # CPU against that of as many builds of one: ten times the rows cost 10.5 times
MOST_SHARE = 0.4  # of the CPU of an older tree
MOST_BYTES = 2 * 1024**3
SPARE = 4 / 3  # by how much CI lets a target be missed

MANY = (
    "customer", "customer_alias", "interaction", "loyalty_entry", "order_line", "receivable", "status_event",
    "subscription", "survey", "work_item",
)  # fmt: skip
KEYS = (
    "alias_id", "customer_id", "entity_id", "entry_id", "interaction_id", "invoice_id", "order_id", "returned_order_id",
    "subscription_id", "survey_id", "work_item_id",
)  # fmt: skip
ORDER = {"interaction": "offered_at", "work_item": "opened_at", "survey": "sent_at", "status_event": "changed_at"}


def measure(demo: Path, times: int, before: Path | None = None) -> list[Ratio]:
    """The growth from a demo's rows to so many times them, the peak there, and the CPU of an older tree there.

    before: the root of the older tree; without one, nothing is compared.
    """
    with tempfile.TemporaryDirectory() as place:
        one, many = Path(place) / "one.duckdb", Path(place) / "many.duckdb"
        version = versions.file_of(demo, versions.current(demo))
        rows = {"rows": multiplied(version, one, 1), "rows of many": multiplied(version, many, times), "times": times}
        milliseconds, peaks = dict[str, float](), dict[str, int]()
        trees = {"one": (one, ROOT), "many": (many, ROOT)} | ({"before": (many, before)} if before else {})
        for name, (file, tree) in trees.items():
            milliseconds[name], peaks[name] = _built(file, tree)
    sizes = rows | {f"peak bytes, {name}": peak for name, peak in peaks.items()}

    def ratio(claim: str, value: float, limit: float) -> Ratio:
        return Ratio(claim=claim, ratio=value, limit=limit, rounds=1, milliseconds=milliseconds, sizes=sizes)

    growth = milliseconds["many"] / milliseconds["one"] / times
    told = [
        ratio(f"a build of {times} times the rows, by as many builds of them", growth, MOST_GROWTH * SPARE),
        ratio(f"the peak of a build of {times} times the rows, against 2 GB", peaks["many"] / MOST_BYTES, SPARE),
    ]
    if before:
        share = milliseconds["many"] / milliseconds["before"]
        told.append(ratio("the same build, against that of an older tree", share, MOST_SHARE * SPARE))
    return told


def multiplied(version: Path, to: Path, times: int) -> int:
    """Write a version whose customers, with all that is theirs, stand there so many times; how many rows it holds.

    Each copy has keys of its own, the first one too, so that one and many differ by their rows and not by the length of
    their keys. Agents, products and calendars serve all of them.
    """
    held = 0
    with duckdb.connect(str(to)) as connection:
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        schema.create(connection)
        connection.execute(f"attach '{version}' as demo (read_only)")
        tables = "select table_name from duckdb_tables() where database_name = 'demo' and schema_name = 'main'"
        for (table,) in connection.execute(tables).fetchall():
            connection.execute(f'delete from main."{table}"')  # a new version has its own rule of tiers
            row = connection.execute(_copies(connection, table, times)).fetchone()
            held += int(row[0]) if row else 0
    return held


def _copies(connection: duckdb.DuckDBPyConnection, table: str, times: int) -> str:
    found = connection.execute(
        "select column_name from duckdb_columns() where database_name = 'demo' and schema_name = 'main'"
        " and table_name = ? order by column_index",
        [table],
    ).fetchall()
    columns = [name for (name,) in found]
    listed = ", ".join(f'"{name}"' for name in columns)
    if table not in MANY:
        return f'insert into main."{table}" ({listed}) select {listed} from demo.main."{table}"'
    told = ", ".join(_key(name) if name in KEYS else f'"{name}"' for name in columns)
    order = f'order by "{ORDER[table]}"' if table in ORDER else ""
    copies = f'demo.main."{table}" cross join range({times}) as c(n)'
    return f'insert into main."{table}" ({listed}) select {told} from {copies} {order}'


def _key(name: str) -> str:
    return f"""case when "{name}" <> 'unknown' then "{name}" || '#' || c.n else "{name}" end"""


def _built(file: Path, tree: Path) -> tuple[float, int]:
    """The CPU milliseconds and the peak, in bytes, of a build by the code of a tree, over a copy of a file."""
    copy = Path(shutil.copyfile(file, file.with_suffix(".copy")))
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "shaping.py"), str(copy)],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    copy.unlink()
    if done.returncode:
        raise RuntimeError(done.stderr)
    spent, peak = done.stdout.split()
    return float(spent), int(peak)

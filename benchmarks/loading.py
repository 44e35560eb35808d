"""Importing against DuckDB's own typed read of the same file, and the peak memory of a large import."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from benchmarks.measure import Ratio, interleaved
from crm_metrics.warehouse import schema
from crm_metrics.warehouse.loading.load import import_folder

ROOT = Path(__file__).parent.parent
MOST_BYTES = 1.5e9

ROWS = """
select
  'plain:' || i as interaction_id, 'service' as process, 'chat' as touchpoint_id, 'inbound' as direction,
  'customer:' || (i * 7919 % 20000) as customer_id, 'agent:' || (i % 90) as agent_id, 'team:' || (i % 14) as team,
  strftime(timestamp '2025-01-01 08:00:00' + to_seconds(i * 31), '%Y-%m-%dT%H:%M:%SZ') as offered_at,
  strftime(timestamp '2025-01-01 08:00:12' + to_seconds(i * 31), '%Y-%m-%dT%H:%M:%SZ') as answered_at,
  strftime(timestamp '2025-01-01 08:05:00' + to_seconds(i * 31), '%Y-%m-%dT%H:%M:%SZ') as ended_at,
  240 as talk_seconds, 20 as hold_seconds, 30 as wrap_seconds, 'handled' as disposition
from range({rows}) as r(i)
"""


def measure(rows: int = 100_000, rounds: int = 3) -> Ratio:
    """CPU of importing `rows` contacts (read, checked, shaped, published) against a typed read_csv into one table."""
    with tempfile.TemporaryDirectory() as folder:
        inbox = _write(Path(folder), rows)
        spent = interleaved(
            {"import": lambda: _import(inbox, Path(folder) / "warehouse"), "typed read": lambda: _typed_read(inbox)},
            rounds,
            warm=0,
        )
    return Ratio(
        claim="import against DuckDB's own typed read",
        ratio=spent["import"] / spent["typed read"],
        limit=None,
        rounds=rounds,
        milliseconds=spent,
        sizes={"rows": rows},
    )


def peak_memory(rows: int = 1_000_000) -> Ratio:
    """The peak resident memory of importing one file of `rows` rows by the command line, against 1.5 GB."""
    with tempfile.TemporaryDirectory() as folder:
        inbox = _write(Path(folder), rows)
        command = [sys.executable, "-m", "crm_metrics", "import", str(inbox), "--warehouse", f"{folder}/warehouse"]
        done = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return Ratio(
        claim="peak memory of importing a large file, against 1.5 GB",
        ratio=peak / MOST_BYTES,
        limit=1.0,
        rounds=1,
        milliseconds={},
        sizes={"rows": rows, "peak bytes": peak},
    )


def _write(folder: Path, rows: int) -> Path:
    inbox = folder / "inbox"
    inbox.mkdir()
    with duckdb.connect() as scratch:
        scratch.execute(f"copy ({ROWS.format(rows=rows)}) to '{inbox / 'interaction.csv'}' (header, delimiter ',')")
    return inbox


def _import(inbox: Path, warehouse: Path) -> None:
    shutil.rmtree(warehouse, ignore_errors=True)
    import_folder(inbox, warehouse, finish=None)


def _typed_read(inbox: Path) -> None:
    with duckdb.connect() as scratch:
        schema.create(scratch)
        scratch.execute(
            "insert into main.interaction by name select * from read_csv(?, header = true, types = {"
            "'offered_at': 'TIMESTAMPTZ', 'answered_at': 'TIMESTAMPTZ', 'ended_at': 'TIMESTAMPTZ',"
            "'talk_seconds': 'INTEGER', 'hold_seconds': 'INTEGER', 'wrap_seconds': 'INTEGER'})",
            [str(inbox / "interaction.csv")],
        )

"""Memory of reading a table of a server: it must not grow with its rows."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from benchmarks.measure import Ratio
from crm_metrics.warehouse.files.databases.servers import Server
from tests.warehouse.files.databases import clusters

MOST = 1.1
FEW = 2_000
QUERIES = {
    "postgresql": "select n as survey_id, n % 11 as score, repeat('x', 200) as comment"
    " from generate_series(1, {rows}) n",
    "mysql": "select seq as survey_id, seq % 11 as score, repeat('x', 200) as comment from seq_1_to_{rows}",
}
# A process of its own, which tells its peak, not that of who started it: the address, the query, the folder.
READ = """
import sys
from dataclasses import replace
from pathlib import Path
from crm_metrics.warehouse.files.databases.extracting import extract
from crm_metrics.warehouse.files.databases.servers import parsed
from crm_metrics.warehouse.mapping.language import open_source
server = replace(parsed(sys.argv[1]), password_env="PULSO_BENCHMARK_SECRET")
extract(server, open_source(), {"survey": sys.argv[2]}, Path(sys.argv[3]))
told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(int(told["VmHWM"].split()[0]) * 1024)
"""


def measure(rows: int = 200_000) -> Iterator[Ratio]:
    """The peak of reading `rows` rows of 200 bytes against that of 2,000, of each server that this machine has."""
    for running in _servers():
        with running as server:
            peaks = {count: _peak(server, count) for count in (FEW, rows)}
        yield Ratio(
            claim=f"peak memory of reading a large table of {server.kind}, against a small one",
            ratio=peaks[rows] / peaks[FEW],
            limit=MOST,
            rounds=1,
            milliseconds={},
            sizes={"rows": rows, "peak bytes": peaks[rows], "rows of the small one": FEW, "its peak bytes": peaks[FEW]},
        )


def _servers() -> Iterator[AbstractContextManager[Server]]:
    programs, program = clusters.postgresql_programs(), clusters.mariadb_program()
    if programs is not None:
        yield clusters.postgresql(programs)
    if program is not None:
        yield clusters.mariadb(program)


def _peak(server: Server, rows: int) -> int:
    address = f"{server.kind}://{server.user}@{server.host}:{server.port}/{server.database}"
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", READ, address, QUERIES[server.kind].format(rows=rows), folder]
        environment = {**os.environ, "PULSO_BENCHMARK_SECRET": clusters.PASSWORD}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        with (Path(folder) / "survey.csv").open(encoding="utf-8") as written:
            assert sum(1 for _ in written) == rows + 1
    return int(done.stdout)

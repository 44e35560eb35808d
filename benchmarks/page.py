"""A warm page against an empty Streamlit page: CPU of the server for one rerun, over a real websocket."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.measure import Ratio
from pages.parts.shell import PAGES as ENTRIES

ROOT = Path(__file__).parent.parent
EMPTY = 'import streamlit as st\nst.set_page_config(page_title="empty")\n'
LIMIT = 1.5
PAGES = tuple(entry.name for entry in ENTRIES)


def measure(warehouse: Path, rounds: int = 11) -> list[Ratio]:
    """The ratio of each page to the empty page, warm, both servers alive and asked in turns."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text(EMPTY, encoding="utf-8")
        with _server(script, {}) as empty, _server(ROOT / "dashboard.py", {"CRM_WAREHOUSE": str(warehouse)}) as app:
            return [asyncio.run(_compare(name, app, empty, rounds)) for name in PAGES]


async def _compare(page: str, app: tuple[int, int], empty: tuple[int, int], rounds: int) -> Ratio:
    async with _socket(app[1]) as board, _socket(empty[1]) as bare:
        spent: dict[str, list[float]] = {page: [], "empty": []}
        size = 0
        for turn in range(rounds + 4):  # the first reruns fill the caches
            cost, size = await _rerun(board, app[0], page)
            bare_cost, _ = await _rerun(bare, empty[0], "")
            if turn >= 4:
                spent[page].append(cost)
                spent["empty"].append(bare_cost)
    middle = {name: median(values) * 1000 for name, values in spent.items()}
    return Ratio(
        claim=f"{page}: a warm rerun against an empty page",
        ratio=middle[page] / middle["empty"],
        limit=LIMIT,
        rounds=rounds,
        milliseconds=middle,
        sizes={"bytes": size},
    )


def _socket(port: int) -> websockets.connect:
    return websockets.connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        max_size=None,
        origin=websockets.Origin(f"http://127.0.0.1:{port}"),
        subprotocols=[websockets.Subprotocol("streamlit")],
    )


async def _rerun(connection: websockets.ClientConnection, process: int, page: str) -> tuple[float, int]:
    ask = BackMsg()
    ask.rerun_script.query_string = ""
    ask.rerun_script.page_name = page
    begun, size = _cpu(process), 0
    await connection.send(ask.SerializeToString())
    while True:
        data = await asyncio.wait_for(connection.recv(), timeout=120)
        assert isinstance(data, bytes)
        size += len(data)
        message = ForwardMsg()
        message.ParseFromString(data)
        if message.WhichOneof("type") == "script_finished":
            return _cpu(process) - begun, size


def _cpu(process: int) -> float:
    # The CPU clock of another process, all its threads, in nanosecond steps (clock_getcpuclockid on Linux).
    return time.clock_gettime((~process << 3) | 2)


@contextmanager
def _server(script: Path, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(script),
        "--server.port",
        str(port),
        "--server.headless",
        "true",
        "--server.address",
        "127.0.0.1",
        "--browser.gatherUsageStats",
        "false",
    ]
    running = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield running.pid, port
    finally:
        running.terminate()
        running.wait(timeout=20)


def _wait(port: int) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"no server on port {port}")

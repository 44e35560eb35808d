"""A standalone cluster on this machine, a master and two workers, and a part of the shapes that is made on it.

Run as a process of its own it makes the part: a process has one session of Spark, and the other tests have theirs.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from crm_metrics.warehouse import schema, shape
from crm_metrics.warehouse.cluster.making import make

HOST = "127.0.0.1"
WORKERS = 2
PART = "invoice_period"  # a period shape whose months are kept, and the stored shapes that it is made of
SMALL = {
    "spark.driver.host": HOST,
    "spark.driver.bindAddress": HOST,
    "spark.executor.cores": "1",
    "spark.executor.memory": "512m",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of its master, until the end of the block; each worker keeps what it runs in `folder/NUMBER`."""
    port, page = _free(), _free()
    address = f"spark://{HOST}:{port}"
    with ExitStack() as stack:
        stack.enter_context(_daemon(folder, "master.Master", "--port", port, "--webui-port", page))
        for number in map(str, range(WORKERS)):
            own = ("--cores", "1", "--memory", "700m", "--work-dir", f"{folder / number}", "--webui-port", _free())
            stack.enter_context(_daemon(folder, "worker.Worker", *own, address))
        _wait(f"http://{HOST}:{page}/json/")
        yield address


@contextmanager
def only_a_part() -> Iterator[None]:
    """Make and publish the part alone, signed as all of them would be."""
    schema.made_by()  # worked out once, of all shapes
    known = shape.shapes()
    part = {name: known[name] for name in (*shape.needed([PART]), PART)}
    with patch.object(shape, "shapes", lambda: part):
        yield


def made_on(master: str, place: Path) -> None:
    """Make the part in a process of its own."""
    command = [sys.executable, "-m", "tests.spark.standalone", f"{place}", master]
    ended = subprocess.run(
        command, check=False, env={**os.environ, "SPARK_LOCAL_IP": HOST}, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr[-2000:]


@contextmanager
def _daemon(folder: Path, role: str, *arguments: str) -> Iterator[None]:
    import pyspark  # of the few who run these tests

    home = Path(pyspark.__file__).parent
    environment = {
        **os.environ,
        "SPARK_HOME": f"{home}",
        "SPARK_LOCAL_IP": HOST,
        "SPARK_LOCAL_DIRS": f"{folder / 'local'}",
        "SPARK_DAEMON_MEMORY": "256m",
    }
    command = [f"{home / 'bin' / 'spark-class'}", f"org.apache.spark.deploy.{role}", "--host", HOST, *arguments]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


def _free() -> str:
    """A port that nobody uses."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return str(one.getsockname()[1])


def _wait(page: str) -> None:
    """Until the master knows both workers; an error when it does not within two minutes."""
    for _ in range(240):
        try:
            with urllib.request.urlopen(page) as told:
                if sum(one["state"] == "ALIVE" for one in json.load(told)["workers"]) == WORKERS:
                    return
        except (urllib.error.URLError, ValueError):
            pass  # it is not there yet, or answers /json/ with its first page still
        time.sleep(0.5)
    raise TimeoutError(page)


if __name__ == "__main__":
    with only_a_part():
        make(Path(sys.argv[1]), sys.argv[2], SMALL, lambda *_, **__: None)

"""Real servers on a free port of this machine, each with files of its own, that end with the tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pymysql
import pytest

from crm_metrics.warehouse.files.databases.servers import Server

PASSWORD = "contraseña €'1"  # neither Latin-1 nor free of quotes


def postgresql_programs() -> Path | None:
    """The folder of PostgreSQL's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    known = shutil.which("postgres")
    return found[-1].parent if found else Path(known).resolve().parent if known else None


@contextmanager
def standing_postgresql() -> Iterator[Server]:
    """A PostgreSQL of this machine for who tests on one; without its programs, `lacking`."""
    programs = postgresql_programs()
    if programs is None:
        lacking("no PostgreSQL here: apt-get install postgresql")
    else:
        with postgresql(programs) as server:
            yield server


def emptied_postgresql(port: int) -> None:
    """Its database `erp` without anything in it."""
    with owner_of_postgresql(port, "erp") as connection:
        connection.execute("drop schema if exists public cascade")
        connection.execute("create schema public")


def address_of_postgresql(port: int) -> str:
    """The address of its database `erp`, with the password of the owner."""
    return f"postgresql://owner:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/erp"


def lacking(why: str) -> None:
    """Skip a test whose server is not on this machine; on CI it fails."""
    say: Any = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
    say(why)


def mariadb_program() -> str | None:
    """MariaDB's server."""
    return shutil.which("mariadbd") or shutil.which("mariadbd", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def postgresql(programs: Path) -> Iterator[Server]:
    """A cluster with the database `erp`, whose owner is `owner`."""
    with _room("postgres") as (folder, who):
        (folder / "secret").write_text(PASSWORD, encoding="utf-8")
        (folder / "secret").chmod(0o644)
        made = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "owner", "--pwfile", str(folder / "secret")]
        _done([*who, *made, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync"], folder)
        port = _free_port()
        quiet = ["-c", "fsync=off", "-c", "timezone=America/Bogota", "-c", "datestyle=German"]
        start = [str(programs / "postgres"), "-D", str(folder / "data"), "-h", "127.0.0.1", "-p", str(port)]
        with _running([*who, *start, "-k", str(folder), *quiet], folder, lambda: owner_of_postgresql(port).close()):
            with owner_of_postgresql(port) as connection:
                connection.execute("create database erp")
            yield _server("postgresql", port)


@contextmanager
def mariadb(program: str) -> Iterator[Server]:
    """A server with the database `erp`, whose owner is `owner`."""
    with _room("mysql") as (folder, who):
        data = folder / "data"
        made = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"]
        _done([*who, *made, "--skip-test-db", "--skip-name-resolve"], folder)
        port, line = _free_port(), folder / "line"
        start = [program, "--no-defaults", f"--datadir={data}", f"--socket={line}", f"--port={port}"]
        apart = ["--bind-address=127.0.0.1", f"--pid-file={folder / 'pid'}", "--default-time-zone=-05:00"]

        def first() -> None:
            with socket.socket(socket.AF_UNIX) as tried:  # the driver leaves its own open when nobody answers
                tried.connect(str(line))
            with pymysql.connect(unix_socket=str(line), user="root", charset="utf8mb4", autocommit=True) as connection:
                ask = connection.cursor().execute
                ask("create or replace user owner@'127.0.0.1' identified by %s", (PASSWORD,))
                ask("grant all on *.* to owner@'127.0.0.1' with grant option")
                ask("create database if not exists erp character set utf8mb4")

        with _running([*who, *start, *apart], folder, first):
            yield _server("mysql", port)


def owner_of_postgresql(port: int, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
    """A connection that may write."""
    return psycopg.connect(
        host="127.0.0.1", port=port, user="owner", password=PASSWORD, dbname=database, autocommit=True
    )


def owner_of_mariadb(port: int) -> pymysql.Connection:
    """A connection that may write."""
    return pymysql.connect(
        host="127.0.0.1", port=port, user="owner", password=PASSWORD.encode(), database="erp", autocommit=True,
        charset="utf8mb4",
    )  # fmt: skip


def _server(kind: str, port: int) -> Server:
    return Server(
        kind=kind, host="127.0.0.1", port=port, database="erp", user="owner", password_env="PULSO_TEST_SECRET"
    )


@contextmanager
def _room(user: str) -> Iterator[tuple[Path, Sequence[str]]]:
    """A folder, and what runs a program in it as somebody who is not root: servers refuse root."""
    folder = Path(tempfile.mkdtemp(prefix="pulso-"))
    try:
        who: Sequence[str] = ()
        if os.geteuid() == 0:
            shutil.chown(folder, user)
            who = ("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups")
        yield folder, who
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _done(command: Sequence[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)


@contextmanager
def _running(command: Sequence[str], folder: Path, ready: Callable[[], None]) -> Iterator[None]:
    """The server, from when `ready` goes through until it has ended."""
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
    try:
        for _ in range(600):
            try:
                ready()
                break
            except (psycopg.Error, pymysql.Error, OSError):
                assert process.poll() is None, (folder / "said").read_text(encoding="utf-8", errors="replace")
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])

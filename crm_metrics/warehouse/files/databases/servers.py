"""A company's own server, by the address that it wrote down: where it stands, who asks, and what it refuses.

The password stands in the environment or in a file, is read when it is needed, and is in no sentence and no record.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from crm_metrics.errors import DataError
from crm_metrics.words import mark

PORTS = {"postgresql": 5432, "mysql": 3306}
_SCHEMES = {"postgresql": "postgresql", "postgres": "postgresql", "mysql": "mysql", "mariadb": "mysql"}
SECONDS_TO_CONNECT = 10
_SILENT = mark(
    "{server} does not answer. Check that it runs, that its address is right and that this machine may reach it."
)
# Why a query gave no answer, or not all of it.
REFUSED = {
    "missing": mark(
        "{server} does not have what the query of {name} asks for: {problem}. Check its tables and columns."
    ),
    "right": mark(
        "{server}: {user} may not read what the query of {name} asks for: {problem}. Grant it select on that."
    ),
    "cut": mark("{server} ended the connection while {name} was read, so nothing of it is loaded. Run it again."),
    "long": mark("{server} said nothing for {seconds} seconds about {name}. Ask for less, or raise timeout_seconds."),
    "other": mark("{server} refuses the query of {name}: {problem}."),
}


class UnreachableError(DataError):
    """Nothing answers at the address; later it may."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A database of a server and who reads it."""

    kind: str
    """A word of PORTS."""
    host: str
    """The name or number of its machine; never more than one."""
    port: int
    """Where it listens there."""
    database: str
    """The name of the database."""
    user: str
    """Who asks; a user that may only read is enough."""
    password_env: str | None = None
    """The variable of the environment that holds the password."""
    password_file: Path | None = None
    """The file whose first line is the password."""
    ca_file: Path | None = None
    """The certificates that the server's must come from; with it nothing goes over an open line."""
    seconds: int = 600
    """How long it may say nothing."""

    @property
    def name(self) -> str:
        """How it is called in a sentence: machine, port, database."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}/{self.database}"

    def password(self) -> str:
        """The password, empty when none is told. Raises DataError when it is not where it should be."""
        if self.password_env is not None:
            told = os.environ.get(self.password_env)
            if told is None:
                raise DataError("{server}: the variable {name} of the environment, which should hold the password, is"
                                " not set.", server=self.name, name=self.password_env)  # fmt: skip
            return told
        if self.password_file is None:
            return ""
        try:
            return self.password_file.read_text(encoding="utf-8").split("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise DataError("{server}: the file {file}, which should hold the password, can't be read.",
                            server=self.name, file=self.password_file.name) from error  # fmt: skip

    def is_silent(self) -> bool:
        """Whether nothing at all answers at its address."""
        try:
            socket.create_connection((self.host, self.port), timeout=SECONDS_TO_CONNECT).close()
        except OSError:
            return True
        return False


def parsed(address: str) -> Server:
    """The server of an address such as postgresql://reader@erp.example:5432/erp.

    Raises ValueError when it is none. Its text may hold a password and is in no message.
    """
    parts = urlsplit(address)
    kind = _SCHEMES.get(parts.scheme)
    database = unquote(parts.path.removeprefix("/"))
    complete = kind and parts.hostname and parts.username and database and "," not in parts.netloc
    if kind is None or not complete or parts.password is not None or parts.query or parts.fragment:
        raise ValueError
    return Server(
        kind=kind,
        host=parts.hostname or "",
        port=parts.port or PORTS[kind],
        database=database,
        user=unquote(parts.username or ""),
    )


def unreachable(server: Server) -> UnreachableError:
    """The error about a server that says nothing."""
    return UnreachableError(_SILENT, server=server.name)


def shut_out(server: Server, problem: str) -> DataError:
    """The error about a server that answers and lets nobody in."""
    return DataError(
        "{server} does not let {user} in: {problem}. Check user, password and the name of the database.",
        server=server.name,
        user=server.user,
        problem=problem,
    )


def refused(server: Server, why: str, name: str, problem: str) -> DataError:
    """The error about a query that gave no answer, or not all of it. why: a word of REFUSED."""
    return DataError(
        REFUSED[why], server=server.name, user=server.user, name=name, problem=problem, seconds=server.seconds
    )


def without(secret: str, told: str) -> str:
    """What a server said, without the password should it repeat it."""
    return told.replace(secret, "***") if secret else told


def one_line(error: BaseException) -> str:
    """What a server said, in one line and without the point at its end."""
    told = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return told.rstrip(".")

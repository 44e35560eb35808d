"""What a company loads every day: `sources.toml` in its folder, read and checked.

[[source]]
name = "crm"                     its own name in the warehouse: small letters, digits, _
mapping = "hubspot"              a source that comes with Pulso, or a TOML file beside this one; "plain" if not given
folder = "exports/hubspot"       where its files lie, from this file on; or
file = "exports/deal.csv"        one file; or
database = "erp.sqlite"          a SQLite or DuckDB file; or
server = "postgresql://reader@erp.example:5432/erp"   a database of a server, PostgreSQL, MySQL or MariaDB (mysql://)
password_env = "ERP_PASSWORD"    … whose password is in this variable, or in the first line of password_file = "…"
ca_file = "erp-ca.pem"           … whose certificate must come from these; without it, encrypted where it can be
timeout_seconds = 600            … which may say nothing for so long, at most 7200
[source.queries]                 of both: file of the mapping = query; else their tables of the mapping's names
deal = "select * from deal where not test"

owner = "Ana Ruiz, sales"        who answers for it; else as its mapping says
full = false                     these files are all there is: what they lack is withdrawn
required = false                 without it nothing is loaded; else the others are, and it is told
expected_by = "07:00"            from this hour on (of the company's zone) today's files must be there
lag_days = 1                     the rows must reach so many days back from today
retries = 3                      how often what is missing or late is looked for again, at most 12 times ...
wait_seconds = 300               ... after so many seconds, at most 1800

[alias]                          exact keys that make customers of all these sources one (mapping/language.py)
keys = ["email", "tax_id"]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path

from pydantic import ValidationError

from crm_metrics import declared
from crm_metrics.declared import Section
from crm_metrics.errors import DataError, DefinitionError
from crm_metrics.warehouse.files.databases.servers import Server, parsed
from crm_metrics.warehouse.mapping.language import open_source
from crm_metrics.warehouse.mapping.source import RESERVED, AliasRule, Source

FILE = "sources.toml"
MOST_RETRIES = 12
MOST_SECONDS = 1800
MOST_SILENCE = 7200
_PLACES = ("folder", "file", "database", "server")
_OF_SERVERS = ("password_env", "password_file", "ca_file", "timeout_seconds")
_KEYS = (
    "name", "mapping", *_PLACES, *_OF_SERVERS, "queries", "owner", "full", "required", "expected_by", "lag_days",
    "retries", "wait_seconds",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ScheduledSource:
    """One source of the company."""

    name: str
    """What the warehouse calls it: small letters, digits and _; no two have the same."""
    mapping: str
    """How its files are read: name of a source that comes with Pulso, or path of a TOML file."""
    kind: str
    """What `place` is: folder, file or database; or server."""
    place: Path
    """Where its rows lie; a relative path counts from the company's folder. Of a server, that folder itself."""
    server: Server | None = None
    """The server that has its rows; None where `place` has them."""
    queries: Mapping[str, str]
    """Of a database or server, by file of the mapping; empty: its tables of the mapping's names are read."""
    owner: str = ""
    """Who answers for it; "" as its mapping says."""
    full: bool = False
    """Whether its files are all there is, so that what they lack is withdrawn."""
    required: bool = False
    """Whether nothing is loaded without it; else the others are, and it is told."""
    expected_by: time | None = None
    """The hour, in the company's zone, by which today's files must be there; None: not checked."""
    lag_days: int | None = None
    """How many days back from today its rows must reach at least; None: not checked."""
    retries: int = 0
    """How often it is looked for again while missing or late, at most 12."""
    wait_seconds: int = 60
    """How long it asks to wait before it is looked for again, at most 1800."""

    def source(self, alias: AliasRule | None) -> Source:
        """Its mapping under its own name; ids keep the prefix of the mapping."""
        mapping = open_source(self.mapping)
        prefix = mapping.id_prefix.removesuffix(":")
        own = {"name": self.name, "prefix": prefix, "owner": self.owner or mapping.owner}
        return mapping.model_copy(update={**own, "alias": alias or mapping.alias})


@dataclass(frozen=True)
class Schedule:
    """All sources of the company in their order, and the keys that join their customers."""

    entries: tuple[ScheduledSource, ...]
    alias: AliasRule | None


def read(company: Path) -> Schedule:
    """The schedule in the company's folder.

    Raises DataError when there is none, DefinitionError with the key and what to do when it can't be read.
    """
    path = company / FILE
    if declared.stamp(path) is None:
        raise DataError(
            "There is no {file}. It lists the folders, files and databases to load; docs/daily-loading.md shows one.",
            file=path.as_posix(),
        )
    whole = declared.read(path)
    whole.only(("source", "alias"))
    entries = tuple(_entry(section, company) for section in whole.listed("source"))
    for mistake in _mistakes(entries, whole.file):
        raise mistake
    return Schedule(entries, _alias(whole))


def _entry(given: Section, company: Path) -> ScheduledSource:
    given.only(_KEYS)
    kinds = [kind for kind in _PLACES if kind in given.values]
    if len(kinds) != 1:
        raise DefinitionError(
            "{file}, {place}: name where it lies by exactly one of folder, file, database and server.",
            file=given.file,
            place=given.place,
        )
    _without_server(given)
    mapping = given.text("mapping", "plain")
    asked = given.section("queries")
    return ScheduledSource(
        name=given.text("name", example="crm"),
        mapping=str(company / mapping) if mapping.endswith(".toml") else mapping,
        kind=kinds[0],
        place=company if kinds == ["server"] else company / given.text(kinds[0], example="exports/crm"),
        server=_server(given, company) if kinds == ["server"] else None,
        queries={key: asked.text(key, example="select * from deal") for key in asked.values},
        owner=given.text("owner", example="Ana Ruiz") if "owner" in given.values else "",
        full=given.flag("full", False),
        required=given.flag("required", False),
        expected_by=given.hour("expected_by") if "expected_by" in given.values else None,
        lag_days=given.whole("lag_days", most=366) if "lag_days" in given.values else None,
        retries=given.whole("retries", 0, most=MOST_RETRIES),
        wait_seconds=given.whole("wait_seconds", 60, most=MOST_SECONDS),
    )


def _server(given: Section, company: Path) -> Server:
    try:
        server = parsed(given.text("server", example="postgresql://reader@127.0.0.1:5432/erp"))
    except ValueError:  # the address is in no sentence: it may hold a password
        raise DefinitionError(
            "{file}, {place}: a server is written as {example}, without a password: that stands in password_env or"
            " password_file.",
            file=given.file,
            place=given.key("server"),
            example="postgresql://user@host:5432/database, mysql://user@host:3306/database",
        ) from None
    files = {key: company / given.text(key) for key in ("password_file", "ca_file") if key in given.values}
    return replace(
        server,
        password_env=given.text("password_env", example="ERP_PASSWORD") if "password_env" in given.values else None,
        password_file=files.get("password_file"),
        ca_file=files.get("ca_file"),
        seconds=given.whole("timeout_seconds", server.seconds, least=1, most=MOST_SILENCE),
    )


def _without_server(given: Section) -> None:
    for key in _OF_SERVERS:
        if key in given.values and "server" not in given.values:
            raise DefinitionError("{file}: {name} has {key} and no server.", file=given.file,
                                  name=given.text("name", example="crm"), key=key)  # fmt: skip


def _mistakes(entries: tuple[ScheduledSource, ...], file: str) -> Iterator[DefinitionError]:
    if not entries:
        yield DefinitionError("{file} lists no [[source]].", file=file)
    names = [entry.name for entry in entries]
    for entry in entries:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", entry.name) or entry.name in RESERVED:
            yield DefinitionError(
                "{file}: '{name}' is no name of a source: small letters, digits and _, and none of {taken}.",
                file=file,
                name=entry.name,
                taken=", ".join(RESERVED),
            )
        if names.count(entry.name) > 1:
            yield DefinitionError("{file}: two sources are called {name}.", file=file, name=entry.name)
        if entry.queries and entry.kind not in ("database", "server"):
            yield DefinitionError("{file}: {name} has queries and no database.", file=file, name=entry.name)
        if entry.server and entry.expected_by:
            yield DefinitionError(
                "{file}: {name} is a server, which has no files of an hour: say lag_days in place of expected_by.",
                file=file,
                name=entry.name,
            )


def _alias(whole: Section) -> AliasRule | None:
    if "alias" not in whole.values:
        return None
    try:
        return AliasRule.model_validate(whole.section("alias").values)
    except ValidationError as error:
        first = error.errors()[0]
        raise DefinitionError(
            "{file}, {key}: {problem}.",
            file=whole.file,
            key="alias." + ".".join(map(str, first["loc"])),
            problem=first["msg"],
        ) from error

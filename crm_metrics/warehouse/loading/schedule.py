"""What a company loads every day: `sources.toml` in its folder, read and checked.

[[source]]
name = "crm"                     its own name in the warehouse: small letters, digits, _
mapping = "hubspot"              a source that comes with Pulso, or a TOML file beside this one; "plain" if not given
folder = "exports/hubspot"       where its files lie, from this file on; or
file = "exports/deal.csv"        one file; or
database = "erp.sqlite"          a SQLite or DuckDB file
[source.queries]                 of a database: file of the mapping = query; else its tables of the mapping's names
deal = "select * from deal where not test"

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
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from pydantic import ValidationError

from crm_metrics import declared
from crm_metrics.declared import Section
from crm_metrics.errors import DataError, DefinitionError
from crm_metrics.warehouse.mapping.language import open_source
from crm_metrics.warehouse.mapping.source import RESERVED, AliasRule, Source

FILE = "sources.toml"
MOST_RETRIES = 12
MOST_SECONDS = 1800
_PLACES = ("folder", "file", "database")
_KEYS = (
    "name", "mapping", *_PLACES, "queries", "full", "required", "expected_by", "lag_days", "retries", "wait_seconds",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ScheduledSource:
    """One source of the company."""

    name: str
    """What the warehouse calls it: small letters, digits and _; no two have the same."""
    mapping: str
    """How its files are read: name of a source that comes with Pulso, or path of a TOML file."""
    kind: str
    """What `place` is: folder, file or database."""
    place: Path
    """Where its rows lie; a relative path counts from the company's folder."""
    queries: Mapping[str, str]
    """Of a database, by file of the mapping; empty: its tables of the mapping's names are read."""
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
        return mapping.model_copy(update={"name": self.name, "prefix": prefix, "alias": alias or mapping.alias})


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
            "{file}, {place}: name where it lies by exactly one of folder, file and database.",
            file=given.file,
            place=given.place,
        )
    mapping = given.text("mapping", "plain")
    asked = given.section("queries")
    return ScheduledSource(
        name=given.text("name", example="crm"),
        mapping=str(company / mapping) if mapping.endswith(".toml") else mapping,
        kind=kinds[0],
        place=company / given.text(kinds[0], example="exports/crm"),
        queries={key: asked.text(key, example="select * from deal") for key in asked.values},
        full=given.flag("full", False),
        required=given.flag("required", False),
        expected_by=given.hour("expected_by") if "expected_by" in given.values else None,
        lag_days=given.whole("lag_days", most=366) if "lag_days" in given.values else None,
        retries=given.whole("retries", 0, most=MOST_RETRIES),
        wait_seconds=given.whole("wait_seconds", 60, most=MOST_SECONDS),
    )


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
        if entry.queries and entry.kind != "database":
            yield DefinitionError("{file}: {name} has queries and no database.", file=file, name=entry.name)


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

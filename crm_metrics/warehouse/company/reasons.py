"""The company's list of reasons for contact: what kind each is, and whether the first level can solve it.

[[reason]]
name = "falla técnica"           the word that stands in work_item.reason
kind = "problem"                 need, concern, problem, complaint or opportunity; may be left out
first_level = false              true without it
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from pathlib import Path

import duckdb

from crm_metrics import declared
from crm_metrics.declared import Section
from crm_metrics.words import mark

FILE = "reasons.toml"
KINDS = (mark("need"), mark("concern"), mark("problem"), mark("complaint"), mark("opportunity"))


@dataclass(frozen=True)
class ContactReason:
    """A reason for contact; `kind` is one of KINDS, or None where the company has not said."""

    name: str
    kind: str | None = None
    first_level: bool = True


def read(folder: Path) -> tuple[ContactReason, ...] | None:
    """The reasons of the file `reasons.toml` in the company's folder; None where there is no such file.

    Raises DefinitionError, with the key and what to do, when the file can't be read as such a list.
    """
    return declared.named(folder / FILE, "reason", ("kind", "first_level"), _reason, example="falla técnica")


def _reason(name: str, section: Section) -> ContactReason:
    kind = section.choice("kind", KINDS) if "kind" in section.values else None
    return ContactReason(name, kind, section.flag("first_level", True))


def write(connection: duckdb.DuckDBPyConnection, reasons: tuple[ContactReason, ...]) -> None:
    """Write the list into a version being built, in place of the one that was there."""
    connection.execute("delete from main.contact_reason")
    for reason in reasons:
        connection.execute("insert into main.contact_reason values (?, ?, ?)", list(astuple(reason)))

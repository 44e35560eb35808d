"""Which files have to wait where one of them can't be read: the others go on, and no number of theirs is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crm_metrics.errors import CrmError, DataError
from crm_metrics.warehouse.mapping.source import RowRule, Source
from crm_metrics.warehouse.publish import silent
from crm_metrics.warehouse.suggesting.pages import open_file
from crm_metrics.warehouse.tables import HAPPENED


def held_back(source: Source, names: Sequence[str], problem: CrmError) -> list[str]:
    """The files that can't be read, and those that fill a table of facts together with them.

    Of invoices whose payments can't be read nobody knows what is owed. None where what is wrong lies in no file alone.
    """
    errors: Sequence[CrmError] = getattr(problem, "errors", (problem,))
    unread = {str(error.parts.get("file", "")) for error in errors}
    if not unread <= set(names):
        return []
    facts = [rule for rule in source.tables if rule.table in HAPPENED and rule.table != "customer"]
    tables_of = {kind: {rule.table for rule in facts if kind in _behind(source, rule)} for kind in source.files}

    def filled(name: str) -> set[str]:
        return set().union(*(tables_of[kind] for kind in source.kinds_for(name)))

    waiting = set().union(*map(filled, unread))
    return [name for name in names if name in unread or filled(name) & waiting]


def is_torn(path: Path) -> bool:
    """Whether a file can't even be opened, whatever it may hold."""
    try:
        open_file(path, silent)
    except DataError:
        return True
    return False


def _behind(source: Source, rule: RowRule) -> set[str]:
    """The kinds of file that a rule reads, through rows made in between."""
    read = {rule.origin, *rule.lookup}
    made = [source.rows[name] for name in read if name in source.rows]
    return (read & set(source.files)).union(*(_behind(source, one) for one in made))

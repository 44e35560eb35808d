"""A database brought to the tables of this release: by one process at a time, wholly or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from crm_metrics.errors import DataError
from crm_metrics.office.engine import READ_ONLY, for_readers, for_writers, unwritable

STEPS = Path(__file__).parent / "migrations"
_one = Lock()  # Alembic keeps what it runs in a place that all threads share


def migrate(engine: Engine, name: str, more: Sequence[Path] = (), *, may: bool = True) -> str:
    """Take every step that the database lacks; gives the last. name: how it is called. more: other folders of steps.

    may: whether it can be written; one that can't needs no step where it has taken all.

    All steps are one transaction, on SQLite too, where Alembic by itself would leave those before a failure behind and
    fail on them at each later start. Raises DataError where a newer release of Pulso was there, and where an
    earlier one was and the database may not be written.
    """
    config = Config()
    config.set_main_option("path_separator", "newline")
    config.set_main_option("script_location", _written(STEPS))
    config.set_main_option("version_locations", "\n".join(map(_written, (STEPS / "versions", *more))))
    script = ScriptDirectory.from_config(config)
    last, known = script.get_current_head() or "", {step.revision for step in script.walk_revisions()}
    with for_readers(engine).begin() as connection:
        standing = MigrationContext.configure(connection).get_current_revision()
    if standing is not None and standing not in known:
        raise DataError(
            "The database {name} was opened by a newer release of Pulso. Run that release, or name another database.",
            name=name,
        )
    if standing == last:
        return last
    try:
        if not may:
            raise sqlite3.OperationalError(READ_ONLY)
        with _one, for_writers(engine).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except (DBAPIError, sqlite3.OperationalError) as error:
        if standing is None or not unwritable(error):
            raise
        raise DataError(
            "The database {name} has the tables of an earlier release of Pulso, and they can't be brought to those of"
            " this one: it may be read and not written. Give the right to write it, or name another database.",
            name=name,
        ) from error
    return last


def _written(path: Path) -> str:
    """A path as a file of settings would have it."""
    return str(path).replace("%", "%%")

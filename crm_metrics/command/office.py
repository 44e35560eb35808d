"""The command office: all that people save in Pulso into one file, and from such a file into an empty database."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

from crm_metrics.command.run import Run
from crm_metrics.errors import DataError
from crm_metrics.metrics.goals.kept import standing
from crm_metrics.metrics.goals.reach import unreached
from crm_metrics.metrics.registry import known
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.moving import exported, imported
from crm_metrics.office.place import office_place
from crm_metrics.office.trail import SYSTEM, Author
from crm_metrics.warehouse import versions


def office(run: Run) -> int:
    """The command office: export or import."""
    database, file = OfficeDatabase(office_place(run.settings, run.folder)), Path(run.given.file)
    try:
        return _export(run, database, file) if run.given.action == "export" else _import(run, database, file)
    finally:
        database.close()


def _export(run: Run, database: OfficeDatabase, file: Path) -> int:
    if not database.place.begun:
        raise DataError("Nobody saved anything yet: {name} is not there.", name=database.place.name)
    told = exported(database)
    made = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        made.write_text(told, encoding="utf-8")
        made.replace(file)  # an earlier export stays whole until the new one is
    finally:
        made.unlink(missing_ok=True)
    run.print("All that people saved in {name} is in {file} now.", name=database.place.name, file=file)
    return 0


def _import(run: Run, database: OfficeDatabase, file: Path) -> int:
    try:
        told = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError("This file is not whole JSON: {problem}.", problem=error) from None
    counts = imported(told, database, Author(_account(), SYSTEM))
    run.print(
        "All of {file} is in {name} now. Saved views: {views}, plans: {plans}, lines of the trail: {lines}.",
        file=file,
        name=database.place.name,
        views=counts["saved_view"],
        plans=counts["plan"],
        lines=counts["trail"],
    )
    if versions.exists(run.folder):
        for one in unreached(run.warehouse, known(), standing(database.place) or {}, database.place.name):
            run.print("! {sentence}", sentence=one)
    return 0


def _account() -> str:
    """The account of this machine that runs the command."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # a container may know no name for its number
        return "unknown"

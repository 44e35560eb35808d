"""Where the database of what people keep is: a file beside the warehouse, or a PostgreSQL of the company."""

from __future__ import annotations

import os
import time
from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from crm_metrics import settings as environment
from crm_metrics.declared import stamp
from crm_metrics.settings import Settings, is_server

FILE = "office.sqlite"
TRIES = 100  # to ask for the rights of what others make and take away meanwhile
SECONDS = 2.0  # for which a server's answer holds: a board asks for hundreds of goals


@dataclass(frozen=True)
class OfficePlace:
    """A file, or a server by its address; the address may hold a password and is in no message."""

    file: Path | None = None
    address: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        if self.file is not None:
            return str(self.file)
        parts = urlsplit(self.address)
        return f"{parts.hostname}:{parts.port or 5432}{unquote(parts.path)}"

    @property
    def secret(self) -> str:
        """The password of the address, "" where there is none."""
        return unquote(urlsplit(self.address).password or "")

    @property
    def begun(self) -> bool:
        """Whether anything can have been kept: a file is made by the first who keeps something."""
        return self.file is None or self.file.exists()

    @property
    def writable(self) -> bool:
        """Whether a file may be written now, as far as its rights tell; a server and a file to come say it when asked.

        Those beside it must be writable too, and where its folder is not they must be there: nobody could make them.
        """
        if self.file is None or not self.file.exists():
            return True
        file = self.file.resolve()
        with_it = [one for one in (file.with_name(file.name + end) for end in ("-wal", "-shm")) if one.exists()]
        return all(map(_may_write, (file, *with_it))) and (len(with_it) == 2 or _may_write(file.parent))

    @property
    def moment(self) -> Hashable:
        """What is another after a change: of a file its stamps, of a server the time."""
        if self.file is None:
            return int(time.monotonic() / SECONDS)
        return stamp(self.file), stamp(self.file.with_name(self.file.name + "-wal"))


def office_place(settings: Settings, warehouse: Path | None = None) -> OfficePlace:
    """Where the settings say. warehouse: the folder of the versions, where a command names another one."""
    named = settings.database
    if named is None:
        return OfficePlace(file=(warehouse or settings.warehouse) / FILE)
    return OfficePlace(address=named) if is_server(named) else OfficePlace(file=Path(named))


def office_beside(folder: Path) -> OfficePlace:
    """Where the environment says, else beside the versions in this folder: for who has a warehouse and no settings."""
    return office_place(Settings(database=environment.database()), folder)


def office_of(folder: Path) -> OfficePlace | None:
    """The same for a warehouse that was opened; None of rows in memory, beside which nothing is kept."""
    return None if folder == Path() and environment.database() is None else office_beside(folder)


def _may_write(path: Path) -> bool:
    """Whether its rights allow it, or nothing is there: the last to close a file takes away those beside it.

    "No" is also said of what just went, so it holds only of what stood there unchanged before and after the question.
    """
    for _ in range(TRIES):
        before = stamp(path)
        if before is None or os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
            return True
        if stamp(path) == before:
            return False
    return False

"""The folder that a warehouse shares with a cluster: Parquet by schema and table, and what is said of it beside.

`SCHEMA/TABLE.parquet` is a file where a warehouse wrote it and a folder of files where a cluster did.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from crm_metrics.errors import DataError

EXPORTED = "exported.json"
MAKING = "making.json"  # what is made so far, of what is not made to its end
MADE = "made.json"


@dataclass(frozen=True)
class Exported:
    """What was written into the folder for a cluster to read."""

    shapes: str
    """The sum of the shapes' definitions in the release that wrote it."""

    tables: Mapping[str, tuple[int, str]]
    """By input table its rows and their checksum, as the manifest has them."""


@dataclass(frozen=True)
class MadeOf:
    """What a cluster made of it."""

    exported: Exported
    """What it read."""

    rows: Mapping[str, int]
    """How many rows it wrote, by schema and table: shape.work_item."""

    months: Sequence[date]
    """The whole months whose rows it made."""


def place_of(folder: Path, schema: str, table: str) -> Path:
    """Where a table lies."""
    return folder / schema / f"{table}.parquet"


def forget(folder: Path, *names: str) -> None:
    """Say no longer what lies in the folder, for it is about to be another."""
    for name in names:
        (folder / name).unlink(missing_ok=True)


def tell_exported(folder: Path, told: Exported) -> None:
    """Say that the input tables lie there, whole."""
    _write(folder / EXPORTED, asdict(told))


def tell_made(folder: Path, told: MadeOf, name: str = MADE) -> None:
    """Say that the shapes and months lie there, whole; under the name MAKING, that these do by now."""
    _write(folder / name, asdict(told) | {"months": [f"{month}" for month in told.months]})


def exported(folder: Path) -> Exported:
    """What a folder says of the input tables in it; DataError where it says nothing."""
    return _exported(_read(folder / EXPORTED, "export"), folder / EXPORTED)


def made(folder: Path, name: str = MADE) -> MadeOf:
    """What a folder says of the shapes and months in it; DataError where it says nothing."""
    file = folder / name
    told = _read(file, "make")
    try:
        rows = {str(name): int(count) for name, count in told["rows"].items()}
        months = [date.fromisoformat(month) for month in told["months"]]
        return MadeOf(_exported(told["exported"], file), rows, months)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _broken(file, "make") from None


def _exported(told: Any, file: Path) -> Exported:
    try:
        tables = {str(name): (int(rows), str(checksum)) for name, (rows, checksum) in told["tables"].items()}
        return Exported(str(told["shapes"]), tables)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _broken(file, "export") from None


def _read(file: Path, action: str) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):  # not whole, or no text
        raise _broken(file, action) from None


def _broken(file: Path, action: str) -> DataError:
    return DataError(
        "{file} is missing or not whole: the command cluster {action} writes it when all else lies there.",
        file=file,
        action=action,
    )


def _write(file: Path, told: Mapping[str, Any]) -> None:
    """Under a temporary name first: who finds it finds it whole."""
    written = file.with_name(f".{file.name}")
    written.write_text(json.dumps(told, indent=1), encoding="utf-8")
    written.replace(file)

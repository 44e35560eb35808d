"""The versions of a warehouse: whole files named by number, and the text file CURRENT that names the one to read."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from crm_metrics.errors import DataError

POINTER = "CURRENT"
KEPT = 3  # the newest versions, kept always
DAYS = 7  # of each of these days, the last version is kept as well ...
BUDGET = 20 * 1024**3  # ... while all versions together stay under so many bytes

_UNPUBLISHED = ".unpublished"  # the number that a load is about to give: no version until CURRENT says so


@dataclass(frozen=True)
class Version:
    """One file of the warehouse."""

    number: int
    path: Path
    size: int
    made_at: datetime
    current: bool


def file_of(folder: Path, number: int) -> Path:
    """Where version `number` lies."""
    return folder / f"{number:06d}.duckdb"


def versions(folder: Path) -> tuple[Version, ...]:
    """Every version in the folder, oldest first; the one that readers see is `current`. Empty without a folder."""
    now = _pointed(folder)
    known = []
    for number, path in sorted(_numbered(folder).items()):
        about = path.stat()
        made = datetime.fromtimestamp(about.st_mtime, UTC)
        known.append(Version(number, path, about.st_size, made, number == now))
    return tuple(known)


def exists(folder: Path) -> bool:
    """Whether the folder holds a warehouse, whole or not."""
    return (folder / POINTER).exists() or bool(_numbered(folder))


def current(folder: Path) -> int:
    """The number of the version to read.

    Raises DataError when there is no warehouse, when CURRENT is missing or unreadable, and when the
    version that it names is gone.
    """
    if not exists(folder):
        raise DataError(
            "There is no warehouse in {folder}."
            " Make one with the command init, demo or import, or name another folder.",
            folder=folder,
        )
    number = _pointed(folder)
    if number is None:
        raise DataError(
            "The file CURRENT of the warehouse in {folder} is missing or can't be read."
            " The command versions lists what is there; rollback N makes version N current.",
            folder=folder,
        )
    if not file_of(folder, number).exists():
        raise DataError(
            "Version {number} of the warehouse in {folder} is current, but its file is gone."
            " Put {file} back, or make another version current with the command rollback.",
            number=str(number),
            folder=folder,
            file=file_of(folder, number).name,
        )
    return number


def before(folder: Path, number: int) -> list[int]:
    """The versions older than `number`, newest first."""
    return sorted((known for known in _numbered(folder) if known < number), reverse=True)


def following(folder: Path) -> int:
    """The number of the next version."""
    return max([0, _pointed(folder) or 0, *_numbered(folder)]) + 1


def write_pointer(folder: Path, number: int) -> Path:
    """The new CURRENT under a temporary name, on the disk."""
    return _write(folder / f".{POINTER}.{os.getpid()}", file_of(folder, number).name)


def swap_pointer(folder: Path, written: Path) -> None:
    """Put the written pointer in the place of CURRENT."""
    _replace(written, folder / POINTER)
    sync_folder(folder)


def announce(folder: Path, number: int) -> None:
    """Note that `number` is about to be made; until CURRENT names it, it is no version."""
    _write(folder / _UNPUBLISHED, str(number))


def remove_unpublished(folder: Path) -> None:
    """Remove what a load that was stopped has left: its build, and a version that never became current."""
    for left in [*folder.glob(".build.*"), *folder.glob(f".{POINTER}.*")]:
        _remove(left)
    announced = _number(folder / _UNPUBLISHED, r"(\d{1,18})")
    if announced is not None and announced != _pointed(folder):
        _remove(file_of(folder, announced))
    _remove(folder / _UNPUBLISHED)


def prune(folder: Path, today: date | None = None, budget: int = BUDGET) -> None:
    """Keep the current version, the last three, and the last of each of the past seven days within the budget.

    A file that a reader on Windows still holds stays until the next load.
    """
    known = versions(folder)
    day = today or datetime.now(UTC).date()
    kept = {version.number for version in known[-KEPT:]} | {version.number for version in known if version.current}
    size = sum(version.size for version in known if version.number in kept)
    seen: set[date] = set()
    for version in reversed(known):
        made = version.made_at.date()
        last_of_day = made not in seen and (day - made).days <= DAYS
        seen.add(made)
        if version.number in kept:
            continue
        if last_of_day and size + version.size <= budget:
            size += version.size
        else:
            _remove(version.path)


def sync_file(path: Path) -> None:
    """Force a file to the disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Force a folder's names to the disk; Windows does so by itself and opens no folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _numbered(folder: Path) -> dict[int, Path]:
    if not folder.is_dir():
        return {}
    paths = {int(path.stem): path for path in folder.iterdir() if re.fullmatch(r"\d{6,18}\.duckdb", path.name)}
    announced = _number(folder / _UNPUBLISHED, r"(\d{1,18})")
    if announced is not None and announced != _pointed(folder):
        paths.pop(announced, None)
    return paths


def _pointed(folder: Path) -> int | None:
    return _number(folder / POINTER, r"(\d{1,18})(?:\.duckdb)?")


def _number(path: Path, pattern: str) -> int | None:
    try:
        found = re.fullmatch(pattern, path.read_text(encoding="utf-8").strip())
    except (FileNotFoundError, IsADirectoryError, UnicodeDecodeError):
        return None
    return int(found[1]) if found else None


def _write(path: Path, text: str) -> Path:
    path.write_text(text + "\n", encoding="utf-8")
    sync_file(path)
    return path


def _replace(source: Path, place: Path) -> None:
    """Rename over `place`; on Windows a reader may hold it for a moment."""
    for _ in range(50):
        try:
            source.replace(place)
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(0.02)
        else:
            return
    source.replace(place)


def _remove(path: Path) -> None:
    if path.is_dir():
        for inner in path.iterdir():
            _remove(inner)
        path.rmdir()
        return
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        if os.name != "nt":
            raise


@contextmanager
def alone(folder: Path, patience: float) -> Iterator[None]:
    """Hold the loader's lock, or raise DataError that says who holds it."""
    lock, holder = FileLock(folder / ".lock"), folder / ".loader"
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        told = holder.read_text(encoding="utf-8").strip() if holder.exists() else "?"
        raise DataError(
            "Another load is at work in {folder} ({holder}). Try again when it has ended.", folder=folder, holder=told
        ) from None
    try:
        now = datetime.now(UTC).isoformat(sep=" ", timespec="seconds")
        holder.write_text(f"process {os.getpid()}, {now}\n", encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()

"""What kind of file one is, by its first bytes, and whether it is whole: packed files, bombs, checksums, strangers."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files import cells
from crm_metrics.warehouse.mapping.source import JSON_ENDINGS, ending

FILE_CAP = 4_000_000_000  # bytes of a file, packed or not
UNPACKED_CAP = 100_000_000  # above this, what unpacks to more than RATIO_CAP times its size is a bomb
RATIO_CAP = 100  # exports pack to a fifth or a twentieth

HIDDEN = (".", "~$", "__MACOSX")  # names that a system, or Excel while a workbook is open, keeps for itself
TORN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, UnicodeError)  # what a damaged ZIP raises
_STRANGERS = (
    (b"\x89PNG", "PNG"),
    (b"%PDF", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"SQLite format 3", "SQLite"),
)
_PARTS = (("word/", "Word"), ("ppt/", "PowerPoint"), ("META-INF/manifest.xml", "OpenDocument"))  # zips that are none
_CELL = 4  # bytes that a cell takes at the very least


def sha256(path: Path) -> str:
    """The digest of a file, in hexadecimal."""
    with path.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()


def unpacked(path: Path, scratch: Path) -> Path:
    """The file itself, or what a gzip holds; DataError for a damaged one, and for one that unpacks to too much."""
    with path.open("rb") as raw:
        if raw.read(2) != b"\x1f\x8b":
            return path
    size = path.stat().st_size
    target = scratch / "unpacked"
    done = 0
    try:
        with gzip.open(path) as packed, target.open("wb") as out:
            while chunk := packed.read(1 << 20):
                done += len(chunk)
                refuse_bomb(path.name, done, size)
                out.write(chunk)
    except (OSError, EOFError, gzip.zlib.error) as error:  # type: ignore[attr-defined]
        raise DataError("{file} is a damaged gzip file. Export it again.", file=path.name) from error
    return target


def unzipped(path: Path, scratch: Path) -> list[Path]:
    """The files of a ZIP, unpacked into a folder, each by its own name, whatever folders they stand in there.

    What is called as all of its kind are, `_chat.txt` of a telephone, has the name of the ZIP.

    Raises DataError for a damaged one, one with a password, and one that unpacks to too much.
    """
    size, done = path.stat().st_size, 0
    made: list[Path] = []
    try:
        with zipfile.ZipFile(path) as packed:
            for info in packed.infolist():
                inside = PurePosixPath(info.filename.replace("\\", "/"))  # some write folders with that stroke
                parts = [part for part in inside.parts if part not in ("/", "..")]
                if info.is_dir() or not parts or any(part.startswith(HIDDEN) for part in parts):
                    continue
                name = path.stem + ".txt" if parts[-1] == "_chat.txt" else parts[-1]
                made.append(scratch / str(len(made)) / name)
                made[-1].parent.mkdir(parents=True)
                with packed.open(info) as held, made[-1].open("wb") as out:
                    while chunk := held.read(1 << 20):
                        done += len(chunk)
                        refuse_bomb(path.name, done, size)
                        out.write(chunk)
    except TORN as error:
        raise _damaged_zip(path.name) from error
    return made


def refuse_bomb(file: str, unpacked: int, packed: int) -> None:
    """Raise DataError for what unpacks to more bytes than an export does."""
    if unpacked > FILE_CAP or (unpacked > UNPACKED_CAP and unpacked > RATIO_CAP * packed):
        raise DataError(
            "{file} unpacks to more than {size} MB from {packed} KB: no export does. It was not opened.",
            file=file,
            size=unpacked // 1_000_000,
            packed=packed // 1000,
        )


def kind_of(path: Path, file: str) -> str:
    """By its first bytes: text, workbook or parquet, and by its name JSON.

    Raises DataError for anything else, and for a zip whose checksums differ.
    """
    with path.open("rb") as raw:
        head = raw.read(16)
    for magic, name in _STRANGERS:
        if head.startswith(magic):
            raise _stranger(file, name)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "workbook"
    if head.startswith(b"PK"):
        _refuse_other_zip(path, file)
        return "workbook"
    return "json" if ending(file) in JSON_ENDINGS else "text"


def _refuse_other_zip(path: Path, file: str) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            infos = packed.infolist()
            is_open = cells.is_open_document(packed)
    except TORN as error:
        raise _damaged_zip(file) from error
    names = [info.filename for info in infos]
    if not is_open and not any(name.startswith("xl/") for name in names):
        raise _other_zip(names, file)
    refuse_bomb(file, sum(info.file_size for info in infos), path.stat().st_size)
    try:
        with zipfile.ZipFile(path) as packed:
            torn = packed.testzip()  # reads every part against its checksum, which those who read workbooks do not
            spanned = cells.size_of(packed) if is_open else 0
    except TORN as error:
        raise _damaged_zip(file) from error
    if torn is not None:
        raise _damaged_zip(file)
    refuse_bomb(file, _CELL * spanned, path.stat().st_size)


def _other_zip(names: Sequence[str], file: str) -> DataError:
    for part, kind in _PARTS:
        if any(name.startswith(part) for name in names):
            return _stranger(file, kind)
    return DataError("{file} is a zip archive. Unpack it and import what is inside.", file=file)


def _stranger(file: str, kind: str) -> DataError:
    return DataError(
        "{file} is a {kind} file, not an export of rows. Export CSV, Excel or Parquet.", file=file, kind=kind
    )


def _damaged_zip(file: str) -> DataError:
    return DataError("{file} is a damaged Excel or zip file. Export it again.", file=file)

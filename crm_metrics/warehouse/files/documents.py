"""The XML documents of a folder, one by one: loose ones, those in ZIP files, those that a PDF carries."""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from crm_metrics.warehouse.files.containers import FILE_CAP, RATIO_CAP, UNPACKED_CAP
from crm_metrics.warehouse.mapping.source import DOCUMENT_ENDINGS

DOCUMENT_CAP = 10_000_000  # bytes of one document; invoices have thousands
PACKED_CAP = 100_000_000  # bytes of a ZIP in a ZIP, which is held in memory
_UNSEEN = (".", "~$", "__MACOSX")  # names that a system keeps for itself
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)  # of a PDF: what it holds, an attached file too


@dataclass(frozen=True)
class RawDocument:
    """A file's bytes, or why they can't be read: a rule of rejects. name: its path from the folder."""

    name: str
    data: bytes = b""
    problem: str = ""


def holds_documents(folder: Path) -> bool:
    """Whether any file of a folder, or of those in it, is XML, or a ZIP or PDF that holds some."""
    return any(True for _ in documents(folder))


def documents(folder: Path, files: Iterable[str] | None = None) -> Iterator[RawDocument]:
    """Each document of a folder and of the folders in it, by name; one is in memory at a time.

    files: the paths of its files, where they are known already.
    """
    for path in document_files(folder) if files is None else files:
        name = path[len(str(folder)) + 1 :].replace(os.sep, "/") or folder.name
        ending = path[-4:].casefold()
        try:
            if ending == ".zip":
                yield from _packed(path, name)
                continue
            data = _read(path)
        except OSError:
            yield RawDocument(name, problem="unreadable")
            continue
        if len(data) > DOCUMENT_CAP:
            yield RawDocument(name, problem="too_large")
        elif ending == ".pdf":
            yield from _attached(name, data)
        else:
            yield RawDocument(name, data)


def _read(path: str) -> bytes:
    """The bytes of a file, at most one more than a document may have; a Path for each of many costs as a parse does."""
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        size = min(os.fstat(opened).st_size, DOCUMENT_CAP) + 1
        data = os.read(opened, size)
        while part := os.read(opened, size - len(data)) if len(data) < size - 1 else b"":
            data += part
    finally:
        os.close(opened)
    return data


def document_files(folder: Path) -> Iterator[str]:
    """The paths of the files of a folder, and of those in it, that may be or hold XML by their ending.

    A file is its own.
    """
    if folder.is_file():
        yield str(folder)
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(_UNSEEN))
        for name in sorted(files):
            if name.casefold().endswith(DOCUMENT_ENDINGS) and not name.startswith(_UNSEEN):
                yield f"{place}{os.sep}{name}"


def _of_kind(name: str, ending: str, data: bytes) -> Iterator[RawDocument]:
    if ending == ".pdf":
        yield from _attached(name, data)
    else:
        yield RawDocument(name, data)


def _packed(path: str | BytesIO, name: str, *, inner: bool = False) -> Iterator[RawDocument]:
    """The documents of a ZIP file, and of those in it; it is not opened where it unpacks to more than exports do."""
    held = (".xml", ".xsig", ".pdf") if inner else (".xml", ".xsig", ".pdf", ".zip")
    try:
        with zipfile.ZipFile(path) as packed:
            infos = [info for info in packed.infolist() if info.filename.casefold().endswith(held)]
            unpacks_to = sum(info.file_size for info in infos)
            if unpacks_to > FILE_CAP or (
                unpacks_to > UNPACKED_CAP and unpacks_to > RATIO_CAP * sum(info.compress_size for info in infos)
            ):
                yield RawDocument(name, problem="too_large")
                return
            for info in sorted(infos, key=lambda info: info.filename):
                if not any(part.startswith(_UNSEEN) for part in info.filename.split("/")):
                    yield from _unpacked(packed, info, f"{name}/{info.filename}")
    except (zipfile.BadZipFile, OSError):
        yield RawDocument(name, problem="unreadable")


def _unpacked(packed: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Iterator[RawDocument]:
    """One file of a ZIP; its head may say another size than it has."""
    ending = info.filename[-4:].casefold()
    most = PACKED_CAP if ending == ".zip" else DOCUMENT_CAP
    try:
        with packed.open(info) as opened:
            data = opened.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
        yield RawDocument(name, problem="unreadable")
        return
    if len(data) > most:
        yield RawDocument(name, problem="too_large")
    elif ending == ".zip":
        yield from _packed(BytesIO(data), name, inner=True)
    else:
        yield from _of_kind(name, ending, data)


def _attached(name: str, data: bytes) -> Iterator[RawDocument]:
    """The XML that a PDF carries, as invoices for people and machines do; a PDF without any gives nothing."""
    for found in _STREAM.finditer(data):
        held = found.group(1)
        if not held.lstrip()[:5].startswith(b"<?xml"):
            try:
                held = zlib.decompressobj().decompress(held, DOCUMENT_CAP)
            except zlib.error:
                continue
        if (
            held.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
            and b"xpacket" not in held[:200]
            and b"xmpmeta" not in held[:400]
        ):
            yield RawDocument(name, held)

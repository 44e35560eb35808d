"""The XML documents of a folder, one by one: loose ones, those in ZIP files, those that a PDF carries."""

from __future__ import annotations

import logging
import os
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files.containers import HIDDEN, TORN, refuse_bomb
from crm_metrics.warehouse.mapping.source import DOCUMENT_ENDINGS

DOCUMENT_CAP = 10_000_000  # bytes of one document; invoices have thousands
_AT_ONCE = 1 << 16  # bytes that are read at once; most documents have fewer
_AS_IT_IS = os.O_RDONLY | getattr(os, "O_BINARY", 0)
PACKED_CAP = 100_000_000  # bytes of a ZIP in a ZIP, which is held in memory
_DEPTH = 20  # of the tree of names in a PDF; a deeper one leads nowhere
_BEGINNINGS = (b"<", b"<\x00", b"\x00<")  # of XML, in one byte a letter or in two

NO_XML = "no_xml"  # of a PDF that is there for people alone, or stands beside the XML of its name: it is no fault


class RawDocument(NamedTuple):
    """A file's bytes, or why they can't be read: a rule of rejects. name: its path from the folder."""

    name: str
    data: bytes = b""
    problem: str = ""


def holds_documents(folder: Path) -> bool:
    """Whether any file of a folder, or of those in it, is XML, or a ZIP or PDF that holds some."""
    return any(raw.problem != NO_XML for raw in documents(folder))


def documents(folder: Path, files: Iterable[str] | None = None) -> Iterator[RawDocument]:
    """Each document of a folder and of the folders in it, by name; one is in memory at a time.

    files: the paths of its files, where they are known already.
    """
    paths = list(document_files(folder) if files is None else files)
    there = frozenset(path[:-4] for path in paths if path[-4:].casefold() == ".xml")
    for path in paths:
        name = path[len(str(folder)) + 1 :].replace(os.sep, "/") or folder.name
        ending = path[-4:].casefold()
        if ending == ".pdf" and path[:-4] in there:
            yield RawDocument(name, problem=NO_XML)
            continue
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
    """The bytes of a file, no more than tell that it is too large; a Path for each of many costs as a parse does."""
    opened = os.open(path, _AS_IT_IS)
    try:
        data = os.read(opened, _AT_ONCE)
        while len(data) <= DOCUMENT_CAP and (part := os.read(opened, max(len(data), _AT_ONCE))):
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
        folders[:] = sorted(name for name in folders if not name.startswith(HIDDEN))
        for name in sorted(files):
            if name.casefold().endswith(DOCUMENT_ENDINGS) and not name.startswith(HIDDEN):
                yield f"{place}{os.sep}{name}"


def _packed(path: str | BytesIO, name: str, *, inner: bool = False) -> Iterator[RawDocument]:
    """The documents of a ZIP file, and of those in it; it is not opened where it unpacks to more than exports do."""
    held = (".xml", ".xsig", ".pdf") if inner else (".xml", ".xsig", ".pdf", ".zip")
    try:
        with zipfile.ZipFile(path) as packed:
            infos = [info for info in packed.infolist() if info.filename.casefold().endswith(held)]
            refuse_bomb(name, sum(info.file_size for info in infos), sum(info.compress_size for info in infos))
            there = {info.filename[:-4] for info in infos if info.filename[-4:].casefold() == ".xml"}
            for info in sorted(infos, key=lambda info: info.filename):
                if not any(part.startswith(HIDDEN) for part in info.filename.split("/") if part != ".."):
                    yield from _unpacked(packed, info, f"{name}/{info.filename}", there)
    except DataError:
        yield RawDocument(name, problem="too_large")
    except TORN:
        yield RawDocument(name, problem="unreadable")


def _unpacked(
    packed: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, there: Collection[str]
) -> Iterator[RawDocument]:
    """One file of a ZIP; its head may say another size than it has. there: the XML beside it, without ending."""
    ending = info.filename[-4:].casefold()
    if ending == ".pdf" and info.filename[:-4] in there:
        yield RawDocument(name, problem=NO_XML)
        return
    most = PACKED_CAP if ending == ".zip" else DOCUMENT_CAP
    try:
        with packed.open(info) as opened:
            data = opened.read(most + 1)
    except TORN:
        yield RawDocument(name, problem="unreadable")
        return
    if len(data) > most:
        yield RawDocument(name, problem="too_large")
    elif ending == ".zip":
        yield from _packed(BytesIO(data), name, inner=True)
    elif ending == ".pdf":
        yield from _attached(name, data)
    else:
        yield RawDocument(name, data)


def _attached(name: str, data: bytes) -> Iterator[RawDocument]:
    """The XML that is attached to a PDF, as invoices for people and machines are; why there is none."""
    from pypdf import PdfReader, errors  # takes half a second, and few folders hold a PDF

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is no news for who imports
    found, size = [], 0
    try:
        for held in _files_in(PdfReader(BytesIO(data)).root_object):
            size += len(held)
            if size > PACKED_CAP:
                raise errors.LimitReachedError
            found += [held] if _is_xml(held) else []
    except (errors.FileNotDecryptedError, errors.WrongPasswordError, errors.DependencyError):
        yield RawDocument(name, problem="locked")
    except errors.LimitReachedError:
        yield RawDocument(name, problem="too_large")
    except (errors.PyPdfError, zlib.error, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError,
            ValueError, NotImplementedError, AssertionError):  # fmt: skip
        yield RawDocument(name, problem="unreadable")  # a damaged file breaks whatever it was read by
    else:
        for held in found:
            yield RawDocument(name, held) if len(held) <= DOCUMENT_CAP else RawDocument(name, problem="too_large")
        if not found:
            yield RawDocument(name, problem=NO_XML)


def _files_in(root: Any) -> Iterator[bytes]:
    """What is attached to a PDF, each file once: in its tree of names, however deep, or associated with the whole."""
    names = root.get("/Names", {}).get_object() if "/Names" in root else {}
    tree = names.get("/EmbeddedFiles")
    specs = [*(_named(tree.get_object(), 0) if tree is not None else ())]
    specs += [one.get_object() for one in (root["/AF"].get_object() if "/AF" in root else ())]
    seen = set()
    for spec in specs:
        streams = spec.get("/EF", {}).get_object() if "/EF" in spec else {}
        for stream in [streams[key].get_object() for key in ("/UF", "/F") if key in streams][:1]:
            if id(stream) not in seen:
                seen.add(id(stream))
                yield stream.get_data()


def _named(node: Any, depth: int) -> Iterator[Any]:
    """The file specifications below a node of a tree of names: pairs of a name and one."""
    if "/Names" in node:
        yield from (one.get_object() for one in list(node["/Names"].get_object())[1::2])
    if "/Kids" in node and depth < _DEPTH:
        for kid in node["/Kids"].get_object():
            yield from _named(kid.get_object(), depth + 1)


def _is_xml(held: bytes) -> bool:
    return held[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(_BEGINNINGS)

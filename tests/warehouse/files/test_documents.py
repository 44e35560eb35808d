"""The documents of a folder: loose, in folders, in a ZIP, in a PDF; what is too large or damaged is told by name."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from crm_metrics.warehouse.files import documents as module
from crm_metrics.warehouse.files.documents import documents, holds_documents


def found(folder: Path) -> list[tuple[str, bytes, str]]:
    return [(raw.name, raw.data, raw.problem) for raw in documents(folder)]


def zipped(path: Path, files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)


def test_each_document_of_a_folder_comes_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026" / "b.XML").write_bytes(b"<b/>")
    (tmp_path / "a.xml").write_bytes(b"<a/>")
    (tmp_path / ".hidden.xml").write_bytes(b"<h/>")
    (tmp_path / "list.csv").write_text("a,b\n")
    zipped(tmp_path / "c.zip", {"d.xml": b"<d/>", "e/f.xml": b"<f/>", "__MACOSX/g.xml": b"<g/>", "note": b"x"})
    assert found(tmp_path) == [
        ("a.xml", b"<a/>", ""), ("c.zip/d.xml", b"<d/>", ""), ("c.zip/e/f.xml", b"<f/>", ""),
        ("2026/b.XML", b"<b/>", ""),
    ]  # fmt: skip
    assert holds_documents(tmp_path)
    assert [name for name, *_ in found(tmp_path / "c.zip")] == ["c.zip/d.xml", "c.zip/e/f.xml"]


def test_a_zip_of_zips_is_opened_once_more_and_no_deeper(tmp_path: Path) -> None:
    zipped(tmp_path / "deepest", {"a.xml": b"<a/>"})
    zipped(tmp_path / "inner", {"b.xsig": b"<b/>", "deepest.zip": (tmp_path / "deepest").read_bytes()})
    zipped(tmp_path / "outer.zip", {"inner.zip": (tmp_path / "inner").read_bytes(), "torn.zip": b"PK torn"})
    assert found(tmp_path) == [
        ("outer.zip/inner.zip/b.xsig", b"<b/>", ""), ("outer.zip/torn.zip", b"", "unreadable")
    ]  # fmt: skip


def test_what_is_too_large_or_damaged_is_told_and_the_others_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DOCUMENT_CAP", 20)
    (tmp_path / "a.xml").write_bytes(b"<a>" + b" " * 20 + b"</a>")
    zipped(tmp_path / "b.zip", {"a.xml": b"<a/>", "b.xml": b"<a>" + b"0" * 5000 + b"</a>"})
    (tmp_path / "c.zip").write_bytes(b"PK\x03\x04torn")
    assert found(tmp_path) == [
        ("a.xml", b"", "too_large"), ("b.zip/a.xml", b"<a/>", ""), ("b.zip/b.xml", b"", "too_large"),
        ("c.zip", b"", "unreadable"),
    ]  # fmt: skip


def test_a_zip_that_unpacks_to_more_than_exports_do_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "UNPACKED_CAP", 100_000)
    zipped(tmp_path / "a.zip", {"a.xml": b"<a>" + b"0" * 1_000_000 + b"</a>"})
    assert found(tmp_path) == [("a.zip", b"", "too_large")]


def test_the_xml_that_a_pdf_carries_is_a_document(tmp_path: Path) -> None:
    xml = b'<?xml version="1.0"?><Invoice/>'
    page, meta = zlib.compress(b"BT (Factura) Tj ET"), b'<?xpacket begin=""?><x:xmpmeta/>'
    parts = [meta, page, zlib.compress(xml)]
    streams = [b"%d 0 obj << >>\nstream\n%s\nendstream endobj\n" % part for part in enumerate(parts, 1)]
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + b"".join(streams))
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7\n" + streams[1])
    assert found(tmp_path) == [("a.pdf", xml, "")]

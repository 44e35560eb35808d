"""The documents of a folder: loose, in folders, in a ZIP, in a PDF; what is too large or damaged is told by name."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from crm_metrics.warehouse.files import containers
from crm_metrics.warehouse.files import documents as module
from crm_metrics.warehouse.files.documents import NO_XML, documents, holds_documents


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
    monkeypatch.setattr(containers, "UNPACKED_CAP", 100_000)
    zipped(tmp_path / "a.zip", {"a.xml": b"<a>" + b"0" * 1_000_000 + b"</a>"})
    assert found(tmp_path) == [("a.zip", b"", "too_large")]


# -------------------------------------------------------------------- what is attached to a PDF

XML = b'<?xml version="1.0"?><Invoice/>'


def pdf(*attached: tuple[str, bytes], password: str = "") -> bytes:
    """A PDF of one empty page with these files."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": "<Invoice>"})
    for name, data in attached:
        writer.add_attachment(name, data)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    into = BytesIO()
    writer.write(into)
    return into.getvalue()


def packed_pdf(names: str, *more: str) -> bytes:
    """A PDF 1.5 whose objects stand compressed in one stream: 3 is the XML, 4 its specification, 5 and on `more`."""
    objects = [
        f"<< /Type /Catalog /Names << /EmbeddedFiles {names} >> >>",
        "<< /F (a.xml) /EF << /F 3 0 R >> >>",
        *more,
    ]
    numbers = [1, 4, *range(5, 5 + len(more))]
    places = [sum(len(one) + 1 for one in objects[:at]) for at in range(len(objects))]
    head = " ".join(f"{number} {place}" for number, place in zip(numbers, places, strict=True)) + " "
    held = zlib.compress((head + " ".join(objects)).encode())
    out, at = b"%PDF-1.5\n", {}
    for number, words, stream in (
        (2, f"/Type /ObjStm /N {len(objects)} /First {len(head)} /Filter /FlateDecode", held),
        (3, "/Type /EmbeddedFile /Filter /FlateDecode", zlib.compress(XML)),
    ):
        at[number] = len(out)
        out += (
            f"{number} 0 obj << {words} /Length {len(stream)} >> stream\n".encode() + stream + b"\nendstream endobj\n"
        )
    rows, last = [(0, 0, 255)], 5 + len(more)
    for number in range(1, last):
        rows.append((1, at[number], 0) if number in at else (2, 2, numbers.index(number)))
    rows.append((1, len(out), 0))
    table = b"".join(bytes([kind]) + place.to_bytes(2, "big") + bytes([index]) for kind, place, index in rows)
    words = f"/Type /XRef /Size {last + 1} /W [1 2 1] /Root 1 0 R /Length {len(table)}"
    end = f"\nendstream endobj\nstartxref\n{len(out)}\n%%EOF\n".encode()
    return out + f"{last} 0 obj << {words} >> stream\n".encode() + table + end


def test_the_xml_that_is_attached_to_a_pdf_is_a_document(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(
        pdf(("factur-x.xml", XML), ("note.txt", b"thanks"), ("b.xml", b"\xef\xbb\xbf<b/>"))
    )
    (tmp_path / "b.pdf").write_bytes(pdf(("note.txt", b"thanks")))
    (tmp_path / "c.pdf").write_bytes(pdf())
    zipped(tmp_path / "d.zip", {"e.pdf": pdf(("a.xml", XML))})
    assert sorted(found(tmp_path)) == [
        ("a.pdf", XML, ""), ("a.pdf", b"\xef\xbb\xbf<b/>", ""), ("b.pdf", b"", NO_XML), ("c.pdf", b"", NO_XML),
        ("d.zip/e.pdf", XML, ""),
    ]  # fmt: skip
    assert not holds_documents(tmp_path / "c.pdf")


@pytest.mark.parametrize(
    ("names", "more"),
    [
        ("<< /Names [(a.xml) 4 0 R] >>", ()),
        ("<< /Kids [5 0 R] >>", ("<< /Names [(a.xml) 4 0 R] >>",)),
        ("<< /Kids [5 0 R] >>", ("<< /Kids [6 0 R] >>", "<< /Names [(a.xml) 4 0 R] >>")),  # deeper than pypdf looks
        ("<< /Names [(a.xml) 4 0 R (b.xml) 4 0 R] >>", ()),  # one file under two names
    ],
)
def test_compressed_objects_and_trees_of_names_lead_to_it(tmp_path: Path, names: str, more: Sequence[str]) -> None:
    (tmp_path / "a.pdf").write_bytes(packed_pdf(names, *more))
    assert found(tmp_path) == [("a.pdf", XML, "")]


def test_an_associated_file_that_no_name_leads_to_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(packed_pdf("<< >> >> /AF [4 0 R] /Any << >> /More <<"))
    assert found(tmp_path) == [("a.pdf", XML, "")]


def test_a_pdf_that_is_locked_or_damaged_is_told_and_one_beside_its_xml_is_not_opened(tmp_path: Path) -> None:
    whole = pdf(("a.xml", XML))
    (tmp_path / "a.pdf").write_bytes(pdf(("a.xml", XML), password="secret"))
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7\n" + b"torn" * 50)
    (tmp_path / "c.pdf").write_bytes(whole.replace(b"/EmbeddedFiles", b"/EmbeddedFiles 9"))
    (tmp_path / "d.pdf").write_bytes(pdf(("a.xml", XML), password="secret"))
    (tmp_path / "d.xml").write_bytes(XML)
    told = {name: problem for name, _, problem in found(tmp_path)}
    assert (told["a.pdf"], told["b.pdf"], told["d.pdf"], told["d.xml"]) == ("locked", "unreadable", NO_XML, "")
    assert told["c.pdf"] in ("unreadable", NO_XML)


def test_what_a_pdf_unpacks_to_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(("a.xml", b"<a>" + b"0" * 50_000 + b"</a>")))
    monkeypatch.setattr(module, "DOCUMENT_CAP", 20_000)
    assert found(tmp_path) == [("a.pdf", b"", "too_large")]
    monkeypatch.setattr(module, "PACKED_CAP", 10_000)
    assert found(tmp_path) == [("a.pdf", b"", "too_large")]

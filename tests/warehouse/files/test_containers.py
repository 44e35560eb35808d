"""What a file is, is told by its first bytes, and a packed one is whole or refused."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from crm_metrics.warehouse.files.containers import kind_of, unpacked, unzipped
from tests.warehouse.loading.importing import open_document, open_row, sentence, workbook


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"a,b\n", "text"),
        (workbook([["a"]]), "workbook"),
        (open_document({"Hoja1": open_row("a")}), "workbook"),
        (b"PAR1....", "parquet"),
    ],
)
def test_the_first_bytes_tell_what_a_file_is(content: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(content)
    assert kind_of(path, "f") == kind


def test_a_part_of_a_workbook_whose_checksum_is_wrong_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook>17</workbook>")
    assert kind_of(path, "f.xlsx") == "workbook"
    path.write_bytes(path.read_bytes().replace(b"17", b"71"))
    assert "damaged Excel" in sentence(lambda: kind_of(path, "f.xlsx"))


def test_a_gzip_is_unpacked_and_a_torn_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.gz"
    path.write_bytes(gzip.compress(b"a,b\n"))
    assert unpacked(path, tmp_path).read_bytes() == b"a,b\n"
    path.write_bytes(gzip.compress(b"a,b\n" * 99)[:-6])
    assert "damaged gzip" in sentence(lambda: unpacked(path, tmp_path))


def zip_of(path: Path, *names: str) -> Path:
    """A ZIP of files of these names, each with one line."""
    with zipfile.ZipFile(path, "w") as packed:
        for name in names:
            packed.writestr(name, "a,b\n")
    return path


def test_the_files_of_a_zip_stay_in_the_folder_they_are_unpacked_into_whatever_their_names(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "f.zip", "../../a.csv", "/abs/b.csv", "mayo\\c.csv", "__MACOSX/d.csv", "x/.e.csv")
    found = unzipped(path, tmp_path / "out")
    assert [one.name for one in found] == ["a.csv", "b.csv", "c.csv"]
    assert all(one.resolve().is_relative_to(tmp_path / "out") for one in found)


@pytest.mark.parametrize("use", [lambda path, into: unzipped(path, into), lambda path, into: kind_of(path, "f.zip")])
def test_a_zip_whose_directory_is_damaged_is_refused_in_words(
    use: Callable[[Path, Path], object], tmp_path: Path
) -> None:
    path = zip_of(tmp_path / "f.zip", "ñandú.csv")
    whole = path.read_bytes()
    path.write_bytes(whole.replace("ñ".encode(), b"\xff\xfe"))  # a name that says UTF-8 and is none
    assert "damaged Excel or zip" in sentence(lambda: use(path, tmp_path / "out"))
    at = whole.index(b"PK\x01\x02") + 6  # the version that it takes to unpack it, in the directory
    path.write_bytes(whole[:at] + b"\x63\x00" + whole[at + 2 :])
    assert "damaged Excel or zip" in sentence(lambda: use(path, tmp_path / "out"))


@pytest.mark.parametrize(
    ("part", "kind"),
    [("word/document.xml", "Word"), ("ppt/presentation.xml", "PowerPoint"), ("META-INF/manifest.xml", "OpenDocument")],
)
def test_a_document_of_an_office_that_is_no_workbook_is_called_by_its_name(
    part: str, kind: str, tmp_path: Path
) -> None:
    path = zip_of(tmp_path / "f", part)
    assert f"f is a {kind} file" in sentence(lambda: kind_of(path, "f"))


def test_a_sheet_that_says_in_few_letters_that_it_is_endless_is_not_opened(tmp_path: Path) -> None:
    """A million equal rows of 16,000 equal cells are 16 thousand million cells; the rest of an empty sheet is none."""
    cell = '<table:table-cell table:number-columns-repeated="16000" {}/>'
    row = '<table:table-row table:number-rows-repeated="1000000">{}</table:table-row>'
    path = tmp_path / "f.ods"
    path.write_bytes(open_document({"A": row.format(cell.format('office:value-type="float" office:value="1"'))}))
    assert "no export does" in sentence(lambda: kind_of(path, "f.ods"))
    path.write_bytes(open_document({"A": open_row("a") + row.format(cell.format(""))}))
    assert kind_of(path, "f.ods") == "workbook"

"""What a file is, is told by its first bytes, and a packed one is whole or refused."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from crm_metrics.warehouse.files.containers import kind_of, unpacked
from tests.warehouse.loading.importing import sentence, workbook


@pytest.mark.parametrize(
    ("content", "kind"), [(b"a,b\n", "text"), (workbook([["a"]]), "workbook"), (b"PAR1....", "parquet")]
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

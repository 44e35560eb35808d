"""The blocks of a file hold what their checksums say; the formula is that of the engine's own source."""

from __future__ import annotations

import struct
from pathlib import Path

import duckdb
import pytest

from crm_metrics.warehouse.sealing import blocks

HEADERS, BLOCK = 12_288, 262_144


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of three blocks and more."""
    path = tmp_path / "some.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table t as select range as n, hash(range) as h, md5(range::varchar) as m from range(90000)"
        )
    return path


def every(path: Path) -> range:
    """The numbers of its blocks, the last of which may be cut off."""
    return range(-((HEADERS - path.stat().st_size) // BLOCK))


def changed(path: Path, at: int) -> None:
    """Another byte in a file."""
    told = bytearray(path.read_bytes())
    told[at] ^= 0x01
    path.write_bytes(told)


def test_a_file_that_the_engine_wrote_is_whole(file: Path) -> None:
    assert file.stat().st_size >= HEADERS + 3 * BLOCK
    assert blocks.damaged(file, every(file)) == frozenset()


def test_another_byte_in_a_block_is_found(file: Path) -> None:
    changed(file, HEADERS + 2 * BLOCK + 1000)
    assert blocks.damaged(file, every(file)) == {2}
    assert blocks.damaged(file, [0, 1]) == frozenset()


def test_a_block_that_is_cut_off_is_found(file: Path) -> None:
    whole = (file.stat().st_size - HEADERS) // BLOCK
    with file.open("r+b") as cut:
        cut.truncate(HEADERS + whole * BLOCK - 8)
    assert blocks.damaged(file, every(file)) == {whole - 1}


def test_the_checksum_is_that_of_the_engine_s_source(file: Path) -> None:
    first, *words = struct.unpack("<32768Q", file.read_bytes()[HEADERS : HEADERS + BLOCK])
    told = 5381
    for word in words:
        told ^= word * 0xBF58476D1CE4E5B9 % 2**64
    assert told == first
    assert blocks.written(file)[0] == struct.pack("<Q", first)


def test_each_block_has_its_checksum(file: Path) -> None:
    assert len(blocks.written(file)) == (file.stat().st_size - HEADERS) // BLOCK
    assert {len(one) for one in blocks.written(file)} == {8}

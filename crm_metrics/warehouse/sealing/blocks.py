"""The blocks of a version's file, each with the checksum that the engine wrote before it.

A file of DuckDB is three headers of 4096 bytes and then blocks of 262,144. The first eight bytes of a block are its
checksum: 5381 and each further word of eight bytes times a constant, joined by exclusive or (DuckDB's own source,
common/checksum.cpp). Where another release of the engine writes them otherwise, all blocks count as damaged: what
stands in them is then read through the engine, which takes longer and is never wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

HEADERS = 3 * 4096  # bytes before the first block
SIZE = 262_144  # bytes of a block, its checksum among them
WORD = 8
_START, _FACTOR = 5381, 0xBF58476D1CE4E5B9


def written(path: Path) -> Sequence[bytes]:
    """The checksum before each block of a file, as it stands there: eight bytes each."""
    with path.open("rb", buffering=0) as file:
        found = []
        for place in range(HEADERS, path.stat().st_size, SIZE):
            file.seek(place)
            found.append(file.read(WORD))
    return found


def damaged(path: Path, numbers: Iterable[int]) -> frozenset[int]:
    """Those of some blocks, by their numbers, whose bytes are not those that their checksum was made of."""
    import numpy  # slow to start, and every reading command comes by this module

    start, factor = numpy.uint64(_START), numpy.uint64(_FACTOR)
    block = bytearray(SIZE)
    words = numpy.frombuffer(block, dtype="<u8")
    wrong = set()
    with path.open("rb", buffering=0) as file:
        for number in sorted(numbers):
            file.seek(HEADERS + number * SIZE)
            read = file.readinto(block)
            if read != SIZE or numpy.bitwise_xor.reduce(words[1:] * factor) ^ start != words[0]:
                wrong.add(number)
    return frozenset(wrong)

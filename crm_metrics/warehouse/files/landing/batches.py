"""Rows as they were read → batches of columns that the engine takes as they are, without a file in between.

Arrow writes the numbers and days of a sheet as text itself wherever it writes them as `text_of` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from crm_metrics.warehouse.files.workbooks import RowBlock

AT_ONCE = 16_384  # rows of a batch: what is held of a file at a time
_SHORT = 15  # characters of a number that Arrow writes as Python does, when it has no exponent
_NOTHING = type(None)

Typed: TypeAlias = bool | pa.Array  # of each cell of a column, or of all alike
Line = tuple[object, ...]  # a row's line, the number of its cells where that is wrong, and its cells


@dataclass(kw_only=True)
class Batches:
    """The columns of a table of text, filled some thousand rows at once; cells come without blanks around them."""

    names: Sequence[str]
    """Those of the rows' lines and of their numbers of cells, then those of the cells."""
    flags: Sequence[str | None]
    """For each column of cells the name of the one that tells which of them had a type of their own; None for none."""
    mark: str
    """At the end of a cell that had one; "" where cells have none."""
    blanks: str
    """What is taken off both ends of a cell."""
    ascii: bool = True
    """Whether no cell so far has a letter beyond ASCII."""

    def of(self, rows: Iterable[Line | RowBlock]) -> Iterator[pa.Table]:
        """The rows in their order; a block has the columns of `names`, the first two aside."""
        lines: list[Line] = []
        parts: list[pa.RecordBatch] = []
        count = 0
        for one in rows:
            if isinstance(one, RowBlock):
                parts += self._of_lines(lines)
                lines = []
                parts.append(self._of_block(one))
                count += one.count
            else:
                lines.append(one)
                count += 1
            if count >= AT_ONCE:
                yield pa.Table.from_batches([*parts, *self._of_lines(lines)]).combine_chunks()
                lines, parts, count = [], [], 0
        parts += self._of_lines(lines)
        if parts:
            yield pa.Table.from_batches(parts).combine_chunks()

    def _of_lines(self, lines: Sequence[Line]) -> Iterator[pa.RecordBatch]:
        if not lines:
            return
        numbers, counts, *columns = zip(*lines, strict=True)
        cells = [self._marked(pa.array(column, pa.string())) for column in columns]
        yield self._batch(pa.array(numbers, pa.int64()), pa.array(counts, pa.int64()), cells)

    def _of_block(self, block: RowBlock) -> pa.RecordBatch:
        numbers = pa.array(range(block.first, block.first + block.count), pa.int64())
        cells = [self._of_cells(block, place) for place in range(len(block.cells))]
        return self._batch(numbers, pa.nulls(block.count, pa.int64()), cells)

    def _batch(self, numbers: pa.Array, counts: pa.Array, cells: Sequence[tuple[pa.Array, Typed]]) -> pa.RecordBatch:
        flags = {
            flag: pa.array([typed] * len(texts), pa.bool_()) if isinstance(typed, bool) else typed
            for flag, (texts, typed) in zip(self.flags, cells, strict=True)
            if flag
        }
        arrays = [numbers, counts, *(texts for texts, _ in cells), *flags.values()]
        return pa.RecordBatch.from_arrays(arrays, [*self.names, *flags])

    def _of_cells(self, block: RowBlock, place: int) -> tuple[pa.Array, Typed]:
        """The cells of a block's column as text, and which of them had a type of their own."""
        cells = block.cells[place]
        kinds = set(map(type, cells))
        if str in kinds and len(kinds) > 1:
            cells = [None if cell == "" else cell for cell in cells]
            kinds = set(map(type, cells))
        match kinds - {_NOTHING}:
            case found if found == {float} and (numbers := _numbers(cells)) is not None:
                return numbers, numbers.is_valid()
            case found if found == {date}:
                days = pa.array(cells, pa.date32()).cast(pa.string())
                return days, days.is_valid()
            case found if found == {str}:
                texts = pa.array(cells, pa.string())
                data = _bytes(texts)
                if data.isascii() and b"\r" not in data:
                    return self._bare(texts, is_ascii=True), False
        return self._marked(pa.array(block.texts(place), pa.string()))

    def _marked(self, texts: pa.Array) -> tuple[pa.Array, Typed]:
        """Cells without their marks, and which of them had one."""
        if _bytes(texts).isascii():
            return self._bare(texts, is_ascii=True), False
        typed: Typed = False
        if self.mark:
            typed = pc.ends_with(texts, self.mark)
            texts = pc.replace_substring(texts, self.mark, "")
        is_ascii = _bytes(texts).isascii()
        self.ascii = self.ascii and is_ascii
        return self._bare(texts, is_ascii=is_ascii), typed

    def _bare(self, texts: pa.Array, *, is_ascii: bool) -> pa.Array:
        trim = pc.ascii_trim if is_ascii else pc.utf8_trim
        return trim(texts, "".join(filter(str.isascii, self.blanks)) if is_ascii else self.blanks)


def _numbers(cells: Sequence[object]) -> pa.Array | None:
    """Numbers as text; None where one of them is written otherwise by Python: a long one, or by its exponent."""
    texts = pc.add(pa.array(cells, pa.float64()), 0.0).cast(pa.string())  # so that -0 is 0
    if pc.max(pc.binary_length(texts)).as_py() > _SHORT or b"e" in _bytes(texts):
        return None
    return texts


def _bytes(texts: pa.Array) -> bytes:
    """All letters of a column, one text after the other."""
    data = texts.buffers()[2]
    return b"" if data is None else data.to_pybytes()

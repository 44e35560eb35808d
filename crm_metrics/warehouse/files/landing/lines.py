"""Rows of text out of XML → a file of lines without quotes: what stands between its cells XML allows in none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

BETWEEN = "\x1f"  # the cells of a line
_INSIDE = {"\n": "\x1e", "\r": "\x1d"}  # a cell: the end of a line, and what stands for it in the file
_MARKED = str.maketrans(_INSIDE)


@dataclass
class LinesFile:
    """The rows of one table: each the texts of its cells with BETWEEN between them, "" for nothing."""

    path: Path
    """Of the file, which is made anew."""
    rows: list[str] = field(default_factory=list)
    """Those that are yet to be written."""
    broken: bool = False
    """Whether any cell so far has several lines."""

    def __post_init__(self) -> None:
        self._file: TextIO = self.path.open("w", encoding="utf-8", newline="")

    def flush(self) -> None:
        """Write what waits: rows are written many at a time."""
        if not self.rows:
            return
        text = "\n".join(self.rows)
        if "\r" in text or text.count("\n") >= len(self.rows):
            self.broken = True
            text = "\n".join(row.translate(_MARKED) for row in self.rows)
        self._file.write(f"{text}\n")
        self.rows.clear()

    def close(self) -> None:
        """Write what waits, and no more."""
        self.flush()
        self._file.close()

    def cell(self, column: str) -> str:
        """SQL of a cell as it was found; column: SQL of what the file has."""
        for end, mark in _INSIDE.items() if self.broken else ():
            column = f"replace({column}, chr({ord(mark)}), chr({ord(end)}))"
        return column

    def read_by(self, names: Iterable[str]) -> list[object]:
        """The parameters with which the engine reads the file; names: of the columns, the first that of its numbers."""
        first, *others = names
        return [str(self.path), {first: "bigint", **dict.fromkeys(others, "varchar")}, BETWEEN, "", "", 0]

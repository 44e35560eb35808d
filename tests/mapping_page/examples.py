"""The worked examples of docs/mapping.md, as they stand there: files, a mapping, and the rows that come of it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import xlsxwriter

_HEADING = re.compile(r"^### (\d+\. .*)$", re.MULTILINE)
_FENCE = "```"
_NAMES = re.compile(r"`([^`]+)`")


@dataclass
class Example:
    """One worked example."""

    title: str
    files: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, dict[str, str]] = field(default_factory=dict)
    mapping: str = ""
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def contents(self, encoding: str) -> Mapping[str, bytes]:
        """Its files as they are written; sheets of one workbook in one file."""
        texts = {name: text.encode(encoding) for name, text in self.files.items()}
        return {**texts, **{name: _workbook(sheets) for name, sheets in self.sheets.items()}}


def examples(page: str) -> Iterator[Example]:
    """The examples of a page, in their order."""
    part = page.partition("\n## Ten worked examples\n")[2].partition("\n## ")[0]
    found = _HEADING.split(part)[1:]
    for title, text in zip(found[::2], found[1::2], strict=True):
        yield _example(title, text)


def _example(title: str, text: str) -> Example:
    example = Example(title)
    for before, kind, block in _blocks(text):
        names = _NAMES.findall(before)
        if kind == "toml":
            example.mapping = block
        elif kind == "rows":
            example.rows[names[0]] = _rows(block)
        elif len(names) > 1:
            example.sheets.setdefault(names[0], {})[names[1]] = block
        else:
            example.files[names[0]] = f"{block}\n"
    return example


def _blocks(text: str) -> Iterator[tuple[str, str, str]]:
    """Each fenced block and table: the line of prose before it, the language of its fence or `rows`, what it holds."""
    before, kind, held = "", "", list[str]()
    inside = False
    for line in (*text.splitlines(), ""):
        if line.startswith(_FENCE) and not inside:
            inside, kind = True, line.removeprefix(_FENCE)
        elif line != _FENCE if inside else line.startswith("|"):
            held.append(line)
        elif held:
            yield before, kind if inside else "rows", "\n".join(held)
            inside, held = False, []
        elif line:
            before = line


def _rows(text: str) -> list[dict[str, str]]:
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.strip().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]


def _workbook(sheets: Mapping[str, str]) -> bytes:
    """A workbook whose numbers are numbers and whose other cells are texts."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, text in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(csv.reader(io.StringIO(text))):
                for place, cell in enumerate(row):
                    if re.fullmatch(r"\d+\.\d+", cell):
                        page.write_number(number, place, float(cell))
                    else:
                        page.write_string(number, place, cell)
    return buffer.getvalue()

"""The rows that an import leaves out: why, in the reader's language, and the file that lists them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crm_metrics.errors import DataError

FILE = "rejects.csv"
HEAD = ("file", "line", "column", "value", "rule", "message")

Say = Callable[..., str]  # say(template, **parts): the sentence in the reader's language

# rule → what is wrong and what to do. {detail} is said by the rule itself.
SENTENCES: Mapping[str, str] = {
    "cells": "The line has {value} cells and the header has {detail}. Correct the line and import the file again.",
    "format": "'{value}' is not written like {detail}. Correct it and import the file again.",
    "spreadsheet_error": "'{value}' is a spreadsheet's error, not a value. Correct the cell and export again.",
    "missing": "{column} is empty, and every row needs it. Fill it in and import the file again.",
    "unknown_value": "'{value}' is not a known {column}. Known: {detail}.",
    "not_mapped": "The source has no word for '{value}'. Known: {detail}. Add it to the source's map.",
    "range": "'{value}' is out of range for {column}: {detail}.",
    "order": "{column} ({value}) is before {detail}. Correct the dates; if there are many, the date format may be"
    " wrong.",
    "future": "{column} ({value}) lies after {detail}, the end of what this file can know. Correct the date.",
    "past": "{column} ({value}) lies before 1900. Correct the date; the year may have lost its century.",
    "key_twice": "{value} stands more than once in this load, with different content; none of them was loaded. Leave"
    " one.",
    "shortened_id": "'{value}' is an id that a spreadsheet shortened. Export the column as text.",
    "reserved": "'{value}' is the id for no known customer and can't be one. Give the customer another id.",
    "total": "'{value}' marks a line of totals, which is no row. Delete the line.",
    "outcome": "A row that is {detail} needs the day on which it was decided: closed_at is empty.",
    "answer": "An answered row needs a score and an open one has none: responded_at and score go together.",
    "scale": "The score {value} lies outside its scale, {detail}.",
    "promise": "A promised amount needs the day promised: promised_on is empty.",
    "sign": "The sign of {column} ({value}) does not fit: {detail}.",
    "unnumbered": "An invoice without its number can never be paid off: {column} is empty. Fill it in and import the"
    " file again.",
    "no_points": "An entry that earns, spends or corrects points needs their number: {column} is empty. Write 0 where"
    " there were none.",
    "overlap": "This span of subscription {detail} overlaps another one. End one before the next begins.",
    "no_rate": "There is no rate for {value} on or before {detail}. Add it to rates.csv and import the file again.",
    "zone": "'{value}' is not a time zone. IANA names look like America/Bogota.",
    "broken_xml": "The document can't be read: {detail}. Get it again from whoever issued it and import it; the others"
    " were read.",
    "doctype": "The document has a DOCTYPE, by which it could read other files; no invoice has one. It was not opened.",
    "too_large": "It is larger than any invoice or unpacks to more than invoices do. It was not opened.",
    "locked": "It is protected by a password. Save it without one, or put the XML that came with it in the folder.",
    "unreadable": "It can't be opened: it is damaged, protected, or may not be read by this user. Save it again.",
    "check": "The row breaks the rule {detail}.",
}  # fmt: skip

_NUMBER = re.compile(r"[+-]?[\d.,]+")


@dataclass(frozen=True, kw_only=True)
class Reject:
    """One row left out."""

    table: str
    """The input table that it was meant for."""
    file: str
    """Name, without the folder, of the file that holds it."""
    line: int
    """Where it stands in the file, from 1."""
    column: str
    """As the file names it; several for a key, "" where the whole line is at fault."""
    value: str
    """The cell, the key, or for a line its count of cells; "" where the cell is empty."""
    rule: str
    """The key of SENTENCES that says why it is left out."""
    detail: str
    """What the sentence needs beside the value: a format, a bound, the known words; "" where nothing."""

    def message(self, say: Say) -> str:
        """Why, and what to do, in the reader's language."""
        value = self.value if len(self.value) <= 200 else self.value[:199] + "…"
        return say(SENTENCES[self.rule], column=self.column, value=value, detail=self.detail)


class RefusalError(DataError):
    """Several files refuse one load; `errors` are their sentences."""

    def __init__(self, errors: Sequence[DataError]) -> None:
        self.errors = tuple(errors)
        super().__init__("{sentences}", sentences="\n".join(str(error) for error in errors))


class TooManyRejectsError(RefusalError):
    """More rows of a table would be left out than the source allows; `counts` say of each table what became of it."""

    def __init__(self, errors: Sequence[DataError], counts: Sequence[object]) -> None:
        self.counts = tuple(counts)
        super().__init__(errors)


def refuse(errors: Sequence[DataError]) -> None:
    """Raise the only error, or all of them together; do nothing when there is none."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise RefusalError(errors)


def plain(template: str, **parts: object) -> str:
    """The English sentence."""
    return template.format(**parts) if parts else template


def write(folder: Path, rejects: Iterable[Reject], say: Say = plain, *, more: bool = False) -> Path:
    """Replace `rejects.csv` in the warehouse's folder, or go on with it when there is `more`.

    No cell of it runs as a formula in a spreadsheet.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    with path.open("a" if more else "w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        if not more:
            writer.writerow(HEAD)
        for reject in rejects:
            cells = (reject.file, reject.line, reject.column, reject.value, reject.rule, reject.message(say))
            writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in cells])
    return path


def safe(cell: str) -> str:
    """A text cell that a spreadsheet takes for text; numbers stay as they are."""
    if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell

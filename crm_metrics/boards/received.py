"""Files that were dropped and are not in yet, as cards: what they are, how they are read, what the boards will say.

`packet` is one of `packets` in what the command `receive` tells a program: files that one source reads.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from crm_metrics.boards.core import Card, Cell, Chip, Grid, GridColumn, Row
from crm_metrics.warehouse.loading.rejects import safe
from crm_metrics.warehouse.mapping.language import open_source, source_names
from crm_metrics.warehouse.suggesting.grids import GROUP
from crm_metrics.words import Words, mark

Packet = Mapping[str, Any]

SURE, LIKELY = 0.8, 0.5  # how sure a meaning is: from here on sure, from here on likely
SEEN = 24  # letters of a sample
SHORT = 40  # letters of a file's name in a title
NAMED = 3  # files named below a card
_COLUMNS = ("file", "line", "column", "value", "message")
_KINDS = {
    "plain": mark("Templates of Pulso"),
    "kept": mark("Files like those that were loaded before: nothing has to be asked"),
    "unknown": mark("Lists of your own: read by the names and values of their columns"),
}
_OURS = {
    "init": mark("What was said when the company began"),
    "demo": mark("The demo company"),
    "alias": mark("What was said of customers that are one"),
}


def origin(packet: Packet, words: Words) -> str:
    """Where files come from, in people's words."""
    kind = str(packet["kind"])
    if kind in _KINDS:
        return words(_KINDS[kind])
    return system(str(packet["title"]), words) or words("Not recognised")


def source_label(name: str, words: Words) -> str:
    """What people call a source of the warehouse: templates, a system, or a list of the company's own."""
    if name == "plain":
        return words(_KINDS["plain"])
    if name in _OURS:
        return words(_OURS[name])
    return system(open_source(name).title, words) if name in source_names() else name.replace("_", " ")


def system(title: str, words: Words) -> str:
    """What people call a system: the title of its source, up to what it holds."""
    return words(title.partition(":")[0]) if title else ""


def files(packet: Packet, words: Words, place: int) -> Card:
    """Each file: what it is, how many rows, what is left out and why."""
    understood = packet["understood"]
    rows = []
    for name, one in _each(packet):
        known = bool(one.get("subject")) and one.get("understood", False)
        what = str(one["what"]) if known else origin(packet, words) if not understood else words("not understood")
        told = one.get("problem") or "; ".join(_left_out(one, words))
        if one and not known and not told:
            told = words("{file}: no table was found in it.", file=name)
        rows.append(
            Row(name, (
                Cell(text=name),
                Cell(text=what),
                Cell(text=words.number(one["rows"]) if one.get("rows") is not None else ""),
                Cell(text=told or (words("nothing") if known else ""), muted=not told),
            ))
        )  # fmt: skip
    columns = (
        GridColumn("file", words("File")),
        GridColumn("what", words("What it is")),
        GridColumn("rows", words("Rows"), "number"),
        GridColumn("left", words("What is left out")),
    )
    title = words.many(len(rows), "One file was recognised", "{n} files were recognised")
    if not packet["reads"] and not packet.get("own_tax_id"):
        title = words.many(len(rows), "One file can't be read", "{n} files can't be read")
    return Card(
        key=f"files-{place}",
        title=title,
        subtitle=origin(packet, words),
        body=Grid(columns, tuple(rows), title),
        footer=_footer(packet["files"], words),
        alt=title,
    )


def _each(packet: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The files of a packet by name with what was understood of each; of a workbook, each sheet that is a table."""
    for name in packet["files"]:
        tables = [one for one in packet["understood"] if one["file"] == name]
        yield from ((_named(one), one) for one in tables)
        if not tables:
            yield name, {}


def _named(one: Mapping[str, Any]) -> str:
    """The name of a file, with its sheet where several of its sheets are tables."""
    return f"{one['file']} ({one['sheet']})" if one.get("sheet") else str(one["file"])


def _left_out(one: Mapping[str, Any], words: Words) -> Iterator[str]:
    for left in one.get("left_out", ()):
        yield f"{left['what']}: {words.number(left['count'])}"
    if one.get("sheets_left_out"):
        yield words("sheets left aside: {sheets}", sheets=", ".join(one["sheets_left_out"]))


def columns(file: Mapping[str, Any], meanings: Mapping[str, str], words: Words, place: str) -> Card:
    """The columns of a file: what each means, whether it makes a number, how sure that is, and three of its values."""
    rows = tuple(
        Row(
            f"{at} {one['column']}",
            (
                Cell(text=column_name(one, words)),
                Cell(text=_meaning(one, meanings, words), muted=one["left_aside"]),
                Cell(chip=_sure(one["certainty"], words)) if one["meaning"] else Cell(text=""),
                Cell(text=" · ".join(sample[:SEEN] for sample in one["samples"])),
            ),
        )
        for at, one in enumerate(file["columns"])
    )
    names = (
        GridColumn("column", words("Column")),
        GridColumn("meaning", words("What it means")),
        GridColumn("sure", words("How sure"), "chip"),
        GridColumn("samples", words("Examples")),
    )
    used = sum(not one["left_aside"] for one in file["columns"])
    return Card(
        key=f"columns-{place}",
        title=words(
            "{file}: {used} of {all} columns say something", file=_short(_named(file)), used=used, all=len(rows)
        ),
        subtitle=words("The names stand in line {line} · a wrong meaning makes wrong numbers", line=file["header_row"]),
        body=Grid(names, rows, words("Columns of {file}", file=_named(file))),
        footer=_footer([file["file"]], words),
        alt=words("A row per column"),
    )


def column_name(one: Mapping[str, Any], words: Words) -> str:
    """The name of a column; of the one that no header names, what we call it."""
    return words("line above") if one["column"] == GROUP else str(one["column"])


def _meaning(one: Mapping[str, Any], meanings: Mapping[str, str], words: Words) -> str:
    """What a column means; of one that is understood and makes no number, that it is left aside."""
    said = meanings.get(one["meaning"] or "", words("nothing"))
    return words("{meaning}; left aside", meaning=said) if one["meaning"] and one["left_aside"] else said


def _short(file: str) -> str:
    """A name of a file that leaves room in a title."""
    return file if len(file) <= SHORT else f"{file[: SHORT - 1].rstrip()}…"


def _sure(certainty: float, words: Words) -> Chip:
    if certainty >= SURE:
        return Chip("better", words("sure"))
    return Chip("routine", words("likely")) if certainty >= LIKELY else Chip("watch", words("doubtful"))


def sample(one: Mapping[str, Any], words: Words) -> Grid:
    """The first rows of a kind of file, as they are read."""
    names = tuple(
        GridColumn(f"c{at}", name, "number" if one["numbers"][at] else "text") for at, name in enumerate(one["columns"])
    )
    rows = tuple(Row(str(at), tuple(Cell(text=value[:80]) for value in cells)) for at, cells in enumerate(one["rows"]))
    return Grid(names, rows, words("The first rows, as they are read"))


def subtotals(packet: Packet, words: Words, place: int) -> list[Card]:
    """What the boards will say: counts and sums by month, a card for each subject."""
    footer = _footer(packet["files"], words)
    return [_subtotal(one, words, f"says-{place}-{one['id']}", footer) for one in packet["subtotals"]]


def _footer(files: Sequence[str], words: Words) -> str:
    named = ", ".join([*files[:NAMED], *(["…"] if len(files) > NAMED else [])])
    return words("Source: {file} · Updated: {at}", file=named, at=words("nothing is loaded yet"))


def _subtotal(one: Mapping[str, Any], words: Words, key: str, footer: str) -> Card:
    units = [measure["unit"] for measure in one["measures"]]
    names = (
        GridColumn("month", words("Month") if one["months"] else ""),
        *(GridColumn(f"m{at}", measure["label"], "number") for at, measure in enumerate(one["measures"])),
    )
    rows = [
        Row(
            told["month"],
            (Cell(text=words.short_month(date.fromisoformat(told["month"]))), *_values(told, units, words)),
        )
        for told in one["months"]
    ]
    whole = {"values": one["whole"]}
    rows.append(Row("whole", (Cell(text=words("In all")), *_values(whole, units, words))))
    return Card(
        key=key,
        title=one["label"],
        subtitle=words("Of these files alone · compare it with your own numbers"),
        body=Grid(names, tuple(rows), one["label"]),
        footer=footer,
        alt=one["label"],
    )


def _values(told: Mapping[str, Any], units: Sequence[str], words: Words) -> list[Cell]:
    return [
        Cell(text="–" if value is None else words.number(Decimal(value), 2 if unit == "money" else 0))
        for value, unit in zip(told["values"], units, strict=True)
    ]


def rejected(packet: Packet, words: Words, place: int) -> Card | None:
    """The rows that would be left out, each with what to do; None where there are none."""
    if not packet["rejected"]:
        return None
    names = zip(_COLUMNS, _titles(words), strict=True)
    title = words.many(packet["left_out"], "One row can't be loaded", "{n} rows can't be loaded")
    return Card(
        key=f"rejected-{place}",
        title=title,
        subtitle=words(
            "The first {n} are shown · mend them in your file and drop it again: what is in already does not double",
            n=len(packet["rejected"]),
        ),
        body=Grid(
            tuple(GridColumn(name, title) for name, title in names),
            tuple(
                Row(str(at), tuple(Cell(text=str(row[name])) for name in _COLUMNS))
                for at, row in enumerate(packet["rejected"])
            ),
            title,
        ),
        footer=_footer(packet["files"], words),
        alt=title,
    )


def without_rejects(packets: Sequence[Packet], words: Words) -> str:
    """What a button says that loads the others of files of which many rows can't be loaded, naming the figures."""
    told = [one for packet in packets for one in packet["tables"] if one["rejected"]]
    out = "; ".join(
        words("{rejected} of {read} rows of {table}", rejected=one["rejected"], read=one["read"], table=one["table"])
        for one in told
    )
    return words("Publish the others: left out are {rows}", rows=out)


def rejected_file(packet: Packet, words: Words) -> str:
    """The same as a file for a spreadsheet, of which no cell runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_titles(words))
    writer.writerows([safe(str(row[name])) for name in _COLUMNS] for row in packet["rejected"])
    return "\ufeff" + out.getvalue()


def _titles(words: Words) -> tuple[str, ...]:
    return words("File"), words("Line"), words("Column"), words("Value"), words("What to do")

"""What the data page shows: how far each source reaches, the versions, and which file would tell what is missing."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.boards.core import Card, Cell, Chip, Grid, GridColumn, Row
from crm_metrics.boards.governance import completeness, readiness, register
from crm_metrics.boards.governance.register import footer
from crm_metrics.boards.received import source_label
from crm_metrics.metrics.lacks import Lack, lacks
from crm_metrics.metrics.problems import problems
from crm_metrics.metrics.registry import known, metric_of
from crm_metrics.names import LACKED, TABLES
from crm_metrics.warehouse.files.texts import LINE_CAP
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.warehouse.versions import versions
from crm_metrics.words import Words

SHOWN = 200  # rejected rows on the screen; the file holds all of them
NAMED = 5  # metrics named of those that wait for a file


def cards(warehouse: Warehouse, words: Words, scope: Scope = EVERYTHING) -> tuple[Card, ...]:
    """The cards about a warehouse that holds rows; shares are those of what the reader may see, `scope`."""
    missing: dict[Lack, list[str]] = {}
    for metric in known().values():
        for lack in lacks(warehouse, metric):
            missing.setdefault(lack, []).append(metric.name)
    return (
        *([_left_out(warehouse, words)] if warehouse.left_out else []),
        register.card(warehouse, scope, words),
        *([fields] if (fields := completeness.card(warehouse, scope, words)) else []),
        *readiness.cards(warehouse, scope, words),
        *([_missing(missing, warehouse, words)] if missing else []),
        *([wrong] if (wrong := _wrong(warehouse, words)) else []),
        _versions(warehouse, words),
    )


def rejected(file: Path, words: Words, zone: str = "") -> Card | None:
    """The rows that the last import left out; None when there are none. zone: the company's, else this machine's."""
    if not file.exists():
        return None
    csv.field_size_limit(LINE_CAP)  # the value of a rejected row may be as long as a cell of a file
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows:
        return None
    names = ("file", "line", "column", "value", "message")
    titles = (words("File"), words("Line"), words("Column"), words("Value"), words("What to do"))
    grid = Grid(
        tuple(GridColumn(name, title) for name, title in zip(names, titles, strict=True)),
        tuple(Row(str(place), tuple(Cell(text=row[name]) for name in names)) for place, row in enumerate(rows[:SHOWN])),
        words("Rows that were left out"),
    )
    return Card(
        key="rejected",
        title=words.many(len(rows), "One row was left out", "{n} rows were left out"),
        subtitle=words("Number of rows, from the last import; the first {n} are shown", n=min(len(rows), SHOWN)),
        body=grid,
        footer=words("Source: {file} · Updated: {at}", file=file.name, at=words.moment(_written(file, zone))),
        alt=words("Each rejected row with file, line, column, value and what to do"),
    )


def _left_out(warehouse: Warehouse, words: Words) -> Card:
    """What loads left out and no later one has brought: numbers that it could move are incomplete until then."""
    columns = (
        GridColumn("file", words("File")),
        GridColumn("table", words("Of what")),
        GridColumn("rows", words("Rows left out"), "number"),
        GridColumn("read", words("Rows read"), "number"),
        GridColumn("lacks", words("What is not told")),
    )
    rows = tuple(
        Row(
            f"{one.source} {one.table} {one.file} {one.lacks}",
            (
                Cell(text=one.file or source_label(one.source, words)),
                Cell(text=words(TABLES[one.table]) if one.table in TABLES else one.table),
                Cell(text=words.number(one.rows)),
                Cell(text=words.number(max(one.read, one.rows))),
                Cell(text=words(LACKED[one.lacks]) if one.lacks in LACKED else one.lacks or words("the whole row")),
            ),
        )
        for one in warehouse.left_out
    )
    title = words.many(
        sum(one.rows for one in warehouse.left_out),
        "One row is missing in the numbers",
        "{n} rows are missing in the numbers",
    )
    return Card(
        key="left_out",
        title=title,
        subtitle=words("Number of rows · mend them in your file and drop it again"),
        body=Grid(columns, rows, title),
        footer=footer(warehouse, words),
        alt=words("A row per file and table"),
    )


def _written(file: Path, zone: str) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime).astimezone(ZoneInfo(zone) if zone else None)


def _wrong(warehouse: Warehouse, words: Words) -> Card | None:
    """The files that the company writes itself and that can't be used, each with what to do."""
    wrong = problems(warehouse=warehouse)
    if not wrong:
        return None
    columns = (GridColumn("file", words("File")), GridColumn("problem", words("What to do")))
    rows = tuple(
        Row(f"{problem.file} {n}", (Cell(text=Path(problem.file).name), Cell(text=words.error(problem.error))))
        for n, problem in enumerate(wrong)
    )
    title = words.many(
        len(wrong),
        "One thing in the company's own files can't be used",
        "{n} things in the company's own files can't be used",
    )
    files = tuple(dict.fromkeys(Path(problem.file).parent.as_posix() for problem in wrong))
    return Card(
        key="company_files",
        title=title,
        subtitle=words("Metrics, targets, names, calendars · everything else works without them"),
        body=Grid(columns, rows, title),
        footer=words("Folder: {folder}", folder=files),
        alt=title + ": " + "; ".join(f"{row.cells[0].text}: {row.cells[1].text}" for row in rows),
    )


def _missing(missing: Mapping[Lack, Sequence[str]], warehouse: Warehouse, words: Words) -> Card:
    """Which files were never loaded and which columns never filled, and what each would show."""
    rows = []
    for lack, names in sorted(missing.items(), key=lambda each: (-len(each[1]), each[0])):
        place = " / ".join(lack.files)  # either will do
        if lack.column:
            place = words("{file}, column {column}", file=place, column=lack.column)
        labels = [words(metric_of(name).label) for name in names]
        named = ", ".join(labels[:NAMED])
        more = len(labels) - NAMED
        if more > 0:
            named = words.many(more, "{names} and one more", "{names} and {n} more", names=named)
        rows.append(Row(place, (Cell(text=place), Cell(text=words.number(len(labels))), Cell(text=named))))
    columns = (
        GridColumn("file", words("File to import")),
        GridColumn("count", words("Metrics"), "number"),
        GridColumn("unlocks", words("What it would show")),
    )
    waiting = len({name for names in missing.values() for name in names})
    return Card(
        key="missing",
        title=words.many(waiting, "One metric waits for a file", "{n} metrics wait for a file"),
        subtitle=words("Number of metrics by file · the templates to fill in stand where files are dropped"),
        body=Grid(columns, tuple(rows), words("Files that are still missing")),
        footer=footer(warehouse, words),
        alt=words("A row per missing file"),
    )


def _versions(warehouse: Warehouse, words: Words) -> Card:
    zone = ZoneInfo(warehouse.company.time_zone)
    known: Sequence[Row] = [
        Row(
            str(version.number),
            (
                Cell(text=str(version.number)),
                Cell(text=words.moment(version.made_at.astimezone(zone))),
                Cell(text=words.number(version.size / 1024**2, 1)),
                Cell(chip=Chip("routine", words("current"))) if version.current else Cell(text=""),
            ),
        )
        for version in reversed(versions(warehouse.folder))
    ]
    columns = (
        GridColumn("version", words("Version")),
        GridColumn("made", words("Made"), "number"),
        GridColumn("size", words("Size, MB"), "number"),
        GridColumn("state", words("State"), "chip"),
    )
    return Card(
        key="versions",
        title=words.many(len(known), "One version of the warehouse", "{n} versions of the warehouse"),
        subtitle=words("Size, MB · each load makes a new one; you can go back to the one before"),
        body=Grid(columns, tuple(known), words("Versions of the warehouse")),
        footer=footer(warehouse, words),
        alt=words("A row per version"),
    )

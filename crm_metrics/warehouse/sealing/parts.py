"""The parts of a table that the engine keeps together, and what each is made of in the file.

What the engine writes, it writes into blocks that nothing uses, and it lets the others be: a part that no row was
written to keeps its blocks, and a changed value gets new ones. Only rows that go leave the blocks as they are, so the
rows that are left are counted, and their places added up. A part that lies in the same blocks, with the same checksums,
holds the same rows, whoever wrote to the file meanwhile. What is not in the file yet is told by the engine, too: a part
with such rows or values is made of what nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from crm_metrics.warehouse.sealing import blocks

Fetch = Callable[[str], list[tuple[Any, ...]]]
Table = tuple[str, str]  # its schema and its name, as the database lists them

LEAST = 100_000  # rows of a table; a smaller one lies in one part, and most loads write to it


@dataclass(frozen=True)
class TablePart:
    """Rows of a table by their places in it, from `first` on and before `until`, where that is told."""

    table: Table
    first: int = 0
    until: int | None = None
    blocks: str = ""  # the sum of where it lies; "" where nobody knows
    left: str = ""  # which rows are not deleted: how many, and their places added up; "" while nobody counted

    @property
    def made_of(self) -> str:
        """What tells its rows; "" where nobody knows."""
        return self.blocks and self.left and f"{self.blocks} {self.left}"

    @property
    def count(self) -> str:
        """SQL of what tells the rows that are left."""
        return f"count(*), sum(rowid - {self.first})"

    @property
    def relation(self) -> str:
        """SQL of its rows, each as `one_row`."""
        schema, name = self.table
        until = "" if self.until is None else f" and rowid < {self.until}"
        return f'"{schema}"."{name}" as one_row where rowid >= {self.first}{until}'


def parts(fetch: Fetch, tables: Sequence[Table], *, whole: bool) -> list[TablePart]:
    """Every row of these tables in one part each.

    whole: each block is read and held against its checksum; nobody knows what a part in a damaged one is made of.
    """
    large = set(_large(fetch)) & set(tables)
    listed = _listed(fetch, sorted(large), whole) if large else []
    others = [TablePart(table) for table in tables if table not in {part.table for part in listed}]
    return [*others, *listed]


def _large(fetch: Fetch) -> list[Table]:
    sql = "select schema_name, table_name from duckdb_tables() where database_name = current_database()"
    return [(schema, name) for schema, name in fetch(f"{sql} and estimated_size >= {LEAST}")]


def _listed(fetch: Fetch, tables: Sequence[Table], whole: bool) -> list[TablePart]:
    """The parts of tables with the sum of where they lie; of a table without a file, or of another layout, none."""
    ((path,),) = fetch("select path from duckdb_databases() where database_name = current_database()")
    if path is None:
        return []
    rows = fetch(" union all ".join(_LISTING.format(schema=schema, table=table) for schema, table in tables))
    used = {number for *_, numbers in rows for number in numbers if number >= 0}
    try:
        damaged = blocks.damaged(Path(path), used) if whole else ()
        trusted = {number: told for number, told in enumerate(blocks.written(Path(path))) if number not in damaged}
    except PermissionError:  # on Windows nobody else may read what the engine writes to: all rows are read by it
        return []
    found = list[TablePart]()
    for table, groups in groupby(sorted(rows, key=lambda row: row[:3]), key=lambda row: (row[0], row[1])):
        found += _in_order(table, list(groups), trusted)
    return found


_LISTING = """
select '{schema}', '{table}', row_group_id, max("start" + "count") filter (where column_path = '[0]'),
  bool_and(persistent and not has_updates),
  md5(string_agg(cast(row(column_path, segment_id, "start", "count", compression, block_id, block_offset,
    additional_block_ids, if(block_id < 0, cast(stats as varchar), '')) as varchar), ' '
    order by column_path, segment_id)),
  list_sort(list_distinct(flatten(list(list_prepend(block_id, additional_block_ids)))))
from pragma_storage_info('"{schema}"."{table}"') group by row_group_id"""


def _in_order(table: Table, groups: Sequence[tuple[Any, ...]], sums: Mapping[int, bytes]) -> Iterator[TablePart]:
    """The parts of one table, from its first row on. sums: of the blocks that can be trusted."""
    if any(rows is None for *_, rows, _, _, _ in groups):  # its first column is one of several in one
        return
    first = 0
    for at, (*_, rows, in_file, listing, used) in enumerate(groups):
        until = None if at == len(groups) - 1 else first + rows
        told = [sums.get(number) for number in used if number >= 0]
        known = sha256(listing.encode() + b"".join(one or b"" for one in told)).hexdigest()
        yield TablePart(table, first, until, known if in_file and None not in told else "")
        first += rows


def counted(fetch: Fetch, listed: Sequence[TablePart]) -> Iterator[TablePart]:
    """These parts with the rows that are left of each: a deleted one leaves its block as it was."""
    if not listed:
        return
    asked = (f"select {at}, {one.count} from {one.relation}" for at, one in enumerate(listed))
    for at, rows, places in sorted(fetch(" union all ".join(asked))):
        yield replace(listed[at], left=f"{rows} {places}")

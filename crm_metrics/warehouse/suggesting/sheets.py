"""Which sheets of a workbook are tables each by itself, and which only tell again what another one tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from crm_metrics.warehouse.mapping.language import folded
from crm_metrics.warehouse.suggesting.columns import SCORES
from crm_metrics.warehouse.suggesting.found import FoundTable, sheet_pattern, tables_of
from crm_metrics.warehouse.suggesting.grids import FoundGrid

# What two tables may both tell: rows of one are counted twice, unless their numbers show that they are others.
_ALIKE = {"invoices": "money", "sales": "money", "debts": "money"}
_NUMBERS = ("document", "order", "receipt", "reference", "ticket", "call", "subscription")


def tables_in(
    found: Mapping[str, Sequence[FoundGrid]], said: Callable[[str], Mapping[str, str]]
) -> tuple[list[FoundTable], dict[str, list[FoundGrid]]]:
    """The tables of all files, and of each file its own. found: file → the tables in it, the largest first.

    Of a workbook with several, each that has a subject is one; where none has, the largest.
    """
    kept = {file: list(of_file) for file, of_file in found.items()}
    tables = tables_of([grid for of_file in kept.values() for grid in of_file], said)
    if any(len(of_file) > 1 for of_file in kept.values()):
        kept = {file: _telling(of_file, tables) for file, of_file in kept.items()}
        tables = tables_of([grid for of_file in kept.values() for grid in of_file], said)
    return [_with_sheets(table, tables, _alike(table, found, kept)) for table in tables], kept


def _telling(of_file: Sequence[FoundGrid], tables: Sequence[FoundTable]) -> list[FoundGrid]:
    """The tables of a file that tell something of their own, with the names of the sheets that do not."""
    of = [(grid, next(table for table in tables if grid in table.grids)) for grid in of_file]
    chosen: list[tuple[FoundGrid, FoundTable]] = []
    for grid, table in of:
        if table.subject != "unknown" and not any(_tells_again(table, other) for _, other in chosen):
            chosen.append((grid, table))
    kept = [grid for grid, _ in chosen] or list(of_file[:1])
    read = {page.name for grid in kept for page in grid.pages}
    pages = [page for grid in kept[:1] for page in grid.file.pages if page.records and page.name not in read]
    others = tuple(page.name for page in pages)
    return [replace(grid, others=others if at == 0 else ()) for at, grid in enumerate(kept)]


def _tells_again(table: FoundTable, other: FoundTable) -> bool:
    """Whether a table may tell what another one tells: both are of one kind, and no numbers show that they differ."""
    if _ALIKE.get(table.subject, table.subject) != _ALIKE.get(other.subject, other.subject):
        return False
    if table.subject == "surveys" and not _questions(table) & _questions(other):
        return False
    number = next((one for one in _NUMBERS if table.has(one) and other.has(one)), None)
    return number is None or bool(set(table.cells(number)) & set(other.cells(number)) - {""})


def _questions(table: FoundTable) -> set[str]:
    """What the columns of answers ask."""
    return {folded(one.name) for one in table.columns if one.meaning in SCORES}


def _alike(
    table: FoundTable, found: Mapping[str, Sequence[FoundGrid]], kept: Mapping[str, Sequence[FoundGrid]]
) -> list[str]:
    """The sheets of its files that are left aside and have all its columns: a pattern of sheets would read them."""
    names = set(map(folded, table.grids[0].names))
    read = {page.name for file in table.files for grid in kept[file] for page in grid.pages}
    aside = [grid for file in table.files for grid in found[file] if names <= set(map(folded, grid.names))]
    return [page.name for grid in aside for page in grid.pages if page.name not in read]


def _with_sheets(table: FoundTable, tables: Sequence[FoundTable], aside: Sequence[str]) -> FoundTable:
    """A table with the patterns of its sheets, where the same files have other tables; those of months fit the next."""
    files = set(table.files)
    beside = [one for one in tables if one is not table and files & set(one.files)]
    if not beside:
        return replace(table, other_sheets=tuple(_exactly(aside))) if aside else table
    mine = list(dict.fromkeys(map(sheet_pattern, table.pages))) if len(table.pages) > 1 else _exactly(table.pages)
    theirs = [name for one in beside for name in one.pages]
    others = [name for name in dict.fromkeys(map(sheet_pattern, theirs)) if _fits(name, mine) and name not in mine]
    if any(_fits(name, mine) and not _fits(name, others) for name in theirs):
        mine, others = _exactly(table.pages), []
    return replace(table, sheets=tuple(mine), other_sheets=(*others, *_exactly(aside)))


def _exactly(names: Sequence[str]) -> list[str]:
    """Patterns that fit these names alone."""
    return [name.translate({ord("["): "?", ord("]"): "?", ord("*"): "?"}) for name in names]


def _fits(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name.casefold(), pattern.casefold()) for pattern in patterns)

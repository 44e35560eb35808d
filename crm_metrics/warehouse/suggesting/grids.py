"""The table in a file: which line is its header, in one line or two, which sheets hold it, and its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crm_metrics.warehouse.files import reports
from crm_metrics.warehouse.files.headers import Record
from crm_metrics.warehouse.files.reports import is_number
from crm_metrics.warehouse.files.workbooks import TYPED
from crm_metrics.warehouse.mapping.language import folded
from crm_metrics.warehouse.suggesting.dictionary import heads_credits, meanings, says, state_of
from crm_metrics.warehouse.suggesting.pages import OpenedFile, OpenedPage
from crm_metrics.warehouse.suggesting.values import ColumnLook, month_of

_ABOVE = 40  # lines in which a header is looked for
_LARGE = 20_000  # rows of a plain export by a program, which has no titles next month either
_NEXT = 6  # lines below it that have to look like rows
_FULL = 0.6  # of the cells of the fullest line: what has so many is most likely a row …
_SOLID = 0.8  # … and a column that so many of those have filled, every row has: what lacks some is a total or a remark
_DAYS = ("date", "issued", "opened")
_NAMED = 0.9  # how sure the name of such a column has to be
_GROUPS = 2  # lines that name rows below them: fewer may be remarks
GROUP = "line above"  # how such a column is called: no header says it
_KNOWN = 4  # what a known name counts for, beside a filled cell


@dataclass(frozen=True, kw_only=True)
class FoundGrid:
    """A table as it was found in a file."""

    file: OpenedFile
    """The file."""
    pages: Sequence[OpenedPage]
    """Its pages with this table."""
    line: int
    """The header's last line in the first of them, as a person counts."""
    lines: int
    """How many lines the header takes."""
    names: Sequence[str]
    """The names of the columns; "" where a column has none."""
    rows: Sequence[Record]
    """The lines below it that look like rows; what else stands there is no part of them."""
    titles: Sequence[str]
    """What is said above it."""
    below: int
    """How many filled lines stand below it in all."""
    others: Sequence[str] = ()
    """Sheets with another table, or none."""
    day_of_month: str = ""
    """The name of a column that tells only the day of the month; its rows have the whole days."""
    group: str = ""
    """The name of the column of what lines say alone above rows; "" where none do."""
    is_unheeded: bool = False
    """Whether lines say of the rows below them that they take money off, and no column tells it."""

    @property
    def is_report(self) -> bool:
        """Whether the mapping says that lines may stand there which are no rows: of all but large exports."""
        found = bool(self.titles) or self.lines > 1 or len(self.pages) > 1 or self.below > len(self.rows)
        return found or self.below < _LARGE

    def look(self, place: int) -> ColumnLook:
        """The values of one column."""
        return ColumnLook([cells[place] if place < len(cells) else "" for _, cells in self.rows])


def find(file: OpenedFile) -> FoundGrid | None:
    """The table of a file, the largest where its sheets hold several; None where nothing looks like one."""
    return next(iter(find_all(file)), None)


def find_all(file: OpenedFile) -> list[FoundGrid]:
    """The tables of a file, those of known names and the largest first: one for all sheets of one shape."""
    found = [grid for page in file.pages if (grid := _of_page(file, page)) is not None]
    groups: dict[tuple[str, ...], list[FoundGrid]] = {}
    for grid in found:
        names = sorted(map(folded, filter(None, grid.names)))
        groups.setdefault((str(is_foreign(grid)), *names), []).append(grid)
    best = sorted(
        groups.values(),
        key=lambda group: (_known(group[0].names) > 0, sum(len(grid.rows) for grid in group)),
        reverse=True,
    )
    return [_of_group(file, group) for group in best]


def is_foreign(grid: FoundGrid) -> bool:
    """Whether its sheets say by their names that they hold what the company buys, offers or keeps in store."""
    return any(says("foreign", page.name) for page in grid.pages)


def _of_group(file: OpenedFile, group: Sequence[FoundGrid]) -> FoundGrid:
    """One table of the sheets of one shape."""
    chosen = _with_whole_days(_without_the_whole(group))
    pages = [page for grid in chosen for page in grid.pages]
    rows = [record for grid in chosen for record in _in_order(grid, chosen[0].names)]
    kept = {page.name for page in pages}
    titles = [title for grid in chosen for title in grid.titles]
    others = tuple(page.name for page in file.pages if page.name not in kept and page.records)
    below = sum(grid.below for grid in chosen)
    return replace(chosen[0], pages=pages, rows=rows, titles=titles, below=below, others=others)


def _with_whole_days(group: Sequence[FoundGrid]) -> Sequence[FoundGrid]:
    """Sheets whose days stand as numbers alone, with the months that their titles and names tell."""
    for place, name in enumerate(group[0].names):
        if not any(meaning in _DAYS and sure > _NAMED for meaning, sure in meanings(name)):
            continue
        cells = [
            grid.rows[at][1]
            for grid in group
            for at in range(len(grid.rows))
            if list(grid.names) == list(group[0].names)
        ]
        if not all(place < len(line) and reports.is_day_of_month(line[place]) for line in cells):
            continue
        whole = [_whole(grid, place) for grid in group]
        if all(ColumnLook([line[place] for _, line in grid.rows]).day for grid in whole):
            return [replace(grid, day_of_month=name) for grid in whole]
    return group


def _whole(grid: FoundGrid, place: int) -> FoundGrid:
    page = grid.pages[0].name
    return replace(grid, rows=list(reports.whole_days(grid.rows, place, grid.titles, page, grid.file.file)))


def _without_the_whole(group: Sequence[FoundGrid]) -> Sequence[FoundGrid]:
    """The sheets of one shape; where one holds as many rows as all others together, that one alone, or none twice."""
    sizes = [len(grid.rows) for grid in group]
    for at, size in enumerate(sizes):
        others = {tuple(cells) for place, grid in enumerate(group) if place != at for _, cells in grid.rows}
        if len(group) > 2 and size == sum(sizes) - size and others == {tuple(cells) for _, cells in group[at].rows}:
            return [group[at]]
    return group


def _in_order(grid: FoundGrid, names: Sequence[str]) -> Sequence[Record]:
    if list(grid.names) == list(names):
        return grid.rows
    places = {folded(name): at for at, name in enumerate(grid.names)}
    order = [places.get(folded(name), -1) for name in names]
    return [(line, [cells[at] if 0 <= at < len(cells) else "" for at in order]) for line, cells in grid.rows]


def _of_page(file: OpenedFile, page: OpenedPage) -> FoundGrid | None:
    records = page.records
    filled = [at for at, (_, cells) in enumerate(records[: _ABOVE * 2]) if _count(cells)][:_ABOVE]
    scored = [(score, at) for at in filled if (score := _score(records, at)) > 0]
    if not scored:
        return None
    _, at = max(scored, key=lambda one: (one[0], -one[1]))
    first, names = _whole_header(records, at)
    last = first + (2 if first != at or _is_below(records, at) else 1) - 1
    lines = last - first + 1
    if lines > 1:
        names = reports.joined([cells for _, cells in records[first : last + 1]])
    else:
        names = [cell.rstrip(TYPED).strip() for cell in records[at][1]]
    while names and not names[-1]:
        names.pop()
    below = [record for record in records[last + 1 :] if _count(record[1])]
    named = _grouped(below, names)
    group = GROUP if named else ""
    names, rows = ([*names, group], _rows(named, [*names, group])) if named else (names, _rows(below, names))
    titles = [cell.rstrip(TYPED).strip() for _, cells in records[:first] for cell in cells if cell.strip()]
    if not rows:
        return None
    return FoundGrid(
        file=file, pages=[page], line=records[last][0], lines=lines, names=names, rows=rows, titles=titles,
        below=len(below), group=group, is_unheeded=_is_unheeded(below, named, names),
    )  # fmt: skip


def _score(records: Sequence[Record], at: int) -> float:
    """How much a line looks like a header: names that are known, texts in each cell, rows below; 0 where it is none."""
    cells = [cell for cell in records[at][1] if cell.rstrip(TYPED).strip()]
    if len(cells) < 2 or any(is_number(cell) or ColumnLook([cell]).day for cell in cells):
        return 0
    if len(set(map(folded, cells))) < 0.7 * len(cells):
        return 0
    below = [_count(record[1]) for record in records[at + 1 : at + 1 + 4 * _NEXT] if _count(record[1])][:_NEXT]
    if not below or max(below) < max(2, len(cells) // 2):
        return 0
    return _KNOWN * _known(cells) + len(cells) / 4 - (2 if max(below) > 2 * len(cells) else 0)


def _known(cells: Sequence[str]) -> float:
    return sum(max((sure for _, sure in meanings(cell.rstrip(TYPED).strip())), default=0.0) for cell in cells if cell)


def _is_below(records: Sequence[Record], at: int) -> bool:
    """Whether the line below a header is the lower half of it: names alone, where the upper one leaves gaps."""
    if at + 1 >= len(records):
        return False
    upper, lower = records[at][1], records[at + 1][1]
    filled = [cell for cell in lower if cell.rstrip(TYPED).strip()]
    if len(filled) < 2 or any(is_number(cell) or ColumnLook([cell]).day for cell in filled):
        return False
    gaps = [place for place, cell in enumerate(lower) if cell.strip() and not _cell(upper, place)]
    names = [folded(cell) for cell in upper if cell.strip()]
    grouped = bool(gaps) or len(set(names)) < len(names)  # a group's name over several columns, or beside gaps
    return grouped and _known(filled) >= 0.5 * len(filled)


def _whole_header(records: Sequence[Record], at: int) -> tuple[int, list[str]]:
    """The first line of a header whose surest line is `at`: the line above it, where that names its gaps or groups."""
    above = next((place for place in range(at - 1, max(at - 2, -1), -1)), None)
    if above is None:
        return at, []
    upper, lower = records[above][1], records[at][1]
    named = [place for place, cell in enumerate(upper) if cell.rstrip(TYPED).strip()]
    gaps = [place for place in named if not _cell(lower, place)]
    wide = len(named) >= 2 and not any(is_number(upper[place]) for place in named)
    groups = (
        wide and (bool(gaps) or all(place > 0 for place in named)) and _known([upper[place] for place in named]) > 0
    )
    whole = gaps and sum(bool(cell.strip()) for cell in lower) + len(gaps) >= _widest(records[at + 1 :])
    if wide and (whole or (groups and gaps)):
        return above, []
    return at, []


def _widest(records: Sequence[Record]) -> int:
    return max((_count(cells) for _, cells in records[: 2 * _NEXT]), default=0)


def _rows(below: Sequence[Record], names: Sequence[str]) -> list[Record]:
    """The lines that look like rows: with most of what all have, and neither the header again nor a line of totals."""
    fullest = max((_count(cells) for _, cells in below), default=0)
    full = [cells for _, cells in below if _count(cells) >= _FULL * fullest]
    solid = [at for at in range(len(names)) if sum(bool(_cell(cells, at)) for cells in full) >= _SOLID * len(full)]
    said = [folded(name) for name in names]
    measured = [at for at in range(len(names)) if _is_measured([_cell(cells, at) for cells in full])]
    kept = []
    for line, cells in below:
        count, lacking = _count(cells), [at for at in solid if not _cell(cells, at)]
        texts = [cell for cell in cells if cell.strip() and not is_number(cell)]
        telling = [at for at, cell in enumerate(cells) if cell in texts and reports.says_total(cell)]
        totals = bool(telling) and (bool(lacking) or any(at in measured for at in telling))
        again = sum(bool(cell) and folded(cell) in name for cell, name in zip(cells, said, strict=False))
        if count >= min(2, len(names)) and 2 * len(lacking) <= len(solid) and not totals and again < max(2, count):
            kept.append((line, cells))
    return kept


def _grouped(below: Sequence[Record], names: Sequence[str]) -> list[Record]:
    """The lines with what the line above them says alone, where all rows stand under one; none of another table.

    Such names are of customers, so that a table with a column of those has none; nor are they months or states.
    """
    if _has("customer", names):
        return _kinded(below, names)
    left = reports.LeftOut()
    found = list(reports.grouped(below, len(names), left))
    rows = [cells for _, cells in found if _count(cells[:-1]) >= max(2, len(names) // 2)]
    under = [cells for cells in rows if cells[-1]]
    said = {cells[-1] for cells in under}
    totals = sum(reports.says_total(_cell(cells, 0)) for cells in rows)
    if left.groups < _GROUPS or len(said) < _GROUPS or len(under) < len(rows) - totals or any(map(heads_credits, said)):
        return _kinded(below, names)
    known = [one for one in said if month_of(one) or state_of(one, ("paid", "owed", "valid", "cancelled", "solved"))]
    return [] if len(known) > len(said) // 2 else found


def _kinded(below: Sequence[Record], names: Sequence[str]) -> list[Record]:
    """The lines with what the line above them says alone, where such lines say that those below take money off."""
    if _has("document_kind", names) or not _credit_lines(below):
        return []
    found = list(reports.grouped(below, len(names), reports.LeftOut()))
    return found if any(heads_credits(cells[-1]) for _, cells in found) else []


def _is_unheeded(below: Sequence[Record], named: Sequence[Record], names: Sequence[str]) -> bool:
    told = any(heads_credits(cells[-1]) for _, cells in named) or _has("document_kind", names)
    return not told and _credit_lines(below)


def _credit_lines(below: Sequence[Record]) -> bool:
    """Whether a line says one thing alone that is a word for credit notes, and rows stand below it."""
    filled = [[cell.rstrip(TYPED).strip() for cell in cells if cell.rstrip(TYPED).strip()] for _, cells in below]
    return any(
        len(cells) == 1 and heads_credits(cells[0]) and len(filled[at + 1]) > 1 for at, cells in enumerate(filled[:-1])
    )


def _has(meaning: str, names: Sequence[str]) -> bool:
    """Whether the name of a column says surely that it holds something."""
    return any(sure > _NAMED and meant == meaning for name in names for meant, sure in meanings(name))


def _is_measured(cells: Sequence[str]) -> bool:
    """Whether a column holds numbers or days, so that a word in it is none of its values."""
    look = ColumnLook(cells)
    return look.day is not None or look.number is not None


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].rstrip(TYPED).strip() if place < len(cells) else ""


def _count(cells: Sequence[str]) -> int:
    return sum(bool(cell.rstrip(TYPED).strip()) for cell in cells)

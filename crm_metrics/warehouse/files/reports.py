"""The rows of a list made to be printed: titles above its header, the header again, totals, remarks, several sheets.

What is left out is counted by its kind and told. A line is no row only where it lacks a column that every row needs;
one that has them all is a row, whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice

from crm_metrics.warehouse.files.headers import Record, Wanted
from crm_metrics.warehouse.files.titles import last_day, month_told
from crm_metrics.warehouse.files.workbooks import TYPED, RowBlock, Rows, singly
from crm_metrics.warehouse.mapping import formats
from crm_metrics.warehouse.mapping.language import folded
from crm_metrics.words import mark

ABOVE = 60  # lines in which a header is looked for
FEW = 2  # cells of a line at the end of a list that is a remark: a name and its value

_TOTAL = re.compile(
    r"(?:gran_|sub_?|grand_)?tota(?:l|les|is|ls)(?:_.*)?|sub_?tota(?:l|les|is|ls)(?:_.*)?"
    r"|sum(?:a|as|atoria)(?:_.*)?|som(?:a|atorio)(?:_.*)?|(?:saldo|balance)_(?:anterior|inicial|previo|final|total)(?:_.*)?|opening_balance(?:_.*)?|balance_forward(?:_.*)?"
    r"|promedios?(?:_.*)?|average(?:_.*)?"
)
_DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])(?:\.0)?(?:[/-](0?[1-9]|1[0-2]))?")
_BEGINS = frozenset(
    ("tot", "sub", "sum", "som", "gra", "sal", "bal", "ope", "pro", "ave")
)  # how the words above begin: what does not is none
_TOTAL_OF = re.compile(r"(?i:(?:sub)?total(?:es)?(?: (?:for|of|de|del|do|da|cliente|customer))*[ :-]+)(.+)")
_LABEL = re.compile(r"^(?i:cliente|customer|client|contact|contacto|account|raz[oó]n social|nombre|name)\s*[:=]\s*")
_RULE = re.compile(r"[-=_*. ]+")
_NUMBER = re.compile(
    r"[-+(]*(?:[A-Z]{0,3}[$€£₡₲]|[A-Z]{3}|[SB]/\.?|Bs\.?|Gs\.|R\$)?\s*[-+(]?\d[\d.,' \u00a0]*\)?\s*(?:[A-Z]{3}|€)?-?"
)

Page = tuple[str, Iterable[Rows]]  # the name of a sheet, and its records


@dataclass(kw_only=True)
class LeftOut:
    """What of a file is no row."""

    titles: int = 0
    """Lines above a header."""
    repeated: int = 0
    """Lines that are the header again."""
    totals: int = 0
    """Lines of totals."""
    remarks: int = 0
    """Lines that only say something."""
    groups: int = 0
    """Lines that name what the rows below them have in common."""
    sheets: list[str] = field(default_factory=list)
    """Sheets that have not the columns."""
    until: date | None = None
    """The last day that its titles name."""

    def told(self, file: str) -> list[tuple[str, Mapping[str, object]]]:
        """A sentence for each kind of line that was left out."""
        counted = (
            (self.titles, mark("{file}: lines above the header, which are no rows: {count}.")),
            (self.repeated, mark("{file}: lines that are the header again: {count}.")),
            (self.totals, mark("{file}: lines of totals, which are no rows: {count}.")),
            (self.groups, mark("{file}: lines that name the rows below them: {count}.")),
            (self.remarks, mark("{file}: lines that only say something, and are no rows: {count}.")),
        )
        notices: list[tuple[str, Mapping[str, object]]] = [
            (template, {"file": file, "count": count}) for count, template in counted if count
        ]
        if self.sheets:
            told = mark("{file}: these sheets have other columns and were left aside: {sheets}.")
            notices.append((told, {"file": file, "sheets": ", ".join(self.sheets)}))
        return notices


def rows(pages: Iterable[Page], wanted: Wanted, left: LeftOut, file: str = "") -> Iterator[Rows]:
    """A header line and the rows below it, of all pages alike; what is no row is counted in `left`.

    file: its name, which may tell the year of days that stand as numbers alone.

    Where no page has the header, the first comes as it is: who reads it says what is missing.
    """
    head: list[str] = []
    first: list[Record] = []
    for name, page in pages:
        records = iter(page)
        above = list(singly(islice(records, ABOVE)))
        found = _header(above, wanted)
        if found is None:
            first = first or above
            left.sheets.append(name)
            continue
        at, cells = found
        titles = [record for record in above[: at - wanted.rule.header_lines + 1] if _filled(record[1])]
        left.titles += len(titles)
        told = last_day((cell for _, line in titles for cell in line), month_first=_month_first(wanted))
        left.until = max(filter(None, (left.until, told)), default=None)
        below: Iterable[Rows] = chain(above[at + 1 :], records)
        place = _day_of_month(wanted, cells)
        if place is not None:
            below = whole_days(singly(below), place, [cell for _, line in titles for cell in line], name, file)
        if wanted.rule.group:
            below, cells = grouped(singly(below), len(cells), left), [*cells, wanted.rule.group]
        body = Body(cells, wanted, left).rows(below)
        if not head:
            head = cells
            yield above[at][0], cells
            yield from body
        else:
            yield from _in_order(body, head, cells)
    if not head:
        yield from first


def grouped(records: Iterable[Record], width: int, left: LeftOut) -> Iterator[Record]:
    """Records with one more cell: what the line above them says alone, down to the total of what it names.

    Where such totals stand, a line that says one thing alone within a group is a remark, and after one it names the
    next; where none do, each names those below it.
    """
    held = [(line, cells, _filled(cells)) for line, cells in records]
    alone = {at for at, (_, cells, filled) in enumerate(held) if _says_one(cells, filled)}
    names = {at: _name_of(held[at][1][held[at][2][0]]) for at in alone}
    closing = {folded(name) for name in names.values()}
    ends = {at for at, (_, cells, filled) in enumerate(held) if filled and _closes(cells[filled[0]], closing)}
    said, begun = "", False
    for at, (line, cells, filled) in enumerate(held):
        if at in alone and not (begun and ends):
            rows_follow = _next_filled(held, at) >= FEW
            left.groups, left.remarks = left.groups + rows_follow, left.remarks + (not rows_follow)
            said = names[at]
            continue
        begun = at not in ends and (begun or (len(filled) >= FEW and bool(said)))
        said = "" if at in ends else said
        own = said if len(filled) >= FEW and at not in ends else ""
        yield line, [*cells[:width], *[""] * (width - len(cells)), own]


def _says_one(cells: Sequence[str], filled: Sequence[int]) -> bool:
    """Whether a line says one thing alone, which is a name: neither a number, nor a total, nor a rule."""
    cell = cells[filled[0]] if len(filled) == 1 else ""
    return cell[:1].isalpha() and not is_number(cell) and not says_total(cell) and last_day([cell]) is None


def _name_of(cell: str) -> str:
    """The name that a line says, without the word for what it names: Customer: Sun Ltd."""
    return _LABEL.sub("", cell.rstrip(TYPED).strip())


def _closes(cell: str, names: Collection[str]) -> bool:
    """Whether a line is the total of one of these names."""
    found = _TOTAL_OF.match(cell.rstrip(TYPED).strip())
    return found is not None and folded(found[1]) in names


def _next_filled(held: Sequence[tuple[int, Sequence[str], Sequence[int]]], at: int) -> int:
    """How many cells the next line that says anything has filled."""
    return next((len(filled) for _, _, filled in held[at + 1 :] if filled), 0)


def whole_days(records: Iterable[Record], place: int, titles: Sequence[str], page: str, file: str) -> Iterator[Record]:
    """Records whose cell at `place` tells a day of the month, with the whole day where titles or names tell it."""
    told = month_told([one.rstrip(TYPED) for one in titles]) or month_told([page, *titles]) or month_told([page, file])
    for line, cells in records:
        found = _DAY.fullmatch(cells[place].rstrip(TYPED).strip()) if told and place < len(cells) else None
        if told and found and (found[2] is None or int(found[2]) == told[1]):
            kept = list(cells)
            kept[place] = f"{told[0]}-{told[1]:02d}-{int(found[1]):02d}"
            yield line, kept
        else:
            yield line, cells


def is_day_of_month(cell: str) -> bool:
    """Whether a cell is a day without its month, or without its year: 3, 03, 3/5."""
    return bool(_DAY.fullmatch(cell.rstrip(TYPED).strip()))


def _day_of_month(wanted: Wanted, cells: Sequence[str]) -> int | None:
    """The place of the column that tells only the day of the month."""
    name = wanted.rule.day_of_month
    if name is None:
        return None
    return next((at for at, cell in enumerate(cells) if wanted.by_spelling.get(folded(cell)) == name), None)


def joined(lines: Sequence[Sequence[str]]) -> list[str]:
    """The names of columns that stand in several lines, the upper ones over all columns to their right.

    An upper name over a column without a lower one is that column's own.
    """
    width = max(map(len, lines))
    full = [[*(cell.rstrip(TYPED).strip() for cell in line), *[""] * (width - len(line))] for line in lines]
    names = []
    reach = [""] * (len(full) - 1)
    for place in range(width):
        below = full[-1][place]
        for level in range(len(full) - 1):
            if full[level][place]:
                reach[level] = full[level][place]
                reach[level + 1 :] = [""] * (len(reach) - level - 1)
        own = [line[place] for line in full[:-1] if line[place]]
        over = [name for name in reach if name] if below else own
        names.append(" ".join([*over, *([below] if below else [])]))
    return names


def says_total(cell: str, more: Sequence[str] = ()) -> bool:
    """Whether a cell begins as a line of totals does."""
    name = folded(cell).strip(":*_ ")
    return bool(_TOTAL.fullmatch(name)) or any(_begins(name, folded(one)) for one in more)


def is_number(cell: str) -> bool:
    """Whether a cell is a number by its look: a typed one, or digits with marks and a sign."""
    return cell.endswith(TYPED) or bool(_NUMBER.fullmatch(cell.strip()))


@dataclass
class Body:
    """What stands below a header."""

    header: Sequence[str]
    wanted: Wanted
    left: LeftOut

    def __post_init__(self) -> None:
        names = self.wanted.by_spelling
        columns = {names[folded(cell)]: at for at, cell in enumerate(self.header) if folded(cell) in names}
        kinds = self.wanted.rule.columns
        self._needed = [columns[name] for name in self.wanted.filled if name in columns]
        self._measured = [at for name, at in columns.items() if kinds.get(name, "text") != "text"]
        self._numbers = {at for name, at in columns.items() if _is_amount(kinds.get(name, "text"))}
        self._names = [folded(cell) for cell in self.header]
        self._said = {cell.rstrip(TYPED).strip().casefold() for cell in self.header if cell}

    def rows(self, records: Iterable[Rows]) -> Iterator[Rows]:
        """The rows, and the blank lines as they are; a line or two of a few cells at the very end is a remark."""
        held: list[Record] = []
        for one in chain.from_iterable(map(self._apart, records)):
            if isinstance(one, RowBlock):
                yield from held
                held = []
                yield one
                continue
            line, cells = one
            if not held and len(cells) == len(self.header) and self._is_plain(cells):
                yield one
                continue
            filled = _filled(cells)
            if filled and self._is_left(cells, filled):
                continue
            if (held and not filled) or (filled and len(filled) <= FEW and self._lacks(cells)):
                held.append((line, list(cells)))
                continue
            yield from held
            held = []
            yield line, list(self._cut(cells))
        self.left.remarks += sum(1 for _, cells in held if _filled(cells))
        yield from (record for record in held if not _filled(record[1]))

    def _apart(self, rows: Rows) -> Iterator[Rows]:
        """A block as blocks of rows beyond doubt, with those between them that are looked at more closely."""
        if not isinstance(rows, RowBlock):
            yield rows
            return
        if len(rows.cells) != len(self.header) or not self._needed:
            yield from rows.records()
            return
        start = 0
        for at in [*sorted(self._doubtful(rows)), rows.count]:
            if start < at:
                yield rows.part(start, at)
            if at < rows.count:
                yield from rows.part(at, at + 1).records()
            start = at + 1

    def _doubtful(self, block: RowBlock) -> set[int]:
        """The rows of a block that `_is_plain` denies, told by columns: one of numbers alone lets all pass."""
        found: set[int] = set()
        for at in filter(block.has_texts, self._needed):
            said = [cell.strip().casefold() for cell in block.texts(at)]
            found |= {row for row, cell in enumerate(said) if not cell or cell in self._said or cell[:3] in _BEGINS}
        for at in filter(block.has_texts, self._measured):
            found.update(block.worded(at))
        return found

    def _is_plain(self, cells: Sequence[str]) -> bool:
        """Whether a line is a row beyond doubt, as nearly all are: the rest is looked at more closely."""
        for at in self._needed:
            cell = cells[at].strip().casefold()
            if not cell or cell in self._said or cell[:3] in _BEGINS:
                return False
        return bool(self._needed) and not any(cells[at][:1].isalpha() for at in self._measured)

    def _cut(self, cells: Sequence[str]) -> Sequence[str]:
        """A line without empty cells beyond the last column, which titles wider than the table leave behind."""
        width = len(self.header)
        return cells if len(cells) <= width or any(cell.strip() for cell in cells[width:]) else cells[:width]

    def _is_left(self, cells: Sequence[str], filled: Sequence[int]) -> bool:
        if self._repeats(cells, filled):
            self.left.repeated += 1
        elif self._is_total(cells, filled):
            self.left.totals += 1
        elif self._is_remark(cells, filled):
            self.left.remarks += 1
        else:
            return False
        return True

    def _is_remark(self, cells: Sequence[str], filled: Sequence[int]) -> bool:
        alone = len(filled) == 1 and len(self.header) > FEW and (self._lacks(cells) or self._says(cells, filled[0]))
        return alone or all(_RULE.fullmatch(cells[at].strip()) for at in filled)

    def _says(self, cells: Sequence[str], at: int) -> bool:
        """Whether a cell where a day or a number belongs holds words that are neither."""
        cell = cells[at].strip()
        return at in self._measured and cell[:1].isalpha() and last_day([cell]) is None and not is_number(cell)

    def _lacks(self, cells: Sequence[str]) -> bool:
        return any(at >= len(cells) or not cells[at].rstrip(TYPED).strip() for at in self._needed)

    def _repeats(self, cells: Sequence[str], filled: Sequence[int]) -> bool:
        """Whether each filled cell says the name of its column, or a part of one of several lines."""
        if len(filled) < FEW or any(at >= len(self._names) for at in filled):
            return False
        said = [(folded(cells[at]), self._names[at]) for at in filled]
        if self.wanted.rule.header_lines == 1:
            return all(cell == name for cell, name in said)
        return all(cell and cell in name for cell, name in said)

    def _is_total(self, cells: Sequence[str], filled: Sequence[int]) -> bool:
        texts = [at for at in filled if not is_number(cells[at])]
        telling = [at for at in texts if says_total(cells[at], self.wanted.rule.totals)]
        with_count = len(filled) <= FEW < len(self.header) - 1  # the word, and how many rows there are
        if telling and (with_count or self._lacks(cells) or any(at in self._measured for at in telling)):
            return True
        return not texts and self._lacks(cells) and all(at in self._numbers for at in filled)


def _header(above: Sequence[Record], wanted: Wanted) -> tuple[int, list[str]] | None:
    """The place of the header's last line, and the names of the columns."""
    lines = wanted.rule.header_lines
    names = wanted.by_spelling
    for at in range(lines - 1, len(above)):
        cells = joined([cells for _, cells in above[at - lines + 1 : at + 1]])
        known = {names[folded(cell)] for cell in cells if folded(cell) in names}
        if len(known) >= min(FEW, len(wanted.columns)) and known.issuperset({*wanted.required} - {wanted.rule.group}):
            return at, cells
    return None


def _in_order(body: Iterable[Rows], head: Sequence[str], cells: Sequence[str]) -> Iterator[Rows]:
    """The rows of another page in the order of the first one's columns."""
    if list(map(folded, head)) == list(map(folded, cells)):
        yield from body
        return
    places = {folded(cell): at for at, cell in enumerate(cells)}
    order = [places.get(folded(name)) for name in head]
    for one in body:
        if isinstance(one, RowBlock):
            yield one.in_order(order)
            continue
        line, row = one
        yield line, [row[at] if at is not None and at < len(row) else "" for at in order]


def _filled(cells: Sequence[str]) -> list[int]:
    return [at for at, cell in enumerate(cells) if cell.rstrip(TYPED).strip()]


def _month_first(wanted: Wanted) -> bool:
    said = [wanted.rule.dates, wanted.rule.instants, *wanted.rule.columns.values()]
    return any(isinstance(one, str) and one.startswith("M") and formats.known_kind(one) for one in said if one)


def _is_amount(kind: str | tuple[str, ...]) -> bool:
    return isinstance(kind, str) and formats.is_number(kind)


def _begins(name: str, pattern: str) -> bool:
    return name.startswith(pattern.rstrip("*")) if pattern.endswith("*") else name == pattern

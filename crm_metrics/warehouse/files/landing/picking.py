"""The wanted cells of the records below a header, blank records counted apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from operator import itemgetter

from crm_metrics.warehouse.files.headers import Header, Record
from crm_metrics.warehouse.files.workbooks import RowBlock, Rows, singly

REPEATED = "|"  # between the cells of a column that stands several times


class RecordTally:
    """Records seen and blank ones, counted while they stream by."""

    def __init__(self) -> None:
        self.records = 0
        self.blank = 0


def regular(found: Iterable[Record], width: int) -> int | None:
    """How many records there are, when none is blank and all have `width` cells."""
    records = 0
    for _, cells in found:
        if len(cells) != width or not (cells[0].strip() or "".join(cells).strip()):
            return None
        records += 1
    return records


def picked(found: Iterable[Rows], header: Header, tally: RecordTally) -> Iterator[tuple[object, ...] | RowBlock]:
    """Line, number of cells where it is wrong, and the wanted cells of each record that is not blank; blocks whole.

    Where a column stands several times, its cells are joined row by row.
    """
    width = header.width
    places = list(header.present.values())
    again = [(header.present[name], more) for name, more in header.again.items()]
    pick = itemgetter(*places) if len(places) > 1 else lambda cells: (cells[places[0]],)
    apart = partial(_apart, place=places[0], width=width)
    for one in singly(found) if again else chain.from_iterable(map(apart, found)):
        if isinstance(one, RowBlock):
            tally.records += one.count
            yield one.in_order(places)
            continue
        line, cells = one
        tally.records += 1
        if not cells or (not cells[0].strip() and not "".join(cells).strip()):
            tally.blank += 1
            continue
        whole = [*cells, *[""] * (width - len(cells))] if len(cells) < width or again else cells
        for place, more in again:
            filled = (whole[at].strip() for at in (place, *more))
            whole[place] = REPEATED.join(cell for cell in filled if cell)
        yield (line, None if len(cells) == width else len(cells), *pick(whole))


def _apart(rows: Rows, place: int, width: int) -> Iterable[Rows]:
    """A block as it is where no row of it is blank or of another width, else row by row."""
    if not isinstance(rows, RowBlock):
        return (rows,)
    whole = len(rows.cells) == width and (not rows.has_texts(place) or all(map(str.strip, rows.texts(place))))
    return (rows,) if whole else rows.records()

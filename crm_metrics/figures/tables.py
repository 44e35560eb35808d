"""Tables for people as real HTML tables: bars, sparklines and bullets inside cells, and heat maps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from crm_metrics.boards.core import Bullet, Cell, Detail, Grid, GridColumn, Heat, Row
from crm_metrics.figures.lists import facts
from crm_metrics.figures.markup import both, text, to_rows
from crm_metrics.figures.palette import DARK, LIGHT
from crm_metrics.figures.sparks import control_image, spark
from crm_metrics.figures.tiles import chip, opener, popover
from crm_metrics.words import Words

TALL = 15  # rows; of a longer table these stand open, and none is cut in half by an edge
LONG = 8  # rows; of a longer one with signals, a phone shows first the rows that have one
FEW = 5  # rows; of a longer one without signals, a phone shows these first
SHORT = 9  # letters; a grid of longer names has wider columns, and scrolls inside its card where they need more room
WORDY = 24  # letters; a chip that says more breaks into lines
CALM = ("routine", "small", "closed", "empty")


def folds(body: Grid) -> bool:
    """Whether a phone shows first the rows of the table that have a signal, and the others when asked for."""
    return len(body.rows) > LONG and any(not _calm(row) for row in body.rows)


def grid(table: Grid, place: str, words: Words, *, fold: bool = False, few: int | None = None, rest: str = "") -> str:
    """A table; on a phone each row becomes a block with its column names. Rows of a group stand under its name.

    few: how many rows a phone shows, None for all of them. rest: what it says where a tap shows the others.
    """
    lead, columns, skip = _lead(table, words)
    head = "".join(_head(column) for column in columns)
    body, stand = "", len(table.rows) if few is None else few
    for name, group in groupby(table.rows, key=lambda row: row.group):
        rows = list(group)
        body += _group(name if lead else "", rows, columns, skip=skip, place=place, words=words, stand=stand)
        stand = max(stand - len(rows), 0)
    panels = "".join(
        popover(_panel(place, row), row.detail.title, _detail(row.detail, words), words)
        for row in table.rows
        if row.detail
    )
    style = " tk-fold" if fold else ""
    more = ""
    if few is not None and few < len(table.rows):
        style += "" if rest else " tk-cut"
        more = f'<details class="tk-rest"><summary>{text(rest)}</summary></details>' if rest else ""
    return (
        f'{more}<div class="tk-scroll{style}" tabindex="0" role="region" aria-label="{text(table.caption)}">'
        f'<table class="tk-grid"><caption>{text(table.caption)}</caption>'
        f"<thead><tr>{lead}{head}</tr></thead>{body}</table></div>{panels}"
    )


def opened(table: Grid, place: str, words: Words) -> str:
    """A table that is seen when asked for: all that a sentence counts, behind it."""
    said = text(words("See its cases"))
    return f'<details class="tk-code"><summary>{said}</summary>{grid(table, place, words)}</details>'


def heat(body: Heat, label: str) -> str:
    """A grid of coloured cells with the value in each; one ink serves every cell, the colours stop half-way."""
    known = [value for row in body.values for value in row if value is not None]
    least, most = (min(known), max(known)) if known else (0.0, 1.0)
    middle = body.middle if body.middle is not None else (least + most) / 2
    reach = max(most - middle, middle - least) or 1.0
    rows = ""
    inner = _written(body)
    for name, values, hovers, written in zip(body.rows, body.values, body.hovers, inner, strict=True):
        cells = ""
        for value, told, said in zip(values, hovers, written, strict=True):
            if value is None:
                cells += f'<td title="{text(told)}">{said}</td>'
                continue
            share = 0.5 + (value - middle) / reach / 2 if body.diverging else (value - least) / ((most - least) or 1.0)
            cells += f'<td class="tk-cell" style="background:{_shade(share, body.diverging)}" '
            cells += f'title="{text(told)}">{said}</td>'
        rows += f'<tr><th scope="row">{text(name)}</th>{cells}</tr>'
    above = ""
    if body.column_title:
        above = f'<tr><td></td><th class="tk-above" colspan="{len(body.columns)}">{text(body.column_title)}</th></tr>'
    head = "".join(f'<th scope="col">{text(column)}</th>' for column in body.columns)
    named = any(len(name) > SHORT for name in (*body.rows, *body.columns))
    wide = f' tk-named" style="min-width:{9 + 4.2 * len(body.columns):.0f}rem' if named else ""
    if body.beside:  # short numbers in pairs: a phone shows five columns of them
        wide = f' tk-named tk-pairs" style="min-width:{4.6 + 3.2 * len(body.columns):.0f}rem'
    return (
        f'<div class="tk-scroll" tabindex="0" role="region" aria-label="{text(label)}"><table class="tk-heat{wide}">'
        f"<thead>{above}<tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _written(body: Heat) -> Iterator[list[str]]:
    """What stands in each cell: its text, which leads to its rows or a page, and the number below it."""
    blank = [[""] * len(body.columns)] * len(body.rows)
    sources = body.behind or [[None] * len(body.columns)] * len(body.rows)
    for texts, led, pages, below in zip(body.texts, sources, body.leads or blank, body.beside or blank, strict=True):
        line = []
        for said, source, page, more in zip(texts, led, pages, below, strict=True):
            lead = f'<a class="tk-number" href="{text(page)}">{text(said)}</a>' if page else ""
            small = f'<small class="tk-beside">{to_rows(source if page else None, text(more))}</small>' if more else ""
            line.append((lead or to_rows(source, text(said))) + small)
        yield line


def _lead(table: Grid, words: Words) -> tuple[str, Sequence[GridColumn], int]:
    """The head of the column of groups, the other columns, and how many cells of a row the group stands for."""
    if not any(row.group for row in table.rows):
        return "", table.columns, 0
    if all(row.cells[0].text == row.group for row in table.rows):
        return _head(table.columns[0]), table.columns[1:], 1
    return f'<th scope="col">{text(words("Process"))}</th>', table.columns, 0


def _head(column: GridColumn) -> str:
    return f'<th scope="col" class="tk-is-{column.kind}">{text(column.title)}</th>'


def _group(
    name: str, rows: Sequence[Row], columns: Sequence[GridColumn], *, skip: int, place: str, words: Words, stand: int
) -> str:
    """The rows of a group; those beyond the first `stand` are marked."""
    lines, calm = "", ' class="tk-calm"'
    for index, row in enumerate(rows):
        lead = f'<th scope="rowgroup" rowspan="{len(rows)}" class="tk-group">{text(name)}</th>' if name else ""
        cells = "".join(_cells(row, columns, row.cells[skip:], place, words))
        kind = ' class="tk-beyond"' if index >= stand else calm if not name and _calm(row) else ""
        lines += f"<tr{kind}>{lead if index == 0 else ''}{cells}</tr>"
    return f"<tbody{calm if name and all(map(_calm, rows)) else ''}>{lines}</tbody>"


def _calm(row: Row) -> bool:
    """Whether nothing in a row asks to be looked at."""
    return all(cell.chip is None or cell.chip.kind in CALM for cell in row.cells)


def _cells(row: Row, columns: Sequence[GridColumn], cells: Sequence[Cell], place: str, words: Words) -> Iterator[str]:
    for index, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        kind = f"tk-is-{column.kind} tk-tone-{cell.tone}" + (" tk-muted" if cell.muted else "")
        kind += " tk-long" if cell.chip and len(cell.chip.text) > WORDY else ""
        inner = _inside(column, cell)
        if index == 0:
            name = opener(_panel(place, row), cell.text, words("Open the detail")) if row.detail else inner
            yield f'<th scope="row" class="{kind}">{name}</th>'
        else:
            yield f'<td class="{kind}" data-label="{text(column.title)}">{inner}</td>'


def _inside(column: GridColumn, cell: Cell) -> str:
    if cell.chip is not None:
        return to_rows(cell.behind, chip(cell.chip))
    if cell.leads:
        return f'<a class="tk-number" href="{text(cell.leads)}">{text(cell.text)}</a>'
    if column.kind == "bar" and cell.share is not None:
        share = max(0.0, min(1.0, cell.share))
        said = to_rows(cell.behind, text(cell.text))
        return f'<span class="tk-bar"><i style="width:{share:.1%}"></i></span><span>{said}</span>'
    if column.kind == "spark":
        return spark(cell.series, cell.text or column.title)
    if column.kind == "bullet" and cell.bullet is not None:
        return _bullet(cell.bullet, cell.text)
    said = to_rows(cell.behind, text(cell.text))
    return (
        f'<span class="tk-beside">{spark(cell.series, column.title)}<span>{said}</span></span>' if cell.series else said
    )


def _bullet(bullet: Bullet, said: str) -> str:
    """A bar over three bands with the goal as a mark, on the row's own scale."""
    bands = "".join(
        f'<i class="tk-band-{index}" style="width:{_share(end)}"></i>'
        for index, end in reversed(list(enumerate(bullet.bands or ())))
    )
    value = f'<i class="tk-actual" style="width:{_share(bullet.value)}"></i>' if bullet.value is not None else ""
    goal = f'<i class="tk-mark" style="left:{_share(bullet.goal)}"></i>' if bullet.goal is not None else ""
    return f'<span class="tk-bullet-box" role="img" aria-label="{text(said)}">{bands}{value}{goal}</span>'


def _share(value: float) -> str:
    return f"{max(0.0, min(1.0, value)):.1%}"


def _panel(place: str, row: Row) -> str:
    """The id of a row's panel: letters and digits only, for Streamlit's filter drops a target that holds a colon."""
    return f"tk-row-{text(place)}-{row.key.encode().hex()}"


def _detail(detail: Detail, words: Words) -> str:
    drawn, chart = "", detail.chart
    if chart is not None and chart.points:
        days = f"{words.short_day(chart.points[0].day)} – {words.day(chart.points[-1].day)}"
        drawn = f'<p class="tk-sub">{text(chart.name)} · {text(days)}</p>{control_image(chart, chart.name)}'
    return facts(detail.facts) + drawn


def _shade(share: float, diverging: bool) -> str:
    """The colour of a share 0–1 of the ramp, in both themes."""
    light, dark = (LIGHT.diverging, DARK.diverging) if diverging else (LIGHT.heat, DARK.heat)
    return both(_between(light, share), _between(dark, share))


def _between(ramp: Sequence[str], share: float) -> str:
    place = max(0.0, min(1.0, share)) * (len(ramp) - 1)
    index = min(int(place), len(ramp) - 2)
    low, high = (bytes.fromhex(ramp[index + step][1:]) for step in (0, 1))
    mixed = (round(a + (b - a) * (place - index)) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)

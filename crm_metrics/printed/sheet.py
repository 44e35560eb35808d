"""A board as one HTML document for paper: tiles, tables and lists of the screen, charts as SVG, nothing to press.

The width is a page's in pixels, whatever they are on paper: the PDF fits them to A4, and so chooses the size of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from math import ceil
from pathlib import Path

from crm_metrics.boards.bodies.meanings import Meanings
from crm_metrics.boards.core import Attend, Card, Cell, Control, Empty, Grid, GridColumn, Heat, Multiples, Row
from crm_metrics.figures import bodies
from crm_metrics.figures.lists import meanings
from crm_metrics.figures.look import Look
from crm_metrics.figures.markup import text, unlinked
from crm_metrics.figures.notes import listed, marked, spoken
from crm_metrics.figures.palette import LIGHT
from crm_metrics.figures.tables import grid
from crm_metrics.figures.tiles import chip, tiles
from crm_metrics.printed.charts import svg
from crm_metrics.printed.paper import Paper
from crm_metrics.words import Words

A4 = 297.0, 210.0  # mm, as it lies
MARGIN, GAP, INSIDE = 30, 12, 13  # px: beside the page, between cards, between a card's edge and what it holds
TWELVE, FOUR = 12, 4  # parts of a row of cards; small charts, or terms, side by side
LETTER = 6.6  # px: what a letter of a tile's name takes
LONG = 24  # rows; a longer table takes the width of the page, and goes on beside itself where it has room …
FEW, LONG_OF_FEW = 4, 14  # … and so does one of few columns that is longer than this
MOST = 36  # rows of a part; of a longer table several rows of parts follow each other
WHOLE = 10  # rows; a longer table by itself may begin on one page and end on the next, its head again above it
NARROW, NARROW_HEAT = 7, 8  # columns; a table of as many fits half the page, beside another one
THREE = 3  # parts of a long table side by side
CROWD, FOREMOST = 80, 60  # rows: of a list of cases that is longer than the one, so many go to paper
SIGN, PAD = 6.0, 8.0  # px: what a letter of a table takes, and the room beside what a cell says
DRAWN = {"spark": 66.0, "bullet": 64.0, "bar": 59.0}  # px: what a cell of this kind draws
WRAPS, WORDY = 34, 28  # letters; what says more, in words or as a state, breaks into lines
NAME = 132.0  # px: the least that the first column takes of a part, as paper.css says
TIGHT = 1.15  # of its room: what a table may take before it no longer fits; some of its texts break into lines
UNEVEN = 0.7  # of the taller card of a row: one that is lower is not stretched to the height of the other
SHAPES = {  # what the font of the boards lacks, drawn
    "◔": '<circle cx="5" cy="5" r="4.3" fill="none" stroke="{0}"/><path d="M5 5V.7A4.3 4.3 0 0 1 9.3 5Z" fill="{0}"/>',
    "◷": '<circle cx="5" cy="5" r="4.3" fill="none" stroke="{0}"/><path d="M5 2V5H8" fill="none" stroke="{0}"/>',
}
END = "end"  # the id of the place below the last card
STYLE = Path(__file__).with_name("paper.css")


def document(paper: Paper, width: int, font: str) -> str:
    """The board as HTML for pages of this width in pixels; font: the address of the font of its texts."""
    board, words = paper.board, paper.words
    shown = _tiles(paper, width - 2 * MARGIN) if board.tiles else ""
    printed = [card for card in board.cards if not card.aside]
    cards = "".join(_row(row, paper, width - 2 * MARGIN) for row in _rows(printed, width - 2 * MARGIN))
    whole = unlinked(f"{_head(paper)}{shown}{cards}{_aside(board.cards, words)}")
    for shape, drawn in SHAPES.items():
        whole = whole.replace(f">{shape}<", f">{_drawn(drawn.format(LIGHT.watch))}<")
    title = text(f"{board.title} · {board.period}")
    return (
        f'<!DOCTYPE html><html lang="{words.language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="author" content="{text(paper.company)}"><style>{style(width, font)}</style></head>'
        f'<body>{whole}<div id="{END}"></div></body></html>'
    )


def _aside(cards: Iterable[Card], words: Words) -> str:
    """The findings of the cards that stand on the screen alone."""
    titles = [card.title for card in cards if card.aside]
    said = text(words("On the screen besides: {titles}", titles="; ".join(titles)))
    return f'<p class="tk-sub">{said}</p>' if titles else ""


def style(width: int, font: str) -> str:
    """The colours, the font and the rules of a page of this width in pixels; font: the address of its file."""
    height = width * A4[1] / A4[0]
    colours = "".join(
        f"--tk-{name.replace('_', '-')}:{value};" for name, value in vars(LIGHT).items() if isinstance(value, str)
    )
    colours += "".join(f"--tk-bullet-{n}:{LIGHT.bullet[n]};" for n in range(3))
    return (
        f'@font-face{{font-family:"Source Sans";src:url("{font}")}}'
        f"@page{{size:{width}px {height:.2f}px;margin:24px {MARGIN}px 40px}}"
        f":root{{{colours}}}{STYLE.read_text(encoding='utf-8')}"
    )


def _head(paper: Paper) -> str:
    """What, of when, of whom, asked how; then what changes its reading, and its sentences."""
    board, words = paper.board, paper.words
    about = [*paper.asked, *paper.fresh, words("Printed: {moment}", moment=paper.printed)]
    link = f' · <a href="{text(paper.link)}">{text(paper.link)}</a>' if paper.link else ""
    foot = " · ".join((paper.company, board.title, board.period, *paper.asked))
    notices = "".join(f'<p class="pr-notice"><b>!</b> {text(notice)}</p>' for notice in paper.notices)
    summary = ""
    if board.summary:
        first, *rest = board.summary
        summary = f'<p class="pr-summary"><b>{text(first)}</b> {text(" ".join(rest))}</p>'
    return (
        f'<div class="pr-foot">{text(foot)}</div>'
        f'<header><div class="pr-title"><h1>{text(board.title)} <span class="pr-period">{text(board.period)}</span> '
        f'{chip(board.state)}</h1><p class="pr-company">{text(paper.company)}</p></div>'
        f'<p class="pr-about">{text(" · ".join(about))}{link}</p></header>{notices}{summary}'
    )


def _tiles(paper: Paper, width: float) -> str:
    """The tiles side by side; where a name takes two lines, all have room for two."""
    given = paper.board.tiles
    inside = (width - (len(given) - 1) * GAP) / len(given) - 2 * INSIDE
    long = any(len(tile.name) * LETTER > inside for tile in given)
    return f"<div{' class=pr-two' if long else ''}>{tiles(given, paper.words)}</div>"


def _rows(cards: Iterable[Card], width: float) -> Iterator[list[Card]]:
    """Cards side by side as on the screen, where they fill their row; two narrow tables after each other share one.

    A long table stands by itself, after the row that it would have been in.
    """
    row: list[Card] = []
    later: list[Card] = []
    for card in _sized(list(cards), width):
        if _is_long(card):
            later.append(card)
            continue
        if row and sum(one.width for one in row) + card.width > TWELVE:
            yield from (_filled(row), *([_filled([one]) for one in later]))
            row, later = [], []
        row.append(card)
    yield from ([_filled(row)] if row else [])
    yield from (_filled([one]) for one in later)


def _sized(cards: Sequence[Card], width: float) -> Iterator[Card]:
    """The cards with their widths on paper: of two narrow tables after each other, each has half a row."""
    for narrow, run in groupby(cards, key=partial(_is_narrow, width=width)):
        given = list(run)
        if narrow and len(given) % 2 == 0:
            yield from (replace(one, width=TWELVE // 2) for one in given)
            continue
        place = 0
        while place < len(given):
            pair = given[place : place + 2]
            halves = narrow and len(pair) == 2 and all(one.width == TWELVE for one in pair)
            yield from (replace(one, width=TWELVE // 2) for one in pair) if halves else pair[:1]
            place += 2 if halves else 1


def _is_long(card: Card) -> bool:
    if not isinstance(card.body, Grid):
        return False
    return len(card.body.rows) > (LONG_OF_FEW if len(card.body.columns) <= FEW else LONG)


def _is_narrow(card: Card, width: float) -> bool:
    body = card.body
    if isinstance(body, Heat):
        return len(body.columns) <= NARROW_HEAT
    return isinstance(body, Grid) and len(body.columns) <= NARROW and not _is_long(card) and _beside(body, width) > 1


def _beside(body: Grid, width: float) -> int:
    """How many parts of a long table stand side by side in so many pixels."""
    needed = _across(body)
    fitting = (n for n in range(THREE, 1, -1) if needed <= TIGHT * ((width + 2 * GAP) / n - GAP))
    return next(fitting, 1)


def _across(body: Grid) -> float:
    """What a table takes across, in pixels, nearly; long words, of a title or a cell, break into lines."""
    columns = ((column, [row.cells[place] for row in body.rows]) for place, column in enumerate(body.columns))
    lead = max((len(row.group) for row in body.rows if row.group != row.cells[0].text), default=0)
    first, *others = (_column(column, cells) for column, cells in columns)
    return max(first, NAME + PAD) + sum(others) + (lead * SIGN + PAD if lead else 0)


def _column(column: GridColumn, cells: Sequence[Cell]) -> float:
    word = max(map(len, column.title.split()), default=0)
    if column.kind == "spark":
        return max(DRAWN["spark"], len(column.title) * SIGN) + PAD  # its title stands on one line
    drawn = any(cell.bullet or cell.share is not None for cell in cells)
    said = max((_letters(cell) for cell in cells if column.kind != "bullet" or not cell.bullet), default=0)
    return max(word * SIGN, said * SIGN + (DRAWN.get(column.kind, 0.0) if drawn else 0.0)) + PAD


def _letters(cell: Cell) -> int:
    return min(len(cell.chip.text) + 4, WORDY) if cell.chip else min(len(cell.text), WRAPS)


def _lines(card: Card) -> float:
    """How high a card is, in lines of a table, nearly."""
    body = card.body
    if isinstance(body, Grid | Heat):
        return 4.0 + len(body.rows)
    if isinstance(body, Attend):
        return 3.0 + 2.2 * len(body.items)
    return 5.0 if isinstance(body, Empty) else 16.0


def _filled(row: list[Card]) -> list[Card]:
    """The cards of a row, the last of them as wide as there is room."""
    *first, last = row
    return [*first, replace(last, width=TWELVE - sum(card.width for card in first))]


def _row(row: Sequence[Card], paper: Paper, width: float) -> str:
    """Cards of one height side by side; one alone may go on over the next page."""
    if len(row) == 1:
        return f'<div class="pr-alone">{_card(row[0], paper, width)}</div>'
    part, tallest = (width - (TWELVE - 1) * GAP) / TWELVE, max(map(_lines, row))
    cells = ""
    for card in row:
        wide = card.width * part + (card.width - 1) * GAP
        if _lines(card) < UNEVEN * tallest:
            cells += f'<div class="pr-cell" style="width:{wide:.2f}px">{_card(card, paper, wide)}</div>'
        else:
            cells += _card(card, paper, wide, cell=True)
    return f'<div class="pr-row">{cells}</div>'


def _card(card: Card, paper: Paper, width: float, *, cell: bool = False) -> str:
    """One card of a width in pixels; cell: whether it is as high as the row that it stands in."""
    inside = width - 2 * INSIDE - 2
    said = card.on_paper or card.subtitle
    subtitle = f'<p class="tk-sub">{text(said)}</p>' if said else ""
    footer = f'<p class="tk-footer">{text(card.footer)}</p>' if card.footer else ""
    rows = len(card.body.rows) if isinstance(card.body, Grid) else 0
    parts = _beside(card.body, inside) if isinstance(card.body, Grid) and _is_long(card) else 1
    whole = rows <= (2 * MOST if cell or parts > 1 else WHOLE) and not isinstance(card.body, Meanings)
    kind = f"pr-card{' pr-whole' if whole else ''}{' pr-cell' if cell else ''}"
    style = f' style="width:{inside:.2f}px"' if cell else ""
    return (
        f'<section class="{kind}" id="card-{text(card.key)}"{style}><div class="tk-card"><h2>{text(card.title)}</h2>'
        f"{subtitle}</div>{body(card, paper, inside)}{listed(card.notes, paper.words, whole=True)}{footer}</section>"
    )


def body(card: Card, paper: Paper, width: float) -> str:
    """A body as on the screen, its charts drawn for this width."""
    if isinstance(card.body, Multiples):
        return _multiples(card, card.body, paper, width)
    if isinstance(card.body, Grid):
        return _table(card, card.body, paper, width)
    if isinstance(card.body, Meanings):
        return _terms(card.body)
    said = f"{card.title}. {card.alt} {spoken(card.notes, paper.words)}".rstrip()
    charts = "".join(_chart(place, card, paper, width, said) for place in range(len(bodies.charts(card.body))))
    return bodies.html(card, paper.words) + charts + bodies.foot(card.body, paper.words)


def _table(card: Card, body: Grid, paper: Paper, width: float) -> str:
    """Every row of a table; what opens on the screen stays closed. A long one goes on beside itself.

    Of a list of hundreds of cases, the first: whoever works through all of them has the page or its file.
    """
    crowd = body.queue and len(body.rows) > CROWD
    rows = [replace(row, detail=None, cells=_undrawn(body, row)) for row in body.rows[: FOREMOST if crowd else None]]
    beside = _beside(body, width) if _is_long(card) else 1
    most = min(MOST, ceil(len(rows) / beside)) if beside > 1 else len(rows) or 1
    parts = [rows[start : start + most] for start in range(0, len(rows), most)] or [[]]
    drawn = [grid(replace(body, rows=tuple(part)), card.key, paper.words) for part in parts]
    rest = _rest(len(body.rows) - len(rows), paper.words) if crowd else ""
    if len(drawn) == 1:
        return drawn[0] + rest
    return "".join(_abreast(drawn[start : start + beside], beside) for start in range(0, len(drawn), beside)) + rest


def _rest(more: int, words: Words) -> str:
    """How many rows of a list are not on paper, and where they are."""
    return f'<p class="tk-sub">{text(words("And {n} more: on the page, whose file has them all", n=more))}</p>'


def _terms(body: Meanings) -> str:
    """Terms four to a row, read from left to right: a page ends between two rows."""
    drawn = [meanings(replace(body, terms=(term,))) for term in body.terms]
    return "".join(_abreast(drawn[start : start + FOUR], FOUR) for start in range(0, len(drawn), FOUR))


def _abreast(parts: Sequence[str], places: int) -> str:
    """Parts of one thing side by side, as wide as so many of them need."""
    held = [*parts, *[""] * (places - len(parts))]
    return '<div class="pr-row">' + "".join(f'<div class="pr-half">{one}</div>' for one in held) + "</div>"


def _undrawn(body: Grid, row: Row) -> tuple[Cell, ...]:
    """The cells of a row without the small drawings beside words, for which paper has no room."""
    return tuple(
        replace(cell, series=()) if column.kind == "text" else cell
        for column, cell in zip(body.columns, row.cells, strict=True)
    )


def _multiples(card: Card, body: Multiples, paper: Paper, width: float) -> str:
    """Small charts, four to a row at most, and how they are read in the cell after them."""
    beside = min(FOUR, len(body.charts) + 1)
    wide = (width - (beside - 1) * GAP) / beside
    cells = [_multiple(place, chart, card, paper, wide) for place, chart in enumerate(body.charts)]
    cells.append(bodies.html(card, paper.words))
    rows = [cells[start : start + beside] for start in range(0, len(cells), beside)]
    return "".join(
        '<div class="pr-row">'
        + "".join(f'<div class="pr-cell" style="width:{wide:.2f}px">{cell}</div>' for cell in row)
        + "</div>"
        for row in rows
    )


def _multiple(place: int, chart: Control, card: Card, paper: Paper, width: float) -> str:
    group = f"<b>{text(chart.group)}</b> " if chart.group else ""
    named = f'<p class="tk-multiple">{group}{text(chart.name)}</p>'
    if chart.reason:
        return f'{named}<p class="tk-none-line">{text(chart.reason)}</p>'
    said = f"{chart.group} {chart.name}. {card.title} {spoken(card.notes, paper.words, place)}".rstrip()
    return named + _chart(place, card, paper, width, said)


def _chart(place: int, card: Card, paper: Paper, width: float, title: str) -> str:
    """One of the charts of a card with its notes, in a width."""
    look = Look(paper.words, LIGHT, paper.currency, isinstance(card.body, Multiples))
    return svg(marked(bodies.spec(bodies.charts(card.body)[place], look), card.notes, place, look), width, title)


def _drawn(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="9" height="9">{inside}</svg>'

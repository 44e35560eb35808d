"""A board as one HTML document for paper: tiles, tables and lists of the screen, charts as SVG, nothing to press.

The width is a page's in pixels, whatever they are on paper: the PDF fits them to A4, and so chooses the size of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from crm_metrics.boards.core import Attend, Body, Card, Cell, Control, Empty, Grid, Heat, Multiples, Row
from crm_metrics.figures import bodies
from crm_metrics.figures.look import Look
from crm_metrics.figures.markup import text, unlinked
from crm_metrics.figures.palette import LIGHT
from crm_metrics.figures.tables import grid
from crm_metrics.figures.tiles import chip, tiles
from crm_metrics.printed.charts import svg
from crm_metrics.printed.paper import Paper
from crm_metrics.words import Words

A4 = 297.0, 210.0  # mm, as it lies
MARGIN, GAP, INSIDE = 30, 12, 13  # px: beside the page, between cards, between a card's edge and what it holds
TWELVE, FOUR = 12, 4  # parts of a row of cards; small charts side by side
LETTER = 6.6  # px: what a letter of a tile's name takes
LONG = 24  # rows; a longer table takes the width of the page and stands in two halves …
FEW, LONG_OF_FEW = 4, 14  # … and so does one of few columns that is longer than this
MOST = 36  # rows of a half; of a longer table several pairs follow each other
WHOLE = 15  # rows; a longer table by itself may begin on one page and end on the next, its head again above it
NARROW = 7  # columns; a table of as many fits half the page, beside another one
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
    cards = "".join(_row(row, paper, width - 2 * MARGIN) for row in _rows(printed))
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


def _rows(cards: Iterable[Card]) -> Iterator[list[Card]]:
    """Cards side by side as on the screen, where they fill their row; two narrow tables after each other share one.

    A long table stands by itself, after the row that it would have been in.
    """
    row: list[Card] = []
    later: list[Card] = []
    for card in _sized(list(cards)):
        if _is_long(card):
            later.append(card)
            continue
        if row and sum(one.width for one in row) + card.width > TWELVE:
            yield from (_filled(row), *([_filled([one]) for one in later]))
            row, later = [], []
        row.append(card)
    yield from ([_filled(row)] if row else [])
    yield from (_filled([one]) for one in later)


def _sized(cards: Sequence[Card]) -> Iterator[Card]:
    """The cards with their widths on paper: of two narrow tables after each other, each has half a row."""
    place = 0
    while place < len(cards):
        pair = cards[place : place + 2]
        halves = len(pair) == 2 and all(one.width == TWELVE and _is_narrow(one) for one in pair)
        yield from (replace(one, width=TWELVE // 2) for one in pair) if halves else pair[:1]
        place += 2 if halves else 1


def _is_long(card: Card) -> bool:
    if not isinstance(card.body, Grid):
        return False
    return len(card.body.rows) > (LONG_OF_FEW if len(card.body.columns) <= FEW else LONG)


def _is_narrow(card: Card) -> bool:
    return isinstance(card.body, Grid) and len(card.body.columns) <= NARROW and not _is_long(card)


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
    whole = rows <= (2 * MOST if cell or _is_long(card) else WHOLE)
    kind = f"pr-card{' pr-whole' if whole else ''}{' pr-cell' if cell else ''}"
    style = f' style="width:{inside:.2f}px"' if cell else ""
    return (
        f'<section class="{kind}" id="card-{text(card.key)}"{style}><div class="tk-card"><h2>{text(card.title)}</h2>'
        f"{subtitle}</div>{body(card, paper, inside)}{footer}</section>"
    )


def body(card: Card, paper: Paper, width: float) -> str:
    """A body as on the screen, its charts drawn for this width."""
    if isinstance(card.body, Multiples):
        return _multiples(card, card.body, paper, width)
    if isinstance(card.body, Grid):
        return _table(card, card.body, paper)
    charts = "".join(_chart(chart, paper, width, f"{card.title}. {card.alt}") for chart in bodies.charts(card.body))
    return bodies.html(card, paper.words) + charts + bodies.foot(card.body, paper.words)


def _table(card: Card, body: Grid, paper: Paper) -> str:
    """Every row of a table; what opens on the screen stays closed. A long one goes on beside itself."""
    rows = [replace(row, detail=None, cells=_undrawn(body, row)) for row in body.rows]
    half = min(MOST, (len(rows) + 1) // 2) if _is_long(card) else len(rows) or 1
    parts = [rows[start : start + half] for start in range(0, len(rows), half)] or [[]]
    drawn = [grid(replace(body, rows=tuple(part)), card.key, paper.words) for part in parts]
    if len(drawn) == 1:
        return drawn[0]
    pairs = [drawn[start : start + 2] for start in range(0, len(drawn), 2)]
    return "".join(
        '<div class="pr-row">' + "".join(f'<div class="pr-half">{one}</div>' for one in pair) + "</div>"
        for pair in pairs
    )


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
    cells = [_multiple(chart, card, paper, wide) for chart in body.charts]
    cells.append(bodies.html(card, paper.words))
    rows = [cells[start : start + beside] for start in range(0, len(cells), beside)]
    return "".join(
        '<div class="pr-row">'
        + "".join(f'<div class="pr-cell" style="width:{wide:.2f}px">{cell}</div>' for cell in row)
        + "</div>"
        for row in rows
    )


def _multiple(chart: Control, card: Card, paper: Paper, width: float) -> str:
    group = f"<b>{text(chart.group)}</b> " if chart.group else ""
    named = f'<p class="tk-multiple">{group}{text(chart.name)}</p>'
    if chart.reason:
        return f'{named}<p class="tk-none-line">{text(chart.reason)}</p>'
    return named + _chart(chart, paper, width, f"{chart.group} {chart.name}. {card.title}", small=True)


def _chart(chart: Body, paper: Paper, width: float, title: str, *, small: bool = False) -> str:
    return svg(bodies.spec(chart, Look(paper.words, LIGHT, paper.currency, small)), width, title)


def _drawn(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="9" height="9">{inside}</svg>'

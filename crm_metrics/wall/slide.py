"""One board as a wall shows it: headline, tiles and one card of its first screen, in letters that are read from 4 m.

Nothing in it can be pressed, and nothing in it is a number of its own: it writes what the board says.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crm_metrics.boards.core import Attend, Card, Empty, Grid, Tile
from crm_metrics.figures import PALETTES, bodies, lists, tables
from crm_metrics.figures.look import Look
from crm_metrics.figures.markup import text, unlinked
from crm_metrics.figures.tiles import chip, course
from crm_metrics.printed.charts import svg
from crm_metrics.printed.paper import Paper
from crm_metrics.words import Words

AGENTS = "agents"  # the card that ranks people by name
FIRST = {  # of each board the card that stands beside its tiles; where there is none, the first that can be drawn
    "daily": "attend",
    "weekly": "scorecard",
    "monthly": "plan",
    "overview": "processes",
}
LEFT_OUT = ("bullet", "spark")  # kinds of columns that are too fine to be read from afar
MOST, WIDEST, LEAST = 14, 7, 5  # rows of a table across the screen, its columns, and the rows of one beside tiles
ITEMS, SENTENCES = 3, 2
NARROW, WIDE = 420.0, 760.0  # px that a chart is drawn for: the screen shows it twice as large
OLD = 2  # days without data after which the wall says so


def slide(paper: Paper, *, theme: str = "light", agents: bool = False) -> str:
    """The first screen of a board as HTML.

    paper: the board with whose it is and what changes its reading. theme: "light" or "dark", the colours of a chart.
    agents: whether people are shown by name.
    """
    board, words = paper.board, paper.words
    card = _chosen(board.cards, board.key, agents=agents)
    shown = _tiles(board.tiles, words) if board.tiles else ""
    beside = _card(card, paper, theme, wide=not board.tiles) if card else ""
    both = " tk-wall-both" if shown and beside else ""
    asked = " · ".join((paper.company, *paper.asked))
    return (
        f'<main class="tk-wall"><header class="tk-wall-head"><h1>{text(board.title)}</h1>'
        f'<span class="tk-wall-period">{text(board.period)}</span>{chip(board.state)}'
        f'<span class="tk-wall-whose">{text(asked)}</span></header>'
        f"{_notices(paper.notices, words)}{_headline(board.summary)}"
        f'<div class="tk-wall-main{both}">{shown}{beside}</div></main>'
    )


def old(latest: date | None, today: date, words: Words) -> tuple[str, ...]:
    """That the data have stood still, where they have: no source is late where all of them have stopped."""
    days = (today - latest).days if latest else 0
    if latest is None or days < OLD:
        return ()
    said = words("The data end on {day}, {n} days ago: nothing newer has come in.", day=latest, n=days)
    return (said,)


def _chosen(cards: Sequence[Card], board: str, *, agents: bool) -> Card | None:
    """The one card that is shown, never people by name unless that was asked for."""
    known = {card.key: card for card in cards}
    if agents and AGENTS in known and board == "daily":
        return known[AGENTS]
    open_to_all = [card for card in cards if card.key != AGENTS and not card.aside]
    fit = (card for card in open_to_all if isinstance(card.body, Attend | Empty | Grid) or _is_chart(card))
    wanted = known.get(FIRST.get(board, ""))
    return wanted if wanted in open_to_all else next(fit, None)


def _is_chart(card: Card) -> bool:
    return bodies.drawing(card.body).figure is not None


def _notices(notices: Sequence[str], words: Words) -> str:
    """The first of what changes the reading, and how much more there is."""
    if not notices:
        return ""
    first, *rest = notices
    more = f" · {words.many(len(rest), 'and one more notice', 'and {n} more notices')}" if rest else ""
    return f'<p class="tk-wall-notice" role="status"><b>!</b> {text(first + more)}</p>'


def _headline(summary: Sequence[str]) -> str:
    if not summary:
        return ""
    first, *rest = summary[:SENTENCES]
    return f'<p class="tk-wall-says"><b>{text(first)}</b> {text(" ".join(rest))}</p>'


def _tiles(given: Sequence[Tile], words: Words) -> str:
    drawn = "".join(_tile(one, words) for one in given)
    return f'<section class="tk-wall-tiles tk-wall-of-{len(given)}">{drawn}</section>'


def _tile(tile: Tile, words: Words) -> str:
    """Name, value and unit, target and gap, signal, n: as the tile of a page, without what opens."""
    is_known = tile.value not in ("", "–")
    unit = f'<span class="tk-wall-unit">{text(tile.unit)}</span>' if is_known and tile.unit else ""
    return (
        f'<article class="tk-wall-tile" data-metric="{text(tile.metric)}"><h2>{text(tile.name)}</h2>'
        f'<p class="tk-wall-value{"" if is_known else " tk-wall-none"}">'
        f"{text(tile.value if is_known else words('no data'))}{unit}</p>{course(tile, words, 'tk-wall-spark')}"
        f'<p class="tk-wall-goal">{text(tile.target)} '
        f'<b class="tk-tone-{tile.tone}">{text(tile.variance)}</b></p>'
        f'<p class="tk-wall-foot-of-tile">{chip(tile.chip)} {text(tile.reason or tile.footer)}</p></article>'
    )


def _card(card: Card, paper: Paper, theme: str, *, wide: bool) -> str:
    """A card with its title, and under it where its numbers come from."""
    said = f'<p class="tk-wall-source">{text(card.footer)}</p>' if card.footer else ""
    return (
        f'<section class="tk-wall-card"><h2>{text(card.title)}</h2>'
        f'<div class="tk-wall-body">{_body(card, paper, theme, wide=wide)}</div>{said}</section>'
    )


def _body(card: Card, paper: Paper, theme: str, *, wide: bool) -> str:
    body, words = card.body, paper.words
    if isinstance(body, Grid):
        return unlinked(tables.grid(_legible(body, wide=wide), card.key, words))
    if isinstance(body, Attend):
        items = tuple(replace(item, opens=None, goto=()) for item in body.items[:ITEMS])
        return unlinked(lists.attend(Attend(items)))
    if isinstance(body, Empty):
        return lists.empty(body, card.title)
    look = Look(words, PALETTES[theme], paper.currency)
    drawn = svg(bodies.spec(body, look), WIDE if wide else NARROW, card.alt)
    return unlinked(bodies.html(card, words)) + _picture(drawn, f"{card.title}. {card.alt}")


def _picture(drawn: str, alt: str) -> str:
    """An SVG as an image: the only way that Streamlit's filter lets one through."""
    data = b64encode(drawn.encode()).decode()
    return f'<img class="tk-wall-picture" alt="{text(alt)}" src="data:image/svg+xml;base64,{data}">'


def _legible(body: Grid, *, wide: bool) -> Grid:
    """A table without what is too fine for afar: so many rows and columns as large letters have room for."""
    kept = [index for index, column in enumerate(body.columns) if column.kind not in LEFT_OUT]
    kept = kept[: WIDEST if wide else LEAST]
    chips = [index for index, column in enumerate(body.columns) if column.kind == "chip"]
    if chips and chips[0] not in kept:  # what is judged stays
        kept = [*kept[:-1], chips[0]]
    columns = tuple(body.columns[index] for index in kept)
    columns = tuple(replace(one, kind="text") if one.kind == "bar" else one for one in columns)
    rows = tuple(
        replace(row, detail=None, cells=tuple(replace(row.cells[index], series=()) for index in kept))
        for row in body.rows[: MOST if wide else LEAST]
    )
    return Grid(columns, rows, body.caption)

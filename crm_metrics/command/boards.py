"""The command board: what a board shows, as text on the screen or as a PDF in a file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

from crm_metrics import access
from crm_metrics.access import PROCESSES, Reader
from crm_metrics.boards.core import Attend, Board, Card, Cell, Empty, Grid, Heat, Tile, View
from crm_metrics.boards.filters import permitted
from crm_metrics.boards.number import BEYOND
from crm_metrics.command import arguments, printing
from crm_metrics.command.run import Run
from crm_metrics.errors import QuestionError, unknown
from crm_metrics.figures.notes import line_of
from crm_metrics.figures.rows import DRAWN
from crm_metrics.languages import LANGUAGES, settled
from crm_metrics.metrics.core import DIMENSIONS
from crm_metrics.metrics.question import FIRST_YEAR, LAST_YEAR
from crm_metrics.office.appointed import appointed
from crm_metrics.printed.offered import PRINTED, WHOLE
from crm_metrics.printed.paper import Paper, paper
from crm_metrics.printed.pdf import pdf
from crm_metrics.words import Words


def board(run: Run) -> int:
    """The command board: a board of a view, within what its reader may see."""
    given = run.given
    name, pairs = given.name, [_filter(text) for text in given.where]
    if name not in PRINTED:
        raise unknown(QuestionError, "No board '{word}'.", name, PRINTED)
    processes = _processes(given.process, pairs)
    if processes and name in WHOLE:
        raise QuestionError("The board {board} is of all processes; ask the board process for one of them.", board=name)
    where = tuple(pair for pair in pairs if pair[0] != "process")
    one, several = (None, processes) if len(processes) > 1 else (next(iter(processes), None), ())
    reader = _reader(run, name)
    view = View(
        scope=reader.scope,
        process=one,
        where=where,
        until=_until(given.until),
        personal=reader.personal,
        processes=several,
        answers=appointed(name, run.settings, run.folder),
    )
    for beyond in (process for process in several if not permitted(view.scope, process)):
        raise QuestionError(BEYOND, value=beyond)
    words, warehouse = _words(run), run.warehouse
    run.tell_notice()
    module = import_module(f"crm_metrics.boards.{PRINTED[name]}")  # the argument says which
    made: Board = module.board(module.gather(warehouse, view), words)
    address = run.settings.address
    sheet = paper(warehouse, made, view, words, address=address, at=datetime.now(UTC))
    if given.pdf is None:
        sys.stdout.write(text(sheet))
        return 0
    file = Path(given.pdf)
    file.write_bytes(pdf(sheet))
    run.print("{file} holds the board.", file=file)
    return 0


def _processes(named: str | None, pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The processes that a board is asked of, by its own option or as a filter, in their fixed order."""
    asked = [value for name, value in pairs if name == "process"] + ([named] if named is not None else [])
    for name in asked:
        if name not in PROCESSES:
            raise unknown(QuestionError, "No process '{word}'.", name, PROCESSES)
    return tuple(name for name in PROCESSES if name in asked)


def _until(text: str | None) -> date | None:
    """The day asked for; limits are learnt from the years before it, so these lie within reach too."""
    day, first, last = arguments.day("--until", text), FIRST_YEAR + 3, LAST_YEAR - 1
    if day is not None and not first <= day.year <= last:
        raise QuestionError(
            "{day} is out of reach: ask for days of the years {first} to {last}.",
            day=day, first=str(first), last=str(last),
        )  # fmt: skip
    return day


def _filter(text: str) -> tuple[str, str]:
    """A dimension and one of its values, as a link asks for them."""
    dimension, value = arguments.pair(text)
    if dimension not in DIMENSIONS:
        raise unknown(QuestionError, "No dimension '{word}'.", dimension, DIMENSIONS)
    return dimension, value or ""


def text(sheet: Paper) -> str:
    """A board as text: what of, when, asked how; its summary, key figures, and tables with all their rows."""
    made, words = sheet.board, sheet.words
    blocks = [f"{sheet.company} · {made.title} · {made.period} · {made.state.text}\n"]
    about = [" · ".join((*sheet.asked, *sheet.fresh)), *sheet.notices]
    blocks.append("".join(line + "\n" for line in about if line))
    if made.summary:
        blocks.append("\n".join(made.summary) + "\n")
    if made.tiles:
        blocks.append(_tiles(made.tiles, words))
    blocks += [_card(card, words) for card in made.cards]
    return "\n".join(blocks)


def _tiles(tiles: tuple[Tile, ...], words: Words) -> str:
    names = [words(name) for name in ("Metric", "Value", "Target", "Difference", "Signal", "Remark")]
    rows = [
        [
            tile.name,
            words.glued(tile.value, tile.unit) if tile.unit in ("%", "‰") else f"{tile.value} {tile.unit}".rstrip(),
            tile.target,
            tile.variance,
            tile.chip.text,
            tile.reason or tile.footer,
        ]
        for tile in tiles
    ]
    return printing.grid(names, rows, right=names[1:2])


def _card(card: Card, words: Words) -> str:
    subtitle, inside = card.on_paper or card.subtitle, _inside(card, words)
    noted = map(line_of, card.notes)
    return "".join(line.rstrip("\n") + "\n" for line in (card.title, subtitle, inside, *noted) if line)


def _inside(card: Card, words: Words) -> str:
    """The rows of a card's table or list, why there are none, or what its chart tells."""
    body = card.body
    if isinstance(body, Grid):
        return _table(body, words)
    if isinstance(body, Heat):
        rows = [[name, *texts] for name, texts in zip(body.rows, body.texts, strict=True)]
        return printing.grid(["", *body.columns], rows, right=body.columns)
    if isinstance(body, Attend):
        items = [[item.chip.text, item.team, item.owner, f"{item.fact} · {item.detail}"] for item in body.items]
        return "".join(" · ".join(filter(None, item)) + "\n" for item in items)
    if isinstance(body, Empty):
        return body.reason
    return card.alt.removeprefix(card.title).lstrip(":. ")


def _table(body: Grid, words: Words) -> str:
    """All rows of a table as the screen writes them, but for its drawings; their group first, where they have one."""
    grouped = any(row.group and row.cells[0].text != row.group for row in body.rows)
    told = [place for place, column in enumerate(body.columns) if column.kind not in DRAWN]
    names = [words("Process")] if grouped else []
    names += [body.columns[place].title for place in told]
    rows = [[*([row.group] if grouped else []), *(_said(row.cells[place]) for place in told)] for row in body.rows]
    return printing.grid(names, rows, right=[column.title for column in body.columns if column.kind == "number"])


def _said(cell: Cell) -> str:
    return cell.chip.text if cell.chip else cell.text


def _words(run: Run) -> Words:
    """The language asked for, with the numbers and dates of the company's country where it is spoken there."""
    asked: str | None = run.given.lang
    if asked is None:
        return run.words
    language = asked.replace("_", "-").partition("-")[0]
    if language not in LANGUAGES:
        raise unknown(QuestionError, "No language '{word}'.", asked, LANGUAGES)
    return Words(settled(asked, run.warehouse.company.locale))


def _reader(run: Run, board: str) -> Reader:
    """The reader named; where none is, who sees everything: whoever runs a command has the files."""
    name: str | None = run.given.reader
    if name is None:
        return access.LOCAL[-1]
    known = {reader.name: reader for reader in access.readers(run.settings.access)}
    if name not in known:
        raise unknown(QuestionError, "No reader '{word}'.", name, known)
    if not known[name].opens(board):
        raise QuestionError("{name} does not open the board {board}.", name=name, board=board)
    return known[name]

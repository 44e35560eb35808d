"""What an address asks of a page: which ids can be asked at all, what goes along to the next page, as which view."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from crm_metrics.access import BOARDS, PROCESSES, Reader, Scope
from crm_metrics.boards.core import Board, View
from crm_metrics.figures.markup import text
from crm_metrics.metrics.core import DIMENSIONS
from crm_metrics.metrics.question import FIRST_YEAR, LAST_YEAR
from crm_metrics.office.appointed import Named
from crm_metrics.wall import turn
from crm_metrics.words import Words

DAYS = ("day", "week", "month", "until")  # filters whose id is an ISO date: the last day shown
DATES = (*DAYS, "since")  # and the first one
LEVELLED = ("plans", "reviews")  # pages that show each level something else first
READ_ON = ("reviews",)  # pages that show what was read on boards
TITLED = {"chosen": "title"}  # pages called what their view is called: the part of an address that says it
OURS = ("lang", "reader")  # parts of an address that are no filters
Asked = Mapping[str, Sequence[str]]
Strange = list[tuple[str, str]]


def sifted(wanted: Asked) -> tuple[dict[str, list[str]], Strange]:
    """What can be asked at all, and what can't: a process that there is not, a day that is none."""
    known: dict[str, list[str]] = {}
    strange: Strange = []
    for key, ids in wanted.items():
        for value in dict.fromkeys(ids):
            fits = value in PROCESSES if key == "process" else day(value) is not None if key in DATES else True
            if fits:
                known.setdefault(key, []).append(value)
            else:
                strange.append((key, value))
    return known, strange


def permitted(known: Mapping[str, list[str]], scope: Scope) -> tuple[dict[str, list[str]], Strange]:
    """What a reader may ask, and what not: of several processes those that are his; one alone its board refuses."""
    asked = known.get("process", [])
    if len(asked) < 2 or scope.processes is None:
        return dict(known), []
    own = [name for name in asked if name in scope.processes] or asked[:1]
    return {**known, "process": own}, [("process", name) for name in asked if name not in own]


def answered(known: Mapping[str, list[str]], board: Board) -> tuple[dict[str, list[str]], Strange]:
    """What a board answers to, and what not: ids that it does not offer, and more of them than stand together."""
    offered: dict[str, Collection[str] | None] = dict.fromkeys(board.takes)  # None: any
    offered |= {one.key: one.ids for one in board.among}
    one_alone = {one.key for one in board.filters if not one.several}
    for one in board.filters:
        if one.key != "process" or "process" not in offered:  # the board itself says when one is not permitted
            offered[one.key] = None if one.free or one.day else [choice.id for choice in one.choices]
    kept: dict[str, list[str]] = {}
    strange: Strange = []
    for key, ids in known.items():
        allowed = offered.get(key, ())
        fits = [value for value in ids if allowed is None or value in allowed]
        kept[key] = fits[:1] if key in one_alone else fits
        strange += [(key, value) for value in ids if value not in kept[key]]
    return {key: ids for key, ids in kept.items() if ids}, strange


def carried(own: Asked, along: Asked) -> dict[str, list[str]]:
    """What a page shows when the navigation leads to it: its own days and choices, and the filters of the page before.

    own: what it was asked when it was last shown. along: the filters of rows in force, by dimension.
    """
    kept = {key: list(ids) for key, ids in own.items() if key not in DIMENSIONS}
    return kept | {key: list(ids) for key, ids in along.items() if ids}


def along(before: Asked, board: Board, known: Asked) -> dict[str, list[str]]:
    """The filters of rows that go to the next page: those of this one, and those that it could not be asked for."""
    here = {one.key for one in board.filters if one.key in DIMENSIONS}
    return {key: list(ids) for key, ids in before.items() if key not in here} | {
        key: list(known.get(key, [])) for key in here
    }


def view(known: Asked, reader: Reader, page: str = "", answers: Named = ()) -> View:
    """What was asked, as a board is asked it."""
    until = next((day(known[key][0]) for key in DAYS if known.get(key)), None)
    where = tuple((key, value) for key in sorted(known) if key not in (*DAYS, "process") for value in known[key])
    processes = tuple(name for name in PROCESSES if name in known.get("process", ()))
    one, several = (None, processes) if len(processes) > 1 else (next(iter(processes), None), ())
    return View(
        scope=reader.scope,
        process=one,
        where=where,
        until=until,
        personal=reader.personal,
        processes=several,
        level=reader.level if page in LEVELLED else "",
        answers=answers,
        boards=tuple(one for one in BOARDS if reader.opens(one)) if page in READ_ON else (),
    )


def way_to_wall(page: str, address: Asked, words: Words) -> str:
    """The link that puts a board on the screen of a team room, with its filters of rows; "" where it can't stand."""
    if page not in turn.OFFERED:
        return ""
    kept = [(key, one) for key, ids in address.items() if key in (*DIMENSIONS, *OURS) for one in ids]
    asked = text(urlencode([("wall", "1"), *kept]))
    return f'<a class="tk-to-wall" href="{page}?{asked}">{text(words("On the wall"))}</a>'


def day(text: str) -> date | None:
    """The day of an id; None where it is none, or out of reach."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR + 3 <= found.year < LAST_YEAR else None  # limits are learnt from years before it

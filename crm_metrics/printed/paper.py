"""What a sheet of paper says besides the board itself: whose it is, what was asked of it, when it was printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from crm_metrics.access import EVERYTHING
from crm_metrics.boards.core import Board, View
from crm_metrics.boards.facts import place_of, place_text
from crm_metrics.boards.filters import asked_processes
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

PERIOD = "until"  # the filter that the period in the title already says


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A board ready to be printed."""

    board: Board
    """Its texts and numbers, in the reader's language."""
    words: Words
    """The reader's language."""
    company: str
    """The company's name."""
    currency: str
    """The code of the currency that every amount is in."""
    asked: tuple[str, ...]
    """The part of the company that the reader sees, and each filter, in words."""
    notices: tuple[str, ...]
    """What changes the reading of the whole board, most important first."""
    fresh: tuple[str, ...]
    """How far the data reach, and in which zone, as far as no notice says it."""
    link: str
    """Where the board stands in the app; "" where no setting gives an address."""
    printed: datetime
    """The moment, in the company's time zone."""


def paper(
    warehouse: Warehouse, board: Board, view: View, words: Words, *, address: str | None = None, at: datetime
) -> Paper:
    """A board of a view as it goes to paper.

    address: where readers open the app, without a slash at its end. at: now, with its zone.
    """
    company = warehouse.company
    damage = (words.error(warehouse.notice),) if warehouse.notice else ()
    place = place_text(place_of(warehouse, replace(view, where=())), words) if view.scope != EVERYTHING else ""
    return Paper(
        board=board,
        words=words,
        company=company.name,
        currency=company.currency,
        asked=((words("Only {place}", place=place),) if place else ()) + filters(board, view, words),
        notices=damage + board.notices,
        fresh=tuple(line for line in board.freshness if line not in board.notices),
        link=f"{address}/{board.key}{_query(view, words)}" if address else "",
        printed=at.astimezone(ZoneInfo(company.time_zone)),
    )


def filters(board: Board, view: View, words: Words) -> tuple[str, ...]:
    """Each filter in words, those that leave everything too; the period is no filter, for it stands in the title."""
    said = []
    for offered in board.filters:
        names = {choice.id: choice.text for choice in offered.choices}
        chosen = [_said(value, names, words, day=offered.day) for value in offered.chosen]
        if offered.key != PERIOD and (chosen or (offered.everything and not offered.free)):
            said.append(f"{offered.label}: {words.listed(chosen)}" if chosen else offered.everything)
    told = {PERIOD, *(offered.key for offered in board.filters)}
    if board.key == "chosen":  # its title and its rows say what was chosen
        told.update(board.own)
    asked = [("process", name) for name in asked_processes(view)]
    for key, value in (*asked, *view.where):
        if key not in told:
            said.append(f"{words.name(key)}: {words.name(value)}")
    return tuple(said)


def _said(value: str, names: Mapping[str, str], words: Words, *, day: bool) -> str:
    """A choice as it is read: a day as a date, any other by its text, and what was typed as it is."""
    return words.day(date.fromisoformat(value)) if day else names.get(value, value)


def _query(view: View, words: Words) -> str:
    """What of an address asks for a view, in this language; who reads is never part of it."""
    asked = [("process", name) for name in asked_processes(view)]
    asked += [(PERIOD, view.until.isoformat())] if view.until else []
    return "?" + urlencode([*asked, *view.where, ("lang", words.language)])

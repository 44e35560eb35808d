"""A board as a page draws it: its texts, its charts in the colours of the theme, and the module that makes it."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any

from crm_metrics.boards.bodies.meanings import Meaning
from crm_metrics.boards.core import Board, Card, View
from crm_metrics.boards.orientation.glossary import named_in
from crm_metrics.boards.plans.kept import stamp_of
from crm_metrics.declared import Stamp, everything
from crm_metrics.figures import PALETTES, figures
from crm_metrics.metrics.goals.kept import changed
from crm_metrics.office.place import office_place
from crm_metrics.settings import Settings
from crm_metrics.warehouse.company import daylist
from crm_metrics.words import Words

ROOMS = {
    "overview": "process.overview",
    "glossary": "orientation.glossary",
}  # pages whose module stands in a room with others


KEPT: Mapping[str, tuple[str, ...]] = {  # pages that show what people keep, with the tables that they read
    **dict.fromkeys(("process", "overview", "journey"), ("baseline",)),
    **dict.fromkeys(("number", "chosen"), ("plan", "baseline")),
    "plans": ("plan", "note"),
    "monthly": ("plan", "note", "baseline"),
    "explore": ("note", "baseline"),
    "daily": ("note", "day_mark", "baseline", "campaign"),
    "customers": ("day_mark", "day_draw", "campaign"),
    "weekly": ("plan", "note", "day_draw", "baseline", "campaign"),
    "reviews": ("review", "review_line", "review_rhythm", "plan"),
}
QUARTER = 900  # seconds: openings of hours for calls, and the beginning of a day, lie on quarters in all time zones
LARGEST = 100_000  # letters: a longer text is made at each rerun rather than kept


class WrittenOnce:
    """The texts of a sheet that are the same at each rerun: by place the last one made, and what it was made of."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[Hashable, str]] = {}

    def text(self, place: str, made_of: Hashable, make: Callable[[], str]) -> str:
        """The text of a place, made anew where it was made of something else."""
        held = self._held.get(place)
        if held is not None and held[0] == made_of:
            return held[1]
        made = make()
        if len(made) <= LARGEST:
            self._held[place] = (made_of, made)
        return made


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A board ready to be drawn; several readers who see the same share one."""

    board: Board
    """Its texts and numbers."""
    words: Words
    """The words that it is written in."""
    figures: Mapping[tuple[str, int], Any]
    """Its charts by card and place."""
    config: dict[str, Any]
    """How Plotly behaves."""
    view: View = field(default_factory=View)
    """What was asked."""
    terms: Mapping[str, tuple[Meaning, ...]] = field(default_factory=dict)
    """By card, the terms of the glossary that open from its foot."""
    facts: Any = None
    """What it was made of, in no language."""
    on_paper: Callable[[], tuple[Card, ...]] = tuple
    """What stands first on paper besides, of one reader alone; made when a paper is."""
    written: WrittenOnce = field(default_factory=WrittenOnce, compare=False)
    """What of it has been written already."""


def figures_of(board: Board, words: Words, theme: str, currency: str) -> dict[tuple[str, int], Any]:
    """The charts of a board by card and place, in the colours of "light" or "dark"."""
    return {
        (card.key, index): figure
        for card in board.cards
        for index, figure in enumerate(figures(card.body, words, PALETTES[theme], currency, card.notes))
    }


def terms_of(board: Board, words: Words) -> dict[str, tuple[Meaning, ...]]:
    """By card, the terms of the glossary that its texts have."""
    return named_in({card.key: f"{card.title} {card.subtitle} {card.footer}" for card in board.cards}, words)


def stamps(page: str, known: Settings) -> tuple[Stamp, ...]:
    """What changes with the files and objectives of the company, and with what else a page shows that people keep."""
    tables = KEPT.get(page)
    kept = [("kept", stamp_of(office_place(known), *tables), 0)] if tables else []
    if _by_the_clock(page, known):
        kept.append(("hour", int(time.time() // QUARTER), 0))
    return (*everything(known.company), changed(known), *kept)


def _by_the_clock(page: str, known: Settings) -> bool:
    """Whether whom a page asks to contact changes by the hour: hours for calls, or the first day of a campaign."""
    if page == "daily" and daylist.in_force(known.company).calls is not None:
        return True
    return page in ("daily", "customers") and stamp_of(office_place(known), "campaign") != 0


def board_module(page: str) -> ModuleType:
    """The module of a page that is made of cards."""
    place = ROOMS.get(page, page)
    return import_module(f"crm_metrics.boards.{place}")  # the page says which; each is read when it is first asked for

"""A board as a page draws it: its texts, its charts in the colours of the theme, and the module that makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any

from crm_metrics.boards.core import Board, View
from crm_metrics.figures import PALETTES, figures
from crm_metrics.words import Words

ROOMS = {
    "overview": "process.overview",
    "glossary": "orientation.glossary",
}  # pages whose module stands in a room with others


@dataclass(frozen=True)
class Sheet:
    """A board ready to be drawn: its text, its figures by card and place, how Plotly behaves, and what was asked."""

    board: Board
    words: Words
    figures: Mapping[tuple[str, int], Any]
    config: dict[str, Any]
    view: View = field(default_factory=View)


def figures_of(board: Board, words: Words, theme: str, currency: str) -> dict[tuple[str, int], Any]:
    """The charts of a board by card and place, in the colours of "light" or "dark"."""
    return {
        (card.key, index): figure
        for card in board.cards
        for index, figure in enumerate(figures(card.body, words, PALETTES[theme], currency))
    }


def board_module(page: str) -> ModuleType:
    """The module of a page that is made of cards."""
    place = ROOMS.get(page, page)
    return import_module(f"crm_metrics.boards.{place}")  # the page says which; each is read when it is first asked for

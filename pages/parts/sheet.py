"""A board that was asked for, ready to be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crm_metrics.boards.core import Board, View
from crm_metrics.words import Words


@dataclass(frozen=True)
class Sheet:
    """A board ready to be drawn: its text, its figures by card and place, how Plotly behaves, and what was asked."""

    board: Board
    words: Words
    figures: Mapping[tuple[str, int], Any]
    config: dict[str, Any]
    view: View = field(default_factory=View)

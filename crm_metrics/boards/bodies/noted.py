"""The notes of a card: what was noted of the days that its charts show, and where each stands on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class ChartMark:
    """A place of a note on a chart: the period that holds its first day, and that of its last one."""

    chart: int
    """Which of the charts of the card."""
    x: date | int
    """Where the period stands: its first day, or its place in the row."""
    until: date | int
    """The same of the last period that the note touches."""
    axis: str = "x"
    """The axis on which that is, as the figure calls it."""


@dataclass(frozen=True, kw_only=True)
class CardNote:
    """A note as a card shows it, in the reader's language; its text is as somebody wrote it."""

    number: int
    """What stands at its marks and before its text."""
    when: str
    """Its day or days."""
    text: str
    """What somebody wrote."""
    said: str
    """What kind of note it is, of what, by whom."""
    marks: tuple[ChartMark, ...] = ()
    """Where it stands; empty where the card has no chart."""

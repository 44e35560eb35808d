"""How far the data go in a test that has no warehouse, or one whose data went on since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DataUntil:
    """Data that end on a day."""

    latest: date | None

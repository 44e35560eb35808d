"""What a reader said of files that were dropped and are not in yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(kw_only=True)
class Desk:
    """Files that were dropped and are not in yet: what was said of them, and how they were read."""

    number: int
    """Which desk of this session it is: the next one begins empty."""
    answers: dict[str, str]
    """Question → the choice of the owner."""
    meanings: dict[str, dict[str, str]]
    """Pattern of files → column → what it means, "" for nothing."""
    source: str = ""
    """The system that they come from, where the reader says so."""
    anew: bool = False
    """Whether such files are to be read as if there were none before."""
    read: str = ""
    """What `report` was made of."""
    report: Mapping[str, Any] | None = None
    """How they were read; None where they could not be."""
    said: tuple[str, ...] = ()
    """What the reading said beside."""

"""Terms and what they mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """A term in the reader's language. also: what else it is called. uses: (text, page) of where it stands."""

    name: str
    means: str
    also: str = ""
    uses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Meanings:
    """Terms side by side, in reading order. also, used: what stands before other names and before the pages."""

    terms: tuple[Meaning, ...]
    also: str
    used: str

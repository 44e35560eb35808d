"""What a term of the glossary is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A term of the trade, in English; what is shown of it is put into the reader's language.

    means: one or two sentences that need no statistician. also: its other names, with commas between them, "" for none.
    metrics: the ids of those that it stands in. pages: the boards that show it.
    """

    name: str
    means: str
    also: str = ""
    metrics: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()

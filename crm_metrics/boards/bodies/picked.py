"""What may be picked on a card: the ids that a word of an address may have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PickedAmong:
    """The ids that a word of an address may have; label: what they are called."""

    key: str
    label: str
    ids: frozenset[str]

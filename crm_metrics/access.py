"""Who is reading and what they may see: one level, one scope."""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = ("supervisor", "manager", "executive")


@dataclass(frozen=True)
class Scope:
    """What a reader may see; None in a field means all of it. Hashable: it is part of every cache key.

    processes, areas, teams, agents: sorted tuples of ids as the warehouse stores them.
    """

    processes: tuple[str, ...] | None = None
    areas: tuple[str, ...] | None = None
    teams: tuple[str, ...] | None = None
    agents: tuple[str, ...] | None = None


EVERYTHING = Scope()


@dataclass(frozen=True)
class Reader:
    """One person at a level of management, with a scope."""

    name: str
    level: str
    scope: Scope = EVERYTHING

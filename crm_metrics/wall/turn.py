"""What the address of a wall asks: which boards take turns, how long each stands, and which one stands at a moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from crm_metrics.access import BOARDS

WORDS = ("wall", "boards", "every", "theme", "agents")  # parts of the address that are the wall's own
OFFERED = (*BOARDS, "overview")  # the boards whose first screen is read from afar
USUAL = tuple(BOARDS)  # … and those that stand where none is named
EVERY, SHORTEST, LONGEST = 60, 15, 3600  # s that a board stands: usually, at least, at most
THEMES = ("light", "dark")
Address = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The boards of a wall, in their order, and how they stand."""

    boards: tuple[str, ...]
    """The boards that take turns; empty where the reader may see none of those asked for."""
    every: int = EVERY
    """How long each stands, in seconds."""
    theme: str = ""
    """"light" or "dark"; "" for what the browser shows."""
    agents: bool = False
    """Whether numbers of single agents are shown by name."""

    def standing(self, now: datetime) -> str:
        """The board that stands: told from the clock alone, so that all walls turn together and none begins anew."""
        return self.boards[self._place(now) % len(self.boards)]

    def following(self, now: datetime) -> tuple[str, datetime]:
        """The board that comes next, and when."""
        place = self._place(now) + 1
        return self.boards[place % len(self.boards)], datetime.fromtimestamp(place * self.every, UTC)

    def _place(self, now: datetime) -> int:
        return int(now.timestamp()) // self.every


def is_wall(address: Address) -> bool:
    """Whether an address asks for the wall."""
    return _one(address, "wall") == "1"


def turn(address: Address, opens: Callable[[str], bool]) -> Turn:
    """What an address asks. opens: whether the reader may open a board.

    Boards that do not exist, that can't stand on a wall or that the reader may not see are passed over; what is no
    number of seconds is the usual one.
    """
    named = [name.strip() for given in address.get("boards", ()) for name in given.split(",")]
    asked = list(dict.fromkeys(name for name in named if name)) or USUAL
    seconds, theme = _one(address, "every"), _one(address, "theme")
    stands = seconds.isascii() and seconds.isdigit()
    return Turn(
        boards=tuple(name for name in asked if name in OFFERED and opens(name)),
        every=min(max(int(seconds[:6]), SHORTEST), LONGEST) if stands else EVERY,
        theme=theme if theme in THEMES else "",
        agents=_one(address, "agents") == "1",
    )


def without_wall(address: Address) -> list[tuple[str, str]]:
    """What of an address goes along when the wall is left."""
    return [(name, one) for name, ids in address.items() if name not in WORDS for one in ids]


def _one(address: Address, name: str) -> str:
    return next(iter(address.get(name, ())), "")

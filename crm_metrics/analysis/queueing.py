"""How many people a queue needs: what a load of contacts would wait for, with so many at work (Erlang C).

The daily board plans the hours of the week with it. It plans; what was measured is `occupancy`,
`average_speed_of_answer` and `service_level` of the catalogue. The model has nobody hang up, so real queues wait a
little less.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp


@dataclass(frozen=True, kw_only=True)
class Queue:
    """What to expect of a queue in balance."""

    load: float
    """Contacts in progress at a time, in erlang."""
    occupancy: float
    """The share of the time that people handle."""
    waiting: float
    """The chance that a contact waits."""
    wait_seconds: float
    """The mean wait of all contacts, those that don't wait too."""
    handle_seconds: float
    """How long one contact is handled, on average."""
    agents: int
    """As it was given; `handle_seconds` too."""

    def service_level(self, seconds: float) -> float:
        """The share of contacts answered within `seconds`, a fraction from 0 to 1."""
        return 1 - self.waiting * exp(-(self.agents - self.load) * seconds / self.handle_seconds)


def queue(contacts_per_hour: float, handle_seconds: float, agents: int) -> Queue | None:
    """The queue of so many contacts an hour, each handled for so long on average, with so many people at work.

    None where it would grow without end (a load of as many people as there are, or more), or without a handle time.

    A. K. Erlang, Solution of some problems in the theory of probabilities of significance in automatic telephone
    exchanges, 1917. The chance of waiting comes from that of Erlang B, built up one person at a time.
    """
    load = contacts_per_hour * handle_seconds / 3600
    if handle_seconds <= 0 or not 0 <= load < agents:
        return None
    blocked = 1.0
    for busy in range(1, agents + 1):
        blocked = load * blocked / (busy + load * blocked)
    waiting = blocked / (1 - load / agents * (1 - blocked))
    return Queue(
        load=load,
        occupancy=load / agents,
        waiting=waiting,
        wait_seconds=waiting * handle_seconds / (agents - load),
        handle_seconds=handle_seconds,
        agents=agents,
    )


def people_needed(contacts_per_hour: float, handle_seconds: float, *, share: float, seconds: float) -> int | None:
    """The fewest people with whom a share (0 to 1) of the contacts is answered within so many seconds.

    None without a handle time, and for a share of 1 or more, which no number of people reaches for certain.
    """
    if handle_seconds <= 0 or contacts_per_hour < 0 or not 0 <= share < 1:
        return None
    agents = int(contacts_per_hour * handle_seconds / 3600) + 1
    while (found := queue(contacts_per_hour, handle_seconds, agents)) is None or found.service_level(seconds) < share:
        agents += 1
    return agents if contacts_per_hour else 0

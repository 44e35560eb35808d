"""A company of agents whose time and satisfaction are known, as the tests of the page ask it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from crm_metrics.boards import pairing
from crm_metrics.boards.core import Board, View
from crm_metrics.boards.pairing.page import choice_of
from crm_metrics.boards.pairing.readings import PairingFacts, PairReading
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.conftest import House

FIRST, LAST = date(2026, 1, 1), date(2026, 10, 31)
MONDAY = datetime(2026, 1, 5, 15, tzinfo=UTC)
Record = dict[str, Any]
# Of each agent: the team, seconds of each contact, how many of how many answers satisfy.
AGENTS: Mapping[str, tuple[str, int, int, int]] = {
    "Ana": ("Norte", 100, 20, 60),
    "Berta": ("Norte", 400, 58, 60),
    "Carla": ("Norte", 250, 42, 60),
    "Dora": ("Sur", 250, 42, 60),
    "Elsa": ("Sur", 250, 42, 60),
    "Fina": ("Sur", 100, 0, 5),
}


def company(house: House, agents: Mapping[str, tuple[str, int, int, int]] = AGENTS, **tables: list[Record]) -> Shop:
    """A contact and its answer of each agent every four days, those that satisfy spread over them (7 shares no factor
    with 60 or 5); of all 305 answers 204 satisfy, and a contact takes 75,500 s ÷ 305 on average: 10 s less and 10 s
    more in turns, for rows that all agree have no interval.
    """
    contacts, answers, people = [], [], []
    for place, (name, (team, seconds, happy, n)) in enumerate(agents.items()):
        agent = f"a{place}"
        usual = {"agent_id": agent, "team": team, "process": "service", "touchpoint_id": "line"}
        people.append({"agent_id": agent, "name": name, "team": team, "area": "Servicio", "process": "service"})
        for turn in range(n):
            at, key = MONDAY + timedelta(days=4 * turn, minutes=place), f"{agent}-{turn:02}"
            talk = seconds + (10 if turn % 2 else -10 if turn + 1 < n else 0)  # the last of an odd number as usual
            spent = {"offered_at": at, "answered_at": at, "ended_at": at + timedelta(seconds=talk)}
            contacts.append(
                {"interaction_id": key, "customer_id": f"c{key}", "direction": "inbound", "disposition": "handled",
                 "talk_seconds": talk, **usual, **spent}
            )  # fmt: skip
            answers.append(
                {"survey_id": f"s{key}", "instrument": "csat", "relationship": False, "customer_id": f"c{key}",
                 "sent_at": at, "responded_at": at, "scale_min": 1, "scale_max": 5,
                 "score": 5 if turn * 7 % n < happy else 1, "interaction_id": key, **usual}
            )  # fmt: skip
    points: list[Record] = [{"touchpoint_id": "line", "name": "Línea", "process": "service", "channel": "phone"}]
    rows = {"interaction": contacts, "survey": answers, "agent": people, "touchpoint": points, **tables}
    return house(rows, first=FIRST, through=LAST)


def pair_of(facts: PairingFacts) -> PairReading:
    """What the view shows."""
    return facts.pairs[choice_of(facts)]


def shown(shop: Shop, view: View | None = None, words: Words | None = None) -> Board:
    """The page of a view."""
    return pairing.board(pairing.gather(shop, view or View()), words or Words("en"))

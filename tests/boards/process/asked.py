"""A company with cases and answers at two touchpoints, and how its pages are read in the tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from crm_metrics.boards.core import Board, Card, Grid
from crm_metrics.metrics.shop import Shop
from tests.conftest import House

TIMES = (date(2026, 1, 1), date(2026, 10, 31))
Record = dict[str, Any]


def card(board: Board, key: str) -> Card:
    """A card of a board; a board that lacks it fails the test."""
    return next(one for one in board.cards if one.key == key)


def texts(board: Board, key: str) -> dict[str, list[str]]:
    """The cells of a table by what its rows are called."""
    body = card(board, key).body
    assert isinstance(body, Grid)
    return {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in body.rows}


def answer(name: str, day: date, score: int, touchpoint: str, team: str) -> Record:
    """An answer of 1 to 5 after a contact of service."""
    sent = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    return {
        "survey_id": name,
        "instrument": "csat",
        "relationship": False,
        "customer_id": "c1",
        "process": "service",
        "touchpoint_id": touchpoint,
        "team": team,
        "sent_at": sent,
        "responded_at": sent + timedelta(hours=2),
        "score": score,
        "scale_min": 1,
        "scale_max": 5,
    }


def company(house: House) -> Shop:
    """Forty answers in October, all by telephone or chat; thirty-one cases, one a day, of two teams.

    By telephone (Voz) 30 of 32 are satisfied, by chat (Digital) 2 of 8; together 32 of 40 = 80 %.
    """
    first = date(2026, 10, 1)
    phone = [answer(f"p{n}", first + timedelta(days=n % 31), 5 if n < 30 else 2, "t1", "Voz") for n in range(32)]
    chat = [answer(f"c{n}", first + timedelta(days=n), 4 if n < 2 else 1, "t2", "Digital") for n in range(8)]
    cases: list[Record] = [
        {
            "work_item_id": f"w{n}",
            "process": "service",
            "kind": "request",
            "customer_id": "c1",
            "team": "Voz" if n % 2 else "Digital",
            "reason": "factura" if n < 20 else None,
            "status": "open",
            "opened_at": datetime(2026, 10, n + 1, 15, tzinfo=UTC),
        }
        for n in range(31)
    ]
    points: list[Record] = [
        {"touchpoint_id": "t1", "name": "Línea", "process": "service", "channel": "phone"},
        {"touchpoint_id": "t2", "name": "Chat", "process": "service", "channel": "chat"},
    ]
    rows = {"survey": phone + chat, "work_item": cases, "touchpoint": points, "customer": [{"customer_id": "c1"}]}
    return house(rows, first=TIMES[0], through=TIMES[1])

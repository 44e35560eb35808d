"""A company of two months: answers and cases of two teams, whose share of them turns around."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from crm_metrics.boards import number
from crm_metrics.boards.core import Board, Card, View
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.conftest import House
from tests.metrics.made import Row, case

JAN, FEB, END = date(2026, 1, 5), date(2026, 2, 5), date(2026, 2, 28)
EN = Words("en")
# Team, month, answers, of them satisfied: the whole 110 of 150, then 105 of 150.
ANSWERS = (("Norte", JAN, 100, 80), ("Norte", FEB, 50, 45), ("Sur", JAN, 50, 30), ("Sur", FEB, 100, 60))
CASES = ((JAN, {"Norte": 6, "Sur": 3, None: 1}), (FEB, {"Norte": 4, "Sur": 3}))


def company(house: House, *goals: Row, more: tuple[tuple[str | None, date, int, int], ...] = ()) -> Shop:
    """goals: rows of `target`, without the day from which they hold; more: answers besides."""
    targets: list[Row] = [{"cadence": "month", "process": "service", "valid_from": date(2026, 1, 1), **one}
                          for one in goals]  # fmt: skip
    cases = [
        case(f"{team}{day}{place}", day, team=team)
        for day, teams in CASES
        for team, count in teams.items()
        for place in range(count)
    ]
    answers = [
        _answer(f"{team}{day}{place}", team, day, 5 if place < hits else 1)
        for team, day, n, hits in (*ANSWERS, *more)
        for place in range(n)
    ]
    tables: dict[str, list[Row]] = {"survey": answers, "work_item": cases, "target": targets}
    return house(tables, through=END, loaded_at=datetime(2026, 3, 1, 12, tzinfo=UTC))


def _answer(key: str, team: str | None, day: date, score: int) -> dict[str, Any]:
    at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    whose = {"survey_id": key, "instrument": "csat", "customer_id": "ana", "process": "service", "team": team}
    return {**whose, "sent_at": at, "responded_at": at, "score": score, "scale_min": 1, "scale_max": 5}


def page(shop: Shop, metric: str, words: Words = EN, *, view: View | None = None, **asked: str) -> Board:
    """The page of a metric in February."""
    base = view or View(process="service")
    where = (("metric", metric), ("every", "month"), *asked.items(), *base.where)
    asking = View(scope=base.scope, process=base.process, where=where, until=END)
    return number.board(number.gather(shop, asking), words)


def explained(shop: Shop, metric: str, words: Words = EN, *, view: View | None = None, **asked: str) -> Card:
    """The card that explains it."""
    return next(one for one in page(shop, metric, words, view=view, **asked).cards if one.key == "explained")

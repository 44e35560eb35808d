"""The card of the day's list: a row each, why, by which channel, who was attended, what may be done at this hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from crm_metrics.boards import freshness
from crm_metrics.boards.core import Card, Empty, Grid, View
from crm_metrics.boards.daylist import listing
from crm_metrics.boards.daylist.drawing import DayEntry
from crm_metrics.boards.daylist.gathering import DayList
from crm_metrics.boards.freshness import Frame
from crm_metrics.office.attending.marking import DayMark
from crm_metrics.warehouse.attending.reason import DayReason
from crm_metrics.warehouse.company.daylist import CallingHours, DayRules
from crm_metrics.warehouse.roster import Agent
from crm_metrics.words import Words
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")
MONDAY = date(2026, 1, 12)
WORKDAY = CallingHours({1: ((time(8), time(18)),)})


def reason(customer: str, kind: str, **more: object) -> DayReason:
    base: dict[str, object] = {"customer": customer, "kind": kind, "process": "service", "agent": "a1"}
    return DayReason(**(base | more))  # type: ignore[arg-type]


def entry(customer: str, *channels: str, reasons: tuple[DayReason, ...] = ()) -> DayEntry:
    own = reasons or (reason(customer, "birthday"),)
    return DayEntry(customer=customer, reasons=own, agent="a1", team="Norte", channels=channels, owed=False)


def shown(*entries: DayEntry, calls: CallingHours | None = None, **more: object) -> DayList:
    base: dict[str, object] = {
        "day": MONDAY, "close": date(2026, 1, 11), "entries": entries, "left": {}, "marks": {}, "names": {"c1": "Ana"},
        "people": {"a1": Agent("Luis", "Norte", "Centro", "service")}, "rules": DayRules(calls=calls),
        "tables": ("customer",), "holiday": False, "personal": True,
    }  # fmt: skip
    return DayList(**(base | more))  # type: ignore[arg-type]


@pytest.fixture
def frame(house: House) -> Frame:
    return freshness.around(house({"customer": [{"customer_id": "c1"}]}, through=date(2026, 1, 11)), View())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "now_in", lambda zone: datetime(2026, 1, 12, 20, tzinfo=UTC))


def texts(card: Card) -> list[list[str]]:
    assert isinstance(card.body, Grid)
    return [[cell.text for cell in row.cells] for row in card.body.rows]


REASONS = {
    "case w1 runs out in 60 open minutes": reason("c1", "limit", about="w1", left=60),
    "case w1 runs out in one open minute": reason("c1", "limit", about="w1", left=1),
    "case w1 is out of time": reason("c1", "limit", about="w1", left=0),
    "case w1 is near its limit": reason("c1", "limit", about="w1"),
    "complaint w1, handed over on 9 Jan and not taken": reason("c1", "complaint", about="w1", day=date(2026, 1, 9)),
    "case w1 of 9 Jan spoke of an opportunity": reason("c1", "opportunity", about="w1", day=date(2026, 1, 9)),
    "bought on 8 Jan: how did it go?": reason("c1", "follow_up", day=date(2026, 1, 8)),
    "quiet for longer than usual, last bought on 1 Nov": reason("c1", "risk", day=date(2025, 11, 1)),
    "quiet for longer than usual": reason("c1", "risk"),
    "birthday": reason("c1", "birthday", day=date(1990, 1, 12)),
    "customer for 2 years": reason("c1", "anniversary", day=date(2024, 1, 12)),
    "customer for one year": reason("c1", "anniversary", day=date(2025, 1, 12)),
}


def test_each_reason_is_said_in_a_few_words() -> None:
    assert [listing.because(one, shown(), "COP", EN) for one in REASONS.values()] == list(REASONS)
    promise = reason("c1", "promise", amount=70_000.0)
    assert "70" in listing.because(promise, shown(), "COP", EN)
    assert listing.because(REASONS["birthday"], shown(), "COP", ES) == "cumpleaños"


def test_a_row_says_whom_why_who_by_what_and_that_it_waits(frame: Frame) -> None:
    whole = (reason("c1", "limit", about="w1", left=5), reason("c1", "birthday"))
    card = listing.card(shown(entry("c1", "phone", "email", reasons=whole)), frame, EN)
    assert card.title == "One customer to attend on the day"
    assert texts(card) == [
        ["Ana", "case w1 runs out in 5 open minutes · birthday", "Luis", "Norte", "telephone, e-mail", "to attend"]
    ]
    masked = listing.card(shown(entry("ana@mail.co", "email"), personal=False), frame, EN)
    assert "ana@mail.co" not in repr(masked)


def test_who_was_attended_comes_last_and_the_title_counts_them(frame: Frame) -> None:
    marks = {
        name: DayMark(day=MONDAY, customer=name, state=state, kinds=(), author="Ana",
                      changed_at=datetime(2026, 1, 12, tzinfo=UTC), version=1)
        for name, state in (("c1", "done"), ("c2", "not_reached"))
    }  # fmt: skip
    card = listing.card(shown(entry("c1", "email"), entry("c2", "email"), entry("c3", "email"), marks=marks), frame, EN)
    assert card.title == "3 customers to attend on the day; one is attended"
    assert [row[-1] for row in texts(card)] == ["not reached", "to attend", "attended"]


def test_the_footer_counts_who_is_left_out_and_why_and_names_nobody(frame: Frame) -> None:
    left = {"asked": 2, "consent": 1, "beyond": 3}
    footer = listing.card(shown(entry("c1", "email"), left=left), frame, EN).footer
    assert "left out: 2 who asked not to be contacted · left out: one without consent" in footer
    assert "left out: 3 beyond the 20 of each person" in footer
    assert "hours for calls: not told by the company" in footer


def test_a_list_without_anybody_says_what_would_tell_one(frame: Frame) -> None:
    card = listing.card(shown(left={"consent": 9}), frame, ES)
    assert isinstance(card.body, Empty) and card.title == "Clientes por atender en el día: ninguno"
    assert "por fuera: 9 sin consentimiento" in card.footer and "customer.csv" in card.body.reason
    other = listing.card(shown(left={"attended": 1}), frame, EN)
    assert isinstance(other.body, Empty) and other.body.reason == "Who is left out, and why, stands below."


@pytest.mark.usefixtures("clock")
def test_after_the_hours_of_calls_who_agreed_to_calls_alone_is_left_out(frame: Frame) -> None:
    late = shown(entry("c1", "phone"), entry("c2", "phone", "email"), calls=WORKDAY)
    card = listing.card(late, frame, EN)
    assert [(row[0], row[4]) for row in texts(card)] == [("c2", "e-mail")]
    assert "left out: one who may not be called at this hour" in card.footer
    assert card.footer.endswith(", not now")
    another_day = replace(late, day=date(2026, 1, 13))  # of another day the hour of now says nothing
    assert len(texts(listing.card(another_day, frame, EN))) == 2


@pytest.mark.usefixtures("clock")
def test_on_a_day_without_calls_nobody_is_called(frame: Frame) -> None:
    holiday = shown(entry("c1", "phone"), entry("c2", "email"), calls=WORKDAY, holiday=True)
    card = listing.card(holiday, frame, EN)
    assert [row[0] for row in texts(card)] == ["c2"]
    assert "no calls on this day" in card.footer

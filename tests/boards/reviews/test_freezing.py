"""What of a board is kept: sentences in each language and aggregates, and nobody's name or case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.core import Attend, Attention, Chip, Grid, Point
from crm_metrics.boards.reviews.freezing import AGGREGATES, MODULES, UNREAD, board_facts, drawn, frozen, in_languages
from crm_metrics.errors import QuestionError
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.columns import document_text
from crm_metrics.office.meetings.frozen import document
from crm_metrics.office.meetings.reviewing import BOARDS, KINDS
from crm_metrics.warehouse.demo.build import Asked
from tests.boards.reviews.answered_weeks import NORTE, SUNDAY, company
from tests.conftest import House
from tests.demo_company import demo_company

DAY = date(2026, 5, 31)  # a Sunday
LAST = {"daily": DAY - timedelta(days=2), "weekly": DAY, "monthly": DAY, "strategy": DAY}


@pytest.fixture(scope="module")
def demo() -> Iterator[Shop]:
    with demo_company(Asked(customers=150, months=15, until=DAY), finish=None) as made:
        yield made


def source(day: date) -> Provenance:
    return Provenance(metric="csat", every="day", until=day)


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_stands_in_what_is_kept(demo: Shop, kind: str) -> None:
    board = frozen(demo, kind, (), LAST[kind])
    text = document_text(document(board))
    names = demo.fetch(
        "select name from main.agent union select agent_id from main.agent union select customer_id from main.customer"
        " union select work_item_id from main.work_item where opened_at > date '2026-05-01'"
    )
    assert len(names) > 200
    assert [name for (name,) in names if (name and f'"{name}"' in text) or (len(name) > 5 and name in text)] == []
    assert board.left_out > 0 or kind == "weekly"  # which has no list of persons
    assert len(board.cards) > 4 and sum(len(card.figures) for card in board.cards) > 10


@pytest.mark.parametrize("kind", KINDS)
def test_every_card_of_a_board_is_known_to_have_persons_or_not(demo: Shop, kind: str) -> None:
    persons = {"daily": {"agents", "day_list", "running_out", "old_cases"}, "weekly": set(), "monthly": {"customers"}}
    name = BOARDS[kind]
    words = in_languages(demo)["es"]
    for parts in ((), (("process", "service"),)):
        board = MODULES[name].board(board_facts(demo, kind, parts, LAST[kind]), words)
        for card in board.cards:
            known = any(card.key == one or card.key.startswith(f"{one}_") for one in AGGREGATES[name])
            assert known or card.key in persons[name] or card.key in UNREAD, card.key


def test_what_is_said_is_kept_in_each_language(house: House) -> None:
    board = frozen(company(house), "weekly", NORTE, SUNDAY)
    (card,) = (one for one in board.cards if one.key == "scorecard")
    assert set(card.title) == set(card.subtitle) == {"es", "en"} and card.title["es"] != card.title["en"]
    assert "Norte" in card.subtitle["en"]
    assert all(set(one) == {"es", "en"} for one in board.summary) and board.summary
    assert board.metrics["csat"].name == {"es": "CSAT (dos mejores notas)", "en": "CSAT (top two of five)"}
    assert (board.board, board.version, board.through, board.left_out) == ("weekly", 1, SUNDAY, 0)


def test_a_part_is_read_as_who_is_bound_to_it_reads_it(house: House) -> None:
    figures = [one for card in frozen(company(house), "weekly", NORTE, SUNDAY).cards for one in card.figures]
    week = [one for one in figures if (one.metric, one.every, one.until) == ("csat", "week", SUNDAY)]
    assert {(one.value, one.n) for one in week} == {(0.3, 20)}


def test_of_a_line_the_last_point_is_kept_and_nothing_that_first_unfolds() -> None:
    days = [date(2026, 5, day) for day in (1, 2, 3)]
    points = tuple(Point(day=day, value=None if day.day == 3 else 1.0, behind=source(day)) for day in days)
    assert list(drawn(points)) == [source(days[1])]
    cases = Grid((), (), "", None)
    item = Attention(chip=Chip("worse", ""), fact="", detail="", team="", owner="", behind=source(days[0]), opens=cases)
    assert list(drawn(Attend((item,)))) == [source(days[0])]
    assert "opens" in Attention.__dataclass_fields__  # by its name what unfolds there is left out


def test_without_a_day_of_data_there_is_nothing_to_keep(house: House) -> None:
    with pytest.raises(QuestionError, match="nothing to read"):
        frozen(house({}, company=False), "weekly", (), SUNDAY)

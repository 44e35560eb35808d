"""What a manager asks on Monday: where the weekly board answers each, with the value that a query gives."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from crm_metrics import settings
from crm_metrics.boards import weekly
from crm_metrics.boards.core import Board, Cell, Grid, View
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import NBSP, Words
from tests.boards.comparing.answered import GOAL, LAST, SINCE, WEEK, company
from tests.conftest import House

EN = Words("en")
CSAT = metric_of("csat")
SERVICE = {"process": "service"}


@pytest.fixture
def shop(house: House) -> Shop:
    return company(house)


@pytest.fixture
def company_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "company_folder", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def board(shop: Shop) -> Board:
    return weekly.board(weekly.gather(shop, View()), EN)


def cells(board: Board, key: str, place: int = 0) -> dict[str, Cell]:
    """A row of a table by the keys of its columns."""
    body = next(card for card in board.cards if card.key == key).body
    assert isinstance(body, Grid)
    return dict(zip((column.key for column in body.columns), body.rows[place].cells, strict=True))


def query(shop: Shop, **dims: str) -> float:
    """The value of the week, or of four of them where a dimension is asked for."""
    since = SINCE if dims else WEEK
    (reading,) = ask(shop, [CSAT], every="all", where=SERVICE | dims, since=since, until=LAST)["csat"].readings
    assert reading.value is not None
    return reading.value


def test_which_process_really_changed(board: Board) -> None:
    assert board.summary[0] == "The only process that can be judged really changed."
    assert "Worse: Service." in board.summary
    chip = cells(board, "gaps")["signal"].chip
    assert chip is not None and chip.kind == "worse"


def test_is_the_gap_to_the_objective_closing(shop: Shop, board: Board) -> None:
    # North 5 of 20, South 16 of 20: 52.5 %; thirteen weeks of one answer of forty less, 2.5 points, each.
    gap = cells(board, "gaps")
    value = query(shop)
    assert value == 21 / 40
    assert gap["value"].text == EN.value(value, "percent")
    assert gap["gap"].text == EN.variance(value - GOAL, "percent")
    weeks = ask(shop, [CSAT], every="week", where=SERVICE, since=WEEK - timedelta(weeks=12), until=LAST)["csat"]
    distances = [GOAL - float(one.value or 0) for one in weeks.readings]
    assert gap["trend"].series == pytest.approx([-one for one in distances])
    assert gap["trend"].text == f"widens, 2.5{NBSP}pp a week"


def test_where_is_the_gap(shop: Shop, board: Board) -> None:
    where, value = cells(board, "where"), query(shop, team="Norte")
    assert value == 26 / 80
    assert where["team"].text.startswith(f"Norte: {EN.value(value, 'percent')}")
    assert where["tier"].text.startswith(f"Low: {EN.value(query(shop, tier='low'), 'percent')}")
    assert where["touchpoint"].text == "Línea, the only one"
    assert where["channel"].text == "Phone, the only one"


def test_how_satisfied_is_each_process(shop: Shop, board: Board) -> None:
    body = next(card for card in board.cards if card.key == "scorecard").body
    assert isinstance(body, Grid)
    told = {row.key: row.cells for row in body.rows}
    assert told["service:csat"][2].text == EN.value(query(shop), "percent")
    assert all(any(row.group == name for row in body.rows) for name in ("Presales", "Retention"))


def test_who_is_responsible_and_what_was_agreed(shop: Shop, board: Board, company_folder: Path) -> None:
    assert cells(board, "gaps")["team"].text == "Norte"
    texts: tuple[tuple[str, str], ...] = (
        ('[process]\nservice = "Ana Ruiz"\n', "Ana Ruiz · Norte"),
        ('[process]\nservice = "Ana Ruiz"\n[team]\nNorte = "Luis Mora"\n', "Luis Mora · Norte"),
        ("[process]\nservice = 7\n", "Norte"),  # told among the problems of the company's files
    )
    for written, told in texts:
        (company_folder / "owners.toml").write_text(written, encoding="utf-8")
        again = weekly.board(weekly.gather(shop, View()), EN)
        assert cells(again, "gaps")["team"].text == told
    plan = cells(board, "gaps")["plan"]
    assert (plan.text, plan.leads) == ("Open a plan", f"plans?metric=csat&week={WEEK}&of=process%3Aservice")


def test_does_speed_cost_satisfaction(board: Board) -> None:
    related = next(card for card in board.cards if card.key == "relations")
    assert isinstance(related.body, Grid)
    assert related.title == "Time and satisfaction: not enough linked answers yet"  # no answer names its contact

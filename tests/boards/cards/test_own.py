from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards.cards import own
from crm_metrics.boards.core import Grid, View
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, month
from tests.conftest import House
from tests.metrics.made import case

EN = Words("en")
FILE = """
label = "{label}"
means = "Cases, counted our way."
unit = "count"
on = "work_item.opened_on"
numerator = "{numerator}"
process = "{process}"
"""


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A company with two metrics of its own, and a file that can't be used."""
    (tmp_path / "metrics").mkdir()
    for name, label, numerator, process in (
        ("our_cases", "Our cases", "count(*)", "service"),
        ("our_deals", "Our deals", "count_if(process = 'sales')", "sales"),
        ("wrong", "Wrong", "sum(team)", "service"),
    ):
        text = FILE.format(label=label, numerator=numerator, process=process)
        (tmp_path / "metrics" / f"{name}.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    return tmp_path


def asked(view: View) -> MonthlyFacts:
    """A board of March 2026."""
    return MonthlyFacts(view=view, frame=FRAME, period=month(date(2026, 3, 1)))


def test_own_metrics_have_a_row_each_and_the_readers_scope(company: Path, house: House) -> None:
    rows = [case(str(n), date(2026, 3, 2 + n % 5)) for n in range(7)]
    warehouse = house({"work_item": rows}, through=date(2026, 3, 31))
    found = own.gather(warehouse, asked(View()))
    assert found is not None
    assert [(series.indicator.metric, series.value) for series in found.series] == [
        ("our_cases", 7.0),
        ("our_deals", 0.0),
    ]
    sales = own.gather(warehouse, asked(View(scope=Scope(processes=("sales",)))))
    assert sales is not None
    assert [series.indicator.metric for series in sales.series] == ["our_deals"]
    card = own.card(found, FRAME, EN)
    assert isinstance(card.body, Grid)
    assert card.title == "2 metrics of the company's own"
    assert [row.cells[0].text for row in card.body.rows] == ["Our cases · March 2026", "Our deals · March 2026"]


def test_without_files_of_its_own_a_company_sees_no_such_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, house: House
) -> None:
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    assert own.gather(house({"work_item": []}), asked(View())) is None

"""What each process lacks: counted by the catalogue's own judgement, beside the company's own answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crm_metrics import settings
from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.boards.core import Card, Grid
from crm_metrics.boards.governance import readiness
from crm_metrics.metrics.lacks import lacks
from crm_metrics.metrics.registry import known
from crm_metrics.processes import PROCESSES
from crm_metrics.words import Words
from tests.conftest import House
from tests.warehouse.shapes.made import item

en = Words("en")


@pytest.fixture(autouse=True)
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "company_folder", lambda: tmp_path)
    return tmp_path


def rows(card: Card) -> dict[str, list[str]]:
    assert isinstance(card.body, Grid)
    return {row.key: [cell.chip.text if cell.chip else cell.text for cell in row.cells[1:]] for row in card.body.rows}


def test_a_process_says_what_it_has_what_it_lacks_and_which_file_would_tell(house: House) -> None:
    shop = house({"work_item": [item("a", "2026-02-01 10:00", process="service")]}, through=date(2026, 2, 28))
    data, _ = readiness.cards(shop, EVERYTHING, en)
    told = rows(data)
    assert list(told) == list(PROCESSES)
    assert [process for process, row in told.items() if row[0] == "there are some"] == ["service"]
    for process, row in told.items():
        ready, every = int(row[1]), int(row[2])
        assert 0 <= ready < every == sum(metric.process == process for metric in known().values())
        assert row[3] != "–"
    # of every file that a metric of collections waits for, the debtors' ledger is one, and nothing of it is there
    assert ("receivable",) in {
        lack.tables for one in known().values() if one.process == "collections" for lack in lacks(shop, one)
    }
    assert "receivable.csv" in told["collections"][4]


def test_an_order_is_a_record_of_sales_and_a_survey_of_the_process_that_it_names(house: House) -> None:
    shop = house({"order_line": [], "survey": [], "work_item": [], "receivable": [], "subscription": []})
    assert set(readiness.recorded(shop)) == set()
    shop = house({"work_item": [item("a", "2026-02-01 10:00", process="retention")],
                  "loyalty_entry": [{"entry_id": "1", "customer_id": "c", "kind": "earn", "points": 5,
                                     "entry_at": "2026-02-01 10:00+00"}]})  # fmt: skip
    assert set(readiness.recorded(shop)) == {"retention", "loyalty"}


def test_unanswered_is_unanswered_and_each_answer_stands_where_it_was_given(house: House, company: Path) -> None:
    (company / "readiness.toml").write_text(
        "[answers.sales]\nowner = true\nreview = false\n[answers.service]\nowner = true\n", encoding="utf-8"
    )
    card = readiness.cards(house({}), EVERYTHING, en)[1]
    # seven processes and five questions are 35 answers; three are given
    assert card.title == "Self-check of the processes: 2 yes, 1 no, 32 unanswered"
    told = rows(card)
    sales, service = PROCESSES.index("sales"), PROCESSES.index("service")
    assert (told["owner"][sales], told["owner"][service], told["review"][sales]) == ("yes", "yes", "no")
    assert told["survey"] == ["unanswered"] * 7


def test_a_reader_of_one_process_sees_that_process(house: House, company: Path) -> None:
    (company / "readiness.toml").write_text("[answers.sales]\nowner = true\n", encoding="utf-8")
    data, run = readiness.cards(house({}), Scope(processes=("service",)), en)
    assert list(rows(data)) == ["service"]
    assert run.title == "Self-check of the processes: 0 yes, 0 no, 5 unanswered"

"""What is wrong in any of the company's own files is told by its name; none of them stops the boards."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.boards import daily, monthly, weekly
from crm_metrics.boards.core import View
from crm_metrics.metrics import known
from crm_metrics.metrics.problems import problems
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.conftest import House

FILES = (
    "metrics/mine.toml", "processes.toml", "terms.toml", "calendars.toml", "tiers.toml", "reasons.toml",
    "questions.toml", "sources.toml", "rates.csv", "targets.csv",
)  # fmt: skip


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    (tmp_path / "metrics").mkdir()
    return tmp_path


@pytest.fixture
def shop(house: House) -> Warehouse:
    case = {"work_item_id": "w1", "process": "service", "kind": "request", "customer_id": "c1", "status": "open"}
    case["opened_at"] = "2026-11-02 15:00:00"
    return house({"work_item": [case]})


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_no_text_is_named_and_the_boards_stand(company: Path, shop: Warehouse, file: str) -> None:
    (company / file).write_bytes('a = "año"\n'.encode("latin-1"))
    (wrong,) = problems()
    assert wrong.file == (company / file).as_posix()
    assert "UTF-8" in str(wrong.error)
    assert "Guárdelo" in Words("es").error(wrong.error)
    assert daily.board(daily.gather(shop, View()), Words("es")).cards
    assert weekly.board(weekly.gather(shop, View()), Words("es")).cards
    assert monthly.board(monthly.gather(shop, View()), Words("es")).cards


def test_a_file_named_with_a_point_leaves_the_other_metrics_alone(company: Path) -> None:
    (company / "metrics" / "sales.old.toml").write_text("", encoding="utf-8")
    text = 'label = "x"\nmeans = "x"\nunit = "count"\non = "work_item.opened_on"\nnumerator = "count(*)"\n'
    (company / "metrics" / "a.b.toml").write_text(text, encoding="utf-8")
    (company / "metrics" / "mine.toml").write_text(text, encoding="utf-8")
    assert "mine" in known()
    assert [Path(one.file).name for one in problems()] == ["a.b.toml", "sales.old.toml"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path / "empresa"))
    (wrong,) = problems()
    assert "empresa is no folder: none of the company's own files is read." in str(wrong.error)

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics import settings
from crm_metrics.boards.answering.owners import answering
from crm_metrics.boards.core import View

FILE = """
[process]
service = "Ana Ruiz"
sales = "Eva Gil"

[team]
"Voz Norte" = "Luis Mora"
"""


@pytest.fixture
def company_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "company_folder", lambda: tmp_path)
    return tmp_path


def test_the_metric_comes_before_the_team_and_the_team_before_the_process(company_folder: Path) -> None:
    (company_folder / "owners.toml").write_text(FILE, encoding="utf-8")
    named = answering(View(answers=(("metric", "csat", "Sol Paz"),)))
    assert named.of_result("csat", "service", "Voz Norte") == "Sol Paz"
    assert named.of_result("cases_opened", "service", "Voz Norte") == "Luis Mora"
    assert named.of_result("cases_opened", "service") == "Ana Ruiz"
    assert named.of_result("cash_collected", "collections") == ""


def test_what_the_page_says_wins_over_the_file(company_folder: Path) -> None:
    (company_folder / "owners.toml").write_text(FILE, encoding="utf-8")
    named = answering(View(answers=(("process", "service", "Iris Sol"), ("team", "Voz Norte", "Omar Rey"))))
    assert (named.of("process", "service"), named.of("process", "sales")) == ("Iris Sol", "Eva Gil")
    assert named.of("team", "Voz Norte") == "Omar Rey"


def test_a_file_that_can_not_be_used_names_nobody(company_folder: Path) -> None:
    (company_folder / "owners.toml").write_text("[process]\nnothing = 1", encoding="utf-8")
    assert answering(View()).of("process", "service") == ""

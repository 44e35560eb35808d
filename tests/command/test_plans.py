"""Work plans without a page: what lasts is drafted once, by the command and after a load, which stands whatever."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from crm_metrics import settings
from crm_metrics.access import Reader
from crm_metrics.command.main import main
from crm_metrics.command.plans import after_load
from crm_metrics.command.run import Run
from crm_metrics.office.database import opened
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.planning import WorkPlan
from crm_metrics.office.plans import PlanShelf
from tests.demo_company import demo_folder
from tests.pages.conftest import SMALL


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo company's, beside a database of the test alone."""
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    monkeypatch.setenv("CRM_DATABASE", str(tmp_path / "office.sqlite"))
    return demo_folder(tmp_path_factory, SMALL)


def kept(file: Path) -> tuple[WorkPlan, ...]:
    return PlanShelf(opened(OfficePlace(file=file)), Reader("", "executive")).plans()


def test_what_lasts_is_drafted_once(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plans", "--warehouse", str(folder)]) == 0
    made = kept(tmp_path / "office.sqlite")
    assert made and {(one.state, one.opened_by) for one in made} == {("draft", "Pulso")}
    assert "drafted" in capsys.readouterr().err
    assert main(["plans", "--warehouse", str(folder)]) == 0
    assert "Nothing is new for the work plans." in capsys.readouterr().err
    assert kept(tmp_path / "office.sqlite") == made


def test_a_load_stands_where_plans_can_not_be_kept(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "office.sqlite").write_text("no database", encoding="utf-8")
    after_load(Run(argparse.Namespace(warehouse=str(folder)), settings.load()))
    assert "The load stands; the work plans could not be looked at" in capsys.readouterr().err

"""The command office takes everything out of one database and into another."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import crm_metrics as crm
from crm_metrics.access import Reader
from crm_metrics.command.main import main
from crm_metrics.metrics.goals.targets import goal_for
from crm_metrics.metrics.registry import metric_of
from crm_metrics.office.aims import ObjectiveRegister
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.objectives import Aim, Bands
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.saved import Audience
from crm_metrics.office.views import ViewShelf

ANA = Reader("Ana", "executive")


@pytest.fixture(autouse=True)
def spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    monkeypatch.delenv("CRM_DATABASE", raising=False)


def shelf(file: Path) -> ViewShelf:
    return ViewShelf(OfficeDatabase(OfficePlace(file=file)), ANA, ["Ana"])


def test_what_is_exported_from_one_folder_is_imported_into_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "operations")
    one, other, file = tmp_path / "one", tmp_path / "kept" / "other.db", tmp_path / "office.json"
    shelf(one / "office.sqlite").save("Mi «vista»", "daily", {"team": ["Voz"]}, Audience())
    assert main(["office", "export", str(file), "--warehouse", str(one)]) == 0
    assert json.loads(file.read_text(encoding="utf-8"))["saved_view"][0]["name"] == "Mi «vista»"
    monkeypatch.setenv("CRM_DATABASE", str(other))
    assert main(["office", "import", str(file)]) == 0
    assert "Saved views: 1, plans: 0, lines of the trail: 1" in capsys.readouterr().out
    assert [one.name for one in shelf(other).views()] == ["Mi «vista»"]
    assert main(["office", "export", str(file)]) == 0
    last = json.loads(file.read_text(encoding="utf-8"))["trail"][-1]
    assert (last["author"], last["proof"], last["did"]) == ("operations", "system", "imported")
    assert list(tmp_path.glob(".*")) == []
    assert main(["office", "import", str(file)]) == 2
    assert "holds something already" in capsys.readouterr().err


def test_an_objective_that_no_value_reaches_is_imported_told_and_holds_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other, file = tmp_path / "one", tmp_path / "other", tmp_path / "office.json"
    register = ObjectiveRegister(OfficeDatabase(OfficePlace(file=one / "office.sqlite")), ANA)
    for metric, good in (("csat", 85.0), ("nps", 30.0)):
        register.set(Aim(metric=metric, valid_from=date(2026, 1, 1)), Bands(good=good), "up")
    assert main(["office", "export", str(file), "--warehouse", str(one)]) == 0
    assert main(["init", "--warehouse", str(other)]) == 0
    capsys.readouterr()
    assert main(["office", "import", str(file), "--warehouse", str(other)]) == 0
    (said,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("!"))
    assert "the goal 85 of 'csat'" in said and "its values lie between 0 and 1" in said
    shop = crm.open(other)
    csat, nps = (goal_for(shop, metric_of(name), "month", date(2026, 1, 1)) for name in ("csat", "nps"))
    shop.close()
    assert csat is None and nps is not None and nps.goal == 30.0


def test_what_can_not_be_done_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--warehouse", str(tmp_path / "none")]
    assert main(["office", "export", str(tmp_path / "office.json"), *where]) == 2
    assert "Nobody saved anything yet" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
    assert main(["office", "import", str(tmp_path / "missing.json"), *where]) == 2
    assert "can't be read or written" in capsys.readouterr().err
    (tmp_path / "latin.json").write_bytes('{"año"'.encode("latin-1"))
    assert main(["office", "import", str(tmp_path / "latin.json"), *where]) == 2
    assert "not whole JSON" in capsys.readouterr().err
    assert main(["office", "sell", "office.json", *where]) == 2
    assert "There is no" in capsys.readouterr().err

"""A folder into which files are dropped, beside a company in Bogotá that has nothing yet."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from crm_metrics.warehouse.founding import found
from crm_metrics.warehouse.receiving.packets import Packet, Sorting
from crm_metrics.warehouse.suggesting.questions import OwnersAnswers

Dropped = Callable[..., list[Packet]]


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of a company that has nothing yet."""
    folder = tmp_path_factory.mktemp("founded") / "warehouse"
    found(folder, finish=None, name="Sol", country="CO")
    return folder


@pytest.fixture
def place(tmp_path: Path, founded: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the company lives: its own files in `company`, its versions in `warehouse`."""
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path / "company"))
    shutil.copytree(founded, tmp_path / "warehouse")
    return tmp_path


@pytest.fixture
def dropped(place: Path) -> Dropped:
    """`dropped({"ventas.csv": "…"}, cancelled_rows="keep")`: the packets that they are, with these answers."""
    turns: list[Path] = []

    def drop(files: Mapping[str, str | bytes], *, source: str = "", anew: bool = False, **answers: str) -> list[Packet]:
        turn = place / f"turn_{len(turns)}"
        turns.append(turn)
        (turn / "inbox").mkdir(parents=True)
        for name, content in files.items():
            (turn / "inbox" / name).write_bytes(content.encode() if isinstance(content, str) else content)
        sorting = Sorting(
            inbox=turn / "inbox",
            scratch=turn,
            company=place / "company",
            warehouse=place / "warehouse",
            answers=OwnersAnswers(dict(answers)),
            country="CO",
        )
        return sorting.packets(source, anew=anew)

    return drop

"""One house for all tests of reviews, and a database of each test alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_metrics.access import Reader
from crm_metrics.office.database import opened
from crm_metrics.office.meetings.reviews import ReviewShelf
from crm_metrics.office.place import OfficePlace
from tests.conftest import House, houses


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReviewShelf]:
    """An empty database, as somebody has it who sees everything."""
    file = tmp_path / "office.sqlite"
    monkeypatch.setenv("CRM_DATABASE", str(file))
    opened.cache_clear()
    yield ReviewShelf(opened(OfficePlace(file=file)), Reader("Ana", "executive"))
    opened.cache_clear()


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    with houses() as make:
        yield make

"""One house for all tests of reviews, and a database of each test alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crm_metrics.access import Reader
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.meetings.reviews import ReviewShelf
from tests.conftest import House, houses


@pytest.fixture
def kept(office: OfficeDatabase) -> ReviewShelf:
    """An empty database, as somebody has it who sees everything."""
    return ReviewShelf(office, Reader("Ana", "executive"))


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    with houses() as make:
        yield make

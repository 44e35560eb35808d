"""One house for all tests of plans: a company of the same weeks is made once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crm_metrics.access import Reader
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.plans import PlanShelf
from tests.conftest import House, houses


@pytest.fixture
def kept(office: OfficeDatabase) -> PlanShelf:
    """An empty database of a test alone, as somebody has it who sees everything."""
    return PlanShelf(office, Reader("Ana", "executive"))


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    with houses() as make:
        yield make

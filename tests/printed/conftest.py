"""One whole company and one with cases alone, printed by all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.demo.build import Asked
from tests.boards.conftest import shop
from tests.demo_company import demo_company

__all__ = ["shop"]


@pytest.fixture(scope="session")
def company() -> Iterator[Shop]:
    """The demo company, small; its day is a Saturday, its week the one before, its month October."""
    with demo_company(Asked(customers=600, months=14, until=date(2026, 11, 21)), finish=None) as made:
        yield made

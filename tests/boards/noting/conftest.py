"""One small demo company for the notes of a board."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.demo.build import Asked
from tests.demo_company import shared_company


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    asked = Asked(customers=600, months=14, until=date(2026, 11, 21))
    with shared_company(tmp_path_factory, asked) as shop:
        yield shop

"""One small demo company, whose facts and pages are asked the same questions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crm_metrics.metrics.shop import Shop
from tests.boards.questions.asking import COMPANY
from tests.demo_company import demo_company


@pytest.fixture(scope="session")
def company() -> Iterator[Shop]:
    """The company, read by all of these tests and changed by none."""
    with demo_company(COMPANY, finish=None) as company:
        yield company

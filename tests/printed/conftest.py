"""One whole company and one with cases alone, printed by all tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import crm_metrics as crm
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.demo.build import Asked
from tests.boards.conftest import shop
from tests.demo_company import demo_folder
from tests.printed.screen import Screen, opened

__all__ = ["shop"]
Screens = Callable[[str, str], Screen]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company, small; its day is a Saturday, its week the one before, its month October."""
    return demo_folder(tmp_path_factory, Asked(customers=600, months=14, until=date(2026, 11, 21)))


@pytest.fixture(scope="session")
def company(demo: Path) -> Iterator[Shop]:
    """That company, open."""
    made = crm.open(demo)
    yield made
    made.close()


@pytest.fixture(scope="session")
def screens(demo: Path) -> Screens:
    """The page of a name in a language, as the app shows it and as its button prints it; each is made once."""
    return cache(lambda page, language: opened(demo, page, language))

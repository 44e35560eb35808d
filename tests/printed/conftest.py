"""One whole company and one with cases alone, printed by all tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

import crm_metrics as crm
from crm_metrics.access import EVERYTHING, Reader
from crm_metrics.boards.plans.judging import locked
from crm_metrics.boards.plans.opening import GapAsked, gap_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.database import opened as kept_in
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.planning import PlanAction, PlanTerms
from crm_metrics.office.plans import PlanShelf
from crm_metrics.warehouse.demo.build import Asked
from tests.boards.conftest import shop
from tests.demo_company import demo_folder
from tests.office.dated import DataUntil
from tests.printed.screen import Screen, opened

__all__ = ["shop"]
Screens = Callable[[str, str], Screen]
TRIGGER = date(2026, 10, 5)  # the week that opened both plans
TERMS = PlanTerms(
    cause="Cambio de guion", fix="Volver al anterior", actions=(PlanAction("Capacitar", "Luis", date(2026, 12, 1)),),
    owner="Ana Ruiz", due=date(2026, 12, 31), expected=0.05, guardrails=("csat_mean",),
)  # fmt: skip


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
def office(company: Shop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which one plan of that company runs and another one waits."""
    file = tmp_path_factory.mktemp("printed") / "office.sqlite"
    shelf = PlanShelf(kept_in(OfficePlace(file=file)), Reader("Ana", "executive"))
    service = (("process", "service"),)
    runs, waits = (
        shelf.draft(gap_of(company, GapAsked(metric, service, TRIGGER), EVERYTHING), TERMS)
        for metric in ("first_response_sla", "csat")
    )
    began = TRIGGER + timedelta(days=7)
    shelf.start(shelf.agree(runs, locked(company, runs, began)), began, DataUntil(began))
    assert waits.state == "draft"
    return file


@pytest.fixture(scope="session")
def screens(demo: Path, office: Path) -> Screens:
    """The page of a name in a language, as the app shows it and as its button prints it; each is made once."""
    return cache(lambda page, language: opened(demo, office, page, language))

"""One small demo company and the app over it, for all tests of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from crm_metrics.warehouse.demo.build import Asked
from pages.parts import session
from tests import demo_company
from tests.pages.reading import ROOT

SMALL = Asked(customers=600, months=14, until=date(2026, 11, 21))


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_company.demo_folder(tmp_path_factory, SMALL)


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The environment of an app, read anew before and after."""
    session.current_settings.cache_clear()
    for name in ("CRM_ACCESS", "CRM_DATABASE", "CRM_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(ROOT)
    yield monkeypatch
    session.current_settings.cache_clear()
    st.cache_resource.clear()


@pytest.fixture
def app(demo_folder: Path, settled: pytest.MonkeyPatch) -> AppTest:
    settled.setenv("CRM_WAREHOUSE", str(demo_folder))
    return AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)

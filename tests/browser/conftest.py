"""One app over a small demo company, one Chromium, for all browser tests of a worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import demo_company
from tests.browser.server import SMALL, chromium, launched, served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; without one the tests are skipped, on CI they fail."""
    with sync_playwright() as play:
        path = chromium(play)
        if path is None:
            say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            say("no Chromium here: apt-get install chromium, or playwright install chromium")
        opened = launched(play, str(path))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with a small demo company."""
    return demo_company.demo_folder(tmp_path_factory, SMALL)


@pytest.fixture(scope="session")
def demo_app(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app over the demo company."""
    home = tmp_path_factory.mktemp("app")
    with served(demo_folder, home, CRM_DATABASE=str(home / "office.sqlite")) as address:
        yield address


@pytest.fixture
def new_app(tmp_path: Path) -> Iterator[str]:
    """The address of an app whose folder holds nothing yet."""
    with served(tmp_path / "warehouse", tmp_path) as address:
        yield address

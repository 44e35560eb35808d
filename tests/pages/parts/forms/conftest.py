"""A database of a test alone, and the readers that its file names, for all tests of the forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_metrics.office.database import opened
from crm_metrics.office.place import OfficePlace


@pytest.fixture
def kept_in(
    request: pytest.FixtureRequest, demo_folder: Path, settled: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[OfficePlace]:
    """Where a test keeps what is written; ACCESS of its file says who reads."""
    named = tmp_path / "access.toml"
    named.write_text(request.module.ACCESS, encoding="utf-8")
    settled.setenv("CRM_WAREHOUSE", str(demo_folder))
    settled.setenv("CRM_ACCESS", str(named))
    settled.setenv("CRM_DATABASE", str(tmp_path / "office.sqlite"))
    opened.cache_clear()
    yield OfficePlace(file=tmp_path / "office.sqlite")
    opened.cache_clear()

"""Where files are landed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from crm_metrics.warehouse.files.reading import LandingZone


@pytest.fixture
def zone(tmp_path: Path) -> Iterator[LandingZone]:
    with duckdb.connect(config={"threads": "1"}) as connection:
        yield LandingZone(connection, tmp_path, lambda *_: None)

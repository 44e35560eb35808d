"""Other processes that use the database of a test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from crm_metrics.office.place import OfficePlace

ROOT = Path(__file__).parents[2]


def started(place: OfficePlace, what: str, who: str) -> subprocess.Popen[str]:
    """A process that does something of `tests/office/writing.py`."""
    where = {"PULSO_TEST_FILE": str(place.file)} if place.file else {"PULSO_TEST_ADDRESS": place.address}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.office.writing", what, who],
        cwd=ROOT,
        env={**os.environ, **where},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> None:
    """Wait until it is done; what it complained of fails the test."""
    said, complained = process.communicate(timeout=120)
    assert process.returncode == 0, said + complained

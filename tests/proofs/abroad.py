"""The files of companies of many countries as their owners have them: how many numbers come out as counted before."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.scenarios.test_own_files_abroad import COMPANIES, numbers_as_counted


def whole(count: int = len(COMPANIES), seed: int = 0) -> Mapping[str, object]:
    """Bring the files of so many companies, drawn by a seed; AssertionError where a number is another one."""
    asked = Random(seed).sample(COMPANIES, min(count, len(COMPANIES)))
    numbers = 0
    for company in asked:
        with TemporaryDirectory() as folder, redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            numbers += numbers_as_counted(company, Path(folder))
    return {"companies": len(asked), "numbers": numbers}

"""A company that was founded once, copied for each test that begins with it: founding shapes a hundred empty tables."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crm_metrics.warehouse.founding import found


def founded(folder: Path, **asked: Any) -> None:
    """The warehouse of a company that holds nothing yet, in this folder; asked: what `found` is told of the company."""
    shutil.copytree(Path(_made(tuple(sorted(asked.items()))).name), folder, dirs_exist_ok=True)


@cache
def _made(asked: tuple[tuple[str, Any], ...]) -> TemporaryDirectory[str]:
    made = TemporaryDirectory(prefix="founded-")
    found(Path(made.name), finish=None, **dict(asked))
    return made

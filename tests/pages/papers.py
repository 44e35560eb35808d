"""The papers that the pages of a test offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pages.parts import printing


def papers(settled: pytest.MonkeyPatch) -> list[Callable[[], bytes]]:
    """What makes the PDF of each page that is opened from here on, the last one last."""
    asked: list[Callable[[], bytes]] = []
    make = printing.maker

    def kept(sheet: Any) -> Callable[[], bytes]:
        asked.append(make(sheet))
        return asked[-1]

    settled.setattr(printing, "maker", kept)
    return asked

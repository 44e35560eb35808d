"""A folder of files as people have them, and what is understood of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from crm_metrics.warehouse.suggesting.questions import OwnersAnswers
from crm_metrics.warehouse.suggesting.suggestion import Suggestion, suggest

Understood = Callable[..., Suggestion]


@pytest.fixture
def understood(tmp_path: Path) -> Understood:
    """`understood({"ventas.csv": "…"}, cancelled_rows="keep")`: what is suggested with these answers."""

    def read(files: Mapping[str, str | bytes], **answers: str) -> Suggestion:
        for name, content in files.items():
            (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return suggest(tmp_path, OwnersAnswers(dict(answers)))

    return read

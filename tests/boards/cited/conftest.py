"""A company whose own files lie in a folder of the test."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the company's own files, empty."""
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    return tmp_path

"""What is said of a shared folder is read back as it was said, or is said to be missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse.cluster import folder
from crm_metrics.warehouse.cluster.folder import Exported, MadeOf

TOLD = Exported("sum", {"survey": (3, "123")})
MADE = MadeOf(TOLD, {"shape.survey": 3}, [date(2026, 1, 1), date(2026, 2, 1)])


def test_what_was_told_is_read_back(tmp_path: Path) -> None:
    folder.tell_exported(tmp_path, TOLD)
    folder.tell_made(tmp_path, MADE)
    assert folder.exported(tmp_path) == TOLD
    assert folder.made(tmp_path) == MADE
    folder.forget(tmp_path, folder.MADE)
    assert folder.exported(tmp_path) == TOLD
    with pytest.raises(DataError, match="cluster make writes it"):
        folder.made(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"shapes": "x", "tables": {"survey": 3}}', '{"shapes": "x"}'])
def test_what_is_not_whole_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / folder.EXPORTED).write_text(text)
    with pytest.raises(
        DataError, match=r"exported\.json is missing or not whole: the command cluster export writes it"
    ):
        folder.exported(tmp_path)
    (tmp_path / folder.MADE).write_text(text)
    with pytest.raises(DataError, match=r"made\.json is missing or not whole"):
        folder.made(tmp_path)

"""The day's list as a file: the same customers as the card, raw, without names for who may not see them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crm_metrics import settings
from crm_metrics.boards import freshness
from crm_metrics.boards.core import View
from crm_metrics.boards.daylist import filing
from crm_metrics.boards.daylist.gathering import day_list
from crm_metrics.words import Words
from tests.boards.daylist.company import CLOSE, HELD, TODAY, company
from tests.conftest import House

EN = Words("en")


def test_the_file_holds_the_list_and_masks_who_may_not_be_named(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "company_folder", lambda: tmp_path)
    shop = company(house)
    frame = freshness.around(shop, View())
    named, masked = (day_list(shop, View(personal=personal), CLOSE, CLOSE) for personal in (True, False))
    assert named is not None and masked is not None
    table = filing.table(named, named.entries, frame, EN)
    assert [dict(zip(table.head, row, strict=True))["name"] for row in table.rows] == [
        "Casa debtor", "Casa buyer", "Casa born",
    ]  # fmt: skip
    assert table.rows[1][3:] == ("follow_up", "bought on 8 Jan: how did it go?", "Iris", "Ventas", "telephone", None)
    assert table.rows[0][0] == TODAY == date(2026, 1, 13)
    other = filing.table(masked, masked.entries, frame, EN)
    assert "name" not in other.head and "Casa" not in repr(other) and HELD not in repr((table, other))
    about = dict(filing.about(masked, frame, EN, len(other.rows), datetime(2026, 1, 13, tzinfo=UTC)))
    assert about["Rows"] == "3" and about["Names"].startswith("masked")

"""A day or an instant is read by its declared format alone, and what fits it only nearly is empty."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm_metrics.warehouse.mapping.civil import MARK
from crm_metrics.warehouse.mapping.formats import Format
from tests.warehouse.conftest import Read


@pytest.mark.parametrize(
    ("said", "text", "value"),
    [
        ("DD/MM/YYYY", "31/12/2025", date(2025, 12, 31)),
        ("DD/MM/YYYY", "1/2/2025", date(2025, 2, 1)),
        ("MM/DD/YYYY", "31/12/2025", None),
        ("DD-MM-YY", "20-10-16", date(2016, 10, 20)),
        ("YY-MM-DD", "20-10-16", date(2020, 10, 16)),
        ("YYYYMMDD", "20251231", date(2025, 12, 31)),
        ("YYYYMMDD", "2025123", None),
        ("D-MMM-YYYY", "5-Jan-2026", date(2026, 1, 5)),
        ("YYYY-MM-DD", "2026-02-29", None),
        ("YYYY-MM-DD", "2026-02-28 10:00", None),
        ("ISO", "2026-01-05", date(2026, 1, 5)),
        ("ISO", "2026-01-05 00:00:00", date(2026, 1, 5)),
        ("ISO", "2026-01-05 10:00:00", None),
    ],
)
def test_a_date_is_read_by_its_declared_format_alone(said: str, text: str, value: date | None, read: Read) -> None:
    assert read(Format(kind="date", said=said), text) == value


@pytest.mark.parametrize(
    ("said", "text", "value"),
    [
        ("M/D/YYYY H:MM", "2/26/2018 19:58", datetime(2018, 2, 27, 0, 58, tzinfo=UTC)),
        ("M/D/YYYY H:MM", "2/26/2018 19:58:01", None),
        ("DD/MM/YYYY HH:MM:SS AM", "05/01/2026 12:30:00 AM", datetime(2026, 1, 5, 5, 30, tzinfo=UTC)),
        ("YYYY-MM-DDTHH:MM:SSZ", "2026-01-05T10:00:00-0300", datetime(2026, 1, 5, 13, tzinfo=UTC)),
        ("YYYY-MM-DD HH:MM:SS", "2026-01-05 25:00:00", None),
        ("ISO", "2026-01-05", datetime(2026, 1, 4, 15, 0, 0, MARK, tzinfo=UTC)),  # a day of the company, in Tokyo
        ("ISO", "2026-01-05T10:00", datetime(2026, 1, 5, 15, tzinfo=UTC)),
        ("ISO", "2026-01-05 10:00:00.25", datetime(2026, 1, 5, 15, 0, 0, 250_000, tzinfo=UTC)),
        ("ISO", "2026-01-05T10:00:00Z", datetime(2026, 1, 5, 10, tzinfo=UTC)),
        ("ISO", "2026-01-05 10:00:00+02", datetime(2026, 1, 5, 8, tzinfo=UTC)),
        ("ISO", "2026-01-05 10:00:00+05:30", datetime(2026, 1, 5, 4, 30, tzinfo=UTC)),
        ("ISO", "05/01/2026", None),
    ],
)
def test_an_instant_without_offset_is_local_and_one_with_it_is_not(
    said: str, text: str, value: datetime | None, read: Read
) -> None:
    assert read(Format(kind="instant", said=said, zone="America/Bogota", civil_zone="Asia/Tokyo"), text) == value

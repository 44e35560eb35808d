from __future__ import annotations

from datetime import date

from crm_metrics.analysis import baselines


def test_the_windows_start_on_a_calendar_boundary() -> None:
    # September 2026 begins on a Tuesday; April on a Wednesday.
    assert baselines.window("day", date(2026, 11, 21)) == (date(2026, 9, 7), date(2026, 10, 18))
    assert baselines.window("day", date(2026, 11, 2)) == (date(2026, 9, 7), date(2026, 10, 18))
    assert baselines.window("week", date(2026, 11, 15)) == (date(2026, 4, 6), date(2026, 8, 23))
    assert baselines.window("month", date(2026, 10, 31)) == (date(2025, 1, 1), date(2025, 12, 31))

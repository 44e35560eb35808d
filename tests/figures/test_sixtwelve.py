from __future__ import annotations

from datetime import date, timedelta

from crm_metrics.boards.core import Point, SixTwelve
from crm_metrics.figures import DARK, figure
from crm_metrics.words import Words

es = Words("es-CO")
FIRST = date(2026, 11, 2)


def test_weeks_and_months_stand_at_their_place_and_last_year_is_pale() -> None:
    now = tuple(Point(day=FIRST + timedelta(days=7 * k), value=100.0 + k, label=f"w{k}") for k in range(3))
    before = tuple(Point(day=FIRST + timedelta(days=7 * k - 364), value=90.0 + k, label="") for k in range(3))
    body = SixTwelve(
        unit="count",
        weeks=now,
        weeks_before=before,
        weeks_goal=110.0,
        months=now,
        months_before=before,
        months_goal=None,
        totals=(),
        weeks_title="6",
        months_title="12",
        legend=("2025", "goal", "2026"),
    )
    drawn = figure(body, es, DARK)
    assert [list(trace.x) for trace in drawn.data] == [[0, 1, 2]] * 4
    assert [trace.line.color for trace in drawn.data] == [DARK.before, DARK.data] * 2
    assert [(shape.y0, shape.xref) for shape in drawn.layout.shapes] == [(110.0, "x")]
    assert list(drawn.layout.xaxis.ticktext) == ["45", "46", "47"]
    assert list(drawn.layout.xaxis2.ticktext) == ["N", "N", "N"]
    assert (drawn.data[0].text[0], drawn.data[1].text[0]) == ("2025 · 90", "2026 · w0")

from __future__ import annotations

from crm_metrics.boards.bodies.planned import PlanActual
from crm_metrics.boards.core import Bridge, Step
from crm_metrics.figures import LIGHT, figure
from crm_metrics.words import Words

es = Words("es-CO")


def test_each_bar_of_a_bridge_begins_where_the_last_one_ended() -> None:
    steps = (
        Step("Cross-sell", 142, "+142", tone="good"),
        Step("Cancellations", -60, "−60", tone="bad"),
        Step("Base", 82, "+82", total=True),
        Step("New", 132, "+132", tone="good"),
    )
    bars = figure(Bridge(steps), es, LIGHT).data[0]
    assert list(bars.base) == [0, 142, 0, 82]
    assert list(bars.x) == [142, -60, 82, 132]
    assert list(bars.marker.color) == [LIGHT.good, LIGHT.bad, LIGHT.data, LIGHT.good]


def test_columns_of_plan_and_actual_stand_on_zero_and_a_month_to_come_has_no_variance() -> None:
    body = PlanActual(
        months=("dic 25", "ene 26"),
        actual=(100.0, None),
        plan=(90.0, 95.0),
        before=(80.0, 85.0),
        variance=(10.0, None),
        texts=("+10", ""),
        unit="money",
        legend=("2025", "Plan", "Real"),
        strip="Δ plan",
    )
    drawn = figure(body, es, LIGHT, "COP")
    before, plan, actual, strip = drawn.data
    assert [list(one.y) for one in (before, plan, actual)] == [[80, 85], [90, 95], [100, None]]
    assert drawn.layout.yaxis.range[0] == 0
    assert list(strip.y) == [10, None]
    assert [note.text for note in drawn.layout.annotations] == ["+10", "Δ plan"]
    assert list(drawn.layout.xaxis.ticktext) == ["dic<br>25", "ene<br>26"]

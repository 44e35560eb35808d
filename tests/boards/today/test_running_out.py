from __future__ import annotations

from datetime import date

from crm_metrics.boards.core import Empty, Grid, View
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.boards.today import running_out
from crm_metrics.metrics.registry import metric_of
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, day
from tests.conftest import House
from tests.warehouse.shapes.made import hours, item, policy

EN, ES = Words("en"), Words("es-CO")
DAY = date(2026, 1, 12)  # a Monday
FACTS = DailyFacts(view=View(), frame=FRAME, period=day(DAY))
PROMISE = {
    "business_hours": hours("desk", "08:00", "17:00"),
    "sla_policy": [policy("p", "resolution", 10 * 3600, "desk")],
}


def test_who_runs_out_first_stands_first_with_the_minutes_and_the_count_is_that_of_the_metric(house: House) -> None:
    # Of ten hours, a fifth is two. Opened on Monday at 08:00: 60 minutes left; on Monday at 08:30: 90; at 12:00: 300.
    opened = {"w1": "2026-01-12 08:30", "w2": "2026-01-12 08:00", "w3": "2026-01-12 12:00"}
    shop = house({**PROMISE, "work_item": [item(name, at) for name, at in opened.items()]}, through=DAY)
    found = running_out.gather(shop, FACTS)
    assert found is not None
    assert [(case.item, case.left) for case in found.cases] == [("w2", 60), ("w1", 90)]
    asked = shop.ask([metric_of("sla_at_risk")], every="day", since=DAY, until=DAY)
    assert asked["sla_at_risk"].readings[-1].value == 2
    card = running_out.card(found, FRAME, ES)
    assert card.title == "2 casos están por vencer, el primero en 60\u00a0min"
    assert isinstance(card.body, Grid)
    assert [row.cells[6].text for row in card.body.rows] == ["60", "90"]


def test_nothing_about_to_run_out_is_said_only_where_times_are_agreed(house: House) -> None:
    kept = house({**PROMISE, "work_item": [item("w1", "2026-01-12 16:00")]}, through=DAY)
    found = running_out.gather(kept, FACTS)
    assert found is not None
    body = running_out.card(found, FRAME, EN).body
    assert isinstance(body, Empty)
    assert body.fact == "Cases about to run out of time: none"
    bare = house({"work_item": [item("w1", "2026-01-12 16:00")]}, through=DAY)
    assert running_out.gather(bare, FACTS) is None
    other = DailyFacts(view=View(process="sales"), frame=FRAME, period=day(DAY))
    assert running_out.gather(kept, other) is None

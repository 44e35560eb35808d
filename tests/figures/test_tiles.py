from __future__ import annotations

from datetime import date

from crm_metrics.boards.core import Chip, Definition, Point, Tile
from crm_metrics.figures import tiles
from crm_metrics.words import Words


def test_a_tile_shows_its_parts_in_order() -> None:
    point = Point(day=date(2026, 11, 1), value=1.0)
    said = Definition(metric="sla", name="SLA", means="In time, of all.", formula="a / b", source="house")
    tile = Tile(
        metric="sla",
        name="SLA",
        value="78,4",
        unit="%",
        target="Meta 85 %",
        variance="−6,6 pp",
        tone="bad",
        series=(point,),
        low=0.0,
        high=2.0,
        goal=1.0,
        chip=Chip("worse", "deterioro real"),
        footer="n = 22",
        definition=said,
    )
    drawn = tiles.tiles([tile], Words("es"))
    order = ["SLA", "78,4", "%", "Meta 85 %", "−6,6 pp", "<img", "▼", "deterioro real", "n = 22"]
    places = [drawn.index(part) for part in order]
    assert places == sorted(places)
    assert "tk-tone-bad" in drawn

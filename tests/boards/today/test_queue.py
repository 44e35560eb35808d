"""The queue by age and kind of contact: counted by hand, each cell led to its own rows."""

from __future__ import annotations

from datetime import date, timedelta

from crm_metrics.access import Scope
from crm_metrics.boards.behind.provenance import ABSENT
from crm_metrics.boards.core import Grid, View
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.boards.today import queue
from crm_metrics.metrics.behind.rows import rows_behind
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, day
from tests.conftest import House
from tests.warehouse.shapes.made import item, resolved

EN, ES = Words("en"), Words("es-CO")
DAY = date(2026, 1, 31)


def facts(view: View) -> DailyFacts:
    return DailyFacts(view=view, frame=FRAME, period=day(DAY))


def shop_of_cases(house: House) -> Shop:
    """Open cases of 0, 1, 2, 3, 4, 10 and 11 days; "billing" is a concern, "bought" a need; one is a complaint."""
    told = [("billing", "request"), ("billing", "complaint"), ("bought", "request"), (None, "request"),
            ("bought", "request"), ("odd", "request"), ("billing", "request")]  # fmt: skip
    cases = [
        item(f"w{age}", f"{DAY - timedelta(days=age)} 09:00", reason=reason, kind=kind, team="Sur" if age else "Norte")
        for age, (reason, kind) in zip((0, 1, 2, 3, 4, 10, 11), told, strict=True)
    ]
    cases.append(resolved("done", "2026-01-05 09:00", "2026-01-06 09:00", reason="billing"))
    shop = house({"work_item": cases}, through=DAY)
    rows = [("billing", "concern", True), ("bought", "need", True)]
    for row in rows:
        shop.connection.execute("insert into main.contact_reason values (?, ?, ?)", list(row))
    return shop


def texts(grid: object) -> dict[str, list[str]]:
    assert isinstance(grid, Grid)
    return {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in grid.rows}


def test_the_queue_is_counted_by_age_and_kind_and_its_total_is_the_backlog(house: House) -> None:
    shown = queue.gather(shop_of_cases(house), facts(View()))
    assert shown is not None
    card = queue.card(shown, FRAME, ES)
    assert card.title == "7 casos esperan; 1 desde hace más de 10 días"
    # columns: up to 1 day, 2–3, 4–10, more than 10, all
    assert texts(card.body) == {
        "Necesidad": ["0", "1", "1", "0", "2"],
        "Inquietud": ["1", "0", "0", "1", "2"],
        "Queja": ["1", "0", "0", "0", "1"],
        "Sin clasificar": ["0", "1", "1", "0", "2"],
        "Todos": ["2", "2", "2", "1", "7"],
    }


def test_every_cell_leads_to_as_many_rows_as_it_says(house: House) -> None:
    shop = shop_of_cases(house)
    shown = queue.gather(shop, facts(View()))
    assert shown is not None
    grid = queue.card(shown, FRAME, EN).body
    assert isinstance(grid, Grid)
    for row in grid.rows:
        for cell in row.cells[1:]:
            led = cell.behind
            assert led is not None
            where = [(name, None if value == ABSENT else value) for name, value in led.where]
            found = rows_behind(shop, metric_of(led.metric), every="day", where=where, since=DAY, until=DAY)
            assert sum(len(part.rows) for part in found.parts) == int(cell.text) == led.value


def test_a_kind_that_no_condition_tells_from_another_leads_nowhere() -> None:
    mixed = {"complaint": (("complaint", "a"), ("request", "b")), "": (("complaint", "b"),)}
    assert queue._where(mixed["complaint"], mixed) is None
    assert queue._where(mixed[""], mixed) == (("kind", "complaint"), ("reason", "b"))


def test_a_reader_of_one_team_sees_its_cases_and_a_view_without_service_none(house: House) -> None:
    shop = shop_of_cases(house)
    shown = queue.gather(shop, facts(View(scope=Scope(teams=("Norte",)))))
    assert shown is not None
    assert shown.total("backlog") == 1
    assert queue.gather(shop, facts(View(process="sales"))) is None
    assert queue.gather(house({"survey": []}), facts(View())) is None

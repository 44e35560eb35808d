from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse

House = Callable[..., Warehouse]


def test_names_of_people_touchpoints_and_closed_days_stay_within_the_scope(house: House) -> None:
    def agent(one: str, name: str, team: str, process: str) -> dict[str, object]:
        return {"agent_id": one, "name": name, "team": team, "area": "Centro", "process": process}

    shop = house(
        {
            "agent": [
                agent("a1", "Ana", "Norte", "service"),
                agent("a2", "Luis", "Sur", "service"),
                agent("a3", "Eva", "Cobro", "collections"),
            ],
            "touchpoint": [{"touchpoint_id": "t1", "name": "Línea", "process": "service", "channel": "phone"}],
            "holiday": [
                {"calendar_id": "company", "day": date(2026, 12, 25)},
                {"calendar_id": "other", "day": date(2026, 12, 24)},
            ],
        }
    )
    assert set(roster.people(shop, EVERYTHING)) == {"a1", "a2", "a3"}
    assert set(roster.people(shop, Scope(processes=("service",)))) == {"a1", "a2"}
    assert set(roster.people(shop, Scope(processes=("service",), teams=("Sur", "Cobro")))) == {"a2"}
    assert set(roster.people(shop, Scope(agents=("a3",)))) == {"a3"}
    assert roster.people(shop, Scope(areas=("Lejos",))) == {}
    assert roster.people(shop, EVERYTHING)["a1"] == roster.Agent("Ana", "Norte", "Centro", "service")
    assert roster.touchpoints(shop) == {"t1": "Línea"}
    assert roster.areas(shop)["Norte"] == "Centro"
    assert roster.holidays(shop) == {date(2026, 12, 25)}

"""Each item has one stamp of its opening, whatever changed before it, at it or after it: its row rests on that."""

from __future__ import annotations

from tests.warehouse.shapes.made import House, at, change, item, moved, person


def test_every_item_is_opened_once_and_has_one_row(house: House) -> None:
    opening = "2026-01-05 09:00"
    changes = {
        "before": ["2026-01-04 09:00"],
        "at": [opening, f"{opening}:00"],
        "after": ["2026-01-05 09:00:00.000001", "2026-02-01 09:00"],
        "twice at once": ["2026-01-06 09:00", "2026-01-06 09:00"],
    }
    shop = house(
        {
            "work_item": [item(name, opening) for name in (*changes, "never")]
            + [item("day alone", opening, _days=["opened_at"]), item("of nobody", opening, customer_id="unknown")]
            + [item("closed before", opening, closed_at=at("2026-01-01 09:00"), outcome="resolved", status="closed")],
            "status_event": [
                change(name, attribute, moment, "old", "new") | {"seq": number}
                for name, moments in changes.items()
                for attribute in ("status", "team", "priority")
                for number, moment in enumerate(moments)
            ]
            + [moved("c1", "value_tier", "2026-01-05", "low", "high")],
            "customer": [person("c1", value_tier="high")],
            "customer_alias": [{"alias_id": "x", "customer_id": "c1", "rule": "r"}],
        },
        shapes=("work_item",),
    )
    names = sorted((*changes, "never", "day alone", "of nobody", "closed before"))
    stamps = (
        "select work_item, count(*) from shape.item_stamp where anchor = 'opened' group by work_item order by work_item"
    )
    assert shop.fetch(stamps) == [(name, 1) for name in names]
    rows = "select work_item, count(*), count(opened_on) from shape.work_item group by work_item order by work_item"
    assert shop.fetch(rows) == [(name, 1, 1) for name in names]

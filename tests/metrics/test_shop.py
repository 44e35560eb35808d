"""The shop that is opened: a warehouse that can be asked."""

from __future__ import annotations

from datetime import date

import crm_metrics as crm
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.shop import Shop, shop_of
from crm_metrics.warehouse.store import Warehouse
from tests.metrics.made import JAN, House, case, metric, values

END = date(2026, 1, 31)


def test_a_metric_measured_in_a_shop_is_what_the_question_answers(house: House) -> None:
    shop = house({"work_item": [case("a", JAN), case("b", JAN)]})
    mine = metric()
    asked = shop.ask([mine], since=JAN, until=END)
    assert values(asked["mine"].readings) == [2]
    assert mine.measure(shop, since=JAN, until=END) == asked["mine"] == ask(shop, [mine], since=JAN, until=END)["mine"]


def test_a_shop_is_its_warehouse_at_the_same_version_over_the_same_connection(house: House) -> None:
    made = house({"work_item": [case("a", JAN)]}, shapes=["work_item", "watermark", "calendar_day"])
    plain = Warehouse(made.folder, 7, made.connection)
    shop = shop_of(plain)
    assert (shop.folder, shop.version, shop.connection, shop.notice) == (plain.folder, 7, plain.connection, None)
    assert values(metric().measure(shop, since=JAN, until=END).readings) == [1]


def test_what_the_library_calls_a_warehouse_is_what_it_opens() -> None:
    assert crm.Warehouse is Shop
    assert issubclass(crm.Warehouse, Warehouse)

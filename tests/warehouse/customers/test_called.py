"""Customers by name, those without one left out."""

from __future__ import annotations

from crm_metrics.warehouse.customers.called import called
from tests.conftest import House


def test_those_who_have_a_name_are_called_by_it(house: House) -> None:
    people = [{"customer_id": "a", "name": "Ana Ejemplo"}, {"customer_id": "b"}, {"customer_id": "c", "name": "Caro"}]
    shop = house({"customer": people})
    assert called(shop, ("a", "b", "nobody")) == {"a": "Ana Ejemplo"}
    assert called(shop, ()) == {}

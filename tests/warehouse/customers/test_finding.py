"""Customers found by id, name, e-mail or telephone, by parts of words and without accents, within what may be seen."""

from __future__ import annotations

import pytest

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.customers.finding import find, met
from tests.conftest import House

PEOPLE = [
    {"customer_id": "crm:1", "name": "José Núñez", "email": "pepe@example.com", "phone": "+57 (601) 234-5678"},
    {"customer_id": "crm:2", "name": "Josefina Prada", "email": "fina@example.com", "phone": "300 111 2233"},
    {"customer_id": "zendesk:9", "name": "J. Nunez", "email": None, "phone": None},
]
ORDER = {
    "order_id": "o1", "line_no": 1, "ordered_at": "2026-10-05 15:00+00", "customer_id": "shop:77", "product_id": "p",
    "quantity": 1, "amount": 1,
}  # fmt: skip
CONTACT = {
    "interaction_id": "i1", "process": "service", "direction": "inbound", "customer_id": "crm:2", "team": "north",
    "offered_at": "2026-10-10 15:00+00", "disposition": "handled", "touchpoint_id": "t", "agent_id": "a",
}  # fmt: skip


@pytest.fixture
def shop(house: House) -> Shop:
    alias = {"alias_id": "zendesk:9", "customer_id": "crm:1", "rule": "email"}
    point = {"touchpoint_id": "t", "name": "Phone", "process": "service", "channel": "phone"}
    rows = {"customer": PEOPLE, "customer_alias": [alias], "order_line": [ORDER], "interaction": [CONTACT]}
    return house({**rows, "touchpoint": [point], "work_item": []})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nunez", ["crm:1"]),
        ("NÚÑ jos", ["crm:1"]),
        ("jose", ["crm:1", "crm:2"]),
        ("fina@", ["crm:2"]),
        ("6012345678", ["crm:1"]),
        ("601 234-56", ["crm:1"]),
        ("111", []),
        ("zendesk:9", ["crm:1"]),
        ("shop:77", ["shop:77"]),
        ("%", []),
        ("' or 1=1", []),
        ("  ", []),
    ],
)
def test_every_word_is_looked_for_in_id_name_and_e_mail_and_digits_in_telephones(
    shop: Shop, text: str, found: list[str]
) -> None:
    assert [one.customer for one in find(shop, text, personal=True)] == found


@pytest.mark.parametrize("text", ["nunez", "pepe", "6012345678"])
def test_without_the_right_only_ids_are_searched(shop: Shop, text: str) -> None:
    assert find(shop, text, personal=False) == ()
    assert [one.customer for one in find(shop, "crm:2", personal=False)] == ["crm:2"]


def test_within_a_scope_only_whom_it_met_is_found(shop: Shop) -> None:
    north, south = Scope(teams=("north",)), Scope(teams=("south",))
    assert [one.customer for one in find(shop, "jose", personal=True, scope=north)] == ["crm:2"]
    assert find(shop, "jose", personal=True, scope=south) == ()
    assert met(shop, north) == {"crm:2"} and met(shop, south) == frozenset()
    assert met(shop, EVERYTHING) == {"crm:2"}


def test_of_a_customer_of_several_ids_all_are_told_and_one_stays(shop: Shop) -> None:
    (one,) = find(shop, "núñez", personal=True)
    assert one.ids == ("crm:1", "zendesk:9") and one.phone == "+57 (601) 234-5678"

"""A customer that was merged goes by the id that stays; whoever was not, or is not known, by its own."""

from __future__ import annotations

from crm_metrics.warehouse.customers.merged import ids_today
from tests.conftest import House


def test_a_merged_customer_goes_by_the_id_that_stays_through_a_chain(house: House) -> None:
    aliases = [{"alias_id": "a", "customer_id": "b"}, {"alias_id": "b", "customer_id": "c"}]
    assert ids_today(house({"customer_alias": aliases}), ("a", "b", "c", "z")) == {
        "a": "c", "b": "c", "c": "c", "z": "z",
    }  # fmt: skip


def test_without_merges_all_go_by_their_own(house: House) -> None:
    assert ids_today(house({}), ("a",)) == {"a": "a"} and ids_today(house({}), ()) == {}

"""Answers about all customers are worked out once, and only the newest are kept."""

from __future__ import annotations

from crm_metrics.warehouse.customers.kept import kept
from tests.conftest import House


def test_an_answer_is_made_once_and_the_oldest_beyond_the_most_is_forgotten(house: House) -> None:
    shop = house({})
    made: list[int] = []

    def work(key: int) -> int:
        made.append(key)
        return key * 10

    def make(key: int) -> int:
        return kept(shop, "numbers", key, 2, lambda: work(key))

    assert [make(1), make(1), make(2), make(3), make(1)] == [10, 10, 20, 30, 10]
    assert made == [1, 2, 3, 1]
    assert kept(shop, "others", 1, 2, lambda: "of another kind") == "of another kind"

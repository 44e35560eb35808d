"""By which channels a customer may be contacted: what nobody wrote is no consent, and the strictest record holds."""

from __future__ import annotations

from collections.abc import Callable

from crm_metrics.warehouse.store import Warehouse
from tests.warehouse.shapes.made import person

House = Callable[..., Warehouse]
CHANNELS = "do_not_contact, by_phone, by_email, by_sms, by_whatsapp"


def told(house: House, *records: dict[str, object], **more: list[dict[str, object]]) -> list[tuple[object, ...]]:
    shop = house({"customer": list(records), **more})
    return shop.fetch(f"select customer, {CHANNELS} from shape.customer_contact order by 1")


def test_without_a_word_nobody_agreed(house: House) -> None:
    assert told(house, person("a")) == [("a", False, False, False, False, False)]


def test_an_agreement_in_general_holds_for_each_channel_that_says_nothing(house: House) -> None:
    assert told(house, person("a", consent=True, consent_sms=False)) == [("a", False, True, True, False, True)]


def test_an_agreement_to_one_channel_holds_for_no_other(house: House) -> None:
    assert told(house, person("a", consent_email=True)) == [("a", False, False, True, False, False)]


def test_a_refusal_in_general_goes_before_an_agreement_to_a_channel(house: House) -> None:
    assert told(house, person("a", consent=False, consent_email=True)) == [("a", False, False, False, False, False)]


def test_who_refused_in_one_of_two_records_refused(house: House) -> None:
    records = (person("a", consent=True), person("b", consent_phone=False, do_not_contact=True, born_on="1990-12-03"))
    alias: list[dict[str, object]] = [{"alias_id": "b", "customer_id": "a"}]
    assert told(house, *records, customer_alias=alias) == [("a", True, False, True, True, True)]
    shop = house({"customer": list(records), "customer_alias": alias})
    assert shop.fetch("select born_on::varchar from shape.customer_contact") == [("1990-12-03",)]

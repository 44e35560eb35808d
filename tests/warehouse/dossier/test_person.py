"""Who a customer is, by which ids, and for whom."""

from __future__ import annotations

from datetime import date

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.dossier.person import last_contact, person
from tests.boards.customer.company import company
from tests.conftest import House


def test_the_record_says_who_it_is_and_an_alias_leads_to_it(whole: Shop) -> None:
    found = person(whole, "web:9", EVERYTHING)
    assert found is not None
    assert (found.id, found.name, found.tier, found.manager, found.email) == (
        "c1", "Ana Ruiz", "medium", "a1", "ana@ejemplo.invalid",
    )  # fmt: skip
    assert found.since == date(2026, 1, 10)  # its first order: nobody told another day


def test_an_id_of_nobody_and_the_reserved_one_are_no_customer(whole: Shop) -> None:
    assert person(whole, "c9", EVERYTHING) is None
    assert person(whole, "unknown", EVERYTHING) is None


def test_a_customer_of_no_list_is_known_from_its_rows(house: House) -> None:
    found = person(company(house, "customer", "customer_alias"), "c1", EVERYTHING)
    assert found is not None
    assert (found.listed, found.name) == (False, "")
    assert person(company(house, "customer", "customer_alias"), "c3", EVERYTHING) is None  # nothing names it


def test_a_reader_sees_the_customers_of_his_rows_and_those_that_his_people_answer_for(whole: Shop) -> None:
    assert person(whole, "c1", Scope(teams=("Voz Norte",))) is not None  # two contacts, a case, an answer
    assert person(whole, "c1", Scope(teams=("Cuentas",))) is not None  # Gloria answers for it
    assert person(whole, "c3", Scope(teams=("Voz Norte",))) is None
    assert person(whole, "c3", EVERYTHING) is not None


def test_the_last_contact_was_spoken_and_is_of_the_readers_part(whole: Shop) -> None:
    spoken = last_contact(whole, "c1", EVERYTHING)
    assert spoken is not None
    assert (spoken.day, spoken.agent, spoken.channel) == (date(2026, 6, 25), "a3", "phone")
    own = last_contact(whole, "c1", Scope(processes=("service",)))
    assert own is not None and own.day == date(2026, 6, 10)  # the message of the 11th is no contact in person
    assert last_contact(whole, "c2", EVERYTHING) is None

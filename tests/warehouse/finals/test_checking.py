"""The doctor holds some kept months against what they are made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.warehouse.finals.checking import unlike
from crm_metrics.warehouse.notes import Note
from tests.demo_company import demo_company


@pytest.fixture
def company() -> Iterator[Shop]:
    with demo_company(Asked(customers=100, months=4, until=date(2026, 9, 10)), finish=None) as made:
        yield made


def told_of(company: Shop, version: int = 0) -> list[Note]:
    return list(unlike(company.fetch, company.company.time_zone, version))


def test_months_that_are_what_their_rows_give_are_not_told_of(company: Shop) -> None:
    assert told_of(company) == []


def test_a_month_that_is_another_is_told_with_what_to_do(company: Shop) -> None:
    company.connection.execute("update final.customer_period set revenue = revenue + 1 where period = '2026-08-01'")
    (told,) = told_of(company)
    assert told.misleads and str(told).startswith("The rows of 2026-08 that are kept of final.customer_period")


def test_a_row_too_many_and_a_row_too_few_are_seen_in_the_month_between(company: Shop) -> None:
    months = [month for (month,) in company.fetch("select period from final.month order by 1")]
    place = len(months) - 3
    between = f"period = '{months[place]}'"
    row = f"select * from final.invoice_period where {between} limit 1"
    assert company.connection.execute(f"insert into final.invoice_period {row}").fetchone() == (1,)
    assert [str(one)[12:19] for one in told_of(company, place)] == [f"{months[place]:%Y-%m}"]
    assert told_of(company, place - 1) == []
    company.connection.execute(f"delete from final.invoice_period where {between}")
    assert [str(one)[12:19] for one in told_of(company, place)] == [f"{months[place]:%Y-%m}"]


def test_of_a_version_without_months_nothing_is_told(company: Shop) -> None:
    company.connection.execute("drop schema final cascade")
    assert told_of(company) == []
